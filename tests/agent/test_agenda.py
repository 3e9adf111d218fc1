"""agent.agenda: which topics each week's review is about."""

from __future__ import annotations

from datetime import date, timedelta

from agent.agenda import agenda
from agent.recall import finished
from agent.scope import Step
from agent.timetable import FilledWeek
from agent.workweeks import WorkWeek

MONDAY = date(2026, 11, 23)


LONG_AGO = {f"web.t{number}": finished(MONDAY - timedelta(days=60 - number)) for number in range(1, 6)}


def week(
    number: int = 1, *, review: int = 1, needs: tuple[str, ...] = (), ends: tuple[str, ...] = ()
) -> FilledWeek:
    starts = MONDAY + timedelta(days=7 * (number - 1))
    step = Step("topic", "web.new", "New", 20, (), needs)
    return FilledWeek(WorkWeek(number, starts, starts + timedelta(days=6), 28), ((step, 20),), review, ends)


def test_a_quarter_of_an_hour_has_room_for_three_topics() -> None:
    """A review takes as many topics as it has five minutes for, those that have been due longest first."""
    assert agenda([week()], LONG_AGO) == {1: ("web.t1", "web.t2", "web.t3")}


def test_what_the_week_builds_on_is_reviewed_first() -> None:
    """A decayed prerequisite of the week's topic comes before what has been due longer."""
    assert agenda([week(needs=("web.t5",))], LONG_AGO)[1] == ("web.t5", "web.t1", "web.t2")


def test_what_was_answered_wrong_comes_before_what_is_due_longer() -> None:
    """A lapse is mended before an older memory is refreshed."""
    lapsed = LONG_AGO | {"web.t5": LONG_AGO["web.t5"].after(MONDAY - timedelta(days=3), right=False)}
    assert agenda([week()], lapsed)[1] == ("web.t5", "web.t1", "web.t2")


def test_what_was_reviewed_waits_for_its_next_turn() -> None:
    """The week after takes what found no room, not the same topics again."""
    assert agenda([week(1), week(2)], LONG_AGO)[2][:2] == ("web.t4", "web.t5")


def test_what_a_week_finishes_is_reviewed_later() -> None:
    """A topic finished by the plan itself is forecast too."""
    assert agenda([week(1, review=0, ends=("web.t9",)), week(2)], {}) == {2: ("web.t9",)}


def test_a_week_without_review_time_has_no_review() -> None:
    """No time, no topics."""
    assert agenda([week(review=0)], LONG_AGO) == {}
