"""What `mentor eval` does: a suite's name to a report in a folder, and two of those to what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.comparison import compare_all
from evals.errors import RunError
from evals.order import Order
from evals.page import comparison_page, page
from evals.report import Reports
from evals.suites import RUN

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.settings import Settings
    from evals.comparison import Comparisons
    from evals.report import Report

RUNS = Path("runs")
ALL = "all"


def _silent(_done: int, _total: int, _name: str = "") -> None:
    """Tell nobody."""


def run_suite(  # noqa: PLR0913 - the options of the command, by name
    settings: Settings,
    suite: str,
    *,
    cases: Path | None = None,
    out: Path | None = None,
    limit: int | None = None,
    judge: str | None = None,
    is_quick: bool = False,
    on_progress: Callable[[int, int, str], None] = _silent,
) -> Report | Reports:
    """Run a suite, or `all` of them, and write `report.json`, `report.html` and `cases.jsonl`.

    A stopped run in the same folder goes on. With `all`, each suite has a folder of its own below `out`. A `judge` is
    a model, by the name that `MENTOR_MODEL` takes, whose agreement with people is measured before it is believed. A quick run leaves out the baselines that take long.

    Raises:
        RunError: there is no such suite, the folder cannot be written, or not one case could be scored; the report
            is written nevertheless.
        CasesError: the cases cannot be used.
    """
    if suite != ALL and suite not in RUN:
        raise RunError(f"there is no suite {suite!r}; there are {', '.join(RUN)} and {ALL}")
    folder = folder_of(suite, out)
    if suite != ALL:
        return _run(suite, Order(settings, cases, limit, folder, on_progress, judge=judge, is_quick=is_quick))
    if cases:
        raise RunError(f"each suite has cases of its own kind; name one suite with --cases, not {ALL}")
    return Reports(
        tuple(
            _run(
                name, Order(settings, None, limit, folder / name, on_progress, judge=judge, is_quick=is_quick)
            )
            for name in RUN
        )
    )


def folder_of(suite: str, out: Path | None) -> Path:
    """Where a run is kept: the folder that was named, or a new one below `runs`."""
    return out or RUNS / f"{suite}-{datetime.now(UTC):%Y%m%d-%H%M%S}"


def compare_runs(old: Path, new: Path, *, html: Path | None = None) -> Comparisons:
    """What changed between two runs, of one suite or of all; written for people as well, if a file is named.

    Raises:
        RunError: they cannot be compared, or the file cannot be written.
    """
    found = compare_all(old, new)
    if html:
        try:
            html.write_text(comparison_page(found), encoding="utf-8")
        except OSError as error:
            raise RunError(f"{str(html)!r} cannot be written: {error.strerror}") from error
    return found


def _run(suite: str, order: Order) -> Report:
    """One suite's report, written down."""
    try:
        order.out.mkdir(parents=True, exist_ok=True)
        report = replace(RUN[suite](order), when=datetime.now(UTC))
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
