"""How sure it is that the passages found answer the query: a logistic of a few plain measurements."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be measured of a query and what was found for it, each 0 to 1.

    Attributes:
        cosine: similarity of the query's vector to the nearest passage, or to the nearest question known to be answered.
        coverage: the share of the query's terms, by what they tell, that the best of the first passages has.
        known: the same share for all passages together.
    """

    cosine: float
    coverage: float
    known: float


# Fitted by `tests/bench/fit_confidence.py`, which prints these figures and how they do in cross-validation.
INTERCEPT = -13.7
COVERED = 0.5  # the probability from which passages count as answering
WEIGHTS = Signs(cosine=14.7, coverage=5.72, known=2.93)


def confidence(signs: Signs) -> float:
    """The probability, 0 to 1."""
    total = (
        INTERCEPT
        + WEIGHTS.cosine * signs.cosine
        + WEIGHTS.coverage * signs.coverage
        + WEIGHTS.known * signs.known
    )
    return 1 / (1 + math.exp(-total))
