"""A plan as a calendar file: one all-day event a week, and one for each milestone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.plan import Item, Plan, Week


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an event says; its name is the same in every version of the plan."""

    name: str
    first: date
    last: date
    summary: str
    description: str


def to_ics(plan: Plan, *, written: datetime, earlier: Iterable[Plan] = ()) -> bytes:
    """Return the plan as an iCalendar file (RFC 5545).

    Events keep their identity from version to version, and the version is their sequence: a calendar that reads the
    file again moves them instead of doubling them. What earlier versions had and this one has not is cancelled.

    Args:
        plan: the plan to write.
        written: when the file is written, in UTC.
        earlier: versions that a calendar may hold, oldest first.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Backend Mentor//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Backend Mentor: {plan.path}")
    entries = {entry.name: entry for entry in _entries(plan)}
    before = {entry.name: entry for version in earlier for entry in _entries(version)}
    for name, entry in {**before, **entries}.items():
        status = "CONFIRMED" if name in entries else "CANCELLED"
        calendar.add_component(_event(entry, status, plan.version, written))
    return bytes(calendar.to_ical())


def _entries(plan: Plan) -> Iterator[_Entry]:
    for week in plan.weeks:
        if week.items:
            yield _week(week, plan.learner)
        for item in week.items:
            if item.kind == "milestone" and item.part[0] == item.part[1]:
                yield _milestone(item, week, plan.learner)


def _week(week: Week, learner: str) -> _Entry:
    titles = [item.title for item in week.items if item.kind != "review"]
    return _Entry(
        name=f"{learner}-week-{week.number}",
        first=week.starts,
        last=week.ends,
        summary=f"Week {week.number} ({week.planned_hours:g} h): {', '.join(titles) or 'review'}",
        description="\n".join(f"{item.hours:g} h  {item.title}" for item in week.items),
    )


def _milestone(item: Item, week: Week, learner: str) -> _Entry:
    return _Entry(
        name=f"{learner}-{item.id}",
        first=week.ends,
        last=week.ends,
        summary=f"Milestone: {item.title}",
        description="\n".join(item.because),
    )


def _event(entry: _Entry, status: str, sequence: int, written: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@backend-mentor")
    event.add("dtstamp", written.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("status", status)
    event.add("dtstart", entry.first)
    event.add(
        "dtend", entry.last + timedelta(days=1)
    )  # RFC 5545: the end of an all-day event is the day after
    event.add("transp", "TRANSPARENT")
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    return event
