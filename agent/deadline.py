"""A time limit for the whole of a response: a client's own limits start anew with every byte."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator


def bound(response: httpx2.Response, *, seconds: float) -> None:
    """Let a response's body take so many seconds at most; afterwards reading it raises `httpx2.ReadTimeout`.

    Keep-alive comments of an event stream count as bytes and carry no word: without this they go on for ever.
    """
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _Bounded(response.stream, time.monotonic() + seconds)


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the response took longer than it may")
            yield chunk

    def close(self) -> None:
        self._stream.close()
