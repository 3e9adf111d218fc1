"""The baseline of a greedy topological order: what is ready comes next, poured into weeks of the learner's hours.

It is what a page of code does with the graph: no topic before what it builds on, no week over its hours. It knows no
days off, no deadline, no review, and gives no reasons. The learner is read as the mentor reads them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from evals.plan_check import goals
from evals.plan_shape import shaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from knowledge.syllabus import Syllabus


def greedy_plan(
    outline: Mapping[str, Any], syllabus: Syllabus, *, starts: date | None = None
) -> dict[str, Any]:
    """A plan in the shape of `mentor learn --json` for the learner of another plan, or of a refusal.

    Args:
        outline: its path, language, hours a week, deadline, and what is known are taken over.
        syllabus: the topics with their hours.
        starts: the first day; by default that of the outline.
    """
    known = {each["id"] for each in (*outline["known"], *outline.get("finished", ()))}
    order = _order(syllabus, outline["path"], outline["language"], known)
    work = [(id_, syllabus.entry(id_).hours.typical) for id_ in order]
    first = starts or date.fromisoformat(outline["starts"])
    return shaped(outline, list(_weeks(work, outline["hours_per_week"])), starts=first)


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


def _weeks(work: Sequence[tuple[str, float]], budget: float) -> Iterator[list[tuple[str, float]]]:
    """The work cut into weeks that hold as much as the budget, but for the last."""
    week: list[tuple[str, float]] = []
    room = budget
    for id_, hours in work:
        left = hours
        while left > 0:
            taken = min(left, room)
            week.append((id_, taken))
            left -= taken
            room -= taken
            if room <= 0:
                yield week
                week, room = [], budget
    if week:
        yield week
