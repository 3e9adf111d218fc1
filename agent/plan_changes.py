"""What a learner's words would make of their plan: what was understood of them, what not, and the profile and marks; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.dialogue_words import facts
from agent.intake import complete
from agent.learner import Profile, read_profile
from agent.ledger import Event, Kind
from agent.plan import Plan
from agent.scope import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from agent.learner import Assumed
    from agent.plan import Infeasible
    from agent.plan_words import Change
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus


@dataclass(frozen=True, slots=True)
class Needed:
    """Something that is to be left out and stays, by its title, and the titles of what builds on it."""

    title: str
    by: tuple[str, ...]

    def __str__(self) -> str:
        shown = listed((*self.by[:2], f"{len(self.by) - 2} more") if len(self.by) > 2 else self.by)  # noqa: PLR2004 - two names are enough
        return f"{self.title} stays, because {shown or 'something in the plan'} builds on it"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a change would make of a plan.

    Attributes:
        understood: what was understood, a few words each.
        unread: what was not, in the learner's words, perhaps with why.
        changes: what would change, in sentences; empty where nothing would.
        plan: the plan that there would be, or why none fits.
        needed: what was to be left out and stays, because something builds on it.
        recorded: what is in the ledger already, because it happened whether a plan fits or not.
        version: the version of the plan that it would change.
    """

    understood: tuple[str, ...]
    unread: tuple[str, ...]
    changes: tuple[str, ...]
    plan: Plan | Infeasible
    needed: tuple[Needed, ...] = ()
    recorded: tuple[str, ...] = ()
    version: int = 0


def still_needed(excluded: Collection[str], plan: Plan | Infeasible) -> tuple[Needed, ...]:
    """Return what a plan still has of what was to be left out, each with what builds on it."""
    items = [item for item in plan.items() if item.kind != "review"] if isinstance(plan, Plan) else []
    titles = {item.id: item.title for item in items if not item.done}
    found = []
    for id_ in dict.fromkeys(excluded):
        users = dict.fromkeys(item.title for item in items if id_ in item.prerequisites)
        if id_ in titles:
            found.append(Needed(titles[id_], tuple(users)))
    return tuple(found)


def with_goals(profile: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return a profile with what a change includes and leaves out; what is said last of a thing counts."""
    include = [each for each in profile.get("include", ()) if each not in change.exclude]
    exclude = [each for each in profile.get("exclude", ()) if each not in change.include]
    told = {
        "include": list(dict.fromkeys((*include, *change.include))),
        "exclude": list(dict.fromkeys((*exclude, *change.exclude))),
    }
    kept = {name: value for name, value in profile.items() if name not in told}
    return {**kept, **{name: ids for name, ids in told.items() if ids}}


def marks(change: Change, progress: Progress, at: datetime) -> tuple[Event, ...]:
    """Return the marks in the ledger that a change makes: what is skipped no more, and what is finished and was not yet."""
    back = (
        Event(Kind.UNDONE, id_, at, takes_back=Kind.SKIPPED)
        for id_ in change.include
        if id_ in progress.skipped
    )
    done = (
        Event(Kind.DONE, id_, at, hours=hours)
        for id_, hours in change.done
        if id_ not in progress.done or hours not in (None, progress.hours.get(id_))
    )
    return (*back, *done)


def recorded(events: Iterable[Event], syllabus: Syllabus) -> tuple[str, ...]:
    """Return what marks in the ledger say, a few words each."""
    return tuple(
        _finished(event.id, event.hours, syllabus)
        if event.kind is Kind.DONE
        else f"{syllabus.entry(event.id).title} is skipped no more"
        for event in events
    )


def understood(
    change: Change, before: Mapping[str, Any], after: Mapping[str, Any], syllabus: Syllabus, today: date
) -> tuple[str, ...]:
    """Return what was understood of a change, a few words each."""
    return (*_acts(change, syllabus), *_facts(before, after, syllabus, today))


def _acts(change: Change, syllabus: Syllabus) -> Iterator[str]:
    if change.include:
        yield f"keep or take in {_titles(change.include, syllabus)}"
    if change.exclude:
        yield f"leave out {_titles(change.exclude, syllabus)}"
    for id_, hours in change.done:
        yield _finished(id_, hours, syllabus)
    if change.refit:
        yield "fit the plan to where you are today"


def _finished(id_: str, hours: float | None, syllabus: Syllabus) -> str:
    return f"{syllabus.entry(id_).title} is finished{f', in {hours:g} hours' if hours else ''}"


def _facts(
    before: Mapping[str, Any], after: Mapping[str, Any], syllabus: Syllabus, today: date
) -> Iterator[str]:
    were = {name: value for _, name, value in _told(before, syllabus, today)}
    for _, name, value in _told(after, syllabus, today):
        if were.get(name) != value:
            yield f"{name}: {value}"


def _told(profile: Mapping[str, Any], syllabus: Syllabus, today: date) -> Iterator[tuple[str, str, str]]:
    read = read_profile(profile)
    return facts(profile, complete(read, syllabus, read.told_on or today), syllabus, today)


def doubted(
    before: Mapping[str, Any], after: Mapping[str, Any], syllabus: Syllabus, today: date
) -> tuple[str, ...]:
    """Return what a change told that could not be used, and why."""
    old = {(each.field, each.value) for each in _doubts(before, syllabus, today)}
    new = _doubts(after, syllabus, today)
    return tuple(f"{each.value} ({each.because})" for each in new if (each.field, each.value) not in old)


def _doubts(profile: Mapping[str, Any], syllabus: Syllabus, today: date) -> tuple[Assumed, ...]:
    return complete(Profile.model_validate(profile), syllabus, today).doubts


def _titles(ids: tuple[str, ...], syllabus: Syllabus) -> str:
    return listed(syllabus.entry(each).title for each in ids)
