"""A learner: the profile as given, and what the mentor plans with once every gap is filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from agent.errors import ProfileError

HOURS_LEAST = 0.25
HOURS_MOST = 80.0
CHARS_MOST = 8000


def _as_list(value: Any) -> Any:
    """Let a lone text stand for a list of one, as people write forms."""
    return (value,) if isinstance(value, str) else value


Short = Annotated[str, Field(max_length=200)]
Shorts = Annotated[tuple[Short, ...], BeforeValidator(_as_list), Field(max_length=300)]
# The calendar of Python ends in the year 9999; a plan may run for a century.
Day = Annotated[date, Field(ge=date(1970, 1, 1), lt=date(2900, 1, 1))]
Days = tuple[Day, Day]


class Profile(BaseModel):
    """What a learner told about themselves; everything may be missing.

    `unknown` is what is not taken as known, whatever else speaks for it. `stage` is where the learner stands now: the stages before it are taken as known. `away` holds first and last
    days, both included. `scope` says what happens when a deadline is too near: "whole" shows the ways out,
    "what_fits" plans what fits. `route` is the kind of learner, as the paths name them. `told_on` is the day on which
    goal and message were written: "in six months" counts from it, however often the profile is read again. `kept`
    names the fields that come from what was said before the message, `guessed` those that a language model read of it. `wanted` are ids of topics to come early, `aims`
    words by which a job is the goal. `include` and `exclude` are ids of topics and projects that the plan is to have, or to do
    without.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    goal: str = Field(default="", max_length=CHARS_MOST)
    path: str | None = None
    languages: Shorts = ()
    stage: Literal["none", "beginner", "intermediate", "advanced"] | None = None
    known: Shorts = ()
    hours_per_week: float | None = Field(default=None, ge=HOURS_LEAST, le=HOURS_MOST, allow_inf_nan=False)
    start: Day | None = None
    deadline: Day | None = None
    away: tuple[Days, ...] = Field(default=(), max_length=100)
    message: str = Field(default="", max_length=CHARS_MOST)
    route: str | None = None
    told_on: Day | None = None
    scope: Literal["whole", "what_fits"] = "whole"
    kept: Shorts = ()
    guessed: Shorts = ()
    unknown: Shorts = ()
    wanted: Shorts = ()
    aims: Shorts = ()
    include: Shorts = ()
    exclude: Shorts = ()

    @model_validator(mode="after")
    def _away_forward(self) -> Self:
        for first, last in self.away:
            if last < first:
                raise ValueError(f"away must go forward: {first} to {last} does not")
        return self


@dataclass(frozen=True, slots=True)
class Known:
    """A topic or project that is taken out of a plan, and why."""

    id: str
    because: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """A fact about a learner that nobody gave in a form, the value it was given, and why."""

    field: str
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner with every gap filled: what a plan is made for.

    `language` is the first of `languages` that the path allows. `known` holds each id once, `denied` are topics that
    the learner says they do not know. `wanted` are topics that come as early as what they build on lets them.
    `seeks_job` says that they learn to be hired. `included` are goals beside those of the path, or dear to the learner;
    `excluded` are none, and only there for what builds on them.
    """

    path: str
    language: str
    start: date
    hours_per_week: float
    deadline: date | None = None
    away: tuple[Days, ...] = ()
    known: tuple[Known, ...] = ()
    denied: tuple[str, ...] = ()
    route: str | None = None
    wanted: tuple[str, ...] = ()
    takes_what_fits: bool = False
    seeks_job: bool = False
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    goal: str = ""
    assumed: tuple[Assumed, ...] = ()
    id: str = "me"


def read_profile(values: object) -> Profile:
    """Return the profile that a form or a JSON document describes.

    Raises:
        ProfileError: a key is unknown, or a value is of the wrong form; the message names every such key.
    """
    if not isinstance(values, Mapping):
        raise ProfileError(
            f"a profile is a set of keys and values, not {type(values).__name__}; {_known_keys()}"
        )
    unknown = [key for key in values if key not in Profile.model_fields]
    if unknown:
        raise ProfileError(f"unknown key {', '.join(map(repr, unknown))} in the profile; {_known_keys()}")
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        raise ProfileError("; ".join(_plainly(dict(each)) for each in error.errors())) from error


def _known_keys() -> str:
    return f"known keys: {', '.join(Profile.model_fields)}"


def _plainly(error: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if place == "hours_per_week" and error["type"] in {
        "greater_than_equal",
        "less_than_equal",
        "finite_number",
    }:
        return f"hours_per_week is {error['input']!r}; it must be from {HOURS_LEAST} to {HOURS_MOST:g}"
    if place == "hours_per_week" and error["type"].startswith("float"):
        return f"hours_per_week is {error['input']!r}; write a number such as 8"
    if error["type"].startswith("date"):
        return f"{place} is {error['input']!r}; write it as 2027-12-31"
    said = error["msg"].removeprefix("Value error, ")
    said = said[0].lower() + said[1:]
    return f"{place} is {error['input']!r}: {said}" if place else said
