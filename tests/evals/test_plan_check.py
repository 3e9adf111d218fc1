"""The independent checker passes the planner's plans and finds every rule that a spoilt one breaks."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.learner import Known, Learner
from agent.plan_text import to_json
from agent.progress import Progress
from agent.schedule import schedule
from evals.plain_greedy_plan import greedy_plan, study_hours
from evals.plan_by_model import model_plan, prompt
from evals.plan_check import RULES, free_hours, hours_over, violations
from evals.plan_walk import learned, moved, planned, reordered, share_of_goals
from tests.curricula import path, project, syllabus, topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.plan_check import Days

TODAY = date(2026, 12, 1)
AWAY = (date(2026, 12, 21), date(2027, 1, 3))
SMALL = syllabus(
    [
        topic("web.a", hours=5),
        topic("web.b", ["web.a"], hours=6),
        topic("web.c", ["web.b"], hours=8),
        topic("web.d", hours=4),
    ],
    [
        path(
            {
                "beginner": {"topics": ["web.b", "web.d"], "projects": ["projects.p"]},
                "intermediate": {"topics": ["web.c"]},
            }
        )
    ],
    [project("projects.p", ["web.b"], milestones=(6, 2))],
)


def _plan(**fields: Any) -> dict[str, Any]:
    told = {"path": "python", "language": "python", "start": TODAY, "hours_per_week": 4.0, **fields}
    return to_json(schedule(SMALL, Learner(**told), Progress(), TODAY))


def _rules(document: dict[str, Any], **told: Any) -> set[str]:
    return {each.rule for each in violations(document, SMALL, today=TODAY, **told)}


@settings(deadline=None, max_examples=60)
@given(
    st.floats(0.5, 40),
    st.sampled_from([(), (AWAY,)]),
    st.integers(0, 200),
    st.sampled_from([(), ("web.a",), ("web.a", "web.b")]),
)
def test_the_planners_plans_pass(
    hours: float, away: tuple[Days, ...], days: int, known: tuple[str, ...]
) -> None:
    """Whatever the hours, days off, first day and what is known, the planner's plan breaks no rule."""
    start = TODAY + timedelta(days=days)
    plan = _plan(
        hours_per_week=hours,
        away=away,
        start=start,
        known=tuple(Known(each, "you said so") for each in known),
    )
    assert violations(plan, SMALL, today=start, away=away) == []


def _swap(plan: dict[str, Any]) -> None:
    plan["weeks"][0]["items"], plan["weeks"][2]["items"] = (
        plan["weeks"][2]["items"],
        plan["weeks"][0]["items"],
    )


def _overfill(plan: dict[str, Any]) -> None:
    plan["weeks"][0]["items"][0]["hours"] += 1
    plan["weeks"][0]["planned_hours"] += 1
    plan["hours_total"] += 1


def _lose(plan: dict[str, Any]) -> None:
    for week in plan["weeks"]:
        week["items"] = [item for item in week["items"] if item["id"] != "web.d"]


def _shift(plan: dict[str, Any]) -> None:
    plan["weeks"][0] |= {"starts": "2026-11-20", "ends": "2026-11-22"}


def _late(plan: dict[str, Any]) -> None:
    plan["deadline"] = plan["weeks"][-2]["starts"]


def _overlap(plan: dict[str, Any]) -> None:
    plan["weeks"][1]["starts"] = plan["weeks"][0]["starts"]


def _without_review(plan: dict[str, Any]) -> None:
    for week in plan["weeks"]:
        week["items"] = [item for item in week["items"] if item["kind"] != "review"]


def _review_early(plan: dict[str, Any]) -> None:
    next(item for week in plan["weeks"] for item in week["items"] if item["kind"] == "review")[
        "prerequisites"
    ] = ["web.c"]


def _silent(plan: dict[str, Any]) -> None:
    plan["weeks"][0]["items"][0]["because"] = [" "]


def _short(plan: dict[str, Any]) -> None:
    plan["weeks"][1]["items"].pop()


def _again(plan: dict[str, Any]) -> None:
    plan["known"] = [{"id": "web.a", "because": "you said so"}]


def _unknown(plan: dict[str, Any]) -> None:
    plan["weeks"][0]["items"][0]["id"] = "web.z"


def _parts(plan: dict[str, Any]) -> None:
    plan["weeks"][0]["items"][0]["part"] = [2, 2]


def _nonsense(plan: dict[str, Any]) -> None:
    plan["weeks"][0]["items"][0]["hours"] = "many"


def _cut_silently(plan: dict[str, Any]) -> None:
    plan["cut"] = [{"id": "web.d", "because": ""}]


SPOILT = [
    (_swap, "prerequisites"),
    (_overfill, "budget"),
    (_lose, "goals"),
    (_shift, "dates"),
    (_late, "dates"),
    (_overlap, "dates"),
    (_without_review, "reviews"),
    (_review_early, "reviews"),
    (_silent, "reasons"),
    (_cut_silently, "reasons"),
    (_short, "hours"),
    (_again, "hours"),
    (_unknown, "form"),
    (_parts, "form"),
    (_nonsense, "form"),
]


