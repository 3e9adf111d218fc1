"""ui.mcp_server: the mentor's tools and prompts, as a client of the protocol sees them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from mcp.shared.memory import create_connected_server_and_client_session

from tests.mentors import QUESTION, SAYS, mentor_over
from ui.mcp_server import server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp import ClientSession
    from sqlalchemy import Engine

    from agent.mentor import Mentor


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def as_client(mentor: Mentor, do: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    """Return what a connected client gets."""

    async def connected() -> Any:
        async with create_connected_server_and_client_session(server(mentor, "me")._mcp_server) as client:
            return await do(client)

    return anyio.run(connected)


def called(mentor: Mentor, tool: str, **given: Any) -> tuple[bool, str]:
    """Return whether a tool failed, and its text."""
    result = as_client(mentor, lambda client: client.call_tool(tool, given))
    return result.isError, "".join(each.text for each in result.content)


def test_tools_and_prompts_are_listed(mentor: Mentor) -> None:
    """A client finds four tools and two prompts, and no tool lets it choose a learner."""
    tools = as_client(mentor, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "search", "plan", "progress"]
    assert not [tool.name for tool in tools if "learner" in tool.inputSchema["properties"]]
    prompts = as_client(mentor, lambda client: client.list_prompts()).prompts
    assert [prompt.name for prompt in prompts] == ["mentor", "learn"]


def test_an_answer_comes_with_its_sources(mentor: Mentor) -> None:
    """`ask` returns the checked answer, the documents it rests on, and a conversation to go on in."""
    failed, text = called(mentor, "ask", question=QUESTION)
    answer = json.loads(text)
    assert not failed
    assert SAYS in answer["answer"]
    assert answer["sources"][0]["document"] == "Database indexes"
    _, text = called(mentor, "ask", question="how does it work?", conversation=answer["conversation"])
    assert json.loads(text)["conversation"] == answer["conversation"]


def test_passages_are_found(mentor: Mentor) -> None:
    """`search` returns passages best first, and refuses a number that cannot be."""
    _, text = called(mentor, "search", query="index", passages=1)
    assert [each["n"] for each in json.loads(text)["passages"]] == [1]
    failed, text = called(mentor, "search", query="index", passages=0)
    assert failed
    assert "it must be from 1 to 20" in text


def test_a_plan_is_built_and_fitted_to_progress(mentor: Mentor) -> None:
    """`plan` builds from words, `progress` records by name, and "replan" says what changed."""
    assert "There is no plan yet" in called(mentor, "plan")[1]
    assert "Week 1" in called(mentor, "plan", change="2 hours a week")[1]
    assert "Recorded: Database indexes" in called(mentor, "progress", done="data.indexes")[1]
    assert "Finished: Database indexes" in called(mentor, "plan", change="replan")[1]


def test_a_change_understood_in_part_is_shown_and_made_with_apply(mentor: Mentor) -> None:
    """`plan` shows a change of which a part was not understood; the same words after "apply" make it."""
    called(mentor, "plan", change="2 hours a week")
    words = "4 hours a week and keep the flux capacitor"
    assert "Nothing is changed yet." in called(mentor, "plan", change=words)[1]
    assert "Hours a week: 4 instead of 2." in called(mentor, "plan", change=f"apply {words}")[1]


def test_what_cannot_be_done_is_said_in_words(mentor: Mentor) -> None:
    """An error of the mentor's reaches the client as a failed call with what to do."""
    failed, text = called(mentor, "progress", done="knitting")
    assert failed
    assert "knitting" in text


def test_prompts_hold_what_the_learner_said(mentor: Mentor) -> None:
    """Both prompts carry the learner's words and name the tool to call."""
    for name, given, tool in (
        ("mentor", {"question": "Why?"}, "`ask`"),
        ("learn", {"goal": "a job"}, "`plan`"),
    ):
        found = as_client(mentor, lambda client, n=name, g=given: client.get_prompt(n, g))
        text = found.messages[0].content.text
        assert next(iter(given.values())) in text
        assert tool in text
