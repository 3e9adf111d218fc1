"""The suite of placements judges what is believed of a simulated learner, and what a plan made with it gives them."""

from __future__ import annotations

from typing import Any

from evals.cases import LearnerCase
from evals.placement import METRICS, judge, plain_quiz
from evals.simulated_learner import SimulatedLearner, simulated
from knowledge.syllabus import load
from tests.curricula import two_chains

SHIPPED = load()


def _case(**fields: Any) -> LearnerCase:
    told = {"id": "x", "path": "python", "language": "python", "slip": 0.0, "guess": 0.0, **fields}
    return LearnerCase.model_validate(told)


def test_a_learner_who_knows_nothing_is_placed_at_the_beginning() -> None:
    """Nothing is held to be known, every hour of the plan is needed, and its walk reaches every goal."""
    scores = judge(_case(), SHIPPED).scores
    assert (scores["within_one_stage"], scores["stage_error"], scores["hours_known"]) == (1.0, 0.0, 0.0)
    assert scores["reached_proxy"] == 1.0


def test_without_a_test_what_is_known_is_planned_again() -> None:
    """The baseline that asks nothing reaches every goal, and spends hours on all that was known."""
    outcome = judge(_case(stages=["beginner"]), SHIPPED)
    none = outcome.baselines["no_test"]
    assert (none["checks"], none["reached_proxy"]) == (0.0, 1.0)
    assert none["hours_known"] > outcome.scores["hours_known"]
    assert "topics_precision" not in none


def test_a_plain_quiz_ends_at_the_first_stage_that_is_not_known() -> None:
    """Four checks a stage: who knows the first alone is asked eight, and is believed to know just that."""
    learner = simulated(_case(stages=["beginner"]), SHIPPED)
    known, asked = plain_quiz(learner, SHIPPED, "python", "python")
    assert asked == 8
    assert known == learner.knows


def test_a_lucky_quiz_costs_goals() -> None:
    """Who guesses every choice is believed too much, and a plan that leaves it out does not reach its goals."""
    lucky = judge(_case(guess=1.0), SHIPPED).baselines["plain_quiz"]
    assert lucky["topics_precision"] == 0.0
    assert lucky["reached_proxy"] < 1.0


def test_a_quiz_of_topics_without_checks_asks_none() -> None:
    """A stage whose topics have no checks cannot be told from a known one, and costs no question."""
    graph = two_chains()
    without = {id_: topic.model_copy(update={"checks": ()}) for id_, topic in graph.topics.items()}
    bare = type(graph)(topics=without, projects=graph.projects, paths=graph.paths)
    assert plain_quiz(SimulatedLearner(frozenset()), bare, "python", "python")[1] == 0


def test_every_figure_exists_for_a_learner_of_the_middle() -> None:
    """All metrics of the suite can be computed from one learner who knows a stage."""
    outcome = judge(_case(stages=["beginner"]), SHIPPED)
    assert {metric.name for metric in METRICS if metric.of([outcome]) is None} == set()
