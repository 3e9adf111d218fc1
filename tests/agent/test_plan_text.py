"""Plans written out: JSON in the shape of the interface, Markdown for people, and back."""

from __future__ import annotations

import json
from datetime import date

import pytest

from agent.errors import PlanError
from agent.learner import Assumed, Known, Learner
from agent.plan_text import doubt, from_json, to_json, to_markdown, words_for
from agent.progress import Progress
from agent.schedule import schedule
from tests.curricula import chain

MONDAY = date(2026, 11, 23)


def made(**more):
    learner = Learner(
        **({"path": "python", "language": "python", "start": MONDAY, "hours_per_week": 7.0} | more),
        known=(Known("web.t1", "you said so"),),
        assumed=(Assumed("start", "2026-11-23", "today"),),
    )
    return schedule(chain(2, 4, 5), learner, Progress(), MONDAY)


def test_json_of_a_plan_has_the_keys_of_the_interface():
    """What `mentor learn --json` promises is there, but for what the caller adds."""
    values = to_json(made())
    promised = "learner version path feasible starts ends deadline hours_per_week hours_total weeks known cut assumed alternatives"
    assert set(promised.split()) <= values.keys()
    assert {"number", "starts", "budget_hours", "planned_hours", "items"} <= values["weeks"][0].keys()
    item = {"kind", "id", "title", "hours", "part", "because", "prerequisites"}
    assert item <= values["weeks"][0]["items"][0].keys()


def test_json_of_a_plan_is_json():
    """Dates and tuples are written as JSON can."""
    values = json.loads(json.dumps(to_json(made())))
    assert (values["feasible"], values["starts"], values["known"]) == (
        True,
        "2026-11-23",
        [{"id": "web.t1", "because": "you said so", "title": "T1", "stage": "beginner"}],
    )
    assert values["weeks"][0]["items"][1]["part"] == [1, 2]


def test_json_of_a_refusal_has_its_ways_out():
    """An infeasible plan has no weeks, a reason, and alternatives with change, value, end and cut."""
    values = to_json(made(deadline=date(2026, 11, 29)))
    assert (values["feasible"], values["weeks"]) == (False, [])
    assert [(each["change"], each["value"]) for each in values["alternatives"]] == [
        ("later_date", "2026-12-01"),
        ("more_hours", 9.0),
        ("smaller_scope", 4.0),
    ]
    assert [each["id"] for each in values["alternatives"][2]["cut"]] == ["web.t3"]


def test_a_plan_is_read_back_without_what_its_caller_added():
    """The narrative and other keys of a stored plan are passed over."""
    plan = made()
    assert from_json({**to_json(plan), "narrative": "Why this order"}) == plan


def test_a_plan_that_breaks_its_rules_is_not_read():
    """A week over its budget in a stored plan is refused."""
    values = to_json(made())
    values["weeks"][0]["items"][0]["hours"] = 50
    with pytest.raises(PlanError, match="not a plan that can be read"):
        from_json(values)


def test_markdown_of_a_plan_shows_weeks_reasons_and_what_it_rests_on():
    """People see the dates, the hours, why each item is there, and what was assumed."""
    text = to_markdown(made())
    assert "## Week 1: 2026-11-23 to 2026-11-29, 7 of 7 hours" in text
    assert (
        "- [ ] **T3** `web.t3` (3 h, part 1 of 2): goal of the beginner stage of the Python path; after T2, which it builds on"
        in text
    )
    assert "## Assumed\n\n- You start on **2026-11-23**: today. Otherwise: start next Monday." in text
    assert "## Taken as known\n\n- T1: you said so" in text


def test_markdown_ticks_what_is_finished_and_tells_the_plan_below_its_heading():
    """Each part of a finished topic is ticked; what is told of the plan in sentences does not come before its heading."""
    text = to_markdown(made(), told="Why this order.", done={"web.t3"})
    heading, blank, told, *_ = text.splitlines()
    assert (heading[:2], blank, told) == ("# ", "", "Why this order.")
    assert text.count("- [x] **T3**") == 2
    assert "- [ ] **T2**" in text


def test_markdown_of_a_refusal_says_why_and_what_to_change():
    """People see the reason and each way out in a sentence."""
    text = to_markdown(made(deadline=date(2026, 11, 29)))
    assert "9 hours of study, and the review they need, do not fit into the 7 hours that there are" in text
    assert "- A later date: the same scope at 7 hours a week ends on 2026-12-01." in text
    assert "- More hours: 9 hours a week fit the whole scope by 2026-11-29." in text


def test_hours_beyond_a_working_week_are_doubted():
    """A way out of more than forty hours a week is marked."""
    assert doubt("more_hours", 48.0) == ", though more than 40 hours a week are hardly realistic"
    assert doubt("more_hours", 20.0) == doubt("smaller_scope", 300.0) == ""
    assert words_for("more_hours", 20.0) == "/learn 20 hours a week"
