"""evals.tables: figures of runs -> the tables of a page."""

from __future__ import annotations

from typing import Any

import pytest

from evals.tables import rewritten

PAGE = """# Figures

### answers: 3 cases, 0 unscored

| metric | n | mentor | held out | bm25 | dense |
|---|--:|--:|--:|--:|--:|
| right | 3 | 0.1 | 0.2 | 0.3 ▲ | – |
| words | 3 | 1 | 1 | 1 | 1 |

Words between.

| share | pairs |
|--:|--:|
| right | 13 of 45 |

### plans: 1 cases, 0 unscored

| metric | n | mentor | held out |
|---|--:|--:|--:|
| valid | 1 | 1.000 | 1.000 |
"""


def figure(mean: float, difference: tuple[float, float] | None = None, **more: Any) -> dict[str, Any]:
    given = {"n": 7, "mean": mean, "low": mean / 2, "high": mean * 2, "high_is_good": True, "baseline": {}}
    if difference:
        given["difference"] = dict(zip(("low", "high"), difference, strict=True))
    return given | more


REPORT = {
    "cases": 8,
    "unscored": 1,
    "metrics": {
        "right": figure(
            0.5, baseline={"bm25": figure(0.25, (0.1, 0.3)), "dense": figure(0.75, (-0.4, -0.1))}
        ),
        "words": figure(
            160.4,
            high_is_good=False,
            baseline={"bm25": figure(650.0, (-9.0, -1.0)), "dense": figure(1.0, (-1.0, 1.0))},
        ),
    },
    "splits": {"held_out": {"metrics": {"right": figure(0.4)}}},
}


def test_figures_are_written_anew() -> None:
    """Each row has n, the mean with its interval, the held-out mean, and who beats whom by more than chance."""
    lines = rewritten(PAGE, {"answers": REPORT}).splitlines()
    assert "### answers: 8 cases, 1 unscored" in lines
    assert "| right | 7 | 0.500 (0.250–1.000) | 0.400 | 0.250 ▲ | 0.750 ▼ |" in lines
    assert "| words | 7 | 160 (80–321) | – | 650 ▲ | 1.000 |" in lines


def test_all_else_stays() -> None:
    """Words, tables of another kind, and suites without a run are as they were."""
    before, after = PAGE.splitlines(), rewritten(PAGE, {"answers": REPORT}).splitlines()
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert changed == [2, 6, 7]


def test_a_metric_that_no_report_knows_is_an_error() -> None:
    """A row that would keep its old figure is not passed over."""
    with pytest.raises(KeyError, match="right"):
        rewritten(PAGE, {"answers": {**REPORT, "metrics": {}}})
