"""How long the steps of a turn took."""

from __future__ import annotations

from time import perf_counter


class Watch:
    """Milliseconds of a turn's steps."""

    def __init__(self) -> None:
        self._started = self._last = perf_counter()
        self.timings: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Note how long it is since the lap before, or since the start."""
        now = perf_counter()
        self.timings[name] = (now - self._last) * 1000
        self._last = now

    def lap_once(self, name: str) -> None:
        """Note how long it is since the start, the first time only."""
        if name not in self.timings:
            self.timings[name] = (perf_counter() - self._started) * 1000

    def total(self) -> None:
        """Note how long it is since the start."""
        self.timings["total"] = (perf_counter() - self._started) * 1000
