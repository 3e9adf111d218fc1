"""Plans as calendar files."""

from __future__ import annotations

from datetime import UTC, date, datetime

from icalendar import Calendar

from agent.learner import Learner
from agent.plan_calendar import to_ics
from agent.progress import Progress
from agent.schedule import schedule
from tests.curricula import path, project, syllabus, topic

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
