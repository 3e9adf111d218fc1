"""How sure it is that the passages found answer the query: a logistic of a few plain measurements."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be measured of a query and what was found for it, each 0 to 1.

    Attributes:
        cosine: similarity of the query's vector to the nearest passage.
        coverage: the share of the query's content words, by what they tell, that the best passage has.
        known: the same share for all passages together.
        agreement: how many of the nearest ten passages are among the first ten by keywords too.
    """

    cosine: float
    coverage: float
    known: float
    agreement: float


INTERCEPT = -6.0
WEIGHTS = Signs(cosine=8.0, coverage=3.0, known=1.0, agreement=1.0)


def confidence(signs: Signs) -> float:
    """The probability, 0 to 1."""
    total = (
        INTERCEPT
        + WEIGHTS.cosine * signs.cosine
        + WEIGHTS.coverage * signs.coverage
        + WEIGHTS.known * signs.known
        + WEIGHTS.agreement * signs.agreement
    )
    return 1 / (1 + math.exp(-total))
