"""Who a model serves now, where it serves only so many at once: one after another, and fairly.

The order is that of start-time fair queueing (Goyal, Vin and Cheng, 1997): a request's number is one more than that of
its learner's request before, or the number of what was served last where that is more, and the lowest goes first. So
whoever asks much waits for themselves, and nobody waits for ever.
"""

from __future__ import annotations

import math
from bisect import insort
from operator import attrgetter
from threading import Condition, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

LET_GO_S = 10.0  # an engine that works longer for who has left is not waited for
LOOK_S = 0.1  # between two looks at what the engine does


class Places:
    """The places of one model.

    Args:
        count: how many requests it serves at once.
        busy: how many it works on, as the engine says: for a moment also those whose learner has left. None where
            leaving ends the work.
    """

    def __init__(self, count: float = math.inf, busy: Callable[[], int] | None = None) -> None:
        self._count = count
        self._busy = busy
        self._changed = Condition()
        self._line: list[Place] = []  # who waits, next one first
        self._taken = 0
        self._served = 0  # the number of what was served last
        self._newest: dict[str, int] = {}  # numbers of the newest requests of learners

    def enter(self, learner: str) -> Place:
        """Line up for a place."""
        with self._changed:
            self._newest = {who: number for who, number in self._newest.items() if number >= self._served}
            number = max(self._served, self._newest.get(learner, -1) + 1)
            self._newest[learner] = number
            place = Place(self, number)
            insort(self._line, place, key=attrgetter("number"))
            self._hand_out()
        return place

    def spare(self, seconds: float = 0.0) -> Place | None:
        """Take a place for what can be left out; None where none gets free within a while that nobody waits for."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._taken < self._count, seconds):
                return None
            self._taken += 1
            return Place(self, self._served, is_served=True)

    def ahead(self, place: Place, seconds: float) -> int:
        """Wait a while for a place; returns how many requests must end before it is served, 0 once it is."""
        with self._changed:
            self._changed.wait_for(lambda: place.is_served, seconds)
            if place.is_served:
                return 0
            return self._line.index(place) + 1 + int(self._taken - self._count)

    def leave(self, place: Place) -> None:
        """Leave the line, or give a place back as soon as the engine has let go of it."""
        with self._changed:
            if place in self._line:
                self._line.remove(place)
                return
        if self._busy:
            Thread(target=self._let_go, args=(self._busy,), daemon=True).start()
        else:
            self._give_back(0)

    def _let_go(self, busy: Callable[[], int]) -> None:
        until = monotonic() + LET_GO_S
        while not self._give_back(busy() if monotonic() < until else 0):
            sleep(LOOK_S)

    def _give_back(self, busy: int) -> bool:
        """Give one place back unless the engine works on as many as there are taken; whether it was given."""
        with self._changed:
            if self._taken <= busy:
                return False
            self._taken -= 1
            self._hand_out()
            return True

    def _hand_out(self) -> None:
        while self._line and self._taken < self._count:
            place = self._line.pop(0)
            place.is_served = True
            self._taken += 1
            self._served = place.number
        self._changed.notify_all()


class Place:
    """One request's place, in the line or at the model; a context that leaves it at its end."""

    def __init__(self, places: Places, number: int, *, is_served: bool = False) -> None:
        self.number = number
        self.is_served = is_served
        self._places = places

    def ahead(self, seconds: float) -> int:
        """Wait a while; returns how many requests must end before this one is served, 0 once it is."""
        return self._places.ahead(self, seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._places.leave(self)
