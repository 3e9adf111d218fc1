"""A report, or a comparison, as one HTML page without links to anything, for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.cases import Split
from evals.charts import histogram, strip
from evals.shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from evals.comparison import Comparisons
    from evals.report import Report

TEMPLATES = Path(__file__).parent / "pages"
FEWEST = 3  # different values from which on a distribution says something
SMALL = 10


def page(report: Report) -> str:
    """The report for people; every word of a case is escaped."""
    return (
        _templates()
        .get_template("report.html.jinja")
        .render(
            report=report.json(),
            baselines=report.baselines,
            splits=[split.value for split in Split],
            ranked_by=report.ranked_by,
            distributions=_distributions(report),
            worst=[shown(each, report.ranked_by) for each in report.worst()],
            unscored=[each for each in report.outcomes if each.unscored is not None],
        )
    )


def comparison_page(comparisons: Comparisons) -> str:
    """The comparison for people: the figures, and the cases that changed most, old and new side by side."""
    return (
        _templates()
        .get_template("comparison.html.jinja")
        .render(
            comparisons=[
                {
                    **each.json(),
                    "ranked_by": each.ranked_by,
                    "pairs": {
                        id_: [shown(outcome, each.ranked_by) for outcome in pair]
                        for id_, pair in each.pairs.items()
                    },
                }
                for each in comparisons.comparisons
            ]
        )
    )


def number(value: float | None) -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < SMALL else f"{value:,.0f}"


def interval(figure: Mapping[str, Any]) -> str:
    """A figure's interval as people read it; nothing where a single case has none."""
    low, high = figure["low"], figure["high"]
    return "" if low is None or high is None else f"{number(low)} to {number(high)}"


def _distributions(report: Report) -> list[dict[str, Any]]:
    """The histogram of the score that ranks the cases, of the mentor and of each baseline, then of every other score."""
    found = []
    names = [
        report.ranked_by,
        *dict.fromkeys(key for each in report.metrics for key in each.keys or (each.name,)),
    ]
    for name in dict.fromkeys(names):
        sides = {"mentor": [each.scores[name] for each in report.outcomes if name in each.scores]}
        if name == report.ranked_by:
            for other in report.baselines:
                sides[other] = [
                    each.baselines[other][name]
                    for each in report.outcomes
                    if name in each.baselines.get(other, {})
                ]
        found += [
            {"name": name, "of": side, "n": len(values), "bars": histogram(values)}
            for side, values in sides.items()
            if len(set(values)) >= FEWEST or (name == report.ranked_by and values)
        ]
    return found


def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    environment.filters["interval"] = interval
    environment.filters["strip"] = strip
    return environment
