"""A learning path of the curriculum: its stages, what each aims at, and how different learners walk it."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from knowledge.curriculum_file import Record
from knowledge.language import base_language
from knowledge.topic import Stage, Text

# The founding document counts its months for a learner with a job, at most so many hours a week.
MONTHS_HOURS = 15


class PathStage(Record):
    """A stage of a path: the topics and projects it aims at, in the order of study, and the months it covers.

    Topics are goals; what they build on is pulled in when a plan is made. `by_language` adds goals for the
    learner's languages, after `topics`.
    """

    stage: Stage
    months: tuple[int, int]
    aims: tuple[Text, ...] = Field(min_length=1)
    topics: tuple[str, ...] = Field(min_length=1)
    by_language: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    projects: tuple[str, ...] = ()

    def goals(self, language: str) -> tuple[str, ...]:
        """Return the topics aimed at by a learner of this language, in the order of study, `language:x` left as is."""
        more = (
            each
            for spoken in dict.fromkeys((base_language(language), language))
            for each in self.by_language.get(spoken, ())
        )
        return tuple(dict.fromkeys((*self.topics, *more)))

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if not 0 <= self.months[0] < self.months[1]:
            raise ValueError(f"months must go forward, not {list(self.months)}")
        return self


class Success(Record):
    """A measure of success, and the topics and projects by which a learner of the path reaches it."""

    measure: Text
    by: tuple[str, ...] = Field(min_length=1)


class Route(Record):
    """How a kind of learner walks a path: what is taken as known, brought forward, or added.

    `experienced` is what those have as well who have done it for years.
    """

    title: Text
    summary: Text
    words: tuple[Text, ...] = Field(min_length=1)
    known: tuple[str, ...] = ()
    experienced: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


class Path(Record):
    """A specialisation; the first of `languages` is the default, `words` in a goal speak for the path."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Text
    summary: Text
    leads_to: tuple[Text, ...]
    languages: tuple[Text, ...] = Field(min_length=1)
    words: tuple[Text, ...]
    stages: tuple[PathStage, ...] = Field(min_length=1)
    success: tuple[Success, ...]
    routes: dict[str, Route] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ranks = [stage.stage.rank for stage in self.stages]
        if ranks != sorted(set(ranks)):
            raise ValueError("each stage stands once, in the order beginner, intermediate, advanced")
        spoken = {language for stage in self.stages for language in stage.by_language}
        if strange := sorted(spoken - {*self.languages, *map(base_language, self.languages)}):
            raise ValueError(f"by_language names {', '.join(strange)}, which the path does not offer")
        return self


class Article(Record):
    """A page of the curriculum that is no topic, such as the one on careers."""

    id: Text
    title: Text
    dated: date
    source: Text
    body: str
