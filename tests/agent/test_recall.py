"""agent.recall: the memory of a topic over time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent.recall import RETENTION, finished

DAY = date(2026, 11, 30)


def test_recall_falls_to_the_retention_when_a_review_is_due():
    """On the day of a review about nine of ten topics are still recalled."""
    recall = finished(DAY)
    for _ in range(3):
        recall = recall.after(recall.due, right=True)
        assert abs(recall.on(recall.due) - RETENTION) < 0.01


def test_right_answers_in_time_space_the_reviews_out():
    """Two days, then 11, 46 and 163, as FSRS-6 has it by default, and never more than a year."""
    recall, gaps = finished(DAY), []
    for _ in range(6):
        gaps.append((recall.due - recall.last).days)
        recall = recall.after(recall.due, right=True)
    assert gaps == [2, 11, 46, 163, 365, 365]


def test_a_lapse_is_learned_again_and_costs_stability():
    """A wrong answer comes back the next day, and what follows is shorter than it was."""
    known = finished(DAY).after(DAY + timedelta(days=10), right=True)
    lapsed = known.after(known.due, right=False)
    assert (lapsed.is_lapsed, lapsed.lapses, lapsed.due - lapsed.last) == (True, 1, timedelta(days=1))
    relearned = lapsed.after(lapsed.due, right=True)
    assert not relearned.is_lapsed
    assert 0 < relearned.stability < known.stability


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=20))
def test_recall_is_a_probability_that_never_rises_by_waiting(reviews):
    """Between reviews the chance to recall falls, from 1 to above 0."""
    recall = finished(DAY)
    for days, right in reviews:
        recall = recall.after(recall.last + timedelta(days=days), right=right)
    chances = [recall.on(recall.last + timedelta(days=days)) for days in (0, 1, 10, 100, 1000)]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance <= 1 for chance in chances)
