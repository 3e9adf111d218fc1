"""The server's end: on SIGTERM it takes no more questions, lets the answers that run come to theirs, and goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    import socket
    from typing import Protocol

    class Admission(Protocol):
        """What can be told to let nobody in any more, and waits for those who are in."""

        def close(self, seconds: float) -> object:
            """Let nobody in; returns when the last one has left, or after so many seconds."""


ANSWERS_S = 30.0  # for running answers to end; what is cut then is kept as far as it was written
STREAMS_S = 2  # for pages to be told; their streams never end by themselves


class Server(uvicorn.Server):
    """A server that finishes its answers before it stops.

    Args:
        config: uvicorn's.
        admission: counts the answers that run.
        seconds: how long they may take.
    """

    def __init__(self, config: uvicorn.Config, *, admission: Admission, seconds: float = ANSWERS_S) -> None:
        config.timeout_graceful_shutdown = STREAMS_S
        super().__init__(config)
        self._admission = admission
        self._seconds = seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn: called once a signal came, while requests are still answered."""
        seconds = 0.0 if self.force_exit else self._seconds  # a second Ctrl-C waits for nothing
        await asyncio.to_thread(self._admission.close, seconds)
        await super().shutdown(sockets)
