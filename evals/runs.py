"""The runs that a folder holds, newest first: their figures, how a figure went from run to run, and worst cases."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from evals.comparison import REPORT
from evals.errors import RunError
from evals.running import outcomes
from evals.shown import shown
from evals.suites import METRICS, RANKED_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was written down.

    Attributes:
        id: its folder, as seen from the folder of all runs.
        folder: where it is.
        when: when it ended, in UTC.
        report: `report.json` as it stands.
    """

    id: str
    folder: Path
    when: datetime
    report: Mapping[str, Any]

    @property
    def suite(self) -> str:
        """The suite's name."""
        return str(self.report["suite"])

    @property
    def model(self) -> str:
        """The language model that was measured; `none` where there was none."""
        return str(self.report["made_by"].get("model", "none"))

    @property
    def ranked_by(self) -> str:
        """The metric that ranks the suite's cases: the one to show first."""
        return RANKED_BY[self.suite]

    @property
    def headline(self) -> Mapping[str, Any] | None:
        """The figure of the metric that ranks the cases: n, mean, low, high, baseline; None where nothing has it."""
        found: Mapping[str, Any] | None = self.report["metrics"].get(self.ranked_by)
        return found


@dataclass(frozen=True, slots=True)
class Point:
    """A metric's figure in one run; the interval is None below two cases."""

    run: str
    when: datetime
    model: str
    n: int
    mean: float
    low: float | None
    high: float | None


def runs(folder: Path) -> tuple[Run, ...]:
    """The finished runs below a folder, newest first; what is no run, or is still running, is passed over.

    A run of all suites counts as one run of each.
    """
    found = [run for path in folder.glob(f"*/{REPORT}") if (run := _run(path, folder))]
    found += [run for path in folder.glob(f"*/*/{REPORT}") if (run := _run(path, folder))]
    return tuple(sorted(found, key=lambda run: (run.when, run.id), reverse=True))


def trend(of: Sequence[Run], suite: str, metric: str) -> tuple[Point, ...]:
    """How a metric of a suite went from run to run, oldest first; runs without the figure are left out.

    Runs over other cases or with another model stand in it as well: the points say which.
    """
    points = []
    for run in reversed(of):
        figure = run.report["metrics"].get(metric) if run.suite == suite else None
        if figure:
            points.append(
                Point(run.id, run.when, run.model, figure["n"], figure["mean"], figure["low"], figure["high"])
            )
    return tuple(points)


def metrics(suite: str) -> dict[str, str]:
    """The metrics of a suite with what each says, in the order of its report.

    Raises:
        RunError: there is no such suite.
    """
    if suite not in METRICS:
        raise RunError(f"there is no suite {suite!r}; there are {', '.join(METRICS)}")
    return {each.name: each.says for each in METRICS[suite]}


def worst(run: Run) -> tuple[dict[str, Any], ...]:
    """The dev cases that scored worst in a run, worst first: what was asked, what was shown, the scores, and why.

    Raises:
        RunError: the run's cases cannot be read.
    """
    by_id = {each.id: each for each in outcomes(run.folder)}
    return tuple(shown(by_id[id_], run.ranked_by) for id_ in run.report["worst"] if id_ in by_id)


def summary(of: Sequence[Run]) -> Iterator[dict[str, Any]]:
    """A row for each run: id, suite, when, model, cases, unscored, and the headline figure with its interval."""
    for run in of:
        figure = run.headline or {}
        yield {
            "id": run.id,
            "suite": run.suite,
            "when": run.when.isoformat(timespec="seconds"),
            "model": run.model,
            "cases": run.report["cases"],
            "unscored": run.report["unscored"],
            "metric": run.ranked_by,
            **{key: figure.get(key) for key in ("n", "mean", "low", "high")},
        }


def _run(path: Path, folder: Path) -> Run | None:
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        told = report.get("when")
        when = datetime.fromisoformat(told) if told else datetime.fromtimestamp(path.stat().st_mtime, UTC)
        run = Run(str(path.parent.relative_to(folder)), path.parent, when, report)
        is_known = (
            run.suite in RANKED_BY and {"metrics", "made_by", "cases", "unscored", "worst"} <= report.keys()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        logger.info("%s holds no report that can be read", path)
        return None
    return run if is_known else None
