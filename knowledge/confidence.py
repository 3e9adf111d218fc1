"""How sure it is that the passages found answer the query: a logistic of a few plain measurements."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be measured of a query and what was found for it, each 0 to 1.

    Attributes:
        cosine: similarity of the query's vector to the nearest passage.
        coverage: the share of the query's terms, by what they tell, that the best of the first passages has.
        known: the same share for all passages together.
    """

    cosine: float
    coverage: float
    known: float


INTERCEPT = -10.7
WEIGHTS = Signs(cosine=11.1, coverage=3.5, known=5.1)


def confidence(signs: Signs) -> float:
    """The probability, 0 to 1."""
    total = (
        INTERCEPT
        + WEIGHTS.cosine * signs.cosine
        + WEIGHTS.coverage * signs.coverage
        + WEIGHTS.known * signs.known
    )
    return 1 / (1 + math.exp(-total))
