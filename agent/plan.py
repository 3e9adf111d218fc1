"""A plan: dated weeks of topics, projects and reviews, computed from the syllabus for one learner; pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(_Frozen):
    """Something to do in a week: the whole of a topic or project, or part [k, n] of it.

    A milestone is the last step of its project; its id is the project's with `.done` behind it. A review's
    prerequisites are the topics that it reviews.
    """

    kind: Literal["topic", "project", "review", "milestone"]
    id: str
    title: str
    hours: float = Field(gt=0)
    part: tuple[int, int] = (1, 1)
    because: tuple[str, ...]
    prerequisites: tuple[str, ...] = ()
    done: bool = False


class Week(_Frozen):
    """A week of a plan, its items in the order of study; never more planned than its budget."""

    number: int
    starts: date
    ends: date
    budget_hours: float
    planned_hours: float
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(item.hours for item in self.items)
        if abs(total - self.planned_hours) > 1e-6 or total > self.budget_hours + 1e-6:  # noqa: PLR2004 - rounding
            raise ValueError(
                f"week {self.number} holds {total} h, says {self.planned_hours}, has {self.budget_hours}"
            )
        return self


class Reason(_Frozen):
    """A topic or project, and why it stands where it is mentioned; plans of before may have no title and stage."""

    id: str
    because: str
    title: str = ""
    stage: str = ""


class Finished(_Frozen):
    """A topic or project that the learner has finished, and on which day."""

    id: str
    title: str
    on: date


class Assumption(_Frozen):
    """A fact about the learner that the plan rests on and nobody gave in a form."""

    field: str
    value: str
    because: str


class _Outline(_Frozen):
    learner: str
    version: int = Field(ge=1)
    path: str
    language: str
    starts: date
    ends: date | None
    deadline: date | None
    hours_per_week: float
    hours_total: float
    known: tuple[Reason, ...] = ()
    finished: tuple[Finished, ...] = ()
    assumed: tuple[Assumption, ...] = ()


class Plan(_Outline):
    """A plan that holds: no topic before its prerequisites, no week over its hours, the end by the deadline.

    `hours_total` is what the weeks hold, reviews included. `cut` names what of the path was left out, and why.
    """

    feasible: Literal[True] = True
    ends: date
    weeks: tuple[Week, ...]
    cut: tuple[Reason, ...] = ()

    def items(self) -> Iterator[Item]:
        """Yield the items of all weeks, in the order of study."""
        for week in self.weeks:
            yield from week.items


class Alternative(_Frozen):
    """A way out of a plan that does not fit: what changes, to which value, and the plan that it gives."""

    change: Literal["later_date", "more_hours", "smaller_scope"]
    value: date | float
    plan: Plan


class Infeasible(_Outline):
    """No plan holds for this learner: why, and the nearest ways out, each with the plan that it gives.

    `hours_total` is what the whole scope would take; `ends` when it would end without the deadline, if ever.
    """

    feasible: Literal[False] = False
    reason: str
    alternatives: tuple[Alternative, ...]
