"""ui.evals: runs, trends and worst cases as HTML."""

from __future__ import annotations

from datetime import UTC, datetime

from evals.runs import Point
from ui.evals import pane
from ui.words import NO_RUNS, ONE_RUN

ROW = {
    "id": "a",
    "suite": "retrieval",
    "when": "2026-03-02T10:00:00+00:00",
    "model": "none",
    "cases": 12,
    "unscored": 1,
    "metric": "ndcg",
    "mean": 0.8,
    "low": 0.7,
    "high": 0.9,
}


def point(run: str, mean: float) -> Point:
    return Point(run, datetime(2026, 3, 2, tzinfo=UTC), "none", 12, mean, mean - 0.1, mean + 0.1)


def test_without_runs_the_first_step_is_said() -> None:
    """Who has run no evals reads how to."""
    assert NO_RUNS in pane([], {}, {})


def test_a_run_is_a_row_with_its_interval() -> None:
    """A figure never stands without its interval, and unscored cases are not hidden."""
    shown = pane([ROW], {"retrieval": [point("a", 0.8)]}, {})
    assert "ndcg 0.800 (0.700 – 0.900)" in shown
    assert "12 (1 unscored)" in shown
    assert ONE_RUN in shown


def test_runs_are_drawn_from_the_oldest_to_the_newest() -> None:
    """The line goes up where the figure does, with an interval at each point, and is said in words."""
    shown = pane([ROW], {"retrieval": [point("a", 0.6), point("b", 0.8)]}, {})
    assert "aria-label='2 runs, from 0.600 to 0.800'" in shown
    assert shown.count("class='interval'") == 2
    assert "points='8.0,86.0 552.0,34.0'" in shown


def test_the_worst_cases_are_words() -> None:
    """What a case says cannot be mark-up."""
    worst = {"retrieval": [{"id": "q1", "asked": ["<b>why</b>"], "answer": "", "score": 0.0}]}
    shown = pane([ROW], {"retrieval": [point("a", 0.8)]}, worst)
    assert "&lt;b&gt;why" in shown
    assert "<dt>answer" not in shown
