"""ui.readiness: one look for all who ask whether the mentor is ready."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from agent.errors import MemoryUnavailable
from ui.readiness import KEPT_S, Readiness, State


class Slow:
    """A check that ends when it may, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = Event()

    def __call__(self) -> None:
        self.begun += 1
        assert self.may_end.wait(10)


def test_those_who_ask_while_it_is_looked_hear_that_nobody_knows_yet() -> None:
    """While a part is slow, a hundred who ask begin one look, wait briefly, and the next hears what it found."""
    check = Slow()
    readiness = Readiness(check)

    async def ask_all() -> list[State]:
        return await asyncio.gather(*(readiness.state(0.05) for _ in range(100)))

    assert set(asyncio.run(ask_all())) == {State.BUSY}
    assert check.begun == 1
    check.may_end.set()
    assert asyncio.run(readiness.state(10)) is State.READY
    assert check.begun == 1


def test_what_was_found_holds_for_a_while() -> None:
    """Within that while nothing is looked at again, after it it is."""
    found, now = [], [100.0]
    readiness = Readiness(lambda: found.append(1), clock=lambda: now[0])
    for at, looks in ((100.0, 1), (100.0 + KEPT_S / 2, 1), (100.0 + KEPT_S, 2)):
        now[0] = at
        assert asyncio.run(readiness.state(10)) is State.READY
        assert len(found) == looks


@pytest.mark.parametrize("error", [MemoryUnavailable("the disk is full"), ZeroDivisionError()])
def test_a_part_that_fails_is_not_ready(error: Exception) -> None:
    """Whatever it fails with, who asks hears it, and it is looked at again later."""
    now, fails = [0.0], [error]

    def check() -> None:
        if fails:
            raise fails.pop()

    readiness = Readiness(check, clock=lambda: now[0])
    assert asyncio.run(readiness.state(10)) is State.NOT_READY
    now[0] = KEPT_S
    assert asyncio.run(readiness.state(10)) is State.READY
