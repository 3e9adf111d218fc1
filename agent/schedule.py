"""How a plan comes about, and how it changes with what really happened: schedule and replan; pure.

One learner studies one thing at a time, and work can be split over weeks: a single machine with preemption. There list
scheduling without idle time ends as early as any order can, so that it fits a deadline whenever anything does; and
placing each goal, in the order of their value, right after what it builds on finishes the first goal as early as
possible, then the second, and so on. A local search over the order was tried and is not what
a curriculum's order means: with worth falling evenly along it, it comes on average within half a per cent of the best on
small instances, but on the shipped paths it puts the path's language, which takes long, ten places later.
Where not all goals fit, `agent.selection` chooses among them by what `agent.worth` says that each is worth; what is kept
stays in the order of study. `tests/bench/plan_optimality.py` measures both, and their distance from the best on small
instances.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.draft import Draft
from agent.plan import Infeasible, Plan, Week
from agent.scope import MILESTONE, kept_in_order, scope
from agent.ways_out import ways_out, what_fits
from agent.workweeks import QUARTERS, in_hours, monday

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from agent.learner import Learner
    from agent.plan import Item
    from agent.progress import Progress
    from agent.scope import Unit
    from knowledge.syllabus import Syllabus


def schedule(
    syllabus: Syllabus, learner: Learner, progress: Progress, today: date, *, version: int = 1
) -> Plan | Infeasible:
    """Return the plan of a learner from today on, or from their start if that is later.

    Raises:
        ProfileError: the syllabus has no such path.
    """
    units = scope(syllabus, learner, progress)
    return _decide(Draft(syllabus, learner, progress, max(learner.start, today), version), units)


def replan(
    plan: Plan, syllabus: Syllabus, learner: Learner, progress: Progress, today: date
) -> Plan | Infeasible:
    """Return the plan's next version: done stays done, the rest keeps its order, and only what must move moves.

    Weeks that are over keep what was done in them, and the part of what was under way when they ended. This week
    keeps its whole budget, less what was done in it.

    Raises:
        ProfileError: the syllabus has no such path.
    """
    positions: dict[str, int] = {}
    for index, item in enumerate(plan.items()):
        if (
            not item.done
        ):  # done out of turn and taken back, it has no place that the others would have to follow
            positions.setdefault(item.id, index)
    units = kept_in_order(scope(syllabus, learner, progress), positions)
    version = plan.version + 1
    planned = {_owner(item) for item in plan.items() if item.kind != "review"}
    if plan.starts > today:
        draft = Draft(syllabus, learner, progress, max(learner.start, today), version)
        return _decide(draft, units, planned)
    resumes = max(monday(today), monday(learner.start))
    history = _history(plan, progress, today, units)
    draft = Draft(syllabus, learner, progress, plan.starts, version, resumes, history)
    return _decide(draft, units, planned)


def _decide(draft: Draft, units: Sequence[Unit], planned: Collection[str] = ()) -> Plan | Infeasible:
    filled = draft.fill(units)
    if filled is not None:
        return draft.plan(filled)
    if draft.learner.takes_what_fits and (plan := what_fits(draft, units, planned)):
        return plan
    alternatives = ways_out(draft, units, planned)
    later = next((each.plan for each in alternatives if each.change == "later_date"), None)
    work = sum(unit.quarters for unit in units) / QUARTERS
    return Infeasible(
        **draft.outline(),
        ends=later.ends if later else None,
        hours_total=later.hours_total if later else work,
        reason=_reason(draft, work),
        alternatives=alternatives,
    )


def _reason(draft: Draft, work: float) -> str:
    learner = draft.learner
    first = max(draft.starts, draft.resumes)
    if learner.deadline is None:
        return f"{in_hours(work)} of study do not fit into a hundred years at {in_hours(learner.hours_per_week)} a week"
    if learner.deadline < first:
        return f"the deadline {learner.deadline} is before the first day of study, {first}"
    weeks = draft.availability.weeks(draft.starts)
    room = sum(week.quarters for week in weeks if week.ends >= draft.resumes) / QUARTERS
    return (
        f"{in_hours(work)} of study, and the review they need, do not fit into the {in_hours(room)} that there {'is' if room == 1 else 'are'} "
        f"from {first} to {learner.deadline} at {in_hours(learner.hours_per_week)} a week"
    )


def _history(plan: Plan, progress: Progress, today: date, units: Sequence[Unit]) -> tuple[Week, ...]:
    """Return the weeks begun by today with what was done in them; those that are over also with what was begun.

    What was begun is left out where it is wanted no more, because what needed it is done, where something that it
    builds on was taken back and comes again, and where it takes no more in all by now than was spent on it.
    """
    this_week, under_way = monday(today), _under_way(plan, progress, monday(today))
    over = [item for week in plan.weeks if week.ends < this_week for item in week.items]
    spent = sum(item.hours for item in over if item.id == under_way) * QUARTERS
    to_do = {unit.id for unit in units}
    goes_on = {
        step.id
        for unit in units
        for step in unit.steps
        if to_do.isdisjoint(unit.prerequisites) and spent < step.quarters
    }
    under_way = under_way if under_way in goes_on else None
    done_lately = {id_ for id_, at in progress.done.items() if at.date() >= this_week}
    return tuple(
        _kept(week, progress.done, under_way) if week.ends < this_week else _kept(week, done_lately, None)
        for week in plan.weeks
        if week.starts <= today
    )


def _kept(week: Week, done: Collection[str], under_way: str | None) -> Week:
    items = tuple(
        item.model_copy(update={"done": _owner(item) in done})
        for item in week.items
        if _owner(item) in done or item.id == under_way
    )
    return week.model_copy(update={"items": items, "planned_hours": sum(item.hours for item in items)})


def _owner(item: Item) -> str:
    """Return the id of the topic or project that the item belongs to."""
    return item.id.removesuffix(MILESTONE)


def _under_way(plan: Plan, progress: Progress, this_week: date) -> str | None:
    """Return the id of what a learner who keeps to the plan is in the middle of when this week begins."""
    over = [
        item for week in plan.weeks if week.ends < this_week for item in week.items if item.kind != "review"
    ]
    if not over or over[-1].part[0] == over[-1].part[1]:
        return None
    open_ = {item.id for item in over if _owner(item) not in progress.done}
    return over[-1].id if open_ == {over[-1].id} else None
