"""Whether the mentor's parts answer: looked at by one at a time, and told to everybody who asks meanwhile."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future
from enum import StrEnum
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from agent.errors import AgentError
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_S = 1.0  # how long what was found holds: whoever balances load asks every few seconds
PATIENCE_S = 2.0  # who asks waits no longer: a check may take minutes, as while the embedding model is made

logger = logging.getLogger(__name__)


class State(StrEnum):
    """How ready the mentor is."""

    READY = "ready"
    NOT_READY = "not ready"
    BUSY = "busy"  # nobody knows yet


class Readiness:
    """Looks whether the mentor is ready, in a thread of its own, however many ask.

    Args:
        check: asks the mentor's parts; raises where one does not answer.
        clock: seconds that only grow.
    """

    def __init__(self, check: Callable[[], None], *, clock: Callable[[], float] = monotonic) -> None:
        self._check = check
        self._clock = clock
        self._lock = Lock()
        self._look: Future[State] | None = None
        self._ended_at = 0.0

    async def state(self, patience_s: float = PATIENCE_S) -> State:
        """Return how ready the mentor is, as far as that is known within so many seconds."""
        found = asyncio.wrap_future(self._looked())
        await asyncio.wait({found}, timeout=patience_s)
        if found.done():
            return found.result()
        found.cancel()  # the look itself goes on, for the next who ask
        return State.BUSY

    def _looked(self) -> Future[State]:
        """Return the look that is under way, or the last one while it holds; else begin one."""
        with self._lock:
            look = self._look
            if look and not (look.done() and self._clock() - self._ended_at >= KEPT_S):
                return look
            look = self._look = Future()
            look.set_running_or_notify_cancel()  # from now on nobody who leaves can cancel it for the others
        Thread(target=self._run, args=(look,), name="readiness", daemon=True).start()
        return look

    def _run(self, look: Future[State]) -> None:
        state = State.NOT_READY
        try:
            self._check()
            state = State.READY
        except (AgentError, KnowledgeError):
            logger.warning("not ready", exc_info=True)
        except Exception:
            logger.exception("not ready")  # whatever it is, those who wait must hear
        finally:
            self._ended_at = self._clock()
            look.set_result(state)
