"""The gate: a quick run of fixed cases, none of whose figures may fall out of the interval that was stored.

The stored figures change by `mentor eval gate --update` alone, in a commit of its own that says why. They name their
cases, so that cases which are added later change nothing, and one that is edited is noticed.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.errors import RunError
from evals.order import Order
from evals.suites import METRICS, RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agent.settings import Settings
    from evals.report import Report

STORED = Path(__file__).parent / "baseline.json"
UPDATE = "`mentor eval gate --update` stores new ones, in a commit of its own that says why"
CASES = {"retrieval": 120, "answers": 40, "plans": 24, "support": 160}  # of each suite
GATED = {
    "retrieval": ("ndcg@10", "recall@10"),
    "answers": ("right", "sentences_supported", "quotes_verbatim"),
    "plans": ("valid", "violations", "understood", "goal_coverage"),
    "support": ("right", "precision", "recall", "unsaid_passed"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure beside what was stored, and what is wrong with it; nothing where `wrong` is None."""

    suite: str
    metric: str
    stored: Mapping[str, Any]
    now: float | None
    wrong: str | None

    def line(self) -> str:
        """The verdict for a terminal."""
        now = "-" if self.now is None else f"{self.now:.3f}"
        interval = f"[{self.stored['low']:.3f}, {self.stored['high']:.3f}]"
        return f"{self.suite:10} {self.metric:22} {now:>7}  stored {interval}  {self.wrong or 'holds'}"


def measure(
    settings: Settings,
    *,
    stored: Mapping[str, Any] | None = None,
    on_progress: Callable[[int, int, str], None] = lambda _done, _total, _name: None,
) -> dict[str, Report]:
    """The reports of the quick run, by suite, without a language model: the same on every machine.

    Args:
        settings: of the mentor; its model is left out.
        stored: names the cases; without it they are drawn anew.
        on_progress: told how far a suite is.
    """
    plain = settings.model_copy(update={"model": "none"})
    with tempfile.TemporaryDirectory(prefix="mentor-gate-") as folder:
        return {
            suite: RUN[suite](
                Order(
                    plain,
                    cases=None,
                    limit=CASES[suite],
                    out=_made(Path(folder) / suite),
                    on_progress=on_progress,
                    only=frozenset(stored[suite]["ids"]) if stored else None,
                    is_quick=True,
                )
            )
            for suite in GATED
        }


def judge(stored: Mapping[str, Any], reports: Mapping[str, Report]) -> list[Verdict]:
    """A verdict on every stored figure of the suites that were run; a case that is gone or unscored is wrong too."""
    return [verdict for suite, report in reports.items() for verdict in _judged(suite, stored[suite], report)]


def document(reports: Mapping[str, Report]) -> dict[str, Any]:
    """What is stored of a quick run: the cases, their fingerprint, and the figures with their intervals."""
    return {
        suite: {
            "ids": [each.id for each in report.outcomes],
            "cases": report.made_by["fingerprints"]["cases"],
            "metrics": {
                name: {key: figure[key] for key in ("n", "mean", "low", "high")}
                for name in GATED[suite]
                if (figure := report.json()["metrics"].get(name)) and figure["low"] is not None
            },
        }
        for suite, report in reports.items()
    }


def read(path: Path = STORED) -> dict[str, Any]:
    """The stored figures.

    Raises:
        RunError: there are none.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{str(path)!r} holds no stored figures; {UPDATE}") from error
    return found


def write(reports: Mapping[str, Report], path: Path = STORED) -> None:
    """Store the figures of a quick run.

    Raises:
        RunError: a case could not be scored, or the file cannot be written.
    """
    unscored = [each.id for report in reports.values() for each in report.outcomes if each.unscored]
    if unscored:
        raise RunError(f"nothing is stored, for {', '.join(unscored)} could not be scored")
    try:
        path.write_text(json.dumps(document(reports), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise RunError(f"{str(path)!r} cannot be written: {error.strerror}") from error


def _judged(suite: str, stored: Mapping[str, Any], report: Report) -> list[Verdict]:
    figures = report.json()["metrics"]
    metrics = {each.name: each for each in METRICS[suite]}
    changed = None
    if report.made_by["fingerprints"]["cases"] != stored["cases"]:
        changed = f"the cases are not those that were stored; {UPDATE}"
    unscored = [each.id for each in report.outcomes if each.unscored]
    if unscored:
        changed = f"{', '.join(unscored)} could not be scored"
    found = []
    for name, held in stored["metrics"].items():
        now = figures[name]["mean"] if name in figures else None
        wrong = changed or _fallen(now, held, is_high_good=metrics[name].high_is_good)
        found.append(Verdict(suite, name, held, now, wrong))
    return found


def _fallen(now: float | None, held: Mapping[str, float], *, is_high_good: bool) -> str | None:
    if now is None:
        return "there is no figure any more"
    if now < held["low"] and is_high_good:
        return f"fell below {held['low']:.3f}"
    if now > held["high"] and not is_high_good:
        return f"rose above {held['high']:.3f}"
    return None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
