"""How fast a reading goes."""

from __future__ import annotations

from knowledge.pace import Pace


def steps_of(sizes, clock):
    steps = []
    return Pace(sizes, steps.append, lambda: clock[0]), steps


def test_the_rate_and_the_time_left_follow_what_was_made():
    """Half of the bytes in ten seconds leave ten, and twenty vectors in them are two a second."""
    clock = [0.0]
    pace, steps = steps_of([100, 100], clock)
    pace.next()
    pace.told("a", 0, 20, made=0)
    clock[0] = 10.0
    pace.told("a", 20, 20, made=20)
    assert (steps[0].passages_per_s, steps[0].left_s) == (None, None)
    assert (steps[1].passages_per_s, steps[1].left_s) == (2.0, 10.0)


def test_what_is_kept_already_does_not_hurry_the_estimate():
    """Sources that go by unread count for nothing but their number."""
    clock = [0.0]
    pace, steps = steps_of([1_000_000, 100, 100], clock)
    pace.next()
    pace.next()
    clock[0] = 5.0
    pace.told("b", 10, 10, made=10)
    assert (steps[-1].number, steps[-1].left_s) == (2, 5.0)
