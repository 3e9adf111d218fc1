"""agent.overview: hours, areas and evidence from a plan and a ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from agent.overview import Area, overview
from agent.plan_text import from_json
from tests.mentors import mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.overview import Overview

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def seen(engine: Engine) -> Overview:
    """What a learner sees who finished one topic of three in twice its hours."""
    mentor = mentor_over(engine)
    plan = from_json(mentor.learn({"hours_per_week": 2, "path": "python"}, learner="me", today=MONDAY))
    mentor.learning.record("done", ["data.indexes"], learner="me", hours=4, at=NOON)
    return overview(plan, mentor.syllabus, mentor.progress("me"), MONDAY)


def test_areas_count_what_is_planned_and_finished(seen: Overview) -> None:
    """An area holds the plan's topics, and of them what is done and mastered."""
    assert seen.areas == (Area("data", topics=3, done=1, mastered=0),)


def test_hours_are_compared_where_both_are_known(seen: Overview) -> None:
    """Planned and real hours are those of what is finished and was timed."""
    assert (seen.planned_hours, seen.real_hours) == (2.0, 4.0)


def test_evidence_is_what_was_really_done(seen: Overview) -> None:
    """A finished topic without an answer is finished, not mastered, and its recall is a probability."""
    (row,) = seen.evidence
    assert (row.id, row.done, row.is_mastered, row.answered) == ("data.indexes", MONDAY, False, 0)
    assert row.recall is not None
    assert 0 < row.recall <= 1
    assert row.due is not None
    assert row.due > MONDAY


def test_nothing_done_is_an_empty_overview(engine: Engine) -> None:
    """Without a plan and a ledger there is nothing to show."""
    mentor = mentor_over(engine)
    empty = overview(None, mentor.syllabus, mentor.progress("me"), MONDAY)
    assert (empty.areas, empty.evidence, empty.real_hours) == ((), (), 0.0)
