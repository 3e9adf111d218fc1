"""ui.readings: reading in the background, one at a time for each learner."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from knowledge.pace import Step
from ui.readings import IDLE, Reading, Readings
from ui.words import READING_BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

STEP = Step("Notes", 1, 2, 3, 4)


def ended(readings: Readings, learner: str = "me") -> Reading:
    """Return how a reading ended, once it has."""
    pause = Event()
    while (found := readings.now(learner)).is_running:
        pause.wait(0.005)
    return found


def test_a_reading_goes_on_by_itself_and_is_found_again() -> None:
    """While it runs its step can be asked for; at its end its words are told, and told once."""
    readings, begun, go_on = Readings(), Event(), Event()

    def read(tell: Callable[[Step], None]) -> str:
        tell(STEP)
        begun.set()
        assert go_on.wait(20)
        return "Added Notes."

    readings.start("me", read)
    assert begun.wait(20)
    assert readings.now("me") == Reading(is_running=True, step=STEP)
    assert readings.now("ada") == IDLE
    go_on.set()
    assert ended(readings).said == "Added Notes."
    assert readings.now("me") == IDLE


def test_readings_of_a_learner_follow_each_other() -> None:
    """What is added during a reading is read after it, and both ends are told."""
    readings, go_on = Readings(), Event()
    readings.start("me", lambda _: "First." if go_on.wait(20) else "")
    readings.start("me", lambda _: "Second.")
    go_on.set()
    assert ended(readings).said == "First. Second."


def test_a_fault_ends_in_words(caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw is logged, and the learner is told what to do."""

    def read(_: Callable[[Step], None]) -> str:
        raise ZeroDivisionError

    readings = Readings()
    readings.start("me", read)
    assert ended(readings).said == READING_BROKEN
    assert "ZeroDivisionError" in caplog.text
