"""What `mentor eval run` does: a suite's name to a report in a folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.errors import RunError
from evals.page import page
from evals.report import Reports
from evals.suites import RUN, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.settings import Settings
    from evals.report import Report

RUNS = Path("runs")
ALL = "all"


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
) -> Report | Reports:
    """Run a suite, or `all` of them, and write `report.json`, `report.html` and `cases.jsonl`.

    A stopped run in the same folder goes on. With `all`, each suite has a folder of its own below `out`.

    Raises:
        RunError: there is no such suite, the folder cannot be written, or not one case could be scored; the report
            is written nevertheless.
        CasesError: the cases cannot be used.
    """
    if suite != ALL and suite not in RUN:
        raise RunError(f"there is no suite {suite!r}; there are {', '.join(RUN)} and {ALL}")
    folder = out or RUNS / f"{suite}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    if suite != ALL:
        return _run(suite, Order(settings, cases, limit, folder, on_progress))
    if cases:
        raise RunError(f"each suite has cases of its own kind; name one suite with --cases, not {ALL}")
    return Reports(
        tuple(_run(name, Order(settings, None, limit, folder / name, on_progress)) for name in RUN)
    )


def _run(suite: str, order: Order) -> Report:
    """One suite's report, written down."""
    try:
        order.out.mkdir(parents=True, exist_ok=True)
        report = RUN[suite](order)
        document = report.json()
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        (order.out / "report.json").write_text(text, encoding="utf-8")
        (order.out / "report.html").write_text(page(report), encoding="utf-8")
    except OSError as error:
        raise RunError(f"the folder {str(order.out)!r} cannot be written: {error.strerror}") from error
    if not document["scored"]:
        where = str(order.out / "cases.jsonl")
        raise RunError(f"none of {document['cases']} cases could be scored; {where!r} says why")
    return report
