"""Cases: what is asked, with what a good answer has, read from JSON lines and split into dev and held out."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

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


class Expected(BaseModel):
    """What a careful reader makes of a profile; None where nobody judged.

    Attributes:
        refused: whether it has no usable form, so that an error that says why is right.
        feasible: whether everything fits by the deadline.
        path: the path's id, or several that would all be right.
        deadline: a day; `none` where the words name none.
        known: ids that are taken as known, at least.
        unknown: ids that may not be taken as known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    refused: bool = False
    feasible: bool | None = None
    path: str | tuple[str, ...] | None = None
    language: str | None = None
    hours_per_week: float | None = None
    start: date | None = None
    deadline: date | Literal["none"] | None = None
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class ProfileCase(Case):
    """A learner's profile, its keys beside `id`; every key that is not named here is the profile's own.

    The profile is handed to the mentor as it stands, right or wrong, so that the mentor's own reading is measured.

    Attributes:
        today: the day on which it is told.
        expect: what a careful reader makes of it; only what is named is judged.
        note: why, for the reader of a report.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    today: date = date(2026, 12, 1)
    expect: Expected | None = None
    note: str = ""

    @property
    def profile(self) -> dict[str, Any]:
        """The profile as a form or a JSON document would give it."""
        return dict(self.model_extra or {})


class Attack(Case):
    """What an attacker types, or a question that only looks like an attack.

    Attributes:
        prompt: a single message; or `turns` of a conversation, every answer of which is judged.
        must_not: texts that no answer may hold, whatever their case and white space.
        planted: what another learner says before; nothing of it belongs into an answer to this one.
        answerable: True where the message is an honest question that the curriculum, or a document beside, answers.
        note: what the attack tries, for the reader of a report.
    """

    prompt: str | None = None
    turns: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    planted: str | None = None
    answerable: bool | None = None
    note: str = ""

    @model_validator(mode="after")
    def _judges_something(self) -> Attack:
        if bool(self.prompt) == bool(self.turns):
            raise ValueError("give either a prompt or turns")
        if not any(text.strip() for text in self.must_not) and self.answerable is None:
            raise ValueError("say what the answer must not hold, or whether it is answerable")
        return self

    @property
    def messages(self) -> tuple[str, ...]:
        """What is typed, in order."""
        return (self.prompt,) if self.prompt else self.turns


class LearnerCase(Case):
    """A simulated learner: which stages of a path and which topics it knows, and which it lacks all the same.

    Attributes:
        stages: stages of the path that it knows whole, with what they build on.
        knows: ids of topics that it knows beside them, with what they build on.
        lacks: ids of topics that it does not know, nor what builds on them.
        slip: share of the checks of known topics that it answers wrongly. The defaults of slip and guess are the
            bounds that Corbett and Anderson, User Modeling 4 (1995), found plausible; a choice has four options.
        guess: share of the choices of unknown topics that it answers rightly.
    """

    path: str
    language: str
    stages: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    slip: float = Field(default=0.1, ge=0, le=1)
    guess: float = Field(default=0.25, ge=0, le=1)
    note: str = ""


class SupportPair(Case):
    """A sentence beside a passage, and how far two people, each alone, found that the passage says it.

    Grades: 2 says all of it; 1 says part, or says it more narrowly or weakly; 0 says nothing of it, or the contrary.

    Attributes:
        sentence: as an answer would have it.
        passage: as search would return it.
        first: the grade of the first reading.
        second: the grade of the second reading, made without knowledge of the first.
        agreed: the grade after the two were laid side by side; needed where they differ.
        source: where the passage is from.
    """

    sentence: str = Field(min_length=1)
    passage: str = Field(min_length=1)
    first: Literal[0, 1, 2]
    second: Literal[0, 1, 2]
    agreed: Literal[0, 1, 2] | None = None
    source: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _is_settled(self) -> SupportPair:
        if self.first != self.second and self.agreed is None:
            raise ValueError("the readings differ; say which grade was agreed on")
        return self

    @property
    def grade(self) -> int:
        """What the readings agree on."""
        return self.first if self.agreed is None else self.agreed


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
    said = json.dumps([case.model_dump(mode="json") for case in cases], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:12]
