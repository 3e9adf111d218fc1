"""What is to be run: which suite's cases, how many, with which settings, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.cases import AnyCase, sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from agent.settings import Settings
    from evals.opening import Opened


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run.

    Attributes:
        settings: of the mentor.
        cases: a file or folder of cases; None for the shipped ones.
        limit: at most so many cases; None for all.
        out: where the run is kept.
        on_progress: told how many are done, of how many, and what is next.
        only: run these ids alone; None for all.
        is_quick: leave out the baselines that take long to make.
        judge: a model that judges what is cited, by the name that `MENTOR_MODEL` takes; None for none.
    """

    settings: Settings
    cases: Path | None
    limit: int | None
    out: Path
    on_progress: Callable[[int, int, str], None]
    only: frozenset[str] | None = None
    is_quick: bool = False
    judge: str | None = None

    def choose(self, cases: Sequence[AnyCase]) -> tuple[AnyCase, ...]:
        """The cases to run, in their order."""
        if self.only is not None:
            return tuple(case for case in cases if case.id in self.only)
        return sample(cases, self.limit)

    def made_by(self, suite: str, cases: str, fingerprints: dict[str, str], model: str) -> dict[str, Any]:
        """What shapes a run's figures."""
        return {
            "suite": suite,
            "cases": str(self.cases) if self.cases else "shipped",
            "limit": self.limit,
            "is_quick": self.is_quick,
            "model": model,
            "embedding": self.settings.embedding,
            "fingerprints": {**fingerprints, "cases": cases},
        }

    def of_mentor(self, suite: str, cases: str, opened: Opened) -> dict[str, Any]:
        """What shapes the figures of a run that asks a mentor."""
        made_by = self.made_by(suite, cases, opened.fingerprints, self.settings.model_spec)
        return {**made_by, "passages": self.settings.passages}
