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
from knowledge.syllabus import prerequisites_first

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from agent.draft import Draft
    from agent.scope import Unit

_HOURS_STEP = 0.5


def ways_out(draft: Draft, units: Sequence[Unit]) -> tuple[Alternative, ...]:
    """Return the nearest change of each kind that gives a plan; a kind that gives none is left out."""
    return (*_later_date(draft, units), *_more_hours(draft, units), *_smaller_scope(draft, units))


def what_fits(draft: Draft, units: Sequence[Unit]) -> Plan | None:
    """Return the plan of as much as fits, goals of more value first; None if nothing does.

    The order of study puts value first. Each goal is taken with all that it builds on, unless that does not fit beside
    the goals before it: no other choice serves the first goals better, each in its turn.
    """
    kept = _fitting(draft, units)
    filled = draft.fill(kept) if kept else None
    return draft.plan(filled, _cut(draft, units, kept)) if filled else None


def _fitting(draft: Draft, units: Sequence[Unit]) -> tuple[Unit, ...]:
    fitting = 0
    too_many = len(units) + 1
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if draft.fits(without_leftovers(units[:middle])):
            fitting = middle
        else:
            too_many = middle
    kept = {unit.id for unit in without_leftovers(units[:fitting])}
    by_id = {unit.id: unit for unit in units}
    left = _work(units[fitting].id, by_id, kept) - 1 if fitting < len(units) else 0
    for unit in units[fitting:]:
        more = _needed(unit.id, by_id, kept)
        work = sum(by_id[each].quarters for each in more)
        if not unit.is_goal or unit.id in kept or work > left:
            continue
        if draft.fits([each for each in units if each.id in kept or each.id in more]):
            kept.update(more)
            left -= work
        else:
            left = work - 1  # what takes longer does not fit either
    return tuple(unit for unit in units if unit.id in kept)


def _needed(id_: str, by_id: Mapping[str, Unit], there: Collection[str]) -> list[str]:
    """Return a unit with what it builds on, as far as that is not there."""
    return prerequisites_first(
        id_, lambda each: [one for one in by_id[each].prerequisites if one in by_id and one not in there]
    )


def _work(id_: str, by_id: Mapping[str, Unit], there: Collection[str]) -> int:
    return sum(by_id[each].quarters for each in _needed(id_, by_id, there))


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
    pace = f"{end} at {learner.hours_per_week:g} hours a week"
    late = f"late in the order of study: what comes before it fills {pace}"
    return [
        Reason(id=unit.id, because=late if unit.is_goal else "only needed by what is left out")
        for unit in units
        if unit.id not in there
    ]
