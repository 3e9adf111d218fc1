"""Why something is in a plan, and when it comes or the plan ends: answers from the plan's own data; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.scope import MILESTONE, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.plan import Item, Plan, Week
    from knowledge.syllabus import Syllabus

_PARTS = 3  # of a title that stands for many topics


def why(ids: Sequence[str], plan: Plan, syllabus: Syllabus) -> str:
    """Return why topics or projects are in a plan, or why not, a paragraph each."""
    return "\n\n".join(_why(id_, plan, syllabus) for id_ in ids[:_PARTS])


def _why(id_: str, plan: Plan, syllabus: Syllabus) -> str:
    title = syllabus.entry(id_).title
    placed = list(_placed(id_, plan))
    if placed:
        week, item = placed[0]
        reasons = "; ".join(item.because)
        return f"**{title}** is in week {week.number} of your plan, from {week.starts}: {reasons}."
    return _not_placed(id_, title, plan)


def _not_placed(id_: str, title: str, plan: Plan) -> str:
    for finished in plan.finished:
        if finished.id == id_:
            return f"**{title}** is not planned any more: you finished it on {finished.on}."
    for lead, reasons in (("is taken as known", plan.known), ("is left out", plan.cut)):
        for each in reasons:
            if each.id == id_:
                return f"**{title}** {lead}: {each.because}."
    return f"**{title}** is not in your plan: neither your path nor anything in it needs it. *Include {title}* takes it in."


def when(ids: Sequence[str], plan: Plan, day: date, syllabus: Syllabus) -> str:
    """Return when topics or projects of a plan come; of none, when the plan ends and what is left of it."""
    if not ids:
        return _end(plan, day)
    return "\n\n".join(_when(id_, plan, syllabus) for id_ in ids[:_PARTS])


def _when(id_: str, plan: Plan, syllabus: Syllabus) -> str:
    title, placed = syllabus.entry(id_).title, list(_placed(id_, plan))
    if not placed:
        return _not_placed(id_, title, plan)
    (first, _), (last, _) = placed[0], placed[-1]
    if all(item.done for _, item in placed):
        return f"**{title}** is done; it was planned for week {first.number}, from {first.starts}."
    if first.number == last.number:
        return f"**{title}** is planned for week {first.number}, {first.starts} to {first.ends}."
    return f"**{title}** is planned for weeks {first.number} to {last.number}, {first.starts} to {last.ends}."


def _end(plan: Plan, day: date) -> str:
    left = [week for week in plan.weeks if week.ends >= day and any(not item.done for item in week.items)]
    hours = sum(item.hours for week in plan.weeks for item in week.items if not item.done)
    if not left:
        return f"Everything in your plan is done; it ended on {plan.ends}."
    weeks = "1 week" if len(left) == 1 else f"{len(left)} weeks"
    by = f", before your deadline {plan.deadline}" if plan.deadline else ""
    late = [
        item.title
        for week in plan.weeks
        for item in week.items
        if week.ends < day and not item.done and item.kind != "review"
    ]
    behind = ""
    if late:
        shown = listed((*late[:_PARTS], f"{len(late) - _PARTS} more") if len(late) > _PARTS else late)
        behind = f" Of earlier weeks {shown} {'is' if len(late) == 1 else 'are'} still open, so it ends later unless you catch up."
    return f"Your plan ends on **{plan.ends}**{by}: {hours:g} hours in {weeks} are left.{behind}"


def _placed(id_: str, plan: Plan) -> Iterator[tuple[Week, Item]]:
    for week in plan.weeks:
        for item in week.items:
            if item.kind != "review" and item.id.removesuffix(MILESTONE) == id_:
                yield week, item
