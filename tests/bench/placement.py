"""How near the placement comes to what simulated learners know: python tests/bench/placement.py [dev|held_out].

A proxy: simulated learners slip and guess at fixed rates, and neither tire nor half-know.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.placement import place
from evals.cases import SHIPPED, LearnerCase, load, split
from evals.simulated_learner import simulated, stage_reached
from knowledge import syllabus

if TYPE_CHECKING:
    from agent.placement import Placement
    from evals.simulated_learner import SimulatedLearner

SEEDS = 5


@dataclass(frozen=True)
class Result:
    """One placement: how many stages it is off, how many checks it took, and how it judged single topics."""

    stages_off: int
    checks: int
    right_topics: float
    hours_wrongly_known: float
    best_constant: float


def placed(graph: syllabus.Syllabus, case: LearnerCase, learner: SimulatedLearner) -> Placement:
    """Return where a simulated learner is placed once no more is asked."""
    answers: dict[str, bool] = {}
    while True:
        found = place(graph, case.path, case.language, answers=answers)
        if found.next is None:
            return found
        answers[found.next.id] = learner.answers(found.next).is_right


def judged(graph: syllabus.Syllabus, case: LearnerCase, seed: int) -> Result:
    """Return how one placement went."""
    learner = simulated(case, graph, seed=seed)
    found = placed(graph, case, learner)
    believed = {topic for topic, chance in found.chances.items() if chance >= 0.5}
    hours = {topic: graph.topics[topic].hours.typical for topic in found.chances}
    truth = [topic in learner.knows for topic in found.chances]
    share = sum(truth) / len(truth)
    return Result(
        abs(
            stage_reached(believed, graph, case.path, case.language)
            - stage_reached(learner.knows, graph, case.path, case.language)
        ),
        found.asked,
        sum((topic in believed) == knows for topic, knows in zip(found.chances, truth, strict=True))
        / len(truth),
        sum(hours[topic] for topic in found.known if topic not in learner.knows) / sum(hours.values()),
        max(share, 1 - share),
    )


def main(which: str) -> None:
    """Print the figures of one split."""
    graph = syllabus.load()
    cases = [case for case in load(SHIPPED / "learners.jsonl", LearnerCase) if split(case.id) == which]
    results = [judged(graph, case, seed) for case in cases for seed in range(SEEDS)]
    count = len(results)
    checks = [each.checks for each in results]
    print(f"{len(cases)} simulated learners ({which}), {SEEDS} seeds each")
    print(f"stage right: {sum(each.stages_off == 0 for each in results) / count:.1%}")
    print(f"at most one stage off: {sum(each.stages_off <= 1 for each in results) / count:.1%}")
    print(
        f"checks: mean {statistics.mean(checks):.1f}, median {statistics.median(checks)}, most {max(checks)}"
    )
    print(
        f"topics judged right: {statistics.mean(each.right_topics for each in results):.1%} "
        f"(the best constant, told the truth: {statistics.mean(each.best_constant for each in results):.1%})"
    )
    print(
        f"hours taken as known by mistake: {statistics.mean(each.hours_wrongly_known for each in results):.1%}"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "dev")
