"""The gate over real parts: it holds for the code as it is, and fails on a planted regression of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agent.settings import read_settings
from agent.support import Checked, Verdict, check
from evals import gate, plans, retrieval, support
from evals.cases import SHIPPED, ProfileCase, RetrievalCase, SupportPair, fingerprint, load
from evals.opening import forgetful_mentor
from evals.report import Report
from evals.suites import METRICS, RANKED_BY
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from agent.settings import Settings
    from evals.cases import AnyCase
    from evals.outcome import Outcome
    from evals.plans import Planner
    from knowledge.search import Findings

STORED = gate.read()


@pytest.fixture
def settings(copy_of_home: Callable[[], Path]) -> Settings:
    """Settings over a home with the curriculum read in."""
    return read_settings().model_copy(update={"home": copy_of_home()})


def _cases(suite: str, kind: type[AnyCase]) -> tuple[AnyCase, ...]:
    file = {"retrieval": "retrieval", "plans": "profiles", "support": "support_pairs"}[suite]
    ids = frozenset(STORED[suite]["ids"])
    return tuple(case for case in load(SHIPPED / f"{file}.jsonl", kind) if case.id in ids)


def _wrong(suite: str, cases: Sequence[Any], judged: Callable[[Any], Outcome]) -> set[str]:
    """The metrics of a suite that the gate finds wrong."""
    made_by = {"fingerprints": {"cases": fingerprint(cases)}}
    outcomes = tuple(judged(case) for case in cases)
    report = Report(suite, METRICS[suite], outcomes, RANKED_BY[suite], made_by)
    return {each.metric for each in gate.judge(STORED, {suite: report}) if each.wrong}


@pytest.mark.timeout(280)
def test_no_figure_fell_out_of_its_stored_interval(settings: Settings) -> None:
    """Retrieval, answers, plans and support are within the stored intervals on the quick cases."""
    verdicts = gate.judge(STORED, gate.measure(settings, stored=STORED))
    assert len(verdicts) >= len(gate.GATED)
    assert [each.line() for each in verdicts if each.wrong] == []


def test_the_gate_fails_where_search_loses_its_best_passage(settings: Settings) -> None:
    """A search that forgets the first passage it found falls below the stored figures of retrieval."""
    cases = _cases("retrieval", RetrievalCase)
    with retrieval.curriculum_bench(settings, lambda *_: None, is_quick=True) as bench:

        def worse(query: str, k: int) -> Findings:
            found = bench.search(query, k + 1)
            return replace(found, hits=found.hits[1:])

        assert {"ndcg@10"} <= _wrong("retrieval", cases, replace(bench, search=worse).judge)


def test_the_gate_fails_where_the_check_believes_likeness() -> None:
    """A check that calls supported what merely shares words with its passage fails by its precision."""

    def likeness(sentence: str, passages: Sequence[str]) -> Checked:
        wanted = stems(sentence)
        is_like = len(wanted & stems(" ".join(passages))) >= 0.8 * len(wanted)
        return Checked(sentence, Verdict.SUPPORTED if is_like else Verdict.GENERAL)

    pairs = _cases("support", SupportPair)
    assert {"precision", "unsaid_passed"} <= _wrong(
        "support", pairs, lambda pair: support.judge(pair, likeness)
    )
    assert _wrong("support", pairs, lambda pair: support.judge(pair, check)) == set()


class _Hurried:
    """A planner that swaps the first week's work with that of a later one."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    def learn(self, profile: Mapping[str, Any], *, learner: str, today: date) -> dict[str, Any]:
        return self._spoilt(self._planner.learn(profile, learner=learner, today=today))

    def replan(self, *, learner: str, today: date) -> dict[str, Any]:
        return self._planner.replan(learner=learner, today=today + timedelta(0))

    def _spoilt(self, document: dict[str, Any]) -> dict[str, Any]:
        if len(document["weeks"]) > 5:
            first, later = document["weeks"][0], document["weeks"][5]
            first["items"], later["items"] = later["items"], first["items"]
        return document


@pytest.fixture
def planning(settings: Settings) -> Iterator[plans.Bench]:
    """The bench of plans over the real planner."""
    with forgetful_mentor(settings, lambda *_: None, is_quoting=True) as opened:
        yield plans.Bench(opened.mentor, opened.mentor.syllabus)


def test_the_gate_fails_where_plans_ignore_prerequisites(planning: plans.Bench) -> None:
    """A planner that hurries ahead is found by the checker, and falls below the stored figures of plans."""
    cases = _cases("plans", ProfileCase)
    hurried = replace(planning, mentor=_Hurried(planning.mentor))
    assert {"valid", "violations"} <= _wrong("plans", cases, hurried.judge)
