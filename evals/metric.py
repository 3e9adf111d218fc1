"""Metric: what a suite reports, and how it comes from the scores of its cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evals.intervals import difference, estimate, mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from evals.intervals import Estimate, Statistic
    from evals.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure over the cases that have its scores.

    Attributes:
        name: as in `report.json`.
        says: what it tells, for people.
        keys: the scores that it is computed from; the name itself by default.
        statistic: rows of those scores to the figure.
        high_is_good: whether more is better.
        is_timed: whether it depends on the machine and on what else that did.
    """

    name: str
    says: str
    keys: tuple[str, ...] = ()
    statistic: Statistic = mean
    high_is_good: bool = True
    is_timed: bool = False

    def of(self, outcomes: Sequence[Outcome], baseline: str | None = None) -> Estimate | None:
        """The figure with its interval, of the mentor or of a baseline; None where no case has the scores."""
        rows = [row for each in outcomes if (row := self._row(_scores(each, baseline)))]
        return estimate(_array(rows, self._keys), self.statistic) if rows else None

    def against(self, pairs: Sequence[tuple[Mapping[str, float], Mapping[str, float]]]) -> Estimate | None:
        """The figure of the first of each pair minus that of the second, over pairs that have both."""
        both = [
            (new, old) for mine, theirs in pairs if (new := self._row(mine)) and (old := self._row(theirs))
        ]
        if not both:
            return None
        one, two = (_array([pair[side] for pair in both], self._keys) for side in (0, 1))
        return difference(one, two, self.statistic)

    def against_baseline(self, outcomes: Sequence[Outcome], baseline: str) -> Estimate | None:
        """The mentor minus a baseline, case by case."""
        return self.against([(each.scores, _scores(each, baseline)) for each in outcomes])

    @property
    def _keys(self) -> tuple[str, ...]:
        return self.keys or (self.name,)

    def _row(self, scores: Mapping[str, float]) -> tuple[float, ...] | None:
        return tuple(scores[key] for key in self._keys) if scores.keys() >= set(self._keys) else None


def _scores(outcome: Outcome, baseline: str | None) -> Mapping[str, float]:
    return outcome.baselines.get(baseline, {}) if baseline else outcome.scores


def _array(rows: Sequence[tuple[float, ...]], keys: Sequence[str]) -> NDArray[np.float64]:
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(keys))
