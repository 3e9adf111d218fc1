"""ui.chat_view: events of the page -> what is asked, and what is kept of the conversation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from tests.mentors import QUESTION, answered, mentor_over
from ui import words
from ui.answers import Answers
from ui.chat_view import chat_view

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def used(mentor: Mentor, answers: Answers, event: str, conversation: str, data: Any) -> list[Any]:
    """Return what the page shows of the conversation once its learner has done something to it."""
    with gr.Blocks() as page:
        chat_view(mentor, answers, page, gr.BrowserState())
    handler: Any = next(each.fn for each in page.fns.values() if getattr(each.fn, "__name__", "") == event)
    request = gr.Request(username="me", session_hash="page")

    async def shown() -> list[Any]:
        return [each async for each in handler(conversation, data, request)]

    return asyncio.run(shown())


def edited(number: int, text: str) -> gr.EditData:
    return gr.EditData(None, {"index": 2 * (number - 1), "previous_value": "", "value": text})


def said(mentor: Mentor, conversation: str) -> list[str]:
    return [turn.message for turn in mentor.memory.turns("me", conversation)]


def talked(mentor: Mentor) -> str:
    """Return a conversation of three turns."""
    conversation = answered(mentor).conversation
    for message in ("/help", "/today"):
        answered(mentor, message, conversation=conversation)
    return conversation


def test_an_edit_takes_the_place_of_its_message(mentor: Mentor) -> None:
    """What is edited is asked anew, and what came after it goes."""
    conversation = talked(mentor)
    used(mentor, Answers(mentor), "_edited", conversation, edited(2, "/plan"))
    assert said(mentor, conversation) == [QUESTION, "/plan"]


def test_a_message_is_asked_again(mentor: Mentor) -> None:
    """Again asks the message of the answer it stands at, in its place."""
    conversation = talked(mentor)
    used(mentor, Answers(mentor), "_again", conversation, gr.RetryData(None, {"index": 2, "value": "/help"}))
    assert said(mentor, conversation) == [QUESTION, "/help"]


@pytest.mark.parametrize("text", ["x" * 8001, " ", "\x00"])
def test_an_edit_that_is_no_message_loses_nothing(mentor: Mentor, text: str) -> None:
    """After an edit that is too long, or empty, the conversation is as it was."""
    conversation = talked(mentor)
    used(mentor, Answers(mentor), "_edited", conversation, edited(1, text))
    assert said(mentor, conversation) == [QUESTION, "/help", "/today"]


def test_an_edit_while_the_mentor_restarts_loses_nothing(mentor: Mentor) -> None:
    """A mentor that takes no more messages says so and keeps the conversation."""
    conversation, answers = talked(mentor), Answers(mentor)
    answers.close(0.0)
    shown = used(mentor, answers, "_edited", conversation, edited(1, "another"))
    assert "restarting" in str(shown[-1])
    assert said(mentor, conversation) == [QUESTION, "/help", "/today"]


def test_an_edit_while_another_page_asks_loses_nothing(
    mentor: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that begins first is answered; the edit of the other waits for its learner to try again."""
    conversation, answers = talked(mentor), Answers(mentor)
    monkeypatch.setattr(answers, "begin", lambda *_args, **_more: None)  # another page was faster by a moment
    with pytest.warns(UserWarning, match=words.STILL_ANSWERING):
        used(mentor, answers, "_edited", conversation, edited(1, "another"))
    assert said(mentor, conversation) == [QUESTION, "/help", "/today"]
