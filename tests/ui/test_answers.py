"""ui.answers: a message -> an answer under way, seen by any number of pages, ended by itself or by its learner."""

from __future__ import annotations

import asyncio
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from typing import TYPE_CHECKING

import pytest

from agent.memory import new_id
from tests.fakes import ScriptedModel
from tests.mentors import ALSO_SAYS, QUESTION, SAYS, mentor_over
from ui.answers import Answers, UnderWay
from ui.chat import View, restore
from ui.words import BROKEN, STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.messages import AIMessageChunk, BaseMessage
    from sqlalchemy import Engine

WAITS_S = 10.0  # for what is sure to happen


class Held(ScriptedModel):
    """A model that says its first sentence, and the rest once it may."""

    def __init__(self) -> None:
        super().__init__(f"{SAYS} {ALSO_SAYS}")
        self.go_on = Event()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        """See LangChain."""
        for number, chunk in enumerate(super().stream(messages)):
            if number == len(SAYS.split()) + 2:  # so that the first sentence is known to have ended
                self.go_on.wait(WAITS_S)
            yield chunk


def looked(answer: UnderWay, until: Callable[[View], bool] = lambda _view: False) -> View:
    """Return the view at which a page stops looking: the last one unless it says so."""

    async def look() -> View:
        watch = answer.watch()
        async for view in watch.views():
            seen = view
            if until(view):
                watch.leave()
        return seen

    return asyncio.run(asyncio.wait_for(look(), WAITS_S))


def says_first(view: View) -> bool:
    return SAYS in view.messages[-1]["content"]


def test_an_answer_is_written_while_nobody_looks(engine: Engine) -> None:
    """An answer comes to its end without any page, and is kept as a page would show it."""
    mentor = mentor_over(engine)
    conversation = new_id()
    answer = Answers(mentor).begin("me", conversation, QUESTION)
    assert answer
    assert answer.wait(WAITS_S)
    assert answer.view == restore(mentor, "me", conversation)
    assert answer.view.messages


def test_every_page_that_looks_sees_the_same(engine: Engine) -> None:
    """A page that comes in mid-answer sees what was said until then, and both see the same end."""
    model = Held()
    answer = Answers(mentor_over(engine, model=model)).begin("me", new_id(), QUESTION)
    assert answer
    assert looked(answer, says_first).is_running
    assert says_first(looked(answer, lambda view: view.is_running))
    model.go_on.set()
    last = looked(answer)
    assert ALSO_SAYS in last.messages[-1]["content"]
    assert looked(answer) is last
    assert not last.is_running


def test_a_conversation_is_answered_one_message_at_a_time(engine: Engine) -> None:
    """A second message waits until the first is answered; other conversations and learners do not."""
    model = Held()
    answers, conversation = Answers(mentor_over(engine, model=model)), new_id()
    first = answers.begin("me", conversation, QUESTION)
    assert first
    assert answers.begin("me", conversation, QUESTION) is None
    assert answers.under_way("me", conversation) is first
    assert answers.under_way("eve", conversation) is None
    model.go_on.set()
    assert first.wait(WAITS_S)
    assert answers.under_way("me", conversation) is None
    again = answers.begin("me", conversation, "/help")
    assert again
    assert len(looked(again).messages) == 4


def test_a_message_that_cannot_be_shown_locks_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault while a message is made harmless ends its answer in words, and the next message is taken."""
    answers, conversation = Answers(mentor_over(engine)), new_id()
    with monkeypatch.context() as patched:
        patched.setattr("ui.chat.clean", lambda _text: 1 / 0)
        answer = answers.begin("me", conversation, QUESTION)
        assert answer
        assert looked(answer).messages[-1]["content"] == BROKEN
    again = answers.begin("me", conversation, QUESTION)
    assert again
    assert SAYS in looked(again).messages[-1]["content"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_answer_that_dies_locks_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the thread of an answer, its conversation takes the next message."""
    answers, conversation = Answers(mentor_over(engine)), new_id()

    def dying(*_: object, **_more: object) -> Iterator[View]:
        yield View([], "", conversation, is_running=True)
        raise MemoryError

    monkeypatch.setattr("ui.chat.respond", dying)
    assert answers.begin("me", conversation, QUESTION)
    for thread in enumerate_threads():
        if thread.name == "answer":
            thread.join(WAITS_S)
    assert answers.under_way("me", conversation) is None


def test_its_learner_stops_an_answer(engine: Engine) -> None:
    """A stopped answer ends as far as it was written and is kept so; nobody else's word stops it."""
    model = Held()
    mentor, conversation = mentor_over(engine, model=model), new_id()
    answers = Answers(mentor)
    answer = answers.begin("me", conversation, QUESTION)
    assert answer
    looked(answer, says_first)
    answers.stop("eve", conversation)
    assert not answer.is_stopped()
    answers.stop("me", conversation)
    model.go_on.set()
    said = looked(answer).messages[-1]["content"]
    assert said.startswith(SAYS)
    assert said.endswith(STOPPED)
    assert restore(mentor, "me", conversation).messages[-1]["content"] == said


def test_answers_that_take_too_long_are_kept_at_the_end(engine: Engine) -> None:
    """A mentor that ends keeps what was written, and takes no more questions."""
    model = Held()
    mentor, conversation = mentor_over(engine, model=model), new_id()
    answers = Answers(mentor)
    answer = answers.begin("me", conversation, QUESTION)
    assert answer
    looked(answer, says_first)
    ending = Thread(target=answers.close, args=(0.0,))
    ending.start()
    while not answer.is_stopped():
        ending.join(0.01)
    model.go_on.set()
    ending.join(WAITS_S)
    assert restore(mentor, "me", conversation).messages[-1]["content"].endswith(STOPPED)
    refused = answers.begin("me", new_id(), QUESTION)
    assert refused
    assert "restarting" in looked(refused).messages[-1]["content"]
