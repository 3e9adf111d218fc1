"""The suite of labelled pairs judges the check, the count of words, the second reader and a model by one rule."""

from __future__ import annotations

import numpy as np
import pytest

from agent.support import check
from evals.cases import SupportPair
from evals.intervals import kappa, precision, recall
from evals.judge import Judge, measured
from evals.support import METRICS, judge

PASSAGE = "A queue keeps messages until a worker has taken them. It is written to disk."
KEEPS = "A queue keeps messages until a worker has taken them."


def _pair(sentence: str, first: int, second: int, agreed: int | None = None, name: str = "x") -> SupportPair:
    fields = {"id": name, "sentence": sentence, "passage": PASSAGE, "first": first, "second": second}
    return SupportPair.model_validate({**fields, "agreed": agreed})


def test_a_supported_sentence_that_people_call_supported_is_right() -> None:
    """The check is judged against the agreed grade; a plain count of words by the same rule."""
    outcome = judge(_pair(KEEPS, 2, 2), check)
    assert (outcome.scores["right"], outcome.baselines["word_count"]["right"]) == (1.0, 1.0)


def test_a_negation_that_passes_counts_as_unsaid() -> None:
    """A sentence turned round shares every word: the count of words passes it, the check does not."""
    outcome = judge(_pair(KEEPS.replace("keeps", "never keeps"), 0, 0), check)
    assert outcome.scores["unsaid_passed"] == 0.0
    assert outcome.baselines["word_count"]["unsaid_passed"] == 1.0


def test_the_second_reader_is_judged_against_the_first() -> None:
    """What two people agree on beforehand is the measure of how well anyone can do."""
    outcome = judge(_pair(KEEPS, 2, 1, 2), check)
    assert (outcome.baselines["second_reading"]["given"], outcome.baselines["second_reading"]["agreed"]) == (
        1.0,
        2.0,
    )


def test_a_sentence_of_which_part_is_said_is_not_among_the_unsaid() -> None:
    """Only grade 0 counts as unsaid; half-said sentences show in precision alone."""
    assert "unsaid_passed" not in judge(_pair(KEEPS, 1, 1), check).scores


def test_a_verdict_outside_the_grades_is_unscored() -> None:
    """What a judge says beside 0, 1 and 2 gives no score, and is counted."""
    said = iter(["2", "Grade: 2, because", "3", "", "**1**"])
    model = Judge("m", lambda _: next(said))
    pairs = [_pair(KEEPS, 2, 2, name=str(n)) for n in range(5)]
    found = measured(model, pairs)
    assert (found.asked, found.invalid) == (5, 3)
    assert "judge" not in judge(pairs[0], check, Judge("m", lambda _: "yes")).baselines


def test_a_judge_that_agrees_is_trusted_and_one_that_does_not_is_not() -> None:
    """Verdicts are reported only where even the low end of kappa is substantial agreement."""
    pairs = [_pair(f"{KEEPS} {n}", n % 3, n % 3, name=str(n)) for n in range(30)]

    def right(prompt: str) -> str:
        return str(int(prompt.rpartition("them. ")[2].split()[0]) % 3)

    assert measured(Judge("m", right), pairs).is_trusted
    always = measured(Judge("m", lambda _: "2"), pairs)
    assert not always.is_trusted
    assert "its verdicts are not reported" in always.says()
    assert "no agreement to measure" in measured(Judge("m", lambda _: "?"), pairs).says()


def test_kappa_is_cohens_with_quadratic_weights() -> None:
    """A worked example: 0.5 apart squared on average, 1.5 by chance, so kappa is two thirds."""
    rows = np.array([[0, 0], [2, 2], [0, 1], [2, 1]], dtype=float)
    assert kappa(rows) == pytest.approx(1 - 0.5 / 1.5)
    assert kappa(np.array([[0, 0], [1, 1], [2, 2]], dtype=float)) == 1.0
    assert kappa(np.array([[0, 2], [2, 0]], dtype=float)) == -1.0
    assert np.isnan(kappa(np.ones((3, 2))))


def test_precision_and_recall_count_the_called_and_the_true() -> None:
    """Of three called two are true; of four true two are called."""
    rows = np.array([[1, 1], [1, 1], [1, 0], [0, 1], [0, 1], [0, 0]], dtype=float)
    assert precision(rows) == pytest.approx(2 / 3)
    assert recall(rows) == pytest.approx(1 / 2)
    assert np.isnan(precision(np.array([[0.0, 1.0]])))


def test_every_metric_can_be_computed_from_a_few_pairs() -> None:
    """The suite's figures all exist over pairs of every grade."""
    sentences = [(KEEPS, 2), (KEEPS.replace("keeps", "never keeps"), 0), ("It is written to disk, fast.", 1)]
    outcomes = [judge(_pair(text, grade, grade, name=str(grade)), check) for text, grade in sentences]
    assert all(metric.of(outcomes) is not None for metric in METRICS)
