"""What is being read in for whom: one reading at a time for each learner, which goes on when its page is left."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import TYPE_CHECKING

from ui import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.pace import Step

    Read = Callable[[Callable[[Step], None]], str]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading as it stands.

    Attributes:
        is_running: whether it goes on.
        step: how far it is, once that is known.
        said: what became of it, once it has ended; then it is shown once.
    """

    is_running: bool
    step: Step | None = None
    said: str = ""


IDLE = Reading(is_running=False)


class Readings:
    """The readings of this process, by learner."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._now: dict[str, Reading] = {}
        self._waiting: dict[str, list[Read]] = {}

    def start(self, learner: str, read: Read) -> None:
        """Read in the background, after what is being read for this learner already.

        Args:
            learner: whose reading it is.
            read: reads, tells its progress, and returns what became of it in words.
        """
        with self._lock:
            if self._now.get(learner, IDLE).is_running:
                self._waiting.setdefault(learner, []).append(read)
                return
            self._now[learner] = replace(self._now.get(learner, IDLE), is_running=True, step=None)
        Thread(target=self._run, args=(learner, read), name="reading", daemon=True).start()

    def now(self, learner: str) -> Reading:
        """Return how a learner's reading stands; what became of an ended one is told once."""
        with self._lock:
            found = self._now.get(learner, IDLE)
            if not found.is_running:
                self._now.pop(learner, None)
            return found

    def _run(self, learner: str, read: Read | None) -> None:
        while read:
            try:
                said = read(lambda step: self._told(learner, step))
            except Exception:
                logger.exception("a reading failed")  # the next one must go on; the log says what happened
                said = words.READING_BROKEN
            with self._lock:
                waiting = self._waiting.get(learner)
                read = waiting.pop(0) if waiting else None
                before = self._now.get(learner, IDLE).said
                self._now[learner] = Reading(is_running=bool(read), said=f"{before} {said}".strip())

    def _told(self, learner: str, step: Step) -> None:
        with self._lock:
            self._now[learner] = replace(self._now[learner], step=step)
