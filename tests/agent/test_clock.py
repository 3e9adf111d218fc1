"""agent.clock: the machine's moment and day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent import clock


@pytest.mark.usefixtures("behind_utc")
def test_the_moment_is_of_the_zone_of_the_machine() -> None:
    """A moment carries the machine's offset from UTC, and its date is the day that it is there."""
    before = clock.now()
    assert before.utcoffset() == timedelta(hours=-11)
    assert before.date() <= clock.today() <= clock.now().date()
