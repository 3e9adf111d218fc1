"""The calendar of a learner in weeks from Monday to Sunday, each with the time that may be planned in it.

Time is counted in whole quarters of an hour, rounded down, so that sums are exact and never promise too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.learner import Days

QUARTERS = 4
WEEK_DAYS = 7
# A hundred years: where a plan still goes on then, something is wrong with the profile.
HORIZON_WEEKS = 5200


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """A week, or the part of it that a plan covers.

    Attributes:
        number: from 1, counted from the plan's first week.
        starts: its first day in the plan; a Monday but for the first week.
        ends: its last day in the plan; a Sunday but for the last week before a deadline.
        quarters: the time that may be planned, in quarters of an hour.
    """

    number: int
    starts: date
    ends: date
    quarters: int


@dataclass(frozen=True, slots=True)
class Availability:
    """How much a learner can study: hours in a whole week, less on days away, nothing after the last day."""

    hours_per_week: float
    away: tuple[Days, ...] = ()
    last: date | None = None

    def weeks(self, first: date) -> Iterator[WorkWeek]:
        """Yield the weeks from the first day on, in order, up to the last day or the horizon."""
        starts = first
        for number in range(1, HORIZON_WEEKS + 1):
            if self.last and starts > self.last:
                return
            ends = monday(starts) + timedelta(days=WEEK_DAYS - 1)
            ends = min(ends, self.last) if self.last else ends
            yield WorkWeek(number, starts, ends, self.quarters(starts, ends))
            starts = monday(starts) + timedelta(days=WEEK_DAYS)

    def quarters(self, first: date, last: date) -> int:
        """Return the quarters of an hour that fit into the days from first to last of one week."""
        days = (last - first).days + 1 - _days_away(first, last, self.away)
        return int(self.hours_per_week * QUARTERS * days / WEEK_DAYS + 1e-9)

    def day_of(self, week: WorkWeek, used: int) -> date:
        """Return the day of the week on which so many quarters are used up."""
        day = week.starts
        while day < week.ends and self.quarters(week.starts, day) < used:
            day += timedelta(days=1)
        return day


def in_hours(hours: float) -> str:
    """Return an amount of hours in words."""
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def monday(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def merged(ranges: Sequence[Days]) -> tuple[Days, ...]:
    """Return the same days in ranges that neither overlap nor touch, earliest first."""
    apart: list[Days] = []
    for first, last in sorted(ranges):
        if apart and first <= apart[-1][1] + timedelta(days=1):
            apart[-1] = (apart[-1][0], max(apart[-1][1], last))
        else:
            apart.append((first, last))
    return tuple(apart)


def without(ranges: Sequence[Days], gone: Sequence[Days]) -> tuple[Days, ...]:
    """Return the days of the ranges that are in none of those gone."""
    left = list(ranges)
    for since, until in gone:
        before = [(first, min(last, since - timedelta(days=1))) for first, last in left if first < since]
        after = [(max(first, until + timedelta(days=1)), last) for first, last in left if last > until]
        left = before + after
    return merged(left)


def _days_away(first: date, last: date, away: Sequence[Days]) -> int:
    """Count the days of a range that fall into ranges which do not overlap."""
    overlaps = ((min(last, until) - max(first, since)).days + 1 for since, until in away)
    return sum(days for days in overlaps if days > 0)
