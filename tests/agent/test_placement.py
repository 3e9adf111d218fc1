"""agent.placement: what checks tell of a learner, on a chain and on the shipped curriculum."""

from __future__ import annotations

from functools import cache

import pytest

from agent.placement import CHECKS_MOST, Placement, place
from agent.progress import topic_of
from evals.cases import SHIPPED, LearnerCase, load, split
from evals.simulated_learner import simulated, stage_reached
from knowledge import syllabus as shipped
from knowledge.language import resolve
from tests.curricula import two_chains

AREAS = ("web", "data")


@cache
def graph() -> shipped.Syllabus:
    return two_chains()


def placed(**answers: bool) -> Placement:
    """What answers such as web_t3=True tell."""
    ids = {f"{name.replace('_', '.')}.1": right for name, right in answers.items()}
    return place(graph(), "python", "python", answers=ids)


def test_a_right_answer_speaks_for_what_the_topic_builds_on() -> None:
    """Success spreads to prerequisites, and further than to what comes after."""
    before, after = placed().chances, placed(web_t6=True).chances
    assert all(after[f"web.t{number}"] > before[f"web.t{number}"] for number in range(1, 7))
    assert after["web.t1"] > 0.8 > after["web.t12"]


def test_a_wrong_answer_speaks_against_what_builds_on_the_topic() -> None:
    """Failure spreads to what depends on the topic, and further than to what it builds on."""
    before, after = placed().chances, placed(web_t6=False).chances
    assert all(after[f"web.t{number}"] < before[f"web.t{number}"] for number in range(6, 13))
    assert after["web.t12"] < 0.1
    assert after["web.t1"] > after["web.t6"]


def test_nobody_is_believed_to_know_a_topic_better_than_what_it_builds_on() -> None:
    """On a chain the chances fall, whatever was answered."""
    chances = placed(web_t2=False, web_t8=True, data_t5=True).chances
    for area in AREAS:
        chain = [chances[f"{area}.t{number}"] for number in range(1, 13)]
        assert chain == sorted(chain, reverse=True)


def test_one_answer_is_not_the_last_word() -> None:
    """A single answer may be a slip or a guess, so no topic is certain after it."""
    assert 0.5 < placed(web_t6=True).chances["web.t6"] < 0.99


def test_the_first_check_is_about_the_middle() -> None:
    """What tells most is neither what everybody knows nor what nobody knows."""
    check = placed().next
    assert check
    assert 3 <= int(check.id.split(".")[1].removeprefix("t")) <= 9


def test_no_topic_is_asked_about_twice() -> None:
    """The next check is always about a topic that was not asked."""
    answers: dict[str, bool] = {}
    while check := place(graph(), "python", "python", answers=answers).next:
        assert check.id not in answers
        answers[check.id] = True
    assert 1 < len(answers) <= CHECKS_MOST


def test_the_same_answers_give_the_same_placement() -> None:
    """The sample is drawn with a fixed seed."""
    assert placed(web_t6=True) == placed(web_t6=True)


def test_a_claim_is_believed_with_a_doubt_until_answers_speak_against_it() -> None:
    """What is claimed is likely, with all it builds on; a wrong answer to it makes it unlikely."""

    def claimed(answers: dict[str, bool]) -> float:
        return place(graph(), "python", "python", claimed=["web.t9"], answers=answers).chances["web.t9"]

    assert 0.6 < claimed({}) < 0.9
    assert claimed({"web.t9.1": False}) < 0.4
    assert claimed({"web.t9.1": True}) > 0.9


def test_claims_that_have_nothing_in_common_stand_alone() -> None:
    """Boasting about one thing does not make a liar about another."""
    told = place(
        graph(), "python", "python", claimed=["web.t6", "data.t6"], answers={"web.t6.1": False}
    ).chances
    assert told["web.t6"] < 0.5
    assert told["data.t6"] > 0.6


def test_what_is_denied_is_believed() -> None:
    """What somebody says they do not know is not taken as known, however well they do: the odds fall to a hundredth."""
    answers = {"web.t9.1": True, "data.t9.1": True}
    before = place(graph(), "python", "python", answers=answers).chances
    told = place(graph(), "python", "python", denied=["web.t4"], answers=answers).chances
    assert told["web.t4"] < 0.1
    assert odds(told["web.t4"]) == pytest.approx(odds(before["web.t4"]) / 100, rel=1e-3)
    assert told["data.t4"] > told["web.t4"]


def odds(chance: float) -> float:
    return chance / (1 - chance)


def test_the_chances_of_the_stages_add_up() -> None:
    """The learner has reached some number of stages."""
    assert sum(placed(web_t6=True).stages) == pytest.approx(1)


def test_checks_of_other_paths_tell_nothing() -> None:
    """An answer about what the path does not have changes no chance."""
    other = place(graph(), "python", "python", answers={"craft.poetry.1": True})
    assert other.chances == placed().chances


def test_simulated_learners_are_placed_within_a_stage() -> None:
    """At least 19 of 20 simulated learners of the shipped curriculum are placed at most one stage off, in 12 checks."""
    curriculum = shipped.load()
    cases = [case for case in load(SHIPPED / "learners.jsonl", LearnerCase) if split(case.id) == "dev"][::2]
    near = 0
    for case in cases:
        learner, answers = simulated(case, curriculum, seed=7), dict[str, bool]()
        while check := (found := place(curriculum, case.path, case.language, answers=answers)).next:
            answers[check.id] = learner.answers(check).is_right
        assert len(answers) <= CHECKS_MOST
        believed = {id_ for id_, chance in found.chances.items() if chance >= 0.5}
        reached = (
            stage_reached(each, curriculum, case.path, case.language) for each in (believed, learner.knows)
        )
        near += abs(next(reached) - next(reached)) <= 1
    assert near >= 0.95 * len(cases)


def test_a_placement_begins_with_what_most_know() -> None:
    """Until one answer is right, only checks of the first half of the first stage are asked, on every shipped path."""
    curriculum = shipped.load()
    for path in curriculum.paths.values():
        language = path.languages[0]
        goals = [resolve(each, language) for stage in path.stages for each in stage.goals(language)]
        beginning = [resolve(each, language) for each in path.stages[0].goals(language)]
        projects = [project for stage in path.stages for project in stage.projects]
        order = [each for each in curriculum.order((*goals, *projects), language) if each in beginning]
        early = set(order[: len(order) // 2])
        first = place(curriculum, path.id, language, answers={}).next
        assert first
        second = place(curriculum, path.id, language, answers={first.id: False}).next
        assert second
        assert {topic_of(first.id), topic_of(second.id)} <= early
