"""ui.plan: a plan as HTML, and what it says of one that does not fit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.mentors import mentor_over
from ui.plan import WEEKS_OPEN, Preview, Standing, pane

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor

MONDAY = date(2026, 3, 2)
NOW = Standing(today="2026-03-02")


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def planned(mentor: Mentor, **profile: Any) -> dict[str, Any]:
    return mentor.learn({"hours_per_week": 2, "path": "python", **profile}, learner="me", today=MONDAY)


def test_each_week_shows_its_hours_and_its_items(mentor: Mentor) -> None:
    """Every week shows its date, its planned and its free hours, and its items with their reasons."""
    plan = planned(mentor)
    shown = pane(plan, NOW)
    assert shown.count("<details class='week'") == len(plan["weeks"])
    assert "<b>Week 1</b><span>2 Mar 2026</span><span class='hours'>2 of 2 h</span>" in shown
    assert "data-read='data.indexes'>Database indexes</button>" in shown
    assert "Goal of the beginner stage of the Python path." in shown


def test_the_head_says_when_and_how_much(mentor: Mentor) -> None:
    """Path, hours and version stand above the weeks."""
    plan = planned(mentor)
    shown = pane(plan, NOW)
    assert f"{plan['hours_total']:g} hours at 2 a week · version 1" in shown
    assert "<h2>Your plan: python</h2>" in shown


def test_the_whole_plan_is_drawn(mentor: Mentor) -> None:
    """All weeks and the whole graph stand above the weeks, the weeks open."""
    shown = pane(planned(mentor), NOW)
    assert "<details class='drawn' open><summary>All weeks at a glance</summary>" in shown
    assert "<summary>How the whole plan builds up</summary>" in shown
    assert shown.count("class='picture ") == 2


def test_what_was_assumed_is_shown(mentor: Mentor) -> None:
    """Each default is listed with its reason."""
    assert "What I assumed" in pane(mentor.learn({}, learner="me", today=MONDAY), NOW)


def test_what_is_done_can_be_taken_back(mentor: Mentor) -> None:
    """A finished topic is checked, and its box takes the mark back; the others' boxes set it."""
    shown = pane(planned(mentor), Standing(today="2026-03-02", done=["data.indexes"]))
    assert "data-act='undo' data-id='data.indexes' aria-pressed='true'" in shown
    assert "data-act='done' data-id='data.plans' aria-pressed='false'" in shown


def test_weeks_that_are_over_are_folded(mentor: Mentor) -> None:
    """Earlier weeks stand together, shut; the current one is open."""
    plan = planned(mentor)
    shown = pane(plan, Standing(today=str(plan["weeks"][1]["starts"])))
    assert "Earlier weeks (1)" in shown
    opened = min(WEEKS_OPEN, len(plan["weeks"]) - 1)
    assert shown.count("<details class='week' open>") == opened


@pytest.mark.parametrize(
    ("preview", "says", "asks"),
    [
        (None, "", False),
        (Preview(()), "Nothing would change", False),
        (Preview(("Moved: A.",)), "<li>Moved: A.</li>", True),
    ],
)
def test_a_change_is_shown_before_it_is_accepted(
    mentor: Mentor, preview: Preview | None, says: str, *, asks: bool
) -> None:
    """What fitting the plan would change is shown with a button that does it, if it changes anything."""
    shown = pane(planned(mentor), Standing(today="2026-03-02", preview=preview))
    assert says in shown
    assert ("data-act='accept'" in shown) is asks


def test_a_change_in_words_says_what_was_understood_of_it(mentor: Mentor) -> None:
    """What was understood and what not stands above the difference; accepting it sends the words."""
    preview = Preview(("Moved: A.",), ("hours a week: 4",), ("keep <x>",), "4 hours a week, keep <x>")
    shown = pane(planned(mentor), Standing(today="2026-03-02", preview=preview))
    assert "<b>Understood</b>: hours a week: 4</p>" in shown
    assert "<b>Not understood, so left as it is</b>: keep &lt;x&gt;</p>" in shown
    assert "data-act='apply' data-message='4 hours a week, keep &lt;x&gt;'" in shown
    assert "data-act='discard'" in shown


def test_a_plan_that_does_not_fit_has_ways_out_to_take(mentor: Mentor) -> None:
    """Each way out stands with its figure and a button that says it to the mentor."""
    shown = pane(planned(mentor, deadline="2026-03-08"), NOW)
    assert "This does not fit" in shown
    assert "data-act='apply' data-message='by 2026-" in shown
    assert "<b>Study more hours a week</b>" in shown
    assert "version" not in shown


def test_a_plan_that_does_not_fit_names_its_path_by_its_title(mentor: Mentor) -> None:
    """The heading has the title of the path, not its id."""
    standing = Standing(today="2026-03-02", path="Python Developer")
    assert "This does not fit: Python Developer</h2>" in pane(
        planned(mentor, deadline="2026-03-08"), standing
    )


def test_what_a_learner_wrote_is_shown_as_words(mentor: Mentor) -> None:
    """No part of a plan can be mark-up."""
    plan = planned(mentor)
    plan["narrative"] = "<script>alert(1)</script>"
    plan["assumed"] = [{"field": "<em>", "value": "<script>", "because": "<img src=x>"}]
    plan["weeks"][0]["items"][0]["title"] = "<img src=x>"
    shown = pane(plan, Standing(today="2026-03-02", said="<b>", preview=Preview(["<i>"])))
    assert not [tag for tag in ("<script", "<img", "<b><", "<i>", "<em>") if tag in shown]
