"""How a learner is doing, in a few sentences from their plan, their ledger and the day; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.day import Today
    from agent.overview import Overview
    from agent.plan import Plan
    from agent.progress import Progress


def on_track(plan: Plan, progress: Progress, seen: Overview, now: Today) -> str:
    """Return how far the plan is, whether it is kept to, and how the hours came out."""
    return " ".join((*_far(plan, progress, now), *_kept_to(plan, now), *_hours(seen)))


def _far(plan: Plan, progress: Progress, now: Today) -> Iterator[str]:
    planned = {item.id for item in plan.items() if item.kind in ("topic", "project")}
    done = len(planned & progress.done.keys())
    share = f"{done} of {len(planned)} topics and projects of your plan are finished"
    if now.week is None:
        yield f"{share}."
        return
    yield f"It is week {now.week.number} of {plan.weeks[-1].number}: {share}."
    yield f"This week {now.week.done_hours:g} of {now.week.planned_hours:g} hours are done."


def _kept_to(plan: Plan, now: Today) -> Iterator[str]:
    if behind := len(now.behind):
        yield (
            f"{behind} {'thing of earlier weeks is' if behind == 1 else 'things of earlier weeks are'} still open; "
            "`/plan replan` fits the plan to it."
        )
    elif now.day >= plan.starts:
        yield "Nothing of earlier weeks is open, so you are on schedule."
    yield f"The plan ends on {plan.ends}{f', for the deadline {plan.deadline}' if plan.deadline else ''}."


def _hours(seen: Overview) -> Iterator[str]:
    if seen.real_hours:
        yield f"What you timed took {seen.real_hours:g} hours, where {seen.planned_hours:g} were planned."
