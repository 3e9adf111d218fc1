"""agent.pace: how the hours of a learner correct the estimates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.pace import pace
from agent.progress import Event, Kind, progress
from tests.curricula import chain

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
GRAPH = chain(10, 10, 10, 10)


def finished(*hours: float) -> list[Event]:
    return [Event(Kind.DONE, f"web.t{number}", AT, hours=each) for number, each in enumerate(hours, start=1)]


@pytest.mark.parametrize(
    ("hours", "factor"),
    [((), 1), ((10,), 1), ((20,), 1.3), ((20, 20, 20), 1.6), ((5, 5, 5, 5), 0.7), ((1000,), 3)],
)
def test_real_hours_correct_the_estimates_with_doubt(hours, factor):
    """The factor is (real + 20 h) / (typical + 20 h), in tenths: more evidence, more correction, within bounds."""
    assert pace(GRAPH, progress(finished(*hours))).factor == factor


def test_an_estimate_counts_for_its_topic_alone():
    """Hours said of what is not finished change nothing else."""
    found = pace(GRAPH, progress([Event(Kind.HOURS, "web.t2", AT, hours=25)]))
    assert (found.factor, found.hours("web.t2", 10), found.hours("web.t3", 10)) == (1, 25, 10)
    assert found.because("web.t2") == "25 hours in all, as you said"


def test_every_topic_takes_time():
    """However quick a learner is, a topic takes a quarter of an hour."""
    assert pace(GRAPH, progress(finished(0.1, 0.1))).quarters("web.t3", 0.25) == 1
