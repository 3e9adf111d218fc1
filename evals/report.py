"""Report: the figures of a run with their intervals and baselines, and what changed between two runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evals.cases import Split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from evals.intervals import Estimate
    from evals.metric import Metric
    from evals.outcome import Outcome

WORST = 10


@dataclass(frozen=True, slots=True)
class Report:
    """A run, computed anew from its outcomes whenever it is asked for.

    Attributes:
        suite: its name.
        metrics: what is reported, in this order.
        outcomes: one for each case.
        ranked_by: the score by which a case is among the worst.
        made_by: fingerprints, model, cases: whatever shapes the figures.
        extra: figures that are not of cases, by their metrics' names.
        when: when the run ended, in UTC; None where nobody says.
    """

    suite: str
    metrics: tuple[Metric, ...]
    outcomes: tuple[Outcome, ...]
    ranked_by: str
    made_by: dict[str, Any]
    notes: tuple[str, ...] = ()
    extra: dict[str, dict[str, Any]] = field(default_factory=dict)
    when: datetime | None = None

    @property
    def baselines(self) -> tuple[str, ...]:
        """The names of the baselines, in the order in which they were run."""
        return tuple(dict.fromkeys(name for each in self.outcomes for name in each.baselines))

    def json(self) -> dict[str, Any]:
        """The report in the shape of `report.json`."""
        unscored = [each for each in self.outcomes if each.unscored is not None]
        kinds = sorted({each.kind for each in self.outcomes if each.kind})
        return {
            "suite": self.suite,
            "when": self.when.isoformat(timespec="seconds") if self.when else None,
            "cases": len(self.outcomes),
            "scored": len(self.outcomes) - len(unscored),
            "unscored": len(unscored),
            "unscored_because": dict(Counter(each.unscored for each in unscored)),
            "metrics": {**self._figures(self.outcomes), **self.extra},
            "splits": {split.value: self._part(split=split) for split in Split},
            "kinds": {kind: self._part(kind=kind) for kind in kinds},
            "worst": [each.id for each in self.worst()],
            "made_by": self.made_by,
            "fingerprints": self.made_by.get("fingerprints", {}),
            "notes": list(self.notes),
        }

    def worst(self) -> list[Outcome]:
        """The dev cases that scored worst, worst first; held-out ones are not shown, so that nobody tunes on them."""
        shown = [
            each
            for each in self.outcomes
            if each.split is Split.DEV and each.scores.get(self.ranked_by, 1.0) < 1.0
        ]
        return sorted(shown, key=lambda each: each.scores[self.ranked_by])[:WORST]

    def lines(self) -> list[str]:
        """The report for a terminal."""
        document = self.json()
        said = [f"{self.suite}: {document['scored']} cases scored, {document['unscored']} unscored"]
        said += [f"  unscored {n}x: {why}" for why, n in document["unscored_because"].items()]
        said.append(row("", "n", "mean [95 % interval]", "dev", "held out", *self.baselines))
        for name, figure in document["metrics"].items():
            parts = [_of(document["splits"][split.value]["metrics"].get(name)) for split in Split]
            baselines = [_of(figure["baseline"].get(each)) for each in self.baselines]
            said.append(row(name, str(figure["n"]), with_interval(figure), *parts, *baselines))
        return said + [f"  {note}" for note in self.notes]

    def _part(self, *, split: Split | None = None, kind: str | None = None) -> dict[str, Any]:
        part = [
            each
            for each in self.outcomes
            if (split is None or each.split is split) and (kind is None or each.kind == kind)
        ]
        unscored = sum(each.unscored is not None for each in part)
        return {"cases": len(part), "unscored": unscored, "metrics": self._figures(part)}

    def _figures(self, outcomes: Sequence[Outcome]) -> dict[str, Any]:
        found = {}
        for metric in self.metrics:
            mine = metric.of(outcomes)
            if mine is None:
                continue
            baseline = {}
            for name in self.baselines:
                theirs = metric.of(outcomes, name)
                if theirs is not None:
                    apart = metric.against_baseline(outcomes, name)
                    baseline[name] = {**as_json(theirs), "difference": apart and as_json(apart)}
            found[metric.name] = {
                **as_json(mine),
                "baseline": baseline,
                "says": metric.says,
                "high_is_good": metric.high_is_good,
            }
        return found


def as_json(estimate: Estimate) -> dict[str, Any]:
    """An estimate as `report.json` has it; `mean` is the statistic, a percentile where the metric is one."""
    return {
        "n": estimate.n,
        "mean": rounded(estimate.value),
        "low": rounded(estimate.low),
        "high": rounded(estimate.high),
    }


def rounded(value: float | None) -> float | None:
    """A figure without the last digits, in which runs that are alike may differ."""
    return None if value is None else round(value, 9)


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of several suites that were run one after another."""

    reports: tuple[Report, ...]

    def json(self) -> dict[str, Any]:
        """The reports by the names of their suites."""
        return {report.suite: report.json() for report in self.reports}

    def lines(self) -> list[str]:
        """The reports for a terminal."""
        return [line for report in self.reports for line in report.lines()]


def row(name: str, n: str, figure: str, *cells: str) -> str:
    """A line of a table for a terminal."""
    return f"{name:26} {n:>5}  {figure:26} " + " ".join(f"{cell:>10}" for cell in cells)


def with_interval(figure: Mapping[str, Any]) -> str:
    """A figure with its interval, for a terminal."""
    low, high = figure.get("low"), figure.get("high")
    interval = "" if low is None or high is None else f" [{number(low)}, {number(high)}]"
    return number(figure["mean"]) + interval


def _of(figure: Mapping[str, Any] | None) -> str:
    return number(figure["mean"]) if figure else "-"


def number(value: float) -> str:
    """A figure as people read it in a terminal."""
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"  # noqa: PLR2004 - shares and scores, or counts
