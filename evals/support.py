"""The suite `support`: whether the check that ties sentences to passages agrees with people who read both.

Two people graded each pair alone. The check is judged against the grade that they agreed on; beside it stand the
second reading against the first, which no check can be expected to beat, and a count of words in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.support import Verdict
from evals.cases import split
from evals.intervals import kappa, precision, recall
from evals.metric import Metric
from evals.outcome import Outcome
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.support import Checked
    from evals.cases import SupportPair
    from evals.judge import Judge

RANKED = "right"
WHOLE, NOT = 2, 0  # grades: the passage says all of it, or nothing of it
WORDS = 0.8  # share of a sentence's stems that stand in the passage, from which the plain count calls it supported
METRICS = (
    Metric(
        "right",
        "share of the pairs that are called supported just where the passage says all of the sentence",
    ),
    Metric(
        "precision",
        "share of those called supported of which the passage says all",
        ("called_supported", "is_supported"),
        precision,
    ),
    Metric(
        "recall",
        "share of those of which the passage says all that are called supported",
        ("called_supported", "is_supported"),
        recall,
    ),
    Metric(
        "unsaid_passed",
        "share of those of which the passage says nothing, or the contrary, that are called supported",
        high_is_good=False,
    ),
    Metric("kappa", "quadratic-weighted kappa of the grades given and agreed on", ("given", "agreed"), kappa),
)


def judge(
    pair: SupportPair, check: Callable[[str, Sequence[str]], Checked], model: Judge | None = None
) -> Outcome:
    """Judge one pair by the check, by a plain count of words, by the second reader, and by a model if there is one."""
    found = check(pair.sentence, [pair.passage])
    called = WHOLE if found.verdict is Verdict.SUPPORTED else NOT
    baselines = {
        "word_count": _scores(WHOLE if _in_common(pair) >= WORDS else NOT, pair.grade),
        "second_reading": _scores(pair.second, pair.first),
    }
    if model and (grade := model.grade(pair.sentence, pair.passage)) is not None:
        baselines["judge"] = _scores(grade, pair.grade)
    return Outcome(
        id=pair.id,
        kind=pair.kind,
        split=split(pair.id),
        input=pair.model_dump(mode="json", exclude_defaults=True),
        output={
            "kind": str(found.verdict),
            "question": pair.sentence,
            "answer": pair.passage,
            "support": [{"n": each.n, "quote": each.quote} for each in found.support],
        },
        scores=_scores(called, pair.grade),
        baselines=baselines,
        reasons=(
            f"called {found.verdict}: {found.because}",
            f"people: {pair.first} and {pair.second}, agreed {pair.grade}; {pair.note or pair.kind}",
        ),
    )


def _scores(given: int, agreed: int) -> dict[str, float]:
    found = {
        "given": float(given),
        "agreed": float(agreed),
        "called_supported": float(given == WHOLE),
        "is_supported": float(agreed == WHOLE),
        "right": float((given == WHOLE) == (agreed == WHOLE)),
    }
    return {**found, "unsaid_passed": float(given == WHOLE)} if agreed == NOT else found


def _in_common(pair: SupportPair) -> float:
    wanted = stems(pair.sentence)
    return len(wanted & stems(pair.passage)) / len(wanted) if wanted else 0.0
