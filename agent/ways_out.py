"""What a learner can change when a plan does not fit: a later date, more hours a week, or a smaller scope; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from agent.learner import HOURS_MOST
from agent.left_out import left_out
from agent.plan import Alternative, Plan
from agent.selection import Selection
from agent.workweeks import QUARTERS, WEEK_DAYS
from agent.worth import worth

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from agent.draft import Draft
    from agent.scope import Step, Unit

_HOURS_STEP = 0.5


def ways_out(draft: Draft, units: Sequence[Unit], planned: Collection[str] = ()) -> tuple[Alternative, ...]:
    """Return the nearest change of each kind that gives a plan; a kind that gives none is left out."""
    return (*_later_date(draft, units), *_more_hours(draft, units), *_smaller_scope(draft, units, planned))


def what_fits(draft: Draft, units: Sequence[Unit], planned: Collection[str] = ()) -> Plan | None:
    """Return the plan of as much as fits, chosen by its worth for the learner; None if nothing does.

    What was planned before stays as far as it fits.
    """
    goals = [unit.id for unit in units if unit.is_goal]
    quarters = [sum(step.quarters for step in steps) for steps in draft.left(units)]
    selection = Selection(units, quarters, worth(draft.syllabus, draft.learner, goals))
    kept = _fitting(draft, selection, planned)
    filled = draft.fill(kept) if kept else None
    cut = left_out(draft, selection, kept) if filled else []
    return draft.without({each.id for each in cut}).plan(filled, cut) if filled else None


def _fitting(draft: Draft, selection: Selection, planned: Collection[str]) -> tuple[Unit, ...]:
    """Return what is kept of the units, in the order of study; nothing where nothing fits.

    Reviews begin once a topic is finished, so how much fits beside them follows from what is studied first.
    """
    units = selection.units
    room = draft.room(_until_first_topic(draft.left(units)))
    while room > 0:
        ids = selection.best(room, planned)
        kept = tuple(unit for unit in units if unit.id in ids)
        if kept and draft.fits(kept):
            return kept
        room = min(room - 1, draft.room(_until_first_topic(draft.left(kept))))
    return ()


def _until_first_topic(steps: Sequence[Sequence[Step]]) -> list[Step]:
    opening: list[Step] = []
    for step in chain.from_iterable(steps):
        opening.append(step)
        if step.kind == "topic":
            break
    return opening


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


def _smaller_scope(draft: Draft, units: Sequence[Unit], planned: Collection[str]) -> Iterator[Alternative]:
    if plan := what_fits(draft, units, planned):
        yield Alternative(change="smaller_scope", value=plan.hours_total, plan=plan)
