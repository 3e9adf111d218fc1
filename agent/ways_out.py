"""What a learner can change when a plan does not fit: a later date, more hours a week, or a smaller scope; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.learner import HOURS_MOST
from agent.plan import Alternative, Plan, Reason
from agent.scope import without_leftovers
from agent.workweeks import QUARTERS, WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.draft import Draft
    from agent.scope import Unit

_HOURS_STEP = 0.5


def ways_out(draft: Draft, units: Sequence[Unit]) -> tuple[Alternative, ...]:
    """Return the nearest change of each kind that gives a plan; a kind that gives none is left out."""
    return (*_later_date(draft, units), *_more_hours(draft, units), *_smaller_scope(draft, units))


def what_fits(draft: Draft, units: Sequence[Unit]) -> Plan | None:
    """Return the plan of as much as fits, from the start of the order of study; None if nothing does.

    The order of study puts value first, so what is cut are its last goals, and what only they needed.
    """
    fitting = 0
    too_many = len(units) + 1
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if draft.fits(without_leftovers(units[:middle])):
            fitting = middle
        else:
            too_many = middle
    kept = without_leftovers(units[:fitting])
    filled = draft.fill(kept) if kept else None
    return draft.plan(filled, _cut(draft, units, kept)) if filled else None


def _later_date(draft: Draft, units: Sequence[Unit]) -> Iterator[Alternative]:
    open_ended = replace(draft, learner=replace(draft.learner, deadline=None))
    filled = open_ended.fill(units)
    if draft.learner.deadline is None or filled is None:
        return

    def until(day: date) -> Draft:
        return replace(draft, learner=replace(draft.learner, deadline=day))

    latest = open_ended.plan(filled).ends
    earlier = (latest - timedelta(days=days) for days in range(1, 7))
    # a shorter last week reserves less review, so that a day or two may be saved
    *_, earliest = latest, *takewhile(lambda day: until(day).fits(units), earlier)
    chosen = until(earliest).fill(units)
    if chosen:
        yield Alternative(change="later_date", value=earliest, plan=until(earliest).plan(chosen))


def _more_hours(draft: Draft, units: Sequence[Unit]) -> Iterator[Alternative]:
    for hours in _hours_that_might_do(draft, units):
        busier = replace(draft, learner=replace(draft.learner, hours_per_week=hours))
        if filled := busier.fill(units):
            yield Alternative(change="more_hours", value=hours, plan=busier.plan(filled))
            return


def _hours_that_might_do(draft: Draft, units: Sequence[Unit]) -> Iterator[float]:
    """Yield hours a week in steps, from the least in which the work could be done if no review were needed."""
    hour_a_day = replace(draft.availability, hours_per_week=float(WEEK_DAYS))
    weeks = (week for week in hour_a_day.weeks(draft.starts) if week.ends >= draft.resumes)
    days = sum(week.quarters for week in weeks) / QUARTERS
    work = sum(unit.quarters for unit in units) / QUARTERS
    if days:
        least = max(draft.learner.hours_per_week, work / days * WEEK_DAYS - _HOURS_STEP)
        for steps in range(int(least / _HOURS_STEP) + 1, int(HOURS_MOST / _HOURS_STEP) + 1):
            yield steps * _HOURS_STEP


def _smaller_scope(draft: Draft, units: Sequence[Unit]) -> Iterator[Alternative]:
    if plan := what_fits(draft, units):
        yield Alternative(change="smaller_scope", value=plan.hours_total, plan=plan)


def _cut(draft: Draft, units: Sequence[Unit], kept: Sequence[Unit]) -> list[Reason]:
    there = {unit.id for unit in kept}
    learner = draft.learner
    end = f"the time until {learner.deadline}" if learner.deadline else "the time"
    late = f"late in the order of study: {end} at {learner.hours_per_week:g} hours a week ends before it"
    return [
        Reason(id=unit.id, because=late if unit.is_goal else "only needed by what is left out")
        for unit in units
        if unit.id not in there
    ]
