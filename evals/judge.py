"""A language model as judge of whether a passage supports a sentence; believed only as far as it agrees with people.

Before a verdict of its is reported, its agreement with the hand-labelled pairs is measured; where that is too low, its
verdicts are not asked for. Whatever it says outside its grades is no verdict.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from agent.errors import SettingsError
from agent.model import open_writer
from evals.cases import SupportPair, load
from evals.intervals import Estimate, estimate, kappa
from evals.opening import bare
from evals.report import as_json
from prompts import fingerprint, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from agent.settings import Settings

PROMPT = "judge"
GRADES = (0, 1, 2)
VERDICT_CHARS = 20  # whatever goes on after so many characters is no verdict
VERDICT = re.compile(r"\W*([0-9]+)\W*")
# "substantial" agreement begins here, by Landis and Koch, Biometrics 33 (1977)
KAPPA_LEAST = 0.6
SAYS = "quadratic-weighted kappa of the judge's grades and those that people agreed on"


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge model.

    Attributes:
        name: of its model.
        complete: asks it.
    """

    name: str
    complete: Callable[[str], str]

    def grade(self, sentence: str, passage: str) -> int | None:
        """0, 1 or 2; None where it said anything else, which is then unscored.

        Raises:
            ModelError: it cannot be asked.
        """
        said = self.complete(render(PROMPT, sentence=sentence, passage=passage))
        found = VERDICT.fullmatch(said)
        grade = int(found[1]) if found else None
        return grade if grade in GRADES else None


@dataclass(frozen=True, slots=True)
class Measured:
    """How well a judge agrees with people: quadratic-weighted kappa over the pairs that it graded.

    Attributes:
        kappa: with its interval; None where it graded nothing, or always the same.
        asked: pairs.
        invalid: pairs on which it gave no verdict.
    """

    kappa: Estimate | None
    asked: int
    invalid: int

    @property
    def is_trusted(self) -> bool:
        """Whether even the low end of the interval is substantial agreement."""
        return self.kappa is not None and self.kappa.low is not None and self.kappa.low >= KAPPA_LEAST

    def says(self) -> str:
        """The measurement in one sentence, with what follows from it."""
        if self.kappa is None or self.kappa.low is None or self.kappa.high is None:
            figure = "no agreement to measure"
        else:
            figure = f"kappa {self.kappa.value:.2f} [{self.kappa.low:.2f}, {self.kappa.high:.2f}]"
        follows = "its verdicts are reported" if self.is_trusted else "its verdicts are not reported"
        return (
            f"judge: {figure} over {self.asked} labelled pairs, {self.invalid} without a verdict; {follows}"
        )


def open_judge(settings: Settings, name: str) -> tuple[Judge, Callable[[], None]]:
    """The judge of a model's name, as `MENTOR_MODEL` would have it, and what gives it back.

    Raises:
        SettingsError: `none` cannot judge.
        ModelError: it cannot be opened.
    """
    writer = open_writer(settings.model_copy(update={"model": name}))
    if writer is None:
        raise SettingsError("the judge is 'none'; name a model, such as --judge openai:gpt-5-mini")
    return Judge(writer.name, partial(bare, writer, chars=VERDICT_CHARS)), writer.close


def measured(judge: Judge, pairs: Sequence[SupportPair]) -> Measured:
    """How well a judge agrees with the grades that people gave."""
    graded = [(judge.grade(pair.sentence, pair.passage), pair.grade) for pair in pairs]
    rows = np.array([(said, meant) for said, meant in graded if said is not None], dtype=np.float64)
    found = estimate(rows.reshape(-1, 2), kappa) if len(rows) else None
    return Measured(found, len(pairs), len(pairs) - len(rows))


@dataclass(frozen=True, slots=True)
class Judging:
    """What a judge adds to a run.

    Attributes:
        trusted: the judge, where it agrees with people well enough; None where it does not, or none was asked for.
        made_by: its model, and the fingerprint of the words that it is asked with.
        notes: how well it agrees, in one sentence.
        figures: the same as a figure of the report.
    """

    trusted: Judge | None = None
    made_by: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)


@contextmanager
def judging(settings: Settings, name: str | None, pairs: Path) -> Iterator[Judging]:
    """The judge of this name, its agreement measured on labelled pairs first; nothing where no name is given.

    Raises:
        CasesError: the pairs cannot be read.
        SettingsError, ModelError: it cannot be opened or asked.
    """
    if name is None:
        yield Judging()
        return
    model, close = open_judge(settings, name)
    try:
        found = measured(model, load(pairs, SupportPair))
        figure = (
            {**as_json(found.kappa), "baseline": {}, "says": SAYS, "high_is_good": True}
            if found.kappa
            else None
        )
        yield Judging(
            model if found.is_trusted else None,
            made_by(name),
            (found.says(),),
            {"judge_kappa": figure} if figure else {},
        )
    finally:
        close()


def made_by(name: str) -> dict[str, str]:
    """What shapes a judge's verdicts: its model, and the words it is asked with."""
    return {"judge": name, "judge_prompt": fingerprint(PROMPT)}
