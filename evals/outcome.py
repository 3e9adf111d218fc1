"""Outcome: what became of one case; a line of `cases.jsonl`, from which every figure is computed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from evals.cases import Split


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case with what was asked, what came back and how it scored.

    Attributes:
        input: the case as it was given.
        output: what was shown, in the shapes of the `mentor` command.
        scores: by name; a score that does not apply is absent, never zero.
        baselines: the scores of each baseline on the same case.
        reasons: why it scored so, one plain sentence each.
        unscored: why there are no scores; None when there are.
    """

    id: str
    kind: str
    split: Split
    input: dict[str, Any]
    output: dict[str, Any] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    baselines: dict[str, dict[str, float]] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    unscored: str | None = None

    def line(self) -> str:
        """The outcome as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(line: str) -> Outcome:
    """The outcome that a line holds.

    Raises:
        ValueError: it holds none.
    """
    try:
        fields = json.loads(line)
        return Outcome(**{**fields, "split": Split(fields["split"]), "reasons": tuple(fields["reasons"])})
    except (TypeError, KeyError) as error:
        raise ValueError(f"not an outcome: {error}") from error
