"""Reports give figures with intervals and baselines, count what is unscored, and show why."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from evals.cases import Split, split
from evals.charts import histogram, strip
from evals.comparison import compare, compare_all
from evals.errors import RunError
from evals.outcome import Outcome
from evals.page import comparison_page, page
from evals.report import Report
from evals.retrieval import METRICS
from evals.running import write

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"case-{number}" for number in range(40)]
DEV = next(name for name in NAMES if split(name) is Split.DEV)
HELD_OUT = next(name for name in NAMES if split(name) is Split.HELD_OUT)


def _outcome(name: str, ndcg: float, query: str = "q") -> Outcome:
    return Outcome(
        name,
        "fact",
        split(name),
        {"query": query, "relevant": {"a": 2}},
        {"ranking": [["a", 1.0]]},
        {"ndcg@10": ndcg},
        {"bm25": {"ndcg@10": 0.25}},
        ("because",),
    )


def _report(*outcomes: Outcome) -> Report:
    return Report(
        "retrieval", METRICS, outcomes, "ndcg@10", {"model": "none", "fingerprints": {"cases": "x"}}
    )


def _kept(folder: Path, *outcomes: Outcome, suite: str = "retrieval") -> Path:
    folder.mkdir()
    write(folder, outcomes)
    document: dict[str, Any] = {**_report(*outcomes).json(), "suite": suite}
    (folder / "report.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_a_figure_stands_beside_its_baseline_with_the_difference() -> None:
    """A metric has n, mean, low, high, and of each baseline the same and the paired difference."""
    figure = _report(*(_outcome(name, 0.75) for name in NAMES)).json()["metrics"]["ndcg@10"]
    assert (figure["n"], figure["mean"], figure["low"], figure["high"]) == (40, 0.75, 0.75, 0.75)
    assert figure["baseline"]["bm25"]["mean"] == 0.25
    assert figure["baseline"]["bm25"]["difference"]["mean"] == 0.5


def test_unscored_cases_are_counted_and_not_averaged() -> None:
    """A case without scores lowers no mean and is counted with its reason."""
    lost = Outcome("lost", "fact", Split.DEV, {}, unscored="ValueError: no verdict")
    document = _report(_outcome(DEV, 1.0), lost).json()
    assert (document["cases"], document["scored"], document["unscored"]) == (2, 1, 1)
    assert document["unscored_because"] == {"ValueError: no verdict": 1}
    assert document["metrics"]["ndcg@10"]["mean"] == 1.0


def test_both_splits_are_reported() -> None:
    """Dev and held out have figures of their own."""
    splits = _report(_outcome(DEV, 1.0), _outcome(HELD_OUT, 0.0)).json()["splits"]
    assert {name: each["metrics"]["ndcg@10"]["mean"] for name, each in splits.items()} == {
        "dev": 1.0,
        "held_out": 0.0,
    }


def test_held_out_cases_are_never_among_the_worst() -> None:
    """Only dev cases are shown, so that nobody tunes on the others."""
    report = _report(_outcome(HELD_OUT, 0.0), _outcome(DEV, 0.5))
    assert [each.id for each in report.worst()] == [DEV]


def test_the_page_loads_nothing_and_escapes_what_learners_wrote() -> None:
    """The HTML has no address to fetch from, and a script in a query is shown as text."""
    shown = page(_report(_outcome(DEV, 0.5, query="<script>alert(1)</script>")))
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert not [each for each in ("http://", "https://", "src=", "url(") if each in shown]
    assert "because" in shown


def test_the_terminal_shows_intervals() -> None:
    """The lines for a terminal have the figure, its interval and the baseline."""
    lines = _report(*(_outcome(name, 0.75) for name in NAMES)).lines()
    assert any("0.750 [0.750, 0.750]" in line and "0.250" in line for line in lines)


def test_a_change_within_the_interval_is_no_change(tmp_path: Path) -> None:
    """Two runs whose cases go up and down alike are not different."""
    old = _kept(tmp_path / "old", *(_outcome(name, 0.5) for name in NAMES))
    new = _kept(tmp_path / "new", *(_outcome(name, 0.5 + 0.1 * (-1) ** n) for n, name in enumerate(NAMES)))
    assert compare(old, new).metrics["ndcg@10"]["verdict"] == "no change"


@pytest.mark.parametrize(("score", "verdict"), [(0.6, "better"), (0.4, "worse")])
def test_a_change_in_every_case_is_a_change(tmp_path: Path, score: float, verdict: str) -> None:
    """A small step in every case is told as better or worse, with the cases that moved most."""
    old = _kept(tmp_path / "old", *(_outcome(name, 0.5) for name in NAMES))
    new = _kept(tmp_path / "new", *(_outcome(name, score) for name in NAMES))
    found = compare(old, new)
    assert found.metrics["ndcg@10"]["verdict"] == verdict
    assert len(found.json()[verdict]) == 10


def test_runs_of_different_suites_are_not_compared(tmp_path: Path) -> None:
    """Comparing unlike runs is an error."""
    old = _kept(tmp_path / "old", _outcome(DEV, 0.5))
    new = _kept(tmp_path / "new", _outcome(DEV, 0.5), suite="answers")
    with pytest.raises(RunError, match="compare like with like"):
        compare(old, new)


def test_runs_without_a_case_in_common_are_not_compared(tmp_path: Path) -> None:
    """Comparing runs over different cases is an error, not an empty table."""
    old = _kept(tmp_path / "old", _outcome(DEV, 0.5))
    new = _kept(tmp_path / "new", _outcome(HELD_OUT, 0.5))
    with pytest.raises(RunError, match="no case in common"):
        compare(old, new)


def test_a_histogram_has_every_value_once() -> None:
    """Each value falls into one tenth, 1.0 into the last."""
    bars = histogram([0.0, 0.05, 0.95, 1.0])
    assert [bar["n"] for bar in bars] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]


def test_a_case_that_was_rewritten_is_not_compared(tmp_path: Path) -> None:
    """A case whose question changed between two runs says nothing about the mentor."""
    old = _kept(tmp_path / "old", _outcome(DEV, 0.5), _outcome(HELD_OUT, 0.5))
    new = _kept(tmp_path / "new", _outcome(DEV, 0.9, query="other"), _outcome(HELD_OUT, 0.5))
    assert compare(old, new).cases == 1


def test_times_are_slower_or_faster_and_never_worse(tmp_path: Path) -> None:
    """A busy machine is no verdict on the mentor."""
    slow, fast = (
        [replace(_outcome(name, 0.5), scores={"query_ms": ms}) for name in NAMES] for ms in (20.0, 10.0)
    )
    found = compare(_kept(tmp_path / "old", *fast), _kept(tmp_path / "new", *slow))
    assert found.metrics["query_ms_p50"]["verdict"] == "slower"


def test_values_beyond_shares_are_spread_between_their_ends() -> None:
    """Milliseconds are counted from the lowest to the highest, each once; values all alike fall together."""
    bars = histogram([10.0, 20.0, 110.0])
    assert (bars[0]["from"], bars[-1]["to"], [bar["n"] for bar in bars]) == (10.0, 110.0, [1, 1, *[0] * 7, 1])
    assert sum(bar["n"] for bar in histogram([5.0, 5.0])) == 2


def test_a_strip_places_figures_on_one_scale() -> None:
    """Shares are placed between 0 and 1, and larger figures up to the largest interval's end."""
    share = {
        "mean": 0.5,
        "low": 0.25,
        "high": 0.75,
        "baseline": {"bm25": {"mean": 1.0, "low": None, "high": None}},
    }
    assert strip(share) == [
        {"name": "mentor", "at": 50.0, "from": 25.0, "to": 75.0},
        {"name": "bm25", "at": 100.0, "from": 100.0, "to": 100.0},
    ]
    assert strip({"mean": 10.0, "low": 5.0, "high": 20.0, "baseline": {}})[0]["at"] == 50.0


