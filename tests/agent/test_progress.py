"""The ledger: what events leave a learner with."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.ledger import read
from agent.progress import Event, Kind, progress

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def answer(number: int, *, right: bool, days: float = 0) -> Event:
    return Event(Kind.CHECK, f"web.http.{number}", after(days), right)


def test_done_holds_from_the_first_mark():
    """A topic marked twice is done since the first time."""
    state = progress([Event(Kind.DONE, "web.http", after(0)), Event(Kind.DONE, "web.http", after(3))])
    assert state.done == {"web.http": after(0)}


def test_undone_takes_a_mark_back():
    """A mark that was taken back leaves nothing done and nothing due."""
    state = progress([Event(Kind.DONE, "web.http", after(0)), Event(Kind.UNDONE, "web.http", after(1))])
    assert (state.done, state.due(date(2030, 1, 1))) == ({}, ())


def test_undone_without_a_mark_is_nothing():
    """Taking back what was never marked does no harm."""
    assert progress([Event(Kind.UNDONE, "web.http", START)]).done == {}


def test_a_finished_topic_is_due_two_days_later():
    """The first review comes after two days, as FSRS-6 puts it after a first success."""
    state = progress([Event(Kind.DONE, "web.http", START)])
    assert (state.due(date(2026, 11, 24)), state.due(date(2026, 11, 25))) == ((), ("web.http",))


def test_right_answers_on_the_day_of_finishing_stretch_nothing():
    """What is right on the day on which it was finished says nothing of how long it lasts."""
    done = [Event(Kind.DONE, "web.http", START)]
    answers = [answer(number, right=True) for number in range(1, 5)]
    assert progress([*done, *answers]).memory == progress(done).memory


def test_answers_of_one_day_are_one_review():
    """Three right answers on a day count as one, and as a wrong one if one of them is wrong."""
    done = Event(Kind.DONE, "web.http", START)
    once = [answer(1, right=True, days=3)]
    more = [answer(number, right=True, days=3) for number in range(1, 4)]
    mixed = [*more, answer(4, right=False, days=3), answer(5, right=True, days=3)]
    wrong = [answer(4, right=False, days=3)]
    assert progress([done, *once]).memory == progress([done, *more]).memory
    assert progress([done, *wrong]).memory == progress([done, *mixed]).memory


def test_a_late_right_answer_lasts_longer_than_an_early_one():
    """Stability grows with the time that was really survived."""
    done = Event(Kind.DONE, "web.http", START)
    early, late = (progress([done, answer(1, right=True, days=days)]).memory["web.http"] for days in (1, 8))
    assert late.stability > early.stability


def test_a_wrong_answer_brings_a_topic_back_tomorrow():
    """However well it was known, what is answered wrong is asked again the next day."""
    events = [
        Event(Kind.DONE, "web.http", START),
        answer(1, right=True, days=5),
        answer(1, right=False, days=20),
    ]
    assert progress(events).memory["web.http"].due == after(21).date()


def test_a_skipped_topic_is_neither_done_nor_due():
    """Skipping is kept apart from finishing, and finishing ends it."""
    skipped = Event(Kind.SKIPPED, "web.http", START)
    state = progress([skipped])
    assert (state.skipped, state.done, state.memory) == ({"web.http": START}, {}, {})
    assert progress([skipped, Event(Kind.DONE, "web.http", after(1))]).skipped == {}


def test_the_last_hours_said_count():
    """Real hours come with a finished topic or alone, and the last word holds."""
    events = [
        Event(Kind.HOURS, "web.http", START, hours=9),
        Event(Kind.DONE, "web.http", after(1), hours=7),
        Event(Kind.DONE, "web.json", after(1)),
    ]
    assert progress(events).hours == {"web.http": 7}


def test_an_answered_check_is_open_no_more():
    """The check that was asked last is open until it is answered."""
    asked = Event(Kind.ASKED, "web.http.1", START)
    assert progress([asked]).asked == "web.http.1"
    assert progress([asked, answer(1, right=True)]).asked is None


def test_judging_oneself_alone_makes_no_mastery():
    """Mastery needs a right answer that was decided by a key."""
    own = [Event(Kind.CHECK, f"web.http.{n}", START, right=True, judged_by="self") for n in range(1, 5)]
    assert progress(own).mastered == frozenset()
    assert progress([*own, answer(5, right=True)]).mastered == {"web.http"}


def test_due_topics_come_longest_due_first():
    """The topic that waits longest is reviewed first."""
    state = progress([Event(Kind.DONE, "web.b", after(0)), Event(Kind.DONE, "web.a", after(2))])
    assert state.due(after(9).date()) == ("web.b", "web.a")


@pytest.mark.parametrize(
    ("rights", "is_mastered"),
    [
        ((True,) * 3, False),
        ((True,) * 4, True),
        ((True, True, True, True, False), True),
        ((True,) * 4 + (False,) * 2, False),
    ],
)
def test_mastery_needs_four_right_and_four_of_five(rights, is_mastered):
    """A topic is mastered by the last answers to its checks, not by a button."""
    state = progress([answer(number, right=right) for number, right in enumerate(rights, start=1)])
    assert ("web.http" in state.mastered) == is_mastered


def test_the_last_answer_to_a_check_counts():
    """A check answered right after a wrong answer is right."""
    assert progress([answer(1, right=False), answer(1, right=True)]).answers == {"web.http.1": True}


def test_only_a_check_is_right_or_wrong():
    """An event that mixes the two cannot be built."""
    with pytest.raises(ValueError, match="only a check is right or wrong"):
        Event(Kind.DONE, "web.http", START, right=True)


EVENTS = st.builds(
    lambda kind, id_, days, right: Event(
        kind,
        id_,
        after(days),
        right if kind is Kind.CHECK else None,
        hours=2.5 if kind in (Kind.HOURS, Kind.STUDIED) else None,
    ),
    st.sampled_from(Kind),
    st.sampled_from(["web.a", "web.b", "web.a.1", "web.a.2"]),
    st.integers(0, 400),
    st.booleans(),
)


@given(st.lists(EVENTS, max_size=30))
def test_reviews_come_between_tomorrow_and_a_year(events):
    """Whatever happened, a topic is due between a day and a year after it was last seen."""
    in_order = sorted(events, key=lambda event: event.at)
    for memory in progress(in_order).memory.values():
        assert timedelta(days=1) <= memory.due - memory.last <= timedelta(days=365)


@given(st.lists(EVENTS, max_size=30))
def test_what_is_in_mind_is_what_is_done(events):
    """Reviews are due for finished things and for nothing else."""
    state = progress(sorted(events, key=lambda event: event.at))
    assert state.memory.keys() == state.done.keys()
    assert not state.skipped.keys() & state.done.keys()


@given(st.lists(EVENTS, max_size=30))
def test_a_ledger_replays_to_the_same_state(events):
    """Events that went through the database as JSON leave a learner where they left them before."""
    replayed = [read(json.loads(json.dumps(event.row()))) for event in events]
    assert progress(replayed) == progress(events)


@given(st.lists(EVENTS.filter(lambda event: event.kind is not Kind.UNDONE), max_size=20), st.data())
def test_undoing_a_mark_leaves_no_trace_of_it(events, data):
    """A mark that is taken back at once might never have been made, unless it had been made before."""
    mark = data.draw(EVENTS.filter(lambda event: event.kind in (Kind.DONE, Kind.HOURS, Kind.SKIPPED)))
    undone = [*events, mark, Event(Kind.UNDONE, mark.id, after(400))]
    before = [each for each in events if (each.kind, each.id) != (mark.kind, mark.id)]
    assert progress(undone) == progress(before)


def test_times_of_study_add_up_by_day_and_are_taken_back_one_by_one():
    """What was studied on a day is the sum of its times; taking back takes the last; nothing of it is finished."""
    times = [
        Event(Kind.STUDIED, "web.a", after(days), hours=hours) for days, hours in ((0, 1), (0, 0.5), (1, 2))
    ]
    assert list(progress(times).studied["web.a"].values()) == [1.5, 2]
    back = progress([*times, Event(Kind.UNDONE, "web.a", after(1))])
    assert (list(back.studied["web.a"].values()), back.done, back.hours) == ([1.5], {}, {})


def test_a_day_is_the_one_of_the_place_where_it_happened():
    """What is finished late in the evening counts for that evening, though it is the next day in UTC."""
    evening = datetime(2026, 3, 2, 21, tzinfo=timezone(timedelta(hours=-5)))
    event = read(Event(Kind.DONE, "web.http", evening).row())
    assert progress([event]).memory["web.http"].last == date(2026, 3, 2)


def test_undone_of_a_kind_takes_back_that_kind_alone():
    """A skip is taken back behind hours and study that were told of the same thing later."""
    kept = [
        Event(Kind.HOURS, "web.a", after(1), hours=5.0),
        Event(Kind.STUDIED, "web.a", after(2), hours=1.0),
    ]
    undone = Event(Kind.UNDONE, "web.a", after(3), takes_back=Kind.SKIPPED)
    assert progress([Event(Kind.SKIPPED, "web.a", after(0)), *kept, undone]) == progress(kept)
    assert progress([*kept, undone]) == progress(kept)
    assert read(json.loads(json.dumps(undone.row()))) == undone


def test_only_an_undoing_names_what_it_takes_back():
    """No other event takes anything back, and what is no mark of a learner's is not taken back."""
    for kind, back in ((Kind.DONE, Kind.SKIPPED), (Kind.UNDONE, Kind.ASKED)):
        with pytest.raises(ValueError, match="takes back"):
            Event(kind, "web.a", START, takes_back=back)
