"""The tables of a page of figures, from runs; run it as `python -m evals.tables RUNS PAGE`.

A table stands below a heading `### SUITE: ...` and begins with the columns `metric`, `n`, `mentor` and `held out`; the
others name baselines. Which metrics and baselines it shows is the writer's choice and stays; the figures are written
anew from `RUNS/SUITE/report.json`.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADING = re.compile(r"### (?P<suite>\w+): \d+ cases, \d+ unscored")
OWN = ["metric", "n", "mentor", "held out"]
NONE = "\N{EN DASH}"
WHOLE_FROM = 10.0  # figures from which no decimals are shown


def rewritten(page: str, reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a page with the figures of these reports, by suite; tables of other suites stay as they are.

    Raises:
        KeyError: a table names a metric that its report does not know.
    """
    lines: list[str] = []
    columns: list[str] = []
    report = None
    for line in page.splitlines():
        shown = line
        cells = [each.strip() for each in line.strip("|").split("|")] if line.startswith("|") else []
        if found := HEADING.fullmatch(line):
            if report := reports.get(found["suite"]):
                shown = f"### {found['suite']}: {report['cases']} cases, {report['unscored']} unscored"
        elif line.startswith("#"):
            report = None
        if not cells:
            columns = []  # a table ends, and what comes next may be one of another kind
        elif report and cells[: len(OWN)] == OWN:
            columns = cells[len(OWN) :]
        elif report and columns and not set(cells[0]) <= {"-", ":"}:
            shown = _row(cells[0], report, columns)
        lines.append(shown)
    return "\n".join(lines) + "\n"


def _row(metric: str, report: Mapping[str, Any], baselines: Sequence[str]) -> str:
    figure = report["metrics"][metric]
    held_out = report["splits"]["held_out"]["metrics"].get(metric)
    interval = f"({_shown(figure['low'])}{NONE}{_shown(figure['high'])})"
    cells = [
        metric,
        str(figure["n"]),
        f"{_shown(figure['mean'])} {interval}",
        _shown(held_out["mean"]) if held_out else NONE,
        *(_beside(figure["baseline"].get(each), is_high_good=figure["high_is_good"]) for each in baselines),
    ]
    return f"| {' | '.join(cells)} |"


def _beside(baseline: Mapping[str, Any] | None, *, is_high_good: bool) -> str:
    """Return a baseline's figure, and whether the mentor beats it or the other way round by more than chance."""
    if not baseline:
        return NONE
    difference = baseline.get("difference") or {"low": 0.0, "high": 0.0}
    above, below = difference["low"] > 0, difference["high"] < 0
    better, worse = (above, below) if is_high_good else (below, above)
    return _shown(baseline["mean"]) + (" ▲" if better else " ▼" if worse else "")


def _shown(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= WHOLE_FROM else f"{figure:.3f}"


def main() -> None:
    """Rewrite a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "runs", type=Path, help="a folder with a run of each suite, as `mentor eval run all` leaves it"
    )
    parser.add_argument("page", type=Path, help="the page of figures, in Markdown")
    given = parser.parse_args()
    reports = {each.parent.name: json.loads(each.read_text()) for each in given.runs.glob("*/report.json")}
    given.page.write_text(rewritten(given.page.read_text(encoding="utf-8"), reports), encoding="utf-8")


if __name__ == "__main__":
    main()
