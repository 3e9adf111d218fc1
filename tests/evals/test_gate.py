"""The gate compares figures with what was stored, and says what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from evals import gate
from evals.cases import Split
from evals.errors import RunError
from evals.outcome import Outcome
from evals.report import Report
from evals.suites import METRICS, RANKED_BY

if TYPE_CHECKING:
    from pathlib import Path


def _report(*scores: dict[str, float], cases: str = "c1", unscored: str | None = None) -> Report:
    outcomes = tuple(Outcome(f"p{n}", "", Split.DEV, {}, scores=each) for n, each in enumerate(scores))
    if unscored:
        outcomes = (*outcomes, Outcome("lost", "", Split.DEV, {}, unscored=unscored))
    return Report("plans", METRICS["plans"], outcomes, RANKED_BY["plans"], {"fingerprints": {"cases": cases}})


STORED = {
    "plans": {
        "ids": ["p0", "p1"],
        "cases": "c1",
        "metrics": {
            "goal_coverage": {"n": 2, "mean": 0.8, "low": 0.7, "high": 0.9},
            "violations": {"n": 2, "mean": 1.0, "low": 0.0, "high": 2.0},
        },
    }
}


def _wrong(report: Report) -> dict[str, str | None]:
    return {each.metric: each.wrong for each in gate.judge(STORED, {"plans": report})}


@pytest.mark.parametrize(
    ("coverage", "violations", "wrong"),
    [
        (0.75, 1.0, {"goal_coverage": None, "violations": None}),
        (0.95, 0.0, {"goal_coverage": None, "violations": None}),
        (0.65, 1.0, {"goal_coverage": "fell below 0.700", "violations": None}),
        (0.75, 3.0, {"goal_coverage": None, "violations": "rose above 2.000"}),
    ],
)
def test_a_figure_may_not_fall_out_on_its_bad_side(
    coverage: float, violations: float, wrong: dict[str, str | None]
) -> None:
    """Within the interval, or better, holds; worse than its bad end does not, whichever end that is."""
    assert _wrong(_report(*[{"goal_coverage": coverage, "violations": violations}] * 2)) == wrong


def test_a_figure_that_is_gone_is_wrong() -> None:
    """A metric that no case has any more is no way to pass."""
    assert _wrong(_report({"goal_coverage": 0.8}))["violations"] == "there is no figure any more"


def test_edited_cases_need_new_figures() -> None:
    """Figures of other cases say nothing about these, however good they are."""
    assert "the cases are not those" in str(
        _wrong(_report({"goal_coverage": 1.0, "violations": 0.0}, cases="c2"))
    )


def test_an_unscored_case_is_wrong() -> None:
    """A case that fails cannot lift the figures of the others past the gate."""
    report = _report({"goal_coverage": 0.8, "violations": 0.0}, unscored="no")
    assert _wrong(report)["goal_coverage"] == "lost could not be scored"
    with pytest.raises(RunError, match="nothing is stored, for lost could not be scored"):
        gate.write({"plans": report})


def test_what_is_stored_is_read_back(tmp_path: Path) -> None:
    """The file names the cases, their fingerprint, and the gated figures with intervals, nothing that was timed."""
    path = tmp_path / "baseline.json"
    gate.write(
        {"plans": _report({"goal_coverage": 0.5, "plan_ms": 3.0}, {"goal_coverage": 0.7, "plan_ms": 5.0})},
        path,
    )
    stored: dict[str, Any] = gate.read(path)["plans"]
    assert (stored["ids"], stored["cases"], list(stored["metrics"])) == (
        ["p0", "p1"],
        "c1",
        ["goal_coverage"],
    )
    assert stored["metrics"]["goal_coverage"]["mean"] == pytest.approx(0.6)
    assert json.loads(path.read_text()) == gate.read(path)


def test_without_stored_figures_the_error_says_how_to_store_them(tmp_path: Path) -> None:
    """A missing file is a plain error that names the command."""
    with pytest.raises(RunError, match="mentor eval gate --update"):
        gate.read(tmp_path / "none.json")