def test_held_out_cases_are_not_shown_in_a_comparison(tmp_path: Path) -> None:
    """Held-out cases count in the figures and are never among those that changed most."""
    old = _kept(tmp_path / "old", *(_outcome(name, 0.5) for name in NAMES))
    new = _kept(tmp_path / "new", *(_outcome(name, 0.4) for name in NAMES))
    found = compare(old, new)
    assert found.cases == len(NAMES)
    assert {split(each["id"]) for each in found.worse} == {Split.DEV}


def test_what_became_unscored_is_told_in_a_comparison(tmp_path: Path) -> None:
    """A case that can no longer be scored lowers no figure, so it is counted beside them."""
    old = _kept(tmp_path / "old", _outcome(DEV, 0.5), _outcome(HELD_OUT, 0.5))
    lost = replace(_outcome(DEV, 0.5), scores={}, unscored="ValueError: no")
    new = _kept(tmp_path / "new", lost, _outcome(HELD_OUT, 0.5))
    assert compare(old, new).unscored == (0, 1)


def test_folders_of_all_suites_are_compared_suite_by_suite(tmp_path: Path) -> None:
    """Two runs of all suites are compared in those that both have; without one in common it is an error."""
    for run in ("old", "new"):
        (tmp_path / run).mkdir()
        _kept(tmp_path / run / "retrieval", _outcome(DEV, 0.5))
    assert [each.suite for each in compare_all(tmp_path / "old", tmp_path / "new").comparisons] == [
        "retrieval"
    ]
    with pytest.raises(RunError, match="no run of a suite in common"):
        compare_all(tmp_path / "old", tmp_path)


def test_a_comparison_shows_both_sides_and_loads_nothing(tmp_path: Path) -> None:
    """The page has old and new of each case that changed, its words escaped, and no address to fetch from."""
    old = _kept(tmp_path / "old", _outcome(DEV, 0.5, query="<script>"))
    new = _kept(tmp_path / "new", replace(_outcome(DEV, 0.75, query="<script>"), reasons=("now found",)))
    shown = comparison_page(compare_all(old, new))
    assert "0.500 → 0.750 · &lt;script&gt;" in shown
    assert "because" in shown
    assert "now found" in shown
    assert not [each for each in ("http://", "https://", "src=", "url(", "<script") if each in shown]
