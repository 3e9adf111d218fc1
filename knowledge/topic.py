"""A topic of the curriculum, with its checks, misconceptions and resources."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.curriculum_file import Record

Text = Annotated[str, Field(min_length=1)]


class Stage(StrEnum):
    """A stage of learning; `rank` orders them from 0."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """The stage's place among the stages, from 0."""
        return list(Stage).index(self)


class Hours(Record):
    """Hours of study and practice, for a learner who has the prerequisites."""

    low: float = Field(gt=0)
    typical: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.typical <= self.high:
            raise ValueError(
                f"hours must order low <= typical <= high, not {self.low}, {self.typical}, {self.high}"
            )
        return self


class Misconception(Record):
    """Something that learners believe, and what is so."""

    says: Text
    truth: Text


class Resource(Record):
    """A primary source to read further."""

    title: Text
    url: str = Field(pattern=r"^https://\S+$")


class Check(Record):
    """A question on a topic, with its key and the heading whose section answers it."""

    id: Text
    kind: Literal["choice", "short", "open", "code"]
    ask: Text
    heading: str = Field(alias="from", pattern=r"^#\S+$")
    options: tuple[Text, ...] = ()
    answer: str = ""
    why: str = ""
    key_points: tuple[Text, ...] = ()
    language: str = ""
    solution: str = ""
    output: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        options = 4
        if self.kind == "choice" and (len(set(self.options)) != options or self.answer not in self.options):
            raise ValueError("a choice needs four different options, one of them the answer")
        if self.kind in {"short", "open"} and not (self.answer and self.key_points):
            raise ValueError(f"a check of kind {self.kind} needs answer and key_points")
        if self.kind == "code" and not (self.language and self.solution and self.output):
            raise ValueError("a check of kind code needs language, solution and output")
        return self


class Topic(Record):
    """What can be learned in one go; `prerequisites` are direct ones, `language:x` left unresolved."""

    id: str = Field(pattern=r"^[a-z]+\.[a-z0-9-]+$")
    title: Text
    stage: Stage
    kind: Literal["concept", "procedure", "design"]
    hours: Hours
    prerequisites: tuple[str, ...]
    languages: tuple[str, ...] = Field(min_length=1)
    outcomes: tuple[Text, ...] = Field(min_length=1)
    misconceptions: tuple[Misconception, ...]
    checks: tuple[Check, ...]
    resources: tuple[Resource, ...]
    body: str

    @property
    def area(self) -> str:
        """The area that the topic belongs to: the part of its id before the point."""
        return self.id.partition(".")[0]
