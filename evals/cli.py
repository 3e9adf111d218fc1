"""What `mentor eval run` does: a suite's name to a report in a folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.errors import RunError
from evals.page import page
from evals.suites import RUN, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.settings import Settings
    from evals.report import Report

RUNS = Path("runs")


def _silent(_done: int, _total: int, _name: str = "") -> None:
    """Tell nobody."""


def run_suite(
    settings: Settings,
    suite: str,
    *,
    cases: Path | None = None,
    out: Path | None = None,
    limit: int | None = None,
    on_progress: Callable[[int, int, str], None] = _silent,
) -> Report:
    """Run a suite and write `report.json`, `report.html` and `cases.jsonl`; a stopped run in the same folder goes on.

    Raises:
        RunError: there is no such suite, the folder cannot be written, or not one case could be scored; the report
            is written nevertheless.
        CasesError: the cases cannot be used.
    """
    if suite not in RUN:
        raise RunError(f"there is no suite {suite!r}; there are {', '.join(RUN)}")
    folder = out or RUNS / f"{suite}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"the folder {str(folder)!r} cannot be made: {error.strerror}") from error
    report = RUN[suite](Order(settings, cases, limit, folder, on_progress))
    document = report.json()
    (folder / "report.json").write_text(
        json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    (folder / "report.html").write_text(page(report), encoding="utf-8")
    if not document["scored"]:
        raise RunError(
            f"none of {document['cases']} cases could be scored; {str(folder / 'cases.jsonl')!r} says why"
        )
    return report
