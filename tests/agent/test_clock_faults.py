"""A clock that jumps between turns, forward and back: nothing is lost, nothing breaks, and the day is what it says."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent import clock
from knowledge.database import open_engine
from tests import curricula
from tests.curricula import CHOICE, path, topic
from tests.mentors import QUESTION, answered, mentor_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from agent.mentor import Mentor

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
IDS = ("web.http", "web.json", "web.rest")
TOPICS = [
    topic(IDS[0], hours=4, checks=[CHOICE]),
    topic(IDS[1], [IDS[0]], hours=4),
    topic(IDS[2], [IDS[1]], hours=4),
]
GRAPH = curricula.syllabus(TOPICS, [path({"beginner": {"topics": [*IDS]}})])


class Jumping:
    """The machine's clock, which a test sets."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def jump(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Jumping:
    jumping = Jumping()
    monkeypatch.setattr(clock, "now", jumping.now)
    return jumping


@pytest.fixture
def mentor(engine: Engine, time: Jumping) -> Mentor:
    made = mentor_over(engine, syllabus=GRAPH)
    made.learn({"hours_per_week": 4}, learner="me")
    return made


def test_a_month_forward_leaves_a_conversation_and_a_plan_that_go_on(mentor: Mentor, time: Jumping) -> None:
    """What was planned meanwhile is behind, what was finished is due, and the plan can be fitted to it."""
    first = answered(mentor, QUESTION)
    mentor.learning.record("done", [IDS[0]], learner="me")
    time.jump(days=31)
    second = answered(mentor, "/today", conversation=first.conversation)
    assert "Thursday, 2026-12-31" in second.markdown
    assert len(mentor.memory.turns("me", first.conversation)) == 2
    day = mentor.learning.today(learner="me")
    assert (day.due, day.behind) == (1, IDS[1:])
    plan = mentor.replan(learner="me")
    assert plan["feasible"]
    left = [item["id"] for week in plan["weeks"] for item in week["items"] if not item["done"]]
    assert set(IDS[1:]) <= set(left)
    assert all(
        week["ends"] >= "2026-12-31" for week in plan["weeks"] if any(not i["done"] for i in week["items"])
    )


def test_a_day_back_loses_no_mark_and_no_turn(mentor: Mentor, time: Jumping) -> None:
    """What happened stays in the order in which it happened, whatever the clock said; it can be answered and taken back."""
    first = answered(mentor, QUESTION)
    mentor.learning.record("done", [IDS[0]], learner="me")
    mentor.learning.ask(learner="me", topic=IDS[0])
    time.jump(days=-1)
    assert mentor.learning.answer("c", learner="me").right
    assert mentor.learning.today(learner="me").day == NOON.date() - timedelta(days=1)
    again = answered(mentor, QUESTION, conversation=first.conversation)
    assert [turn.number for turn in mentor.memory.turns("me", again.conversation)] == [1, 2]
    assert mentor.progress("me").answers == {"web.http.1": True}
    mentor.learning.undo([IDS[0]], learner="me")
    assert mentor.progress("me").done == {}
    plan = mentor.replan(learner="me")
    assert plan["feasible"]


def test_a_plan_begun_tomorrow_waits(mentor: Mentor, time: Jumping) -> None:
    """Where the clock was a year ahead when a plan was made, the day says when it starts, and it can be made anew."""
    time.jump(days=-365)
    day = mentor.learning.today(learner="me")
    assert day.note == "Your plan starts on 2026-11-30; what follows would be ahead of it."
    plan = mentor.learn({"hours_per_week": 4}, learner="me")
    assert plan["starts"] == "2025-11-30"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as found:
        yield Path(found)


JUMPS = st.integers(-400, 400)
STEPS = st.lists(
    st.tuples(
        JUMPS,
        st.sampled_from(["ask", "done", "studied", "undo", "check", "today", "replan"]),
        st.sampled_from(IDS),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
def test_whatever_the_clock_does_what_was_done_is_what_is_kept(
    folder: Path, steps: list[tuple[int, str, str]]
) -> None:
    """Through any jumps marks hold and are taken back as without them, turns keep their order, and each day can be told."""
    engine = open_engine(f"sqlite:///{folder}/{len(list(folder.iterdir()))}.sqlite3")
    jumping, real = Jumping(), clock.now
    clock.now = jumping.now
    try:
        mentor = mentor_over(engine, syllabus=GRAPH)
        mentor.learn({"hours_per_week": 4}, learner="me")
        done: set[str] = set()
        messages = 0
        conversation = None
        for days, act, id_ in steps:
            jumping.jump(days=days)
            if act == "ask":
                conversation = answered(mentor, QUESTION, conversation=conversation).conversation
                messages += 1
            elif act == "done":
                mentor.learning.record("done", [id_], learner="me")
                done.add(id_)
            elif act == "studied" and id_ not in done:
                mentor.learning.record("studied", [id_], learner="me", hours=1)
            elif act == "undo" and id_ in done:
                mentor.learning.undo([id_], learner="me")
                done = set(mentor.progress("me").done)
            elif act == "check":
                mentor.learning.ask(learner="me", topic=IDS[0])
                assert mentor.learning.answer("c", learner="me").right
            elif act == "replan":
                assert mentor.replan(learner="me")["version"] is not None
            day = mentor.learning.today(learner="me")
            assert day.day == jumping.at.date()
            assert day.markdown()
            assert set(mentor.progress("me").done) == done
        if conversation:
            numbers = [turn.number for turn in mentor.memory.turns("me", conversation)]
            assert numbers == list(range(1, messages + 1))
    finally:
        clock.now = real
        engine.dispose()
