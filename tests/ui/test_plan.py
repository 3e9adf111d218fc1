"""ui.plan: a plan as a table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from agent.progress import Kind
from tests.mentors import mentor_over
from ui.plan import EMPTY, pane

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor

MONDAY = date(2026, 3, 2)


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def planned(mentor: Mentor, **profile: Any) -> dict[str, Any]:
    return mentor.learn({"hours_per_week": 2, "path": "python", **profile}, learner="me", today=MONDAY)


def test_no_plan_says_what_to_do() -> None:
    """Without a plan the pane says how to get one."""
    assert pane(None) == EMPTY


def test_each_week_is_a_table_with_its_hours(mentor: Mentor) -> None:
    """Every week shows its date, its planned and its free hours, and its items with their reasons."""
    plan = planned(mentor)
    shown = pane(plan)
    assert shown.count("<table class='week'>") == len(plan["weeks"])
    assert "Week 1 · 2 Mar 2026<span>2 of 2 h</span>" in shown
    assert "<td title='data.indexes'>Database indexes <code>data.indexes</code></td>" in shown
    assert "Goal of the beginner stage of the Python path." in shown


def test_the_head_says_when_and_how_much(mentor: Mentor) -> None:
    """Path, dates, hours and version stand above the weeks."""
    plan = planned(mentor)
    assert f"{plan['hours_total']:g} hours at 2 a week · version 1" in pane(plan)
    assert "<h3>Your plan: python</h3>" in pane(plan)


def test_what_was_assumed_is_shown(mentor: Mentor) -> None:
    """Each default is listed with its reason."""
    assert "What I assumed" in pane(mentor.learn({}, learner="me", today=MONDAY))


def test_what_is_done_is_shown_as_done(mentor: Mentor) -> None:
    """A finished topic of the plan's weeks is marked."""
    planned(mentor)
    mentor.record(Kind.DONE, ["data.indexes"], learner="me")
    assert "<tr class='done'><td title='data.indexes'>" in pane(mentor.replan(learner="me"))


def test_a_plan_that_does_not_fit_shows_its_ways_out(mentor: Mentor) -> None:
    """Instead of weeks there are the nearest ways out, each with its figure."""
    shown = pane(planned(mentor, deadline="2026-03-08"))
    assert "This does not fit" in shown
    assert "<b>Study more hours a week</b>" in shown
    assert "<table" not in shown


def test_nothing_in_a_plan_is_mark_up(mentor: Mentor) -> None:
    """A learner's own words in a plan are shown as characters."""
    plan = planned(mentor)
    plan["assumed"] = [{"field": "<b>", "value": "<script>", "because": "<img src=x>"}]
    shown = pane(plan)
    assert not any(tag in shown for tag in ("<script>", "<img", "<b><b>"))


def test_a_way_out_says_what_to_write(mentor: Mentor) -> None:
    """What does not fit names the words that take each way out, and no version."""
    shown = pane(planned(mentor, deadline="2026-03-08"))
    assert "write <code>/learn by 2026-" in shown
    assert "version" not in shown
