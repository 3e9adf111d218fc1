"""A line to a model that can be hung up at any moment, also while nothing has come yet.

The openai client blocks in its thread until the next bytes come, which on a model of this machine may be half a
minute. So it runs in a thread of its own, and hanging up shuts its connection down.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Piece = TypeVar("Piece")
BEAT_S = 0.2  # how often the listener may hang up while nothing comes
AHEAD = 64  # pieces that may wait to be taken

_speaking = threading.local()


class Line:
    """One call to a model: its connection, and whether it was hung up."""

    def __init__(self) -> None:
        self._is_over = False
        self._sockets: list[socket.socket] = []

    @property
    def is_over(self) -> bool:
        """Whether it was hung up."""
        return self._is_over

    def hang_up(self) -> None:
        """End the call; what reads from it gets an error, and no other request is sent over it."""
        self._is_over = True
        for each in self._sockets:
            with contextlib.suppress(OSError):  # it was closed already
                each.shutdown(socket.SHUT_RDWR)

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Note each connection that is opened for the call; an httpcore trace."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def request(self, request: httpx2.Request) -> None:
        """Let a request pass, or refuse it after the call has ended: the client tries again by itself.

        Raises:
            RequestError: the call was hung up.
        """
        if self._is_over:
            raise httpx2.RequestError("hung up", request=request)
        request.extensions["trace"] = self.trace


def on_request(request: httpx2.Request) -> None:
    """An httpx2 event hook: ties a request to the line of the thread that sends it."""
    if line := getattr(_speaking, "line", None):
        line.request(request)


def listen(speak: Callable[[], Iterable[Piece]]) -> Iterator[Piece | None]:
    """Yield what comes over a line, and None now and then while nothing does; closing it hangs up.

    Raises:
        Exception: whatever `speak` raised.
    """
    line = Line()
    pieces: queue.Queue[Piece | Exception | None] = queue.Queue(AHEAD)
    thread = threading.Thread(target=_speak, args=(line, speak, pieces), daemon=True)
    thread.start()
    try:
        while True:
            try:
                piece = pieces.get(timeout=BEAT_S)
            except queue.Empty:
                yield None
                continue
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        line.hang_up()
        with contextlib.suppress(queue.Empty):  # a speaker that waits for room may go on, and ends
            while True:
                pieces.get_nowait()


def _speak(line: Line, speak: Callable[[], Iterable[Piece]], pieces: queue.Queue[Any]) -> None:
    _speaking.line = line
    try:
        for piece in speak():
            if line.is_over:
                return
            pieces.put(piece)
        pieces.put(None)
    except Exception as error:  # noqa: BLE001 - it is raised in the thread that listens
        pieces.put(error)
