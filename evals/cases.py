"""Cases: what is asked, with what a good answer has, read from JSON lines and split into dev and held out."""

from __future__ import annotations

import json
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.errors import CasesError
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHIPPED = Path(__file__).parent / "cases"


class Split(StrEnum):
    """Whether a case may be looked at while something is tuned."""

    DEV = "dev"
    HELD_OUT = "held_out"


def split(case: str) -> Split:
    """The split of a case's id: decided by its SHA-256, half and half, so that nobody chooses."""
    return Split.HELD_OUT if sha256(case.encode()).digest()[0] & 1 else Split.DEV


class Case(BaseModel):
    """What every case has; unknown keys are refused.

    Attributes:
        id: unique in its file; decides the split.
        kind: such as `fact` or `misspelt`; figures are given for each as well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    kind: str = ""


class RetrievalCase(Case):
    """A query and the sections that answer it.

    Attributes:
        query: as a learner types it.
        relevant: `topic#slug-of-the-heading` to 2 where the section answers it, 1 where it helps.
    """

    query: str = Field(min_length=1)
    relevant: dict[str, int] = Field(min_length=1)


class AnswerCase(Case):
    """A question, or a conversation whose last turn is judged.

    Attributes:
        key_points: what a good answer says, each in a few words; `|` parts other ways to say it.
        covered: whether the curriculum answers it; None where nobody has said.
        note: why, for the reader of a report.
    """

    question: str | None = None
    turns: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    covered: bool | None = None
    note: str = ""

    @model_validator(mode="after")
    def _asks_once(self) -> AnswerCase:
        if bool(self.question) == bool(self.turns):
            raise ValueError("give either a question or turns")
        empty = [point for point in self.key_points if not all(stems(way) for way in point.split("|"))]
        if empty:
            raise ValueError(
                f"the key point {empty[0]!r} has a way to say it without a word that tells anything"
            )
        return self

    @property
    def messages(self) -> tuple[str, ...]:
        """What the learner says, in order."""
        return (self.question,) if self.question else self.turns


class FollowUpCase(Case):
    """A conversation whose last turn leans on the ones before, the question it stands for, and what answers that."""

    turns: tuple[str, ...] = Field(min_length=2)
    stand_alone: str = Field(min_length=1)
    relevant: dict[str, int] = Field(min_length=1)


AnyCase = TypeVar("AnyCase", bound=Case)


def load(path: Path, kind: type[AnyCase]) -> tuple[AnyCase, ...]:
    """The cases of a file, in its order.

    Raises:
        CasesError: it cannot be read, is empty, or a line is no such case or repeats an id.
    """
    found: dict[str, AnyCase] = {}
    for number, line in numbered_lines(path):
        try:
            case = kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise CasesError(
                f"{str(path)!r}, line {number}: {where or 'the line'}: {first['msg']}; "
                f"a case has {', '.join(kind.model_fields)}"
            ) from None
        if case.id in found:
            raise CasesError(f"{str(path)!r}, line {number}: the id {case.id!r} stands there twice")
        found[case.id] = case
    if not found:
        raise CasesError(f"{str(path)!r} holds no cases")
    return tuple(found.values())


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that are not blank, with their numbers.

    Raises:
        CasesError: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CasesError(f"{str(path)!r} cannot be read: {reason}") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def sample(cases: Sequence[AnyCase], limit: int | None) -> tuple[AnyCase, ...]:
    """At most ``limit`` of the cases: always the same ones, drawn by the hash of their ids, in file order."""
    if limit is None or limit >= len(cases):
        return tuple(cases)
    drawn = sorted(cases, key=lambda case: sha256(f"sample {case.id}".encode()).digest())[:limit]
    kept = {case.id for case in drawn}
    return tuple(case for case in cases if case.id in kept)


def fingerprint(cases: Iterable[Case]) -> str:
    """Twelve hex digits over everything the cases say."""
    said = json.dumps([case.model_dump() for case in cases], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:12]
