"""A plan as a calendar file: one all-day event a week, and one for each milestone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from datetime import date

    from agent.plan import Item, Plan, Week


def to_ics(plan: Plan, *, written: datetime) -> bytes:
    """Return the plan as an iCalendar file (RFC 5545).

    Events keep their identity from version to version, so that a calendar that reads the file again moves them
    instead of doubling them.

    Args:
        plan: the plan to write.
        written: when the file is written, in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Backend Mentor//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Backend Mentor: {plan.path}")
    for week in plan.weeks:
        if week.items:
            calendar.add_component(_week(week, plan, written))
        for item in week.items:
            if item.kind == "milestone" and item.part[0] == item.part[1]:
                calendar.add_component(_milestone(item, week, plan, written))
    return bytes(calendar.to_ical())


def _week(week: Week, plan: Plan, written: datetime) -> Event:
    titles = [item.title for item in week.items if item.kind != "review"]
    event = _event(f"{plan.learner}-week-{week.number}", week.starts, week.ends, plan, written)
    event.add("summary", f"Week {week.number} ({week.planned_hours:g} h): {', '.join(titles) or 'review'}")
    event.add("description", "\n".join(f"{item.hours:g} h  {item.title}" for item in week.items))
    return event


def _milestone(item: Item, week: Week, plan: Plan, written: datetime) -> Event:
    event = _event(f"{plan.learner}-{item.id}", week.ends, week.ends, plan, written)
    event.add("summary", f"Milestone: {item.title}")
    event.add("description", "\n".join(item.because))
    return event


def _event(name: str, first: date, last: date, plan: Plan, written: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@backend-mentor")
    event.add("dtstamp", written.astimezone(UTC))
    event.add("sequence", plan.version)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # RFC 5545: the end of an all-day event is the day after
    event.add("transp", "TRANSPARENT")
    return event
