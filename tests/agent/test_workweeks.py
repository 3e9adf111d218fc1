"""The calendar of a learner in weeks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent.workweeks import HORIZON_WEEKS, Availability, merged

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
RANGES = st.lists(
    st.tuples(DAYS, st.integers(0, 40)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))),
    max_size=6,
)


def test_the_last_week_ends_with_the_last_day():
    """A week that a deadline cuts has its share of the hours."""
    weeks = list(Availability(7, last=date(2026, 12, 2)).weeks(date(2026, 11, 23)))
    assert [(week.ends, week.quarters) for week in weeks] == [
        (date(2026, 11, 29), 28),
        (date(2026, 12, 2), 12),
    ]


def test_weeks_end_at_the_horizon():
    """Without a last day there are a hundred years of weeks."""
    assert sum(1 for _ in Availability(7).weeks(date(2026, 11, 23))) == HORIZON_WEEKS


def test_quarters_are_rounded_down():
    """A share of the hours is never rounded up."""
    assert Availability(1).quarters(date(2026, 11, 23), date(2026, 11, 24)) == 1


@given(RANGES)
def test_merged_ranges_hold_the_same_days_and_lie_apart(ranges):
    """Merging changes no day and leaves a day between any two ranges."""

    def days(some):
        return {first + timedelta(days=n) for first, last in some for n in range((last - first).days + 1)}

    apart = merged(ranges)
    assert days(apart) == days(ranges)
    assert all(b[0] - a[1] > timedelta(days=1) for a, b in pairwise(apart))


@given(DAYS, RANGES, st.integers(1, 320))
def test_no_week_has_more_than_a_whole_week(first, away, quarters):
    """Days away only ever take time, and weeks follow each other without a gap."""
    weeks = list(islice(Availability(quarters / 4, merged(away)).weeks(first), 60))
    assert all(0 <= week.quarters <= quarters for week in weeks)
    assert all(a.ends + timedelta(days=1) == b.starts for a, b in pairwise(weeks))
