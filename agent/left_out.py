"""Why each topic and project was left out of a plan that takes what fits: what it would take, and what there is; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.scope import listed
from agent.workweeks import QUARTERS, in_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.draft import Draft
    from agent.plan import Reason
    from agent.scope import Unit
    from agent.selection import Selection

_NAMED = 2  # titles that a reason names before it counts the rest


def left_out(draft: Draft, selection: Selection, kept: Sequence[Unit]) -> list[Reason]:
    """Return what is not kept of the units, in the order of study, each with its own reason in words."""
    units, ids = selection.units, {unit.id for unit in kept}
    titles = {unit.id: unit.title for unit in units if unit.id not in ids}
    opening = [step for steps in draft.left(kept) for step in steps]
    spare = max(draft.room(opening) - sum(step.quarters for step in opening), 0)
    wanted_by: dict[str, list[str]] = {}
    for unit in units:
        for each in unit.prerequisites:
            if unit.id in titles and each in titles:
                wanted_by.setdefault(each, []).append(unit.title)
    reasons = []
    for unit, (count, quarters) in zip(units, selection.missing(ids), strict=True):
        if unit.id in ids:
            continue
        if unit.is_goal:
            direct = [titles[each] for each in unit.prerequisites if each in titles]
            with_ = f" with {_some(direct, count - 1)}, which it builds on" if direct else ""
            over = f"{in_hours((quarters - spare) / QUARTERS)} more than are left"
            reasons.append(draft.reason(unit.id, f"takes {in_hours(quarters / QUARTERS)}{with_}: {over}"))
        else:
            wanted = wanted_by[unit.id]
            reasons.append(
                draft.reason(unit.id, f"only needed by {_some(wanted, len(wanted))}, left out as well")
            )
    return reasons


def _some(titles: Iterable[str], count: int) -> str:
    shown = [*titles][:_NAMED]
    more = count - len(shown)
    return listed((*shown, f"{more} more") if more > 0 else shown)
