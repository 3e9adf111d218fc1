"""Comparison: what changed between two runs over the cases that both have; a change within the interval is no change."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evals.cases import Split
from evals.errors import RunError
from evals.report import WORST, as_json, number, rounded, row, with_interval
from evals.running import outcomes as read_outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evals.intervals import Estimate
    from evals.metric import Metric
    from evals.outcome import Outcome

REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another over the cases that both have.

    Attributes:
        unscored: how many of the cases could not be scored, in the old run and in the new one.
        made_by: what shaped the figures and differs.
        worse: the dev cases that lost most, with why; held-out ones are not shown, so that nobody tunes on them.
        better: those that won most.
        pairs: both outcomes of the cases that are shown, by id.
    """

    suite: str
    old: str
    new: str
    cases: int
    unscored: tuple[int, int]
    made_by: dict[str, list[Any]]
    metrics: dict[str, dict[str, Any]]
    worse: tuple[dict[str, Any], ...]
    better: tuple[dict[str, Any], ...]
    ranked_by: str = ""
    pairs: Mapping[str, tuple[Outcome, Outcome]] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The comparison as a JSON document."""
        return {
            "suite": self.suite,
            "old": self.old,
            "new": self.new,
            "cases": self.cases,
            "unscored": list(self.unscored),
            "made_by": self.made_by,
            "metrics": self.metrics,
            "worse": list(self.worse),
            "better": list(self.better),
        }

    def lines(self) -> list[str]:
        """The comparison for a terminal."""
        said = [f"{self.suite}: {self.new} against {self.old}, {self.cases} cases in both"]
        if any(self.unscored):
            said.append(f"  unscored: {self.unscored[0]} in the old run, {self.unscored[1]} in the new one")
        said += [f"  {name}: {old} -> {new}" for name, (old, new) in self.made_by.items()]
        said.append(row("", "n", "difference [95 % interval]", "old", "new", "verdict"))
        for name, each in self.metrics.items():
            cells = (number(each["old"]), number(each["new"]), each["verdict"])
            said.append(row(name, str(each["n"]), with_interval(each), *cells))
        for title, changed in (("worse", self.worse), ("better", self.better)):
            said += [
                f"  {title}: {each['id']} {number(each['old'])} -> {number(each['new'])}" for each in changed
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
    worse = tuple(each for each in changed if each["new"] < each["old"])[:WORST]
    better = tuple(each for each in reversed(changed) if each["new"] > each["old"])[:WORST]
    named = {each["id"] for each in (*worse, *better)}
    return Comparison(
        suite=suite,
        old=str(old),
        new=str(new),
        cases=len(both),
        unscored=(
            sum(one.unscored is not None for _, one in both),
            sum(two.unscored is not None for two, _ in both),
        ),
        made_by=_differing(before["made_by"], after["made_by"]),
        metrics=_compared(METRICS[suite], both),
        worse=worse,
        better=better,
        ranked_by=RANKED_BY[suite],
        pairs={new.id: (old, new) for new, old in both if new.id in named},
    )


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The comparisons of several suites that were run one after another."""

    comparisons: tuple[Comparison, ...]

    def json(self) -> dict[str, Any]:
        """The comparisons by the names of their suites; one alone as it is."""
        if len(self.comparisons) == 1:
            return self.comparisons[0].json()
        return {each.suite: each.json() for each in self.comparisons}

    def lines(self) -> list[str]:
        """The comparisons for a terminal."""
        return [line for each in self.comparisons for line in each.lines()]


def compare_all(old: Path, new: Path) -> Comparisons:
    """What changed between two runs, or suite by suite between two folders of `mentor eval run all`.

    Raises:
        RunError: as for `compare`, or the folders have no suite in common.
    """
    if (old / REPORT).exists() or (new / REPORT).exists():
        return Comparisons((compare(old, new),))
    suites = [
        each.name
        for each in sorted(new.glob("*"))
        if (each / REPORT).exists() and (old / each.name / REPORT).exists()
    ]
    if not suites:
        raise RunError(
            f"{str(old)!r} and {str(new)!r} have no run of a suite in common; `mentor eval run --out` makes one"
        )
    return Comparisons(tuple(compare(old / suite, new / suite) for suite in suites))


def _document(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(
            f"there is no report at {str(folder)!r}; `mentor eval run --out` writes one"
        ) from error
    return found


def _changes(both: Sequence[tuple[Outcome, Outcome]], key: str) -> list[dict[str, Any]]:
    return [
        {"id": new.id, "old": old.scores[key], "new": new.scores[key], "reasons": list(new.reasons)}
        for new, old in both
        if new.split is Split.DEV and key in new.scores and key in old.scores
    ]


def _compared(
    metrics: Sequence[Metric], both: Sequence[tuple[Outcome, Outcome]]
) -> dict[str, dict[str, Any]]:
    found = {}
    for metric in metrics:
        apart = metric.against([(new.scores, old.scores) for new, old in both])
        mine, theirs = (metric.of([pair[side] for pair in both]) for side in (0, 1))
        if apart and mine and theirs:
            figures = {"old": rounded(theirs.value), "new": rounded(mine.value)}
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
