"""A simulated learner knows exactly what its case says, and answers accordingly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import SHIPPED, LearnerCase, load
from evals.errors import CasesError
from evals.simulated_learner import UNKNOWN, SimulatedLearner, simulated, stage_reached
from knowledge.syllabus import load as load_syllabus
from knowledge.topic import Check
from tests.curricula import path, syllabus, topic

OPTIONS = ("one", "two", "three", "four")


def _choice(number: int, topic_id: str = "web.a") -> Check:
    fields = {"id": f"{topic_id}.{number}", "kind": "choice", "ask": "?", "from": "#x"}
    return Check.model_validate({**fields, "options": OPTIONS, "answer": "two"})


def _short() -> Check:
    fields = {"id": "web.a.9", "kind": "short", "ask": "?", "from": "#x"}
    return Check.model_validate({**fields, "answer": "because", "key_points": ["because"]})


SMALL = syllabus(
    [topic("web.a"), topic("web.b", ["web.a"]), topic("web.c", ["web.b"]), topic("web.d")],
    [path({"beginner": {"topics": ["web.b"]}, "intermediate": {"topics": ["web.c", "web.d"]}})],
)


def _case(**fields: object) -> LearnerCase:
    return LearnerCase.model_validate({"id": "x", "path": "python", "language": "python", **fields})


def test_a_known_topic_is_answered_rightly_without_slips() -> None:
    """Who knows a topic and never slips gives the answer of every check of it."""
    learner = SimulatedLearner(frozenset({"web.a"}))
    assert [learner.answers(_choice(n)).text for n in range(20)] == ["two"] * 20
    assert learner.answers(_short()).text == "because"


def test_an_unknown_topic_is_answered_wrongly_without_guesses() -> None:
    """Who does not know a topic and never guesses chooses other options, and has no words."""
    learner = SimulatedLearner(frozenset())
    assert {learner.answers(_choice(n)).text for n in range(40)} == {"one", "three", "four"}
    assert learner.answers(_short()).text == UNKNOWN


def test_words_are_never_guessed() -> None:
    """A learner who guesses every choice still has no words for what it does not know."""
    assert not SimulatedLearner(frozenset(), guess=1.0).answers(_short()).is_right


@pytest.mark.parametrize(("knows", "rate"), [({"web.a"}, 0.8), (set(), 0.3)])
def test_slips_and_guesses_come_at_their_rates(knows: set[str], rate: float) -> None:
    """Over two thousand checks the share of right answers is the rate, within three standard errors."""
    learner = SimulatedLearner(frozenset(knows), slip=0.2, guess=0.3, seed=7)
    right = sum(learner.answers(_choice(n)).is_right for n in range(2000))
    assert right / 2000 == pytest.approx(rate, abs=0.031)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_check_asked_twice_is_answered_the_same(seed: int, number: int) -> None:
    """What a learner says depends on the seed and the check alone, and reads as right just where it is."""
    learner = SimulatedLearner(frozenset({"web.a"}), slip=0.5, seed=seed)
    reply = learner.answers(_choice(number))
    assert learner.answers(_choice(number)) == reply
    assert reply.is_right == (reply.text == "two")


def test_what_is_known_brings_what_it_builds_on() -> None:
    """A stage or topic is known together with its prerequisites."""
    assert simulated(_case(stages=["beginner"]), SMALL).knows == {"web.a", "web.b"}
    assert simulated(_case(knows=["web.c"]), SMALL).knows == {"web.a", "web.b", "web.c"}


def test_what_is_lacking_takes_along_what_builds_on_it() -> None:
    """Nobody knows a thing without what it rests on."""
    assert simulated(_case(stages=["beginner", "intermediate"], lacks=["web.a"]), SMALL).knows == {"web.d"}


@pytest.mark.parametrize(
    "fields", [{"path": "cobol"}, {"language": "go"}, {"stages": ["expert"]}, {"knows": ["web.z"]}]
)
def test_what_the_curriculum_does_not_have_is_refused(fields: dict[str, object]) -> None:
    """A case that names something unknown is an error, not a learner who happens to know nothing."""
    with pytest.raises(CasesError, match="there is no"):
        simulated(_case(**fields), SMALL)


@pytest.mark.parametrize(
    ("knows", "reached"), [([], 0), (["web.b"], 1), (["web.b", "web.d"], 2), (["web.d"], 0)]
)
def test_a_stage_is_reached_once_half_of_it_and_all_before_are(knows: list[str], reached: int) -> None:
    """Stages count from the first; a later one known without the first counts for nothing."""
    assert stage_reached(set(knows), SMALL, "python", "python") == reached


def test_the_shipped_learners_are_closed_under_prerequisites() -> None:
    """Every shipped learner knows nothing without what it rests on, and together they stand at every stage."""
    shipped = load_syllabus()
    places = set()
    for case in load(SHIPPED / "learners.jsonl", LearnerCase):
        learner = simulated(case, shipped)
        topics = shipped.closure(learner.knows, case.language)
        assert topics == learner.knows, case.id
        places.add(stage_reached(learner.knows, shipped, case.path, case.language))
    assert places == {0, 1, 2, 3}


def test_shipped_learners_stand_once() -> None:
    """No two shipped learners of a path know the same and err as often: each measures something else."""
    shipped = load_syllabus()
    made = sorted(
        (case.path, case.language, case.slip, case.guess, sorted(simulated(case, shipped).knows))
        for case in load(SHIPPED / "learners.jsonl", LearnerCase)
    )
    assert all(one != other for one, other in pairwise(made))
