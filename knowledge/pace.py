"""How far a reading is, how fast it goes, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Step:
    """How far a reading is: source ``number`` of ``sources``, passage ``passage`` of its ``passages``.

    Attributes:
        title: of the source.
        number: from 1.
        sources: how many there are.
        passage: how many of the source's passages have their vectors.
        passages: how many it has.
        passages_per_s: vectors made a second so far; None before the first was made.
        left_s: seconds until the end at the pace so far; None before there is one.
    """

    title: str
    number: int
    sources: int
    passage: int
    passages: int
    passages_per_s: float | None = None
    left_s: float | None = None


class Pace:
    """Follows a reading, and tells each step of it.

    What was kept already goes by at once and says nothing of the pace; what is left is counted as if all of it
    were new, so that the time left is what it takes at most.

    Args:
        sizes: of the sources, in bytes, in the order in which they are read.
        on_progress: is told.
        timer: seconds of a clock that only goes forward.
    """

    def __init__(
        self, sizes: Sequence[int], on_progress: Callable[[Step], None], timer: Callable[[], float]
    ) -> None:
        self._sizes = sizes
        self._on_progress = on_progress
        self._timer = timer
        self._started = timer()
        self._left = sum(sizes)
        self._read = 0.0
        self._made = 0
        self._number = 0

    def next(self) -> None:
        """Go on to the next source."""
        self._number += 1
        self._left -= self._sizes[self._number - 1]

    def told(self, title: str, passage: int, passages: int, *, made: int) -> None:
        """Tell how far the source at hand is.

        Args:
            title: of the source.
            passage: how many of its passages have their vectors.
            passages: how many it has.
            made: vectors that were made since the last time.
        """
        self._made += made
        size = self._sizes[self._number - 1]
        share = passage / passages if passages else 1.0
        read = self._read + share * size
        elapsed = self._timer() - self._started
        left = self._left + (1 - share) * size
        known = elapsed > 0 and self._made > 0
        self._on_progress(
            Step(
                title,
                self._number,
                len(self._sizes),
                passage,
                passages,
                self._made / elapsed if known else None,
                elapsed * left / read if known and read else None,
            )
        )
        if passage == passages:
            self._read += size
