"""A learner's day: what is to be done, in order, each with its time and its reason, as data and in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

HOUR = 60


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do.

    Attributes:
        kind: "review" asks a check of what is finished, "check" one of what was said to be known and is untested.
        id: of the topic or project.
        check: the check that is asked, if it is one.
        recall: the probability that it is still recalled, if it is a review.
        due: the day on which the review came due.
    """

    kind: Literal["review", "check", "topic", "project", "milestone"]
    id: str
    title: str
    minutes: int
    because: str
    check: str | None = None
    recall: float | None = None
    due: date | None = None
    overdue_days: int = 0


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """The plan's week that the day is in, with the hours that are planned and done."""

    number: int
    starts: date
    ends: date
    planned_hours: float
    done_hours: float


@dataclass(frozen=True, slots=True)
class Today:
    """What to do on a day, in order.

    Attributes:
        note: one sentence on where the learner stands; empty where there is nothing to say.
        due: how many reviews are due in all.
        held_back: how many of them wait, because the week's time for review is used up.
        behind: what was planned for weeks that are over and is still open.
    """

    day: date
    note: str
    actions: tuple[Action, ...]
    due: int
    held_back: int
    behind: tuple[str, ...]
    week: ThisWeek | None

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(action.minutes for action in self.actions)

    def json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {**_plain(asdict(self)), "minutes": self.minutes}

    def markdown(self) -> str:
        """Return it as the chat and the terminal show it."""
        parts = [
            f"**{self.day:%A}, {self.day}**" + (f": about {_time(self.minutes)}" if self.actions else "")
        ]
        parts += [self.note] if self.note else []
        rows = [f"{number}. {_row(action)}" for number, action in enumerate(self.actions, start=1)]
        parts += ["\n".join(rows)] if rows else []
        if self.held_back:
            parts.append(f"{self.held_back} more reviews wait: this week's time for review is used up.")
        if any(action.check for action in self.actions):
            parts.append("`/review` asks the first check.")
        return "\n\n".join(parts)


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def _row(action: Action) -> str:
    what = {"review": "Review: ", "check": "Check: ", "project": "Project: "}.get(action.kind, "")
    return f"**{what}{action.title}** (`{action.id}`), {_time(action.minutes)}: {action.because}"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
