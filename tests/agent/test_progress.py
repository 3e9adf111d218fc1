"""The ledger: what events leave a learner with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_a_finished_topic_is_due_the_next_day():
    """The first review comes a day after a topic is finished."""
    state = progress([Event(Kind.DONE, "web.http", START)])
    assert (state.due(date(2026, 11, 23)), state.due(date(2026, 11, 24))) == ((), ("web.http",))


def test_a_right_answer_doubles_the_gap_that_was_survived():
    """Right after five days means due again after ten."""
    state = progress([Event(Kind.DONE, "web.http", START), answer(1, right=True, days=5)])
    assert state.memory["web.http"].due == after(15).date()


def test_answers_on_one_day_do_not_stretch_the_gap():
    """Four right answers in a row are one review."""
    events = [Event(Kind.DONE, "web.http", START), *(answer(number, right=True) for number in range(1, 5))]
    assert progress(events).memory["web.http"].due == after(1).date()


def test_a_wrong_answer_brings_a_topic_back_tomorrow():
    """After a wrong answer the gap is a day again."""
    events = [
        Event(Kind.DONE, "web.http", START),
        answer(1, right=True, days=5),
        answer(1, right=False, days=9),
    ]
    assert progress(events).memory["web.http"].due == after(10).date()


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
    lambda kind, id_, days, right: Event(kind, id_, after(days), right if kind is Kind.CHECK else None),
    st.sampled_from(Kind),
    st.sampled_from(["web.a", "web.b", "web.a.1", "web.a.2"]),
    st.integers(0, 400),
    st.booleans(),
)


@given(st.lists(EVENTS, max_size=30))
def test_a_gap_is_never_shorter_than_a_day_nor_longer_than_half_a_year(events):
    """Whatever happened, reviews come between tomorrow and half a year from the last time."""
    in_order = sorted(events, key=lambda event: event.at)
    for memory in progress(in_order).memory.values():
        assert timedelta(days=1) <= memory.gap <= timedelta(days=180)


@given(st.lists(EVENTS, max_size=30))
def test_what_is_in_mind_is_what_is_done(events):
    """Reviews are due for finished things and for nothing else."""
    state = progress(sorted(events, key=lambda event: event.at))
    assert state.memory.keys() == state.done.keys()
