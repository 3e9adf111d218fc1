"""The suite `plans`: whether a plan keeps every rule or is refused honestly, and what it does for who walks it.

An independent checker judges the mentor's plans, the plans that its ways out lead to, and those of the baselines: a
greedy topological order, the same in the hours that there are, and a plan asked of the model directly. The baselines are told what the mentor read of the
learner; what the mentor read is judged against what a person read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from agent.errors import ProfileError
from evals import plan_walk
from evals.cases import split
from evals.intervals import median
from evals.metric import Metric
from evals.opening import heard, stand_in
from evals.outcome import Outcome
from evals.plain_greedy_plan import greedy_plan, study_hours
from evals.plan_by_model import model_plan
from evals.plan_check import hours_over, said_away, violations
from evals.profile_form import fault
from evals.understood import misread
from evals.ways_out import broken_ways_out

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evals.cases import ProfileCase
    from evals.plan_check import Days
    from knowledge.syllabus import Syllabus

RANKED = "right"
SLIP = timedelta(days=7)
SHOWN = 12  # reasons
METRICS = (
    Metric("right", "a plan that holds, read as a person reads the profile; or a refusal that is honest"),
    Metric("valid", "share of profiles with a plan that breaks no rule, or a refusal that is honest"),
    Metric("violations", "broken rules a plan, one for each place", high_is_good=False),
    Metric("prerequisites_broken", "topics or projects a plan before what they build on", high_is_good=False),
    Metric(
        "hours_over_budget", "hours a plan over what its weeks have, days off left out", high_is_good=False
    ),
    Metric("goal_coverage", "share of the path's goals that are known or planned by the deadline"),
    Metric("reached_proxy", "the same, of what a simulated learner has learned who walks the plan (a proxy)"),
    Metric("ways_out_valid", "share of the refusals whose every way out leads to a plan that holds"),
    Metric("understood", "share of what a person read of the profile that the mentor read as well"),
    Metric("moved_by_lost_week", "share of a plan in another week once a week is lost", high_is_good=False),
    Metric(
        "reordered_by_lost_week",
        "least share of a plan that changed its place once a week is lost",
        high_is_good=False,
    ),
    Metric(
        "plan_ms_p50",
        "milliseconds of a plan, median",
        ("plan_ms",),
        median,
        high_is_good=False,
        is_timed=True,
    ),
    Metric(
        "replan_ms_p50",
        "milliseconds of a new version, median",
        ("replan_ms",),
        median,
        high_is_good=False,
        is_timed=True,
    ),
)


class Planner(Protocol):
    """What plans: the mentor."""

    def learn(self, profile: Mapping[str, Any], *, learner: str, today: date) -> dict[str, Any]:
        """A plan, or its refusal, in the shape of `mentor learn --json`."""
        ...

    def replan(self, *, learner: str, today: date) -> dict[str, Any]:
        """The next version of a learner's plan."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run of plans needs.

    Attributes:
        mentor: plans.
        syllabus: what is planned from.
        complete: the mentor's language model asked directly; None where there is none.
        asks_model: which cases' plans are asked of the model.
    """

    mentor: Planner
    syllabus: Syllabus
    complete: Callable[[str], str] | None = None
    asks_model: frozenset[str] = frozenset()

    def judge(self, case: ProfileCase) -> Outcome:
        """Plan for one profile and score what came of it, beside the baselines."""
        learner = stand_in(case.id)
        started = perf_counter()
        try:
            document = self.mentor.learn(case.profile, learner=learner, today=case.today)
        except ProfileError as error:
            return self._refused(case, str(error))
        plan_ms = (perf_counter() - started) * 1000
        judged = self._judged(case, document, learner)
        misreadings, understood = misread(case.expect, document)
        scores = {**judged.scores, "plan_ms": plan_ms}
        if understood is not None:
            scores["understood"] = understood
        scores["right"] = scores["valid"] * (understood if understood is not None else 1.0)
        return Outcome(
            id=case.id,
            kind=case.kind,
            split=split(case.id),
            input=case.model_dump(mode="json", exclude_defaults=True),
            output=document,
            scores=scores,
            baselines=self._baselines(case, document),
            reasons=tuple((*judged.reasons, *misreadings)[:SHOWN]) or (_in_short(document),),
        )

    def _refused(self, case: ProfileCase, message: str) -> Outcome:
        """The outcome of a profile that was turned away: right where it has no usable form."""
        wrong = fault(case.profile, self.syllabus)
        is_right = case.expect.refused if case.expect else wrong is not None
        why = f"it has no usable form: {wrong}" if wrong else "its form is usable"
        return Outcome(
            id=case.id,
            kind=case.kind,
            split=split(case.id),
            input=case.model_dump(mode="json", exclude_defaults=True),
            output={"kind": "refused", "answer": message},
            scores={name: float(is_right) for name in ("right", "valid", "understood")},
            reasons=(f"refused: {message}", why),
        )

    def _judged(self, case: ProfileCase, document: dict[str, Any], learner: str) -> _Judged:
        away = days_off(case.profile)
        if document["feasible"]:
            found = [str(each) for each in violations(document, self.syllabus, today=case.today, away=away)]
            scores = self._of_plan(document, away)
            slipped, broken = self._slipped(document, learner, case.today + SLIP, away)
            scores |= {**slipped, "valid": float(not found and not broken)}
            return _Judged(scores, (*found, *broken), document)
        broken, fits = broken_ways_out(
            document, case.profile, self.mentor, self.syllabus, today=case.today, learner=learner, away=away
        )
        scores = self._of_plan(fits, away) if fits else {"goal_coverage": 0.0, "reached_proxy": 0.0}
        return _Judged(
            {**scores, "valid": float(not broken), "ways_out_valid": float(not broken)}, broken, fits
        )

    def _of_plan(self, document: Mapping[str, Any], away: tuple[Days, ...]) -> dict[str, float]:
        """The scores of any plan, the mentor's or a baseline's."""
        first = date.fromisoformat(document["starts"])
        found = violations(document, self.syllabus, today=first, away=away)
        knows = {each["id"] for each in (*document["known"], *document.get("finished", ()))}
        walked = plan_walk.learned(document, self.syllabus, knows=knows)
        return {
            "valid": float(not found),
            "violations": float(len(found)),
            "prerequisites_broken": float(sum(each.rule == "prerequisites" for each in found)),
            "hours_over_budget": hours_over(document, away),
            "goal_coverage": plan_walk.share_of_goals(document, self.syllabus, plan_walk.planned(document)),
            "reached_proxy": plan_walk.share_of_goals(document, self.syllabus, walked),
        }

    def _slipped(
        self, document: dict[str, Any], learner: str, today: date, away: tuple[Days, ...]
    ) -> tuple[dict[str, float], tuple[str, ...]]:
        """What a lost week moves in the mentor's plan, and which rules its new version breaks."""
        started = perf_counter()
        after = self.mentor.replan(learner=learner, today=today)
        replan_ms = (perf_counter() - started) * 1000
        if not after["feasible"]:
            return {"replan_ms": replan_ms}, ()
        first = date.fromisoformat(document["starts"])
        found = violations(after, self.syllabus, today=first, away=away)
        broken = tuple(f"after a lost week: {each}" for each in found)
        return {"replan_ms": replan_ms, **_moves(document, after)}, broken

    def _baselines(self, case: ProfileCase, document: dict[str, Any]) -> dict[str, dict[str, float]]:
        away = (*days_off(case.profile), *said_away(document))
        first = date.fromisoformat(document["starts"])
        later = first + SLIP

        def in_time(starts: date) -> dict[str, Any]:
            hours = study_hours(document, away, starts=starts)
            return greedy_plan(document, self.syllabus, starts=starts, hours=hours)

        greedy, same_hours = greedy_plan(document, self.syllabus), in_time(first)
        found = {
            "greedy": {
                **self._of_plan(greedy, away),
                **_moves(greedy, greedy_plan(document, self.syllabus, starts=later)),
            },
            "same_hours": {**self._of_plan(same_hours, away), **_moves(same_hours, in_time(later))},
        }
        if self.complete and case.id in self.asks_model:
            said = partial(heard, self.complete)
            asked = model_plan(document, case.profile, self.syllabus, said)
            again = model_plan(document, case.profile, self.syllabus, said, starts=later)
            if asked and again:
                found["model_plan"] = {**self._of_plan(asked, away), **_moves(asked, again)}
        return found


@dataclass(frozen=True, slots=True)
class _Judged:
    """Scores, why, and the plan of what fits: the plan itself, or that of the smaller scope."""

    scores: dict[str, float]
    reasons: tuple[str, ...]
    fits: Mapping[str, Any] | None


def days_off(profile: Mapping[str, Any]) -> tuple[Days, ...]:
    """The days off that a profile's form names."""
    return tuple(
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in profile.get("away", ())
    )


def _moves(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, float]:
    return {
        "moved_by_lost_week": plan_walk.moved(before, after),
        "reordered_by_lost_week": plan_walk.reordered(before, after),
    }


def _in_short(document: Mapping[str, Any]) -> str:
    if document["feasible"]:
        return f"holds: {document['hours_total']:g} h in {len(document['weeks'])} weeks, until {document['ends']}"
    ways = ", ".join(f"{each['change']} {each['value']}" for each in document["alternatives"])
    return f"refused honestly: {document.get('reason', '')}; ways out: {ways}"
