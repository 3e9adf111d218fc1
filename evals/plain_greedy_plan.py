"""The baseline of a greedy topological order: what is ready comes next, poured into weeks of the learner's hours.

It is what a page of code does with the graph: no topic before what it builds on, no week over its hours. It knows no
days off, no deadline, no review, and gives no reasons. The learner is read as the mentor reads them. Told the hours that
there are for study, it plans in the mentor's own time: what it then has of the goals is due to order and choice alone.
"""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from itertools import repeat
from typing import TYPE_CHECKING, Any

from evals.plan_check import TINY, WEEK, free_hours, goals
from evals.plan_shape import shaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from evals.plan_check import Days
    from knowledge.syllabus import Syllabus

REVIEW = 0.1
HORIZON = 5200  # weeks


def greedy_plan(
    outline: Mapping[str, Any],
    syllabus: Syllabus,
    *,
    starts: date | None = None,
    hours: Iterable[float] | None = None,
) -> dict[str, Any]:
    """A plan in the shape of `mentor learn --json` for the learner of another plan, or of a refusal.

    Args:
        outline: its path, language, hours a week, deadline, and what is known are taken over.
        syllabus: the topics with their hours.
        starts: the first day; by default that of the outline.
        hours: what each week has; where they end, the plan ends. By default the learner's hours a week for ever.
    """
    known = {each["id"] for each in (*outline["known"], *outline.get("finished", ()))}
    order = _order(syllabus, outline["path"], outline["language"], known)
    work = [(id_, syllabus.entry(id_).hours.typical) for id_ in order]
    first = starts or date.fromisoformat(outline["starts"])
    budgets = repeat(outline["hours_per_week"]) if hours is None else hours
    return shaped(outline, list(_weeks(work, budgets)), starts=first)


def study_hours(outline: Mapping[str, Any], away: Sequence[Days], *, starts: date) -> Iterator[float]:
    """The hours for study in each week of seven days until the deadline: days off left out, and a tenth for review.

    The first week has nothing to review.
    """
    last = date.fromisoformat(outline["deadline"] or date.max.isoformat())
    for number in range(HORIZON):
        first = starts + timedelta(days=WEEK * number)
        if first > last:
            return
        free = free_hours(outline["hours_per_week"], first, min(first + timedelta(days=WEEK - 1), last), away)
        yield free * (1 - REVIEW if number else 1)


def _order(syllabus: Syllabus, path: str, language: str, known: Collection[str]) -> list[str]:
    """The goals and what they build on: always the first that is ready, in the path's order."""
    wanted = goals(syllabus, path, language)
    left = [each for each in wanted if each not in known]
    left += sorted(syllabus.closure(left, language) - set(left) - set(known))
    placed: dict[str, None] = {}
    while left:
        there = placed.keys() | set(known)
        ready = next(each for each in left if there.issuperset(syllabus.prerequisites(each, language)))
        placed[ready] = None
        left.remove(ready)
    return list(placed)


def _weeks(work: Sequence[tuple[str, float]], budgets: Iterable[float]) -> Iterator[list[tuple[str, float]]]:
    """The work cut into weeks that hold as much as their budgets, but for the last."""
    left = deque(work)
    for budget in budgets:
        if not left:
            return
        week: list[tuple[str, float]] = []
        room = budget
        while left and room > TINY:
            id_, hours = left.popleft()
            taken = min(hours, room)
            week.append((id_, taken))
            room -= taken
            if hours - taken > TINY:
                left.appendleft((id_, hours - taken))
        yield week
