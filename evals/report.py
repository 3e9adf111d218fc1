"""Report: the figures of a run with their intervals and baselines, and what changed between two runs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evals.cases import Split
from evals.errors import RunError
from evals.running import outcomes as read_outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

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
    """

    suite: str
    metrics: tuple[Metric, ...]
    outcomes: tuple[Outcome, ...]
    ranked_by: str
    made_by: dict[str, Any]
    notes: tuple[str, ...] = ()
    extra: dict[str, dict[str, Any]] = field(default_factory=dict)

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
        said.append(_row("", "n", "mean [95 % interval]", "dev", "held out", *self.baselines))
        for name, figure in document["metrics"].items():
            parts = [_of(document["splits"][split.value]["metrics"].get(name)) for split in Split]
            baselines = [_of(figure["baseline"].get(each)) for each in self.baselines]
            said.append(_row(name, str(figure["n"]), _with_interval(figure), *parts, *baselines))
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
        "mean": _rounded(estimate.value),
        "low": _rounded(estimate.low),
        "high": _rounded(estimate.high),
    }


def _rounded(value: float | None) -> float | None:
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another over the cases that both have."""

    old: str
    new: str
    cases: int
    made_by: dict[str, list[Any]]
    metrics: dict[str, dict[str, Any]]
    worse: tuple[dict[str, Any], ...]
    better: tuple[dict[str, Any], ...]

    def json(self) -> dict[str, Any]:
        """The comparison as a JSON document."""
        return {
            "old": self.old,
            "new": self.new,
            "cases": self.cases,
            "made_by": self.made_by,
            "metrics": self.metrics,
            "worse": list(self.worse),
            "better": list(self.better),
        }

    def lines(self) -> list[str]:
        """The comparison for a terminal."""
        said = [f"{self.new} against {self.old}, {self.cases} cases in both"]
        said += [f"  {name}: {old} -> {new}" for name, (old, new) in self.made_by.items()]
        said.append(_row("", "n", "difference [95 % interval]", "old", "new", "verdict"))
        for name, each in self.metrics.items():
            cells = (_number(each["old"]), _number(each["new"]), each["verdict"])
            said.append(_row(name, str(each["n"]), _with_interval(each), *cells))
        for title, changed in (("worse", self.worse), ("better", self.better)):
            said += [
                f"  {title}: {each['id']} {_number(each['old'])} -> {_number(each['new'])}"
                for each in changed
            ]
        return said


def compare(old: Path, new: Path) -> Comparison:
    """What changed from one run's folder to another's; a change within the interval is no change.

    Only cases that read the same in both runs are compared.

    Raises:
        RunError: a folder holds no run, they are of different suites, or no case is in both.
    """
    from evals.suites import METRICS, RANKED_BY

    before, after = _document(old), _document(new)
    suite = after["suite"]
    if before["suite"] != suite:
        raise RunError(
            f"{str(old)!r} is a run of {before['suite']!r}, {str(new)!r} of {suite!r}; compare like with like"
        )
    one = {each.id: each for each in read_outcomes(old)}
    both = [
        (each, one[each.id])
        for each in read_outcomes(new)
        if each.id in one and each.input == one[each.id].input
    ]
    if not both:
        raise RunError(f"{str(old)!r} and {str(new)!r} have no case in common that reads the same")
    changed = sorted(_changes(both, RANKED_BY[suite]), key=lambda each: each["new"] - each["old"])
    return Comparison(
        old=str(old),
        new=str(new),
        cases=len(both),
        made_by=_differing(before["made_by"], after["made_by"]),
        metrics=_compared(METRICS[suite], both),
        worse=tuple(each for each in changed if each["new"] < each["old"])[:WORST],
        better=tuple(each for each in reversed(changed) if each["new"] > each["old"])[:WORST],
    )


def _document(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(
            f"there is no report at {str(folder)!r}; `mentor eval run --out` writes one"
        ) from error
    return found


def _changes(both: Sequence[tuple[Outcome, Outcome]], key: str) -> list[dict[str, Any]]:
    return [
        {"id": new.id, "old": old.scores[key], "new": new.scores[key], "reasons": list(new.reasons)}
        for new, old in both
        if key in new.scores and key in old.scores
    ]


def _compared(
    metrics: Sequence[Metric], both: Sequence[tuple[Outcome, Outcome]]
) -> dict[str, dict[str, Any]]:
    found = {}
    for metric in metrics:
        apart = metric.against([(new.scores, old.scores) for new, old in both])
        mine, theirs = (metric.of([pair[side] for pair in both]) for side in (0, 1))
        if apart and mine and theirs:
            figures = {"old": _rounded(theirs.value), "new": _rounded(mine.value)}
            found[metric.name] = {**as_json(apart), **figures, "verdict": _verdict(metric, apart)}
    return found


def _verdict(metric: Metric, apart: Estimate) -> str:
    """What a difference amounts to; of times only their direction, since the machine may have been busy."""
    if not apart.excludes_zero:
        return "no change"
    if metric.is_timed:
        return "slower" if apart.value > 0 else "faster"
    return "better" if (apart.value > 0) == metric.high_is_good else "worse"


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {key: [old.get(key), new.get(key)] for key in sorted({*old, *new}) if old.get(key) != new.get(key)}


def _row(name: str, n: str, figure: str, *cells: str) -> str:
    return f"{name:26} {n:>5}  {figure:26} " + " ".join(f"{cell:>10}" for cell in cells)


def _with_interval(figure: Mapping[str, Any]) -> str:
    low, high = figure.get("low"), figure.get("high")
    interval = "" if low is None or high is None else f" [{_number(low)}, {_number(high)}]"
    return _number(figure["mean"]) + interval


def _of(figure: Mapping[str, Any] | None) -> str:
    return _number(figure["mean"]) if figure else "-"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"  # noqa: PLR2004 - shares and scores, or counts
