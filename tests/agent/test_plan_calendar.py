"""Plans as calendar files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar

from agent.learner import Learner
from agent.plan_calendar import to_ics
from agent.progress import Event, Kind, Progress, progress
from agent.schedule import replan, schedule
from tests.curricula import path, project, syllabus, topic

if TYPE_CHECKING:
    from agent.plan import Plan

MONDAY = date(2026, 11, 23)
WRITTEN = datetime(2026, 11, 23, 9, tzinfo=UTC)


def events():
    graph = syllabus(
        [topic("web.a", hours=5, title="Æsop, or fables; and more")],
        [path({"beginner": {"topics": ["web.a"], "projects": ["projects.p"]}})],
        [project("projects.p", ["web.a"])],
    )
    learner = Learner(path="python", language="python", start=date(2026, 11, 26), hours_per_week=7.0)
    plan = schedule(graph, learner, Progress(), MONDAY)
    return Calendar.from_ical(to_ics(plan, written=WRITTEN)).walk("VEVENT")


def test_each_week_is_an_all_day_event_that_ends_the_day_after():
    """A week's event runs from its first day to the day after its last, as the standard has it."""
    first = events()[0]
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2026, 11, 26), date(2026, 11, 30))


def test_a_milestone_has_an_event_of_its_own():
    """The milestone that completes a project stands on the last day of its week."""
    milestone = next(each for each in events() if each["summary"].startswith("Milestone"))
    assert (milestone["dtstart"].dt, str(milestone["summary"])) == (date(2026, 12, 6), "Milestone: P: Step 2")


def test_titles_survive_the_format():
    """Commas, semicolons and letters beyond ASCII come back as they were."""
    assert "Æsop, or fables; and more" in str(events()[0]["summary"])


def test_events_keep_their_identity():
    """Two exports of one plan name the same events, so that a calendar moves them."""
    assert [each["uid"] for each in events()] == [each["uid"] for each in events()]
    assert events()[0]["uid"] == "me-week-1@backend-mentor"


class ReadingCalendar:
    """A calendar that takes files as RFC 5545 has it: by UID, the highest sequence holds, what is cancelled is taken out."""

    def __init__(self):
        self.held = {}

    def read(self, file: bytes) -> None:
        found = Calendar.from_ical(file).walk("VEVENT")
        assert len({str(each["uid"]) for each in found}) == len(found)
        for event in found:
            before = self.held.get(str(event["uid"]))
            if before is None or (event["sequence"], event["dtstamp"].dt) > (
                before["sequence"],
                before["dtstamp"].dt,
            ):
                self.held[str(event["uid"])] = event

    def shown(self) -> list[tuple[str, date, date]]:
        """What stands in the calendar: summary, first day and the day after the last, in order of time."""
        standing = [each for each in self.held.values() if each["status"] != "CANCELLED"]
        rows = [(str(each["summary"]), each["dtstart"].dt, each["dtend"].dt) for each in standing]
        return sorted(rows, key=lambda row: (row[1], row[0]))


def three_versions() -> list[Plan]:
    """A plan; the same after a week in which a project was done ahead; and after more hours, with fewer weeks."""
    graph = syllabus(
        [topic("web.a", hours=10), topic("web.b", ["web.a"], hours=10)],
        [path({"beginner": {"topics": ["web.a", "web.b"], "projects": ["projects.p", "projects.q"]}})],
        [project("projects.p", ["web.a"]), project("projects.q", ["web.b"])],
    )
    learner = Learner(path="python", language="python", start=MONDAY, hours_per_week=7.0)
    first = schedule(graph, learner, Progress(), MONDAY)
    marks = [Event(Kind.DONE, id_, WRITTEN) for id_ in ("web.a", "projects.p")]
    second = replan(first, graph, learner, progress(marks), MONDAY + timedelta(days=7))
    faster = replace(learner, hours_per_week=20.0, away=((date(2026, 12, 7), date(2026, 12, 13)),))
    third = replan(second, graph, faster, progress(marks), MONDAY + timedelta(days=7))
    return [first, second, third]


def test_a_calendar_that_reads_each_version_shows_the_last_one_alone():
    """Read in after each new version, a calendar holds each event once, as the newest version has it."""
    read = ReadingCalendar()
    versions = three_versions()
    assert len({len(plan.weeks) for plan in versions}) > 1
    for number, plan in enumerate(versions):
        at = WRITTEN + timedelta(days=number)
        read.read(to_ics(plan, written=at, earlier=versions[:number]))
        fresh = ReadingCalendar()
        fresh.read(to_ics(plan, written=at))
        assert read.shown() == fresh.shown()
        for event in read.held.values():
            assert (event["sequence"], event["dtstamp"].dt) == (plan.version, at)


def test_a_version_that_was_not_read_leaves_nothing_behind():
    """A calendar that reads the first and the third version shows the third alone."""
    read, fresh = ReadingCalendar(), ReadingCalendar()
    first, second, third = three_versions()
    read.read(to_ics(first, written=WRITTEN))
    read.read(to_ics(third, written=WRITTEN, earlier=[first, second]))
    fresh.read(to_ics(third, written=WRITTEN))
    assert read.shown() == fresh.shown()
    assert any(each["status"] == "CANCELLED" for each in read.held.values())


def test_reading_a_file_twice_changes_nothing():
    """The same file once more adds and moves nothing."""
    read = ReadingCalendar()
    file = to_ics(three_versions()[0], written=WRITTEN)
    read.read(file)
    before = read.shown()
    read.read(file)
    assert read.shown() == before
