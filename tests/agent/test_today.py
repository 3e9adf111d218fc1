"""agent.today: what to do on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from agent.learner import Known, Learner
from agent.plan import Plan
from agent.progress import Event, Kind, progress
from agent.schedule import schedule
from agent.today import today
from tests.curricula import CHOICE, path, syllabus, topic

if TYPE_CHECKING:
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus

MONDAY = date(2026, 11, 30)
LEARNER = Learner(path="python", language="python", start=MONDAY, hours_per_week=7)


def checks(topic_id: str, count: int = 1) -> list[dict[str, Any]]:
    return [CHOICE | {"id": f"{topic_id}.{number}"} for number in range(1, count + 1)]


def graph(*, count: int = 4, hours: float = 6) -> Syllabus:
    """A chain of topics web.t1, web.t2 and so on, each with one check."""
    topics = [
        topic(
            f"web.t{number}",
            [f"web.t{number - 1}"] if number > 1 else [],
            hours=hours,
            checks=checks(f"web.t{number}"),
        )
        for number in range(1, count + 1)
    ]
    return syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def planned(learner: Learner = LEARNER, state: Progress | None = None, **size: Any) -> Plan:
    plan = schedule(graph(**size), learner, state or progress([]), MONDAY)
    assert isinstance(plan, Plan)
    return plan


def test_the_first_day_begins_with_the_first_topic():
    """A day's study is the week's time spread evenly over its days, with the plan's own reasons."""
    found = today(planned(), graph(), progress([]), MONDAY)
    assert [(each.kind, each.id, each.minutes) for each in found.actions] == [("topic", "web.t1", 60)]
    assert found.actions[0].because.startswith("goal of the beginner stage of the Python path")
    assert found.week
    assert (found.minutes, found.week.number, found.week.done_hours) == (60, 1, 0)


def test_a_due_review_comes_before_the_next_topic():
    """What is finished comes back two days later, with how well it is still recalled."""
    state = progress([Event(Kind.DONE, "web.t1", at(MONDAY))])
    found = today(planned(), graph(), state, MONDAY + timedelta(days=2))
    review = found.actions[0]
    assert (review.kind, review.id, review.check, review.overdue_days) == ("review", "web.t1", "web.t1.1", 0)
    assert review.recall
    assert 0.85 < review.recall < 0.95
    assert found.actions[1].id == "web.t2"


def test_a_faded_prerequisite_is_never_held_back():
    """Reviews wait when the week's time for them is used up, but not what the next topic builds on."""
    ids = [f"web.t{number}" for number in range(1, 31)]
    state = progress([Event(Kind.DONE, id_, at(MONDAY - timedelta(days=60))) for id_ in ids])
    learner = replace(LEARNER, hours_per_week=2)
    plan = planned(learner, state, count=32)
    found = today(plan, graph(count=32), state, MONDAY)
    reviews = [each for each in found.actions if each.kind == "review"]
    assert reviews[0].id == "web.t30"
    assert "T31 builds on it" in reviews[0].because
    assert (found.due, len(reviews), found.held_back) == (30, 6, 24)


def test_a_claim_is_tested_before_what_builds_on_it():
    """What was said to be known is asked about once something next needs it, and not again once it was answered."""
    plan = planned(replace(LEARNER, known=(Known("web.t1", "you said so"),)))
    found = today(plan, graph(), progress([]), MONDAY)
    assert [(each.kind, each.id) for each in found.actions] == [("check", "web.t1"), ("topic", "web.t2")]
    assert "not tested yet; T2 builds on it" in found.actions[0].because
    answered = progress([Event(Kind.CHECK, "web.t1.1", at(MONDAY), right=True)])
    assert [each.id for each in today(plan, graph(), answered, MONDAY).actions] == ["web.t2"]


def test_days_away_are_free():
    """On a day away nothing is planned and nothing is held against anybody."""
    away = (MONDAY, MONDAY + timedelta(days=6))
    found = today(planned(), graph(), progress([]), MONDAY + timedelta(days=1), [away])
    assert found.actions == ()
    assert found.note == "You are away until 2026-12-06, so nothing is planned."


