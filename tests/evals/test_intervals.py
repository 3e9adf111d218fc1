"""Figures with intervals: right values, and the same at every run."""

from __future__ import annotations

import numpy as np
import pytest

from evals.intervals import auroc, difference, estimate, mean, median, p99


def _rows(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64).reshape(-1, 1)


def test_an_interval_holds_the_mean() -> None:
    """The interval of a mean lies around it, and is the same when computed again."""
    rows = _rows(*np.linspace(0, 1, 101))
    found = estimate(rows, mean)
    assert found is not None
    assert found.value == pytest.approx(0.5)
    assert found.low == pytest.approx(0.5 - 1.96 * 0.0292, abs=0.01)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.0292, abs=0.01)
    assert estimate(rows, mean) == found


def test_one_case_has_no_interval() -> None:
    """A single case gives a figure and no interval."""
    found = estimate(_rows(0.4), mean)
    assert found is not None
    assert (found.n, found.value, found.low, found.high) == (1, 0.4, None, None)


def test_no_case_has_no_figure() -> None:
    """Without cases there is no figure, and not a zero."""
    assert estimate(np.empty((0, 1)), mean) is None


def test_percentiles_are_those_of_the_rows() -> None:
    """The median and the 99th percentile are those of the first column."""
    rows = _rows(*range(101))
    assert (float(median(rows)), float(p99(rows))) == (50.0, 99.0)


def test_a_paired_difference_sees_what_two_intervals_hide() -> None:
    """A small gain in every case is a difference, though the intervals of the two runs overlap widely."""
    old = _rows(*np.linspace(0, 1, 60))
    apart = difference(old + 0.02, old, mean)
    assert apart is not None
    assert apart.excludes_zero
    assert apart.value == pytest.approx(0.02)


def test_noise_is_no_difference() -> None:
    """Gains and losses that cancel out leave zero inside the interval."""
    old = _rows(*np.linspace(0, 1, 60))
    new = old + np.array([0.1, -0.1] * 30).reshape(-1, 1)
    apart = difference(new, old, mean)
    assert apart is not None
    assert not apart.excludes_zero


@pytest.mark.parametrize(
    ("scores", "expected"),
    [((0.9, 0.8, 0.2, 0.1), 1.0), ((0.1, 0.2, 0.8, 0.9), 0.0), ((0.5, 0.5, 0.5, 0.5), 0.5)],
)
def test_auroc_tells_order_from_chance(scores: tuple[float, ...], expected: float) -> None:
    """The area is 1 when all positives come first, 0 when last, and ties count half."""
    assert float(auroc(np.column_stack([scores, (1, 1, 0, 0)]))) == expected


def test_auroc_of_one_class_has_no_value() -> None:
    """With one class only there is nothing to tell apart, so there is no figure."""
    assert estimate(np.array([[0.9, 1.0], [0.8, 1.0]]), auroc) is None