@pytest.mark.parametrize(("spoil", "rule"), SPOILT)
def test_a_spoilt_plan_is_found_out(spoil: Callable[[dict[str, Any]], None], rule: str) -> None:
    """Each way to spoil a plan that holds is found as the breach of its rule."""
    plan = _plan()
    assert _rules(plan) == set()
    spoilt = deepcopy(plan)
    spoil(spoilt)
    assert rule in _rules(spoilt)


def test_every_rule_has_a_way_to_be_broken() -> None:
    """The rules that the checker knows are those that the spoilt plans break."""
    assert {rule for _, rule in SPOILT} == set(RULES)


def test_days_off_that_a_plan_ignores_are_hours_over_its_budget() -> None:
    """A plan made as if nobody were away is over the budget of the weeks of the holiday."""
    plan = _plan()
    assert "budget" in _rules(plan, away=(AWAY,))
    assert hours_over(plan, (AWAY,)) == pytest.approx(8.0)
    assert free_hours(7.0, date(2026, 12, 14), date(2026, 12, 27), (AWAY,)) == pytest.approx(7.0)


def test_a_greedy_plan_keeps_the_order_and_the_hours() -> None:
    """The greedy baseline breaks no prerequisite and no budget; it has no review and no reasons."""
    greedy = greedy_plan(_plan(), SMALL)
    assert _rules(greedy) == {"reviews", "reasons"}
    assert share_of_goals(greedy, SMALL, planned(greedy)) == 1.0


def test_a_greedy_plan_is_held_to_the_hours_that_there_are() -> None:
    """Given the free hours until the deadline less a tenth, the same order stops where they end."""
    plan = _plan(hours_per_week=7.0, deadline=date(2026, 12, 27), away=(AWAY,), takes_what_fits=True)
    hours = list(study_hours(plan, (AWAY,), starts=TODAY))
    assert hours == pytest.approx([7, 6.3, 0.9 * 6, 0])
    greedy = greedy_plan(plan, SMALL, hours=hours)
    assert [sum(item["hours"] for item in week["items"]) for week in greedy["weeks"]] == pytest.approx(hours)
    assert hours_over(greedy, (AWAY,)) == 0


def test_a_models_words_are_read_as_weeks() -> None:
    """Weeks of ids with hours are read in order whatever stands around them, and judged like any plan."""
    said = "Sure!\n**Week 1:** web.b 4h\nWeek 2: web.a 3 hours, web.b 2h\nGood luck!"
    plan = model_plan(_plan(), {"goal": "servers"}, SMALL, lambda _: said)
    assert plan
    assert [[(item["id"], item["hours"]) for item in week["items"]] for week in plan["weeks"]] == [
        [("web.b", 4.0)],
        [("web.a", 3.0), ("web.b", 2.0)],
    ]
    assert {"prerequisites", "budget", "hours", "goals"} <= _rules(plan)


def test_a_model_is_told_what_the_learner_told() -> None:
    """The direct question holds the learner's words, hours, deadline and days off, and every topic with its hours."""
    asked = prompt(
        _plan(deadline=date(2027, 9, 1)),
        {"message": "I love maps", "away": [["2026-12-21", "2027-01-03"]]},
        SMALL,
    )
    for said in (
        "I love maps",
        "Hours a week: 4",
        "Deadline: 2027-09-01",
        "2026-12-21 to 2027-01-03",
        "web.c 8h",
    ):
        assert said in asked


def test_a_simulated_learner_learns_nothing_too_early() -> None:
    """Hours spent on a topic before what it builds on are lost, so that a plan out of order reaches less."""
    plan = _plan()
    everything = {"web.a", "web.b", "web.c", "web.d", "projects.p"}
    assert learned(plan, SMALL, knows=()) == everything
    plan["weeks"].reverse()
    assert learned(plan, SMALL, knows=()) < everything


def test_who_knows_less_than_a_plan_believes_does_not_reach_its_goal() -> None:
    """A plan that takes a topic as known helps nobody who lacks it: what builds on it is not learned."""
    plan = _plan(known=(Known("web.a", "you said so"),))
    assert "web.b" in learned(plan, SMALL, knows={"web.a"})
    assert learned(plan, SMALL, knows=()) == {"web.d"}


def test_a_plan_moved_by_a_week_keeps_its_order() -> None:
    """Everything a week later is moved and nothing reordered; one topic put last changes one place of its five."""
    one, later = _plan(), _plan(start=date(2026, 12, 8))
    assert moved(one, one) == 0.0
    assert moved(one, later) == 1.0
    assert reordered(one, later) == 0.0
    other = deepcopy(one)
    for week in other["weeks"]:
        week["items"] = [item for item in week["items"] if item["id"] != "web.d"]
    other["weeks"][-1]["items"].append({"kind": "topic", "id": "web.d", "hours": 4})
    assert reordered(one, other) == pytest.approx(0.2)
