"""ui.chat_view: events of the page -> what is asked, and what is kept of the conversation."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from tests.mentors import QUESTION, answered, mentor_over
from ui import chat, words
from ui.answers import Answers
from ui.chat_view import UNCHANGED, chat_view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Engine

    from agent.mentor import Mentor


REQUEST = gr.Request(username="me", session_hash="page")


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def used(mentor: Mentor, answers: Answers, event: str, conversation: str, data: Any) -> list[Any]:
    """Return what the page shows of the conversation once its learner has done something to it."""
    handler = handlers(mentor, answers)[event]
    return asyncio.run(every(handler(conversation, data, REQUEST)))


def handlers(mentor: Mentor, answers: Answers) -> dict[str, Any]:
    """Return what the events of one chat do, by name."""
    with gr.Blocks() as page:
        chat_view(mentor, answers, page, gr.BrowserState())
    return {getattr(each.fn, "__name__", ""): each.fn for each in page.fns.values()}


async def every(shown: AsyncIterator[Any]) -> list[Any]:
    return [each async for each in shown]


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


def test_who_asks_before_the_page_has_loaded_sees_the_answer(mentor: Mentor) -> None:
    """What a page begins with does not come over what its learner was quicker to ask."""
    events = handlers(mentor, Answers(mentor))

    async def shown() -> list[Any]:
        await every(events["_sent"](QUESTION, None, REQUEST))
        return await every(events["_loaded"](None, REQUEST))

    assert asyncio.run(shown()) == [UNCHANGED]


def test_a_page_that_loads_slowly_does_not_undo_what_is_asked(
    mentor: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversation that is read for a page is not shown where something was asked in the meantime."""
    conversation = answered(mentor).conversation
    events = handlers(mentor, Answers(mentor))
    is_read, is_asked, restore = threading.Event(), threading.Event(), chat.restore

    def slowly(*given: Any) -> chat.View:
        if not is_read.is_set():
            is_read.set()
            assert is_asked.wait(10)
        return restore(*given)

    monkeypatch.setattr(chat, "restore", slowly)

    async def shown() -> tuple[list[Any], list[Any]]:
        loading = asyncio.create_task(every(events["_loaded"](conversation, REQUEST)))
        await asyncio.to_thread(is_read.wait, 10)
        sending = asyncio.create_task(every(events["_sent"]("/help", None, REQUEST)))
        await asyncio.sleep(0)
        is_asked.set()
        return await loading, await sending

    loaded, sent = asyncio.run(shown())
    assert loaded == [UNCHANGED]
    assert "/help" in str(sent[-1][0])


def test_the_conversation_opened_last_is_shown(mentor: Mentor) -> None:
    """A page that has shown nothing yet shows its conversation."""
    conversation = answered(mentor).conversation
    (whole,) = asyncio.run(every(handlers(mentor, Answers(mentor))["_loaded"](conversation, REQUEST)))
    assert whole[2] == conversation
