"""Statistics over cases with their 95 % bootstrap intervals; pure, and the same at every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    # rows of shape (..., n, columns) -> one figure for each leading index
    Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]

RESAMPLES = 1000  # percentile bootstrap, Efron and Tibshirani 1993, chapter 13: 1,000 for intervals
TAILS = (2.5, 97.5)
SEED = 20261123
BLOCK = 2_000_000  # rows drawn at once: bounds memory


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over ``n`` cases with its 95 % interval; the interval is None below two cases."""

    n: int
    value: float
    low: float | None
    high: float | None

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside the interval: of a difference, that there is one."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def mean(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of the first column."""
    return np.asarray(rows[..., 0].mean(axis=-1))


def median(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 50th percentile of the first column."""
    return np.asarray(np.quantile(rows[..., 0], 0.5, axis=-1))


def p99(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 99th percentile of the first column."""
    return np.asarray(np.quantile(rows[..., 0], 0.99, axis=-1))


def auroc(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well the first column tells where the second is 1: the area under the ROC curve, ties half.

    NaN where only one class is there.
    """
    flat = rows.reshape(-1, *rows.shape[-2:])
    areas = np.array([_area(each[:, 0], each[:, 1] > 0) for each in flat])
    return areas.reshape(rows.shape[:-2])


def precision(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the rows whose first column is 1, the share whose second is as well; NaN where there is none."""
    return _share(rows[..., 0] * rows[..., 1], rows[..., 0])


def recall(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the rows whose second column is 1, the share whose first is as well; NaN where there is none."""
    return _share(rows[..., 0] * rows[..., 1], rows[..., 1])


def kappa(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far two columns of grades agree beyond chance: Cohen's kappa with quadratic weights (1968).

    1 less the mean squared distance of the grades over what it would be if they were dealt out at random, which is
    both variances and the squared distance of the means. NaN where all grades are the same.
    """
    one, other = rows[..., 0], rows[..., 1]
    apart = ((one - other) ** 2).mean(axis=-1)
    by_chance = one.var(axis=-1) + other.var(axis=-1) + (one.mean(axis=-1) - other.mean(axis=-1)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - apart / by_chance)


def share(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of the first column over that of the second: a share of what the cases count together."""
    return _share(rows[..., 0], rows[..., 1])


def _share(some: NDArray[np.float64], of: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(some.sum(axis=-1) / of.sum(axis=-1))


def estimate(rows: NDArray[np.float64], statistic: Statistic) -> Estimate | None:
    """The statistic of rows of shape ``(n, columns)``; None where it has no value."""
    return _estimated(rows, statistic)


def difference(new: NDArray[np.float64], old: NDArray[np.float64], statistic: Statistic) -> Estimate | None:
    """New minus old over the same cases, row for row; the interval is that of the paired difference."""
    width = new.shape[-1]

    def paired(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(statistic(rows[..., :width]) - statistic(rows[..., width:]))

    return _estimated(np.concatenate([new, old], axis=-1), paired)


def _estimated(rows: NDArray[np.float64], statistic: Statistic) -> Estimate | None:
    n = len(rows)
    value = float(statistic(rows)) if n else float("nan")
    if np.isnan(value):
        return None
    if n == 1:
        return Estimate(n, value, None, None)
    drawn = np.concatenate([statistic(rows[picks]) for picks in _picks(n)])
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, TAILS) if len(drawn) else (None, None)
    return Estimate(n, value, None if low is None else float(low), None if high is None else float(high))


def _picks(n: int) -> Iterator[NDArray[np.int64]]:
    random = np.random.default_rng(SEED)
    left = RESAMPLES
    while left:
        part = min(left, max(1, BLOCK // n))
        yield random.integers(n, size=(part, n))
        left -= part


def _area(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Mann and Whitney's statistic from mid-ranks, as a share."""
    yes, no = int(positive.sum()), int((~positive).sum())
    if not yes or not no:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[positive].sum() - yes * (yes + 1) / 2) / (yes * no))
