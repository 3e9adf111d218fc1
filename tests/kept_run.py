"""A run of an eval as it is kept, for what shows runs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evals.cases import Split, split
from evals.outcome import Outcome
from evals.report import Report
from evals.running import write
from evals.suites import METRICS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"case-{number}" for number in range(40)]
DEV = next(name for name in NAMES if split(name) is Split.DEV)
HELD_OUT = next(name for name in NAMES if split(name) is Split.HELD_OUT)


def keep_run(folder: Path, day: int, ndcg: float, model: str = "none") -> None:
    """Keep a run of the retrieval suite over two cases, one of each kind, made on a day of December 2026."""
    folder.mkdir(parents=True)
    outcomes = tuple(
        Outcome(name, "fact", split(name), {"query": f"q {name}"}, {}, {"ndcg@10": ndcg}, {}, ("because",))
        for name in (DEV, HELD_OUT)
    )
    write(folder, outcomes)
    report = Report("retrieval", METRICS["retrieval"], outcomes, "ndcg@10", {"model": model})
    document = replace(report, when=datetime(2026, 12, day, tzinfo=UTC)).json()
    (folder / "report.json").write_text(json.dumps(document), encoding="utf-8")
