"""The suite `placement`: what a few checks tell of simulated learners, whose knowledge is data; proxies for people.

Beside it stand a plain quiz that asks four checks of each stage, and no test at all. What a placement is good for is
seen by walking the plan that is made with it: what the learner then knows, and the hours spent on what they knew.
"""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from agent.learner import Known, Learner
from agent.placement import place
from agent.plan_text import to_json
from agent.progress import Progress
from agent.schedule import schedule
from evals import plan_walk
from evals.cases import split
from evals.intervals import median
from evals.metric import Metric
from evals.outcome import Outcome
from evals.simulated_learner import simulated, stage_reached, stage_topics

if TYPE_CHECKING:
    from collections.abc import Collection

    from evals.cases import LearnerCase
    from evals.simulated_learner import SimulatedLearner
    from knowledge.syllabus import Syllabus

RANKED = "within_one_stage"
METRICS = (
    Metric("within_one_stage", "share of the simulated learners placed at most one stage off (a proxy)"),
    Metric("stage_error", "stages by which a placement is off (a proxy)", high_is_good=False),
    Metric("checks", "checks that were asked", high_is_good=False),
    Metric("topics_precision", "share of the topics held to be known that are known (a proxy)"),
    Metric("topics_recall", "share of the known topics of the path that are held to be known (a proxy)"),
    Metric("reached_proxy", "share of the path's goals known after walking the plan made with it (a proxy)"),
    Metric("hours_known", "hours planned for what is known already (a proxy)", high_is_good=False),
    Metric(
        "choice_ms_p50",
        "milliseconds to choose a check, median",
        ("choice_ms",),
        median,
        high_is_good=False,
        is_timed=True,
    ),
)
PER_STAGE = 4  # checks of the plain quiz: twelve for three stages, as many as the placement may ask
KINDS = ("choice", "short")
HALF = 0.5
TODAY = date(2026, 12, 1)
HOURS = 10.0


def judge(case: LearnerCase, syllabus: Syllabus) -> Outcome:
    """Place one simulated learner and score what is believed of them, beside a plain quiz and no test.

    Raises:
        CasesError: the case names what the curriculum does not have.
    """
    learner = simulated(case, syllabus)
    asked: dict[str, bool] = {}
    started = perf_counter()
    found = place(syllabus, case.path, case.language, answers=asked)
    while found.next is not None:
        asked[found.next.id] = learner.answers(found.next).is_right
        found = place(syllabus, case.path, case.language, answers=asked)
    took_ms = (perf_counter() - started) * 1000 / (len(asked) + 1)
    quiz, questions = plain_quiz(learner, syllabus, case.path, case.language)
    truth = stage_reached(learner.knows, syllabus, case.path, case.language)
    believed = stage_reached(found.known, syllabus, case.path, case.language)
    return Outcome(
        id=case.id,
        kind=case.kind,
        split=split(case.id),
        input=case.model_dump(mode="json", exclude_defaults=True),
        output={
            "answers": asked,
            "known": list(found.known),
            "stages": list(found.stages),
            "stage": believed,
        },
        scores={**_scores(case, learner, syllabus, found.known, len(asked)), "choice_ms": took_ms},
        baselines={
            "plain_quiz": _scores(case, learner, syllabus, quiz, questions),
            "no_test": _scores(case, learner, syllabus, (), 0),
        },
        reasons=(
            f"placed at stage {believed}, stands at {truth}",
            *(f"{'right' if right else 'wrong'}: {check}" for check, right in asked.items()),
        ),
    )


def plain_quiz(
    learner: SimulatedLearner, syllabus: Syllabus, path: str, language: str
) -> tuple[frozenset[str], int]:
    """What a quiz of four checks a stage, evenly spread over its topics, holds to be known, and how many it asked.

    A stage of which at least half the answers are right is held to be known whole, with what it builds on; the quiz
    ends at the first that is not.
    """
    known: set[str] = set()
    count = 0
    for stage in syllabus.paths[path].stages:
        topics = stage_topics(syllabus, path, stage.stage, language)
        chosen = topics[:: max(1, len(topics) // PER_STAGE)][:PER_STAGE]
        checks = [
            check
            for topic in chosen
            if (check := next((each for each in syllabus.topics[topic].checks if each.kind in KINDS), None))
        ]
        count += len(checks)
        if sum(learner.answers(check).is_right for check in checks) < HALF * len(checks):
            break
        known |= syllabus.closure(topics, language)
    return frozenset(known), count


def _scores(
    case: LearnerCase, learner: SimulatedLearner, syllabus: Syllabus, believed: Collection[str], checks: int
) -> dict[str, float]:
    path, language = case.path, case.language
    off = abs(
        stage_reached(believed, syllabus, path, language)
        - stage_reached(learner.knows, syllabus, path, language)
    )
    known = tuple(Known(id_, "placed") for id_ in sorted(believed))
    plan = to_json(schedule(syllabus, Learner(path, language, TODAY, HOURS, known=known), Progress(), TODAY))
    items = [item for week in plan["weeks"] for item in week["items"] if item["kind"] == "topic"]
    walked = plan_walk.learned(plan, syllabus, knows=learner.knows)
    really = learner.knows & {*believed, *(item["id"] for item in items)}
    found = {
        "within_one_stage": float(off <= 1),
        "stage_error": float(off),
        "checks": float(checks),
        "reached_proxy": plan_walk.share_of_goals(plan, syllabus, walked),
        "hours_known": sum(item["hours"] for item in items if item["id"] in learner.knows),
    }
    right = len(really & set(believed))
    if believed:
        found["topics_precision"] = right / len(believed)
    if really:
        found["topics_recall"] = right / len(really)
    return found
