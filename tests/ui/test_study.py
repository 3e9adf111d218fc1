"""ui.study and ui.reader_view: what is done at the end of a page of the curriculum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from tests import curricula
from tests.curricula import CHOICE, path, topic
from tests.mentors import mentor_over
from ui.reader_view import Reader
from ui.study import foot
from ui.today_view import Day

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor

HTTP = topic("web.http", title="HTTP", hours=6, checks=[CHOICE])
JSON = topic("web.json", ["web.http"], title="JSON")
GRAPH = curricula.syllabus([HTTP, JSON], [path({"beginner": {"topics": ["web.http", "web.json"]}})])


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    found = mentor_over(engine, syllabus=GRAPH)
    found.learn({"hours_per_week": 7}, learner="me")
    return found


@pytest.fixture
def reader(mentor: Mentor) -> Reader:
    return Reader(mentor, Day(mentor))


def foot_of(mentor: Mentor, page: str) -> str:
    return foot(GRAPH, page, mentor.progress("me"), mentor.learning.today(learner="me").json())


def used(reader: Reader, act: str, **data: Any) -> tuple[str, Any]:
    return reader.acted("me", {"act": act, **data})


def test_what_is_planned_for_today_can_be_enough_for_today(mentor: Mentor) -> None:
    """The page of today's topic says for how long it is planned today; a later one's does not."""
    assert "Enough for today (" in foot_of(mentor, "web.http")
    assert "Enough for today" not in foot_of(mentor, "web.json")


def test_a_topic_with_checks_can_be_asked_about(mentor: Mentor) -> None:
    """Only where there is something to ask, it is offered."""
    assert "data-act='ask' data-id='web.http'" in foot_of(mentor, "web.http")
    assert "data-act='ask'" not in foot_of(mentor, "web.json")
    assert foot_of(mentor, "my-notes") == ""


def test_enough_for_today_leaves_the_topic_open(mentor: Mentor, reader: Reader) -> None:
    """It is said, the day knows it and offers it no more today, and it can be taken back."""
    shown, day = used(reader, "studied", id="web.http", minutes="60")
    assert "Noted for today: HTTP. It stays open." in shown
    assert "That was today" in day
    assert "data-act='undo'" in shown
    assert "Enough for today" not in foot_of(mentor, "web.http")
    assert mentor.progress("me").done == {}
    shown, day = used(reader, "undo")
    assert "Taken back: HTTP." in shown
    assert "data-read='web.http'" in day


def test_a_finished_page_says_so(mentor: Mentor, reader: Reader) -> None:
    """What is finished there is finished everywhere, and is not offered again."""
    shown, day = used(reader, "done", id="web.http")
    assert "Recorded: HTTP." in shown
    assert "JSON" in day
    assert "You have finished this." in foot_of(mentor, "web.http")
    assert "data-act='done'" not in foot_of(mentor, "web.http")


def test_a_check_is_asked_and_answered_in_the_reader(mentor: Mentor, reader: Reader) -> None:
    """The question stands where the page was, its answer is judged there, and the way back leads to the page."""
    asked, day = used(reader, "ask", id="web.http")
    assert "data-act='answer' data-check='web.http.1' data-text='c'" in asked
    assert "data-read='web.http'" in asked
    assert "data-act='today'" not in asked
    assert day == gr.skip()
    refused, _ = used(reader, "answer", check="web.http.1", text="maybe")
    assert "none of the options" in refused
    assert "data-text='c'" in refused
    right, day = used(reader, "answer", check="web.http.1", text="c")
    assert "Right" in right
    assert "data-read='web.http'" in right
    assert "data-act='today'" not in right
    assert day != gr.skip()
    assert mentor.progress("me").answers == {"web.http.1": True}


@pytest.mark.parametrize(
    "data",
    [
        {"act": "done", "id": "nothing"},
        {"act": "studied", "id": "web.http", "minutes": "9" * 5000},
        {"act": "studied", "id": "web.http", "minutes": "0"},
        {"act": "answer", "check": "x"},
        {"act": "judge", "check": "web.http.1", "right": "yes"},
        {"act": "undo"},
        {"act": "ask"},
        {},
    ],
)
def test_what_cannot_be_done_is_said_in_the_reader(
    mentor: Mentor, reader: Reader, data: dict[str, str]
) -> None:
    """Whatever a button carries, the reader shows words, and nothing is recorded."""
    shown, _ = reader.acted("me", data)
    assert "<article class='document'" in shown
    assert mentor.progress("me") == mentor_over(mentor.memory.engine, syllabus=GRAPH).progress("me")
    assert not mentor.progress("me").studied
