"""Runs that were kept are listed newest first, with their trends and worst cases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from evals.cases import Split, split
from evals.errors import RunError
from evals.outcome import Outcome
from evals.report import Report
from evals.running import write
from evals.runs import metrics, runs, summary, trend, worst
from evals.suites import METRICS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"case-{number}" for number in range(40)]
DEV = next(name for name in NAMES if split(name) is Split.DEV)
HELD_OUT = next(name for name in NAMES if split(name) is Split.HELD_OUT)


def _kept(folder: Path, day: int, ndcg: float, model: str = "none") -> None:
    folder.mkdir(parents=True)
    outcomes = tuple(
        Outcome(name, "fact", split(name), {"query": f"q {name}"}, {}, {"ndcg@10": ndcg}, {}, ("because",))
        for name in (DEV, HELD_OUT)
    )
    write(folder, outcomes)
    report = Report("retrieval", METRICS["retrieval"], outcomes, "ndcg@10", {"model": model})
    document = replace(report, when=datetime(2026, 12, day, tzinfo=UTC)).json()
    (folder / "report.json").write_text(json.dumps(document), encoding="utf-8")


def test_runs_are_listed_newest_first(tmp_path: Path) -> None:
    """Runs of one suite and of all are found; files that are no report, and runs without one, are passed over."""
    _kept(tmp_path / "old", 1, 0.5)
    _kept(tmp_path / "all-1" / "retrieval", 3, 0.6, model="openai:x")
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
    _kept(tmp_path / "b", 2, 0.7)
    _kept(tmp_path / "a", 1, 0.5)
    found = runs(tmp_path)
    assert [(point.run, point.mean, point.low) for point in trend(found, "retrieval", "ndcg@10")] == [
        ("a", 0.5, 0.5),
        ("b", 0.7, 0.7),
    ]
    assert trend(found, "answers", "right") == ()


def test_the_worst_cases_of_a_run_are_shown_with_why(tmp_path: Path) -> None:
    """A dev case is shown with what was asked and why it scored so; a held-out one is not."""
    _kept(tmp_path / "a", 1, 0.5)
    (run,) = runs(tmp_path)
    assert [(each["id"], each["asked"], each["reasons"]) for each in worst(run)] == [
        (DEV, [f"q {DEV}"], ("because",))
    ]


def test_the_metrics_of_a_suite_are_named() -> None:
    """Each metric comes with what it says; an unknown suite is an error with the names."""
    assert list(metrics("retrieval"))[:2] == ["ndcg@10", "recall@5"]
    with pytest.raises(RunError, match="there is no suite 'x'; there are retrieval"):
        metrics("x")
