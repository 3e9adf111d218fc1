"""agent.on_track: how a learner is doing."""

from __future__ import annotations

from datetime import UTC, date, datetime

from agent.learner import Learner
from agent.on_track import on_track
from agent.overview import overview
from agent.progress import Event, Kind, Progress, progress
from agent.schedule import schedule
from agent.today import today
from tests.curricula import chain

MONDAY = date(2026, 11, 23)
GRAPH = chain(4, 4, 4)


def said(state: Progress, day: date, *, start: date = MONDAY) -> str:
    learner = Learner(path="python", language="python", start=start, hours_per_week=4.0)
    plan = schedule(GRAPH, learner, Progress(), MONDAY)
    return on_track(plan, state, overview(plan, GRAPH, state, day), today(plan, GRAPH, state, day))


def test_who_keeps_to_the_plan_hears_so() -> None:
    """The week, what is finished, this week's hours, and how real hours came out against the planned."""
    done = Event(Kind.DONE, "web.t1", datetime(2026, 11, 25, 12, tzinfo=UTC), hours=6)
    assert said(progress([done]), date(2026, 11, 26)).startswith(
        "It is week 1 of 4: 1 of 3 topics and projects of your plan are finished. This week 6 of 4 hours are done. "
        "Nothing of earlier weeks is open, so you are on schedule. The plan ends on "
    )
    assert said(progress([done]), MONDAY).endswith("What you timed took 6 hours, where 4 were planned.")


def test_who_is_behind_hears_what_to_do() -> None:
    """What is open from weeks that are over is counted, with the command that fits the plan to it."""
    assert "1 thing of earlier weeks is still open; `/plan replan` fits" in said(
        Progress(), date(2026, 11, 30)
    )


def test_before_the_start_nobody_is_on_schedule() -> None:
    """A plan that begins later is not praised."""
    early = said(Progress(), MONDAY, start=date(2026, 12, 7))
    assert early.startswith("0 of 3 topics and projects of your plan are finished. The plan ends on ")
