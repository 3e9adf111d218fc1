"""What changed from one version of a plan to the next, as data and in sentences; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.scope import MILESTONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.plan import Plan

NOTHING_CHANGED = "Nothing changed."
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that now begins in another week; both are the first days of their weeks."""

    id: str
    title: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a plan is made for, such as the hours a week, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new version changes: its terms, titles of what is finished, added, left out and now taken as known, and what moved.

    `ends` is the old and the new last day.
    """

    finished: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Moved, ...]
    ends: tuple[date, date]
    terms: tuple[Term, ...] = ()
    known: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        changed = self.terms or self.finished or self.added or self.removed or self.moved or self.known
        return bool(changed) or self.ends[0] != self.ends[1]

    def sentences(self) -> tuple[str, ...]:
        """Return the change in words, the most important first; one sentence says so where nothing changed."""
        return tuple(self._sentences()) or (NOTHING_CHANGED,)

    def _sentences(self) -> Iterator[str]:
        for term in self.terms:
            yield f"{term.name}: {term.after} instead of {term.before}."
        before, after = self.ends
        if before != after:
            days = abs((after - before).days)
            yield f"The plan now ends on {after}, {days} day{'s' * (days > 1)} {'later' if after > before else 'earlier'}."
        titled = (
            ("Finished", self.finished),
            ("Added", self.added),
            ("Taken as known", self.known),
            ("Left out", self.removed),
        )
        for said, titles in titled:
            if titles:
                yield f"{said}: {_some(titles)}."
        if self.moved:
            yield f"Moved: {_some([f'{each.title} to the week of {each.after}' for each in self.moved])}."


def difference(old: Plan, new: Plan) -> Difference:
    """Return what the new plan changes; reviews are left out, because they follow from the rest."""
    old_weeks, new_weeks = _first_weeks(old), _first_weeks(new)
    finished = {each.id for each in new.finished} - {each.id for each in old.finished}
    settled, known = {each.id for each in new.finished}, {each.id for each in new.known}
    gone = [id_ for id_ in old_weeks if id_ not in new_weeks and _owner(id_) not in settled]
    return Difference(
        finished=tuple(each.title for each in new.finished if each.id in finished),
        added=tuple(title for id_, (title, _) in new_weeks.items() if id_ not in old_weeks),
        removed=tuple(old_weeks[id_][0] for id_ in gone if _owner(id_) not in known),
        known=tuple(old_weeks[id_][0] for id_ in gone if _owner(id_) in known),
        moved=tuple(
            Moved(id_, title, old_weeks[id_][1], starts)
            for id_, (title, starts) in new_weeks.items()
            if id_ in old_weeks and old_weeks[id_][1] != starts
        ),
        ends=(old.ends, new.ends),
        terms=tuple(_terms(old, new)),
    )


def is_same(old: Plan, new: Plan) -> bool:
    """Say whether a new version would be the old one over again, whatever the words of its reasons: the same work in the same weeks."""
    return not difference(old, new) and _work(old) == _work(new) and _beside(old) == _beside(new)


def _work(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (week.starts, week.ends, week.budget_hours, item.id, item.hours, item.part, item.done)
        for week in plan.weeks
        for item in week.items
    ]


def _beside(plan: Plan) -> tuple[set[str], ...]:
    """Return what is known, finished and left out."""
    return tuple({each.id for each in reasons} for reasons in (plan.known, plan.finished, plan.cut))


def _terms(old: Plan, new: Plan) -> Iterator[Term]:
    named = (
        ("Path", old.path, new.path),
        ("Language", old.language, new.language),
        ("Hours a week", f"{old.hours_per_week:g}", f"{new.hours_per_week:g}"),
        ("Deadline", str(old.deadline or "none"), str(new.deadline or "none")),
    )
    return (Term(name, before, after) for name, before, after in named if before != after)


def _first_weeks(plan: Plan) -> dict[str, tuple[str, date]]:
    """Map what is still to do to its title and the first day of the week in which it begins."""
    weeks: dict[str, tuple[str, date]] = {}
    for week in plan.weeks:
        for item in week.items:
            if item.kind != "review" and not item.done:
                weeks.setdefault(item.id, (item.title, week.starts))
    return weeks


def _owner(id_: str) -> str:
    return id_.removesuffix(MILESTONE)


def _some(titles: list[str] | tuple[str, ...]) -> str:
    more = len(titles) - _SHOWN
    return "; ".join((*titles[:_SHOWN], f"and {more} more") if more > 0 else titles)
