"""Runs that were kept are listed newest first, with their trends and worst cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.errors import RunError
from evals.runs import metrics, runs, summary, trend, worst
from tests.kept_run import DEV, keep_run

if TYPE_CHECKING:
    from pathlib import Path


def test_runs_are_listed_newest_first(tmp_path: Path) -> None:
    """Runs of one suite and of all are found; files that are no report, and runs without one, are passed over."""
    keep_run(tmp_path / "old", 1, 0.5)
    keep_run(tmp_path / "all-1" / "retrieval", 3, 0.6, model="openai:x")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "report.json").write_text("{")
    (tmp_path / "running").mkdir()
    found = runs(tmp_path)
    assert [run.id for run in found] == ["all-1/retrieval", "old"]
    first = next(summary(found))
    assert (first["suite"], first["model"], first["metric"], first["mean"], first["n"]) == (
        "retrieval",
        "openai:x",
        "ndcg@10",
        0.6,
        2,
    )


def test_a_folder_without_runs_has_none(tmp_path: Path) -> None:
    """Nothing was run yet: the list is empty, not an error."""
    assert runs(tmp_path / "none") == ()


def test_a_trend_goes_from_the_oldest_run_to_the_newest(tmp_path: Path) -> None:
    """Each run that has the figure is a point with its interval, and runs of other suites are none."""
    keep_run(tmp_path / "b", 2, 0.7)
    keep_run(tmp_path / "a", 1, 0.5)
    found = runs(tmp_path)
    assert [(point.run, point.mean, point.low) for point in trend(found, "retrieval", "ndcg@10")] == [
        ("a", 0.5, 0.5),
        ("b", 0.7, 0.7),
    ]
    assert trend(found, "answers", "right") == ()


def test_the_worst_cases_of_a_run_are_shown_with_why(tmp_path: Path) -> None:
    """A dev case is shown with what was asked and why it scored so; a held-out one is not."""
    keep_run(tmp_path / "a", 1, 0.5)
    (run,) = runs(tmp_path)
    assert [(each["id"], each["asked"], each["reasons"]) for each in worst(run)] == [
        (DEV, [f"q {DEV}"], ("because",))
    ]


def test_the_metrics_of_a_suite_are_named() -> None:
    """Each metric comes with what it says; an unknown suite is an error with the names."""
    assert list(metrics("retrieval"))[:2] == ["ndcg@10", "recall@5"]
    with pytest.raises(RunError, match="there is no suite 'x'; there are retrieval"):
        metrics("x")
