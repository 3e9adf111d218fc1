"""The suite of plans tells a plan that holds, an honest refusal and a misreading apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from agent.intake import complete
from agent.learner import read_profile
from agent.plan_text import from_json, to_json
from agent.progress import Progress
from agent.schedule import replan, schedule
from evals.cases import Expected, ProfileCase
from evals.plans import Bench
from evals.profile_form import fault
from evals.understood import misread
from evals.ways_out import broken_ways_out
from tests.curricula import path, syllabus, topic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TODAY = date(2026, 12, 1)
SMALL = syllabus(
    [topic("web.a", hours=10), topic("web.b", ["web.a"], hours=10), topic("web.c", ["web.b"], hours=10)],
    [path({"beginner": {"topics": ["web.b"]}, "intermediate": {"topics": ["web.c"]}})],
)


class _Planner:
    """The mentor's own planning without its database; what it returns may be spoilt on the way."""

    def __init__(self, spoil: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
        self._spoil = spoil
        self._kept: dict[str, Any] = {}

    def learn(self, profile: Mapping[str, Any], *, learner: str, today: date) -> dict[str, Any]:
        known = complete(read_profile(profile), SMALL, today).learner
        document = to_json(schedule(SMALL, known, Progress(), today))
        self._kept[learner] = (known, document)
        self._spoil(document)
        return document

    def replan(self, *, learner: str, today: date) -> dict[str, Any]:
        known, document = self._kept[learner]
        return to_json(replan(from_json(document), SMALL, known, Progress(), today))


def _case(**fields: Any) -> ProfileCase:
    return ProfileCase.model_validate({"id": "x", **fields})


def _scores(bench: Bench, **fields: Any) -> dict[str, float]:
    return bench.judge(_case(**fields)).scores


def test_a_plan_that_holds_is_valid() -> None:
    """A plan without a breach is valid, covers its goals, and its simulated walk reaches them."""
    scores = _scores(Bench(_Planner(), SMALL), hours_per_week=8)
    assert (scores["valid"], scores["violations"]) == (1.0, 0.0)
    assert (scores["goal_coverage"], scores["reached_proxy"]) == (1.0, 1.0)
    assert scores["reordered_by_lost_week"] == 0.0


def test_a_plan_with_a_breach_is_not_valid() -> None:
    """A plan whose week holds more than it may is not valid, and the reason says which week."""

    def spoil(document: dict[str, Any]) -> None:
        if document["feasible"]:
            document["hours_per_week"] = 4.0

    outcome = Bench(_Planner(spoil), SMALL).judge(_case(hours_per_week=8))
    assert outcome.scores["valid"] == 0.0
    assert any(each.startswith("budget: week 1: ") for each in outcome.reasons)


def test_an_honest_refusal_is_valid() -> None:
    """A deadline that is too near is refused with ways out that hold, and what fits of it is judged as the plan."""
    scores = _scores(Bench(_Planner(), SMALL), hours_per_week=8, deadline="2026-12-20")
    assert (scores["valid"], scores["ways_out_valid"]) == (1.0, 1.0)
    assert scores["goal_coverage"] == 0.5


def test_a_way_out_that_does_not_hold_is_found_out() -> None:
    """A refusal whose later date is a week too early, or later than need be, is not valid, and says why."""
    told = {"hours_per_week": 8, "deadline": "2026-12-20"}

    def reasons(day: str) -> str:
        def spoil(document: dict[str, Any]) -> None:
            for way in document["alternatives"]:
                if way["change"] == "later_date":
                    way["value"] = day

        return " ".join(Bench(_Planner(spoil), SMALL).judge(_case(**told)).reasons)

    assert "later_date 2026-12-22 leads to no plan" in reasons("2026-12-22")
    assert "2027-02-28 would do as well" in reasons("2027-03-01")


def test_a_refusal_of_what_fits_is_found_out() -> None:
    """A planner that refuses what would fit easily is not honest, whatever ways out it names."""
    known = complete(read_profile({"hours_per_week": 8, "deadline": "2026-12-20"}), SMALL, TODAY).learner
    refusal = to_json(schedule(SMALL, known, Progress(), TODAY)) | {"deadline": "2027-12-31"}
    wrong, _ = broken_ways_out(refusal, {}, _Planner(), SMALL, today=TODAY, learner="x")
    assert any(each.startswith("refused though 30 h of work fit well into ") for each in wrong)


@pytest.mark.parametrize(
    ("profile", "is_right"),
    [({"hours_per_week": -3}, 1.0), ({"colour": "red"}, 1.0), ({"path": "cobol"}, 1.0)],
)
def test_a_profile_without_a_usable_form_is_refused_rightly(profile: dict[str, Any], is_right: float) -> None:
    """Turning away what has no usable form is right even where the case does not say so."""
    assert _scores(Bench(_Planner(), SMALL), **profile)["right"] == is_right


def test_a_usable_profile_that_is_turned_away_counts_against_the_mentor() -> None:
    """A refusal of a profile that a person could use is neither valid nor right."""
    assert _scores(Bench(_Planner(), SMALL), stage="beginner", known=["x"] * 301)["valid"] == 0.0


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ({"hours_per_week": "some"}, "hours_per_week"),
        ({"deadline": "soon"}, "deadline"),
        ({"languages": ["cobol"]}, "languages: there is no 'cobol'"),
        ({"away": [["2027-01-05", "2027-01-01"]]}, "away: 2027-01-05 to 2027-01-01"),
        ({"goal": "x" * 8001}, "goal"),
    ],
)
def test_what_is_wrong_with_a_form_is_named(profile: dict[str, Any], says: str) -> None:
    """Each way in which a profile has no usable form is told with its key."""
    assert says in str(fault(profile, SMALL))


def test_a_usable_form_has_no_fault() -> None:
    """An empty profile, and one of every key, are usable."""
    whole = {
        "goal": "g",
        "path": "Python",
        "languages": "python",
        "stage": "none",
        "known": "git",
        "hours_per_week": 6,
    }
    assert fault({}, SMALL) is None
    assert fault({**whole, "start": "2027-01-01", "away": [["2027-02-01", "2027-02-07"]]}, SMALL) is None


def test_a_misreading_is_named_and_counted() -> None:
    """Of three things that a person read, two read otherwise leave a third, and each is told."""
    expect = Expected(path="python", hours_per_week=6, known=("web.a",))
    document = _Planner().learn({"hours_per_week": 5}, learner="x", today=TODAY)
    wrong, share = misread(expect, document)
    assert wrong == ("hours_per_week: read as 5.0, meant 6.0", "known: web.a was not taken as known")
    assert share == pytest.approx(1 / 3)
    assert misread(None, document) == ((), None)


def test_the_model_is_asked_only_for_some_plans() -> None:
    """A plan is asked of the model for the cases chosen, twice because a week is lost, and for no others."""
    asked: list[str] = []

    def say(prompt: str) -> str:
        asked.append(prompt)
        return "week 1: web.a 8h"

    bench = Bench(_Planner(), SMALL, say, frozenset({"x"}))
    assert bench.judge(_case(hours_per_week=8)).baselines["model_plan"]["goal_coverage"] == 0.0
    other = ProfileCase.model_validate({"id": "y", "hours_per_week": 8})
    assert set(bench.judge(other).baselines) == {"greedy", "same_hours"}
    assert len(asked) == 2
