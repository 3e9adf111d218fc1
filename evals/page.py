"""A report as one HTML page without links to anything: figures, distributions, and the worst cases with why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.cases import Split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.outcome import Outcome
    from evals.report import Report

TEMPLATE = Path(__file__).parent / "report.html.jinja"
BARS = 10
SHOWN = 10  # of a ranking, and of passages


def page(report: Report) -> str:
    """The report for people; every word of a case is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["number"] = number
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        report=report.json(),
        baselines=report.baselines,
        splits=[split.value for split in Split],
        ranked_by=report.ranked_by,
        bars=histogram(
            [each.scores[report.ranked_by] for each in report.outcomes if report.ranked_by in each.scores]
        ),
        worst=[shown(each, report.ranked_by) for each in report.worst()],
        unscored=[each for each in report.outcomes if each.unscored is not None],
    )


def number(value: float | None) -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"  # noqa: PLR2004 - shares and scores, or counts


def histogram(values: Sequence[float]) -> list[dict[str, Any]]:
    """How many values, each 0 to 1, lie in each tenth; with the height of its bar in percent of the highest."""
    counts = [0] * BARS
    for value in values:
        counts[min(int(value * BARS), BARS - 1)] += 1
    most = max(counts, default=0) or 1
    return [
        {"from": at / BARS, "to": (at + 1) / BARS, "n": n, "height": round(100 * n / most)}
        for at, n in enumerate(counts)
    ]


def shown(outcome: Outcome, ranked_by: str) -> dict[str, Any]:
    """What a reader sees of a case: what was asked, what was shown, how it scored, and why."""
    given, output = outcome.input, outcome.output
    relevant = given.get("relevant", {})
    turns = given.get("turns") or [given.get("query") or given.get("question") or ""]
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "score": outcome.scores[ranked_by],
        "asked": turns,
        "searched": output.get("question") or output.get("query") or "",
        "answer": output.get("answer", ""),
        "ranking": [
            {"id": key, "score": score, "grade": relevant.get(key, 0)}
            for key, score in output.get("ranking", [])[:SHOWN]
        ],
        "passages": [
            {"n": each["n"], "heading": " › ".join(each["heading"]), "text": each["text"]}
            for each in output.get("passages", [])[:SHOWN]
        ],
        "scores": outcome.scores,
        "baselines": {
            name: each.get(ranked_by) for name, each in outcome.baselines.items() if ranked_by in each
        },
        "reasons": outcome.reasons,
    }