def test_what_is_open_from_earlier_weeks_is_named():
    """After a missed week the day still begins with what comes next, and says that replanning helps."""
    found = today(planned(), graph(), progress([]), MONDAY + timedelta(days=8))
    assert found.behind == ("web.t1", "web.t2")
    assert found.note == "Still open from earlier weeks: 2 things. `/plan replan` fits the plan to it."
    assert found.actions[0].id == "web.t1"


def test_a_full_week_is_enough():
    """Once the week's hours are done nothing more is asked for."""
    state = progress([Event(Kind.DONE, "web.t1", at(MONDAY), hours=7)])
    found = today(planned(), graph(), state, MONDAY + timedelta(days=1))
    assert (found.actions, found.note) == ((), "This week's hours are done.")


def studied(days: int, hours: float, id_: str = "web.t1") -> Event:
    return Event(Kind.STUDIED, id_, at(MONDAY + timedelta(days=days)), hours=hours)


def test_what_was_studied_today_is_done_for_today():
    """The hour of the day on a topic of six is enough for the day, counts for the week, and the topic stays open."""
    found = today(planned(), graph(), progress([studied(0, 1)]), MONDAY)
    assert found.actions == ()
    assert found.note == "That was today's study. It goes on tomorrow."
    assert found.week
    assert found.week.done_hours == 1
    (tomorrow,) = today(planned(), graph(), progress([studied(0, 1)]), MONDAY + timedelta(days=1)).actions
    assert (tomorrow.id, tomorrow.minutes) == ("web.t1", 60)


def test_time_that_is_left_of_a_day_goes_to_what_comes_next():
    """Who stops a topic early has the rest of the day for the next."""
    (then,) = today(planned(), graph(), progress([studied(0, 0.5)]), MONDAY).actions
    assert (then.id, then.minutes) == ("web.t2", 30)


def test_a_topic_takes_as_much_less_as_it_was_studied():
    """Of six hours five and a half were studied last week: half an hour is planned for it, and the rest of the day for the next."""
    state = progress([studied(-3, 5.5)])
    first, then = today(planned(), graph(), state, MONDAY).actions
    assert [(each.id, each.minutes) for each in (first, then)] == [("web.t1", 30), ("web.t2", 30)]


def test_hours_of_a_week_count_once():
    """What is finished after it was studied counts whole, and what of it was studied before the week does not."""
    done = Event(Kind.DONE, "web.t1", at(MONDAY))
    for days, hours in ((0, 6), (-3, 4)):
        found = today(planned(), graph(), progress([studied(days, 2), done]), MONDAY)
        assert found.week
        assert found.week.done_hours == hours


def test_without_a_plan_reviews_still_come():
    """What was finished is reviewed whether or not there is a plan."""
    state = progress([Event(Kind.DONE, "web.t1", at(MONDAY))])
    found = today(None, graph(), state, MONDAY + timedelta(days=5))
    assert [each.id for each in found.actions] == ["web.t1"]
    assert found.note == "There is no plan yet: `/learn` builds one."


def test_a_finished_plan_says_so():
    """Where nothing is open there is only review."""
    ids = [f"web.t{number}" for number in range(1, 5)]
    state = progress([Event(Kind.DONE, id_, at(MONDAY)) for id_ in ids])
    found = today(planned(), graph(), state, MONDAY + timedelta(days=40))
    assert found.note == "Everything in your plan is done."
    assert {each.kind for each in found.actions} == {"review"}


def test_today_is_json_and_markdown():
    """The same day can be read by a program and by a person."""
    state = progress([Event(Kind.DONE, "web.t1", at(MONDAY))])
    found = today(planned(), graph(), state, MONDAY + timedelta(days=2))
    values = found.json()
    assert (values["day"], values["minutes"], values["actions"][0]["due"]) == (
        "2026-12-02",
        found.minutes,
        "2026-12-02",
    )
    assert "1. **Review: T1** (`web.t1`), 2 min: " in found.markdown()
