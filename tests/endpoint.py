"""An OpenAI-compatible server on loopback that says what a test tells it to: words, or faults."""

from __future__ import annotations

import json
import socket
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Self

    Pieces = Iterable[bytes]
    Reply = str | int | tuple[int, str] | tuple[int, str, str] | "Refusal" | Pieces | Callable[[], Pieces]


AT_ONCE = {"Retry-After-Ms": "1"}  # the client's own pause is half a second


@dataclass(frozen=True)
class Refusal:
    """A status with the code of the error, and what else the server says of it.

    Args:
        after: its `Retry-After`; None for none at all, where the others say that a moment is enough.
        to: where it sends the client instead.
    """

    status: int
    code: str = ""
    after: str | None = None
    to: str = ""


class Reset(Exception):
    """Raised by a reply's pieces: the connection is reset, as by a server that died."""


class Endpoint:
    """Answers each chat request with the next reply of its script, the last one again and again.

    A reply is a text, streamed word by word; a number, which is an HTTP status, a status with the code of the error
    and its message, or a whole refusal; or the raw pieces of a stream, which may end in a reset, or what makes them for each request.
    `requests` holds the bodies that came in, oldest first.
    """

    def __init__(
        self, *script: Reply, models: tuple[str, ...] = ("scripted",), key: str | None = None
    ) -> None:
        self.script = list(script)
        self.models = models
        self.key = key
        self.requests: list[dict[str, Any]] = []
        self.hung_up = threading.Event()  # a client went away in mid-answer
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self) -> Reply:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint = endpoint

    def handle_error(self, *_: object) -> None:
        self.endpoint.hung_up.set()  # what some tests are about


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        if self._is_refused():
            return
        models = [{"id": each, "object": "model"} for each in self.server.endpoint.models]
        self._json(200, {"object": "list", "data": models})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._is_refused():
            return
        self.server.endpoint.requests.append(body)
        reply = self.server.endpoint.next()
        if isinstance(reply, int):
            reply = (reply, "")
        if isinstance(reply, tuple):
            status, code, *said = reply
            message = said[0] if said else f"scripted {status}"
            self._json(status, {"error": {"message": message, "code": code or None}})
            return
        if isinstance(reply, Refusal):
            self._refuse(reply)
            return
        try:
            pieces = reply() if callable(reply) else reply
            self._stream(stream(pieces) if isinstance(pieces, str) else pieces)
        except Reset:
            now = struct.pack("ii", 1, 0)  # closing throws away what is not sent, and says so
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self.connection.close()

    def _stream(self, pieces: Iterable[bytes]) -> None:
        """Send the pieces; the head goes with the first, so that a reset before it leaves nothing."""
        has_begun = False
        for each in pieces:
            if not has_begun:
                self._begin()
                has_begun = True
            self.wfile.write(each)
            self.wfile.flush()
        if not has_begun:
            self._begin()

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def _refuse(self, refusal: Refusal) -> None:
        said = {"error": {"message": f"scripted {refusal.status}", "code": refusal.code or None}}
        headers = {"Retry-After": refusal.after, "Location": refusal.to or None}
        self._json(refusal.status, said, {name: value for name, value in headers.items() if value})

    def _is_refused(self) -> bool:
        key = self.server.endpoint.key
        if key is None or self.headers.get("Authorization") == f"Bearer {key}":
            return False
        said = "Incorrect API key provided: sk-abcd1234"
        self._json(401, {"error": {"message": said, "code": "invalid_api_key"}})
        return True

    def _json(self, status: int, document: dict[str, Any], headers: Mapping[str, str] = AT_ONCE) -> None:
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def stream(text: str, finish: str | None = "stop") -> Iterator[bytes]:
    """Yield the pieces of a streamed answer; without a finish it ends as a broken server's does."""
    for word in text.split(" "):
        yield piece({"content": word + " "})
    if finish:
        yield piece({}, finish)
        yield b"data: [DONE]\n\n"


def piece(delta: dict[str, str], finish: str | None = None) -> bytes:
    """Return one server-sent event of a streamed answer."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def reset_after(*pieces: bytes) -> Iterator[bytes]:
    """Yield pieces of a stream, and then have the connection reset."""
    yield from pieces
    raise Reset


def drip(text: str) -> Iterator[bytes]:
    """Yield the same words for ever, a hundred times a second, until the client hangs up."""
    return _for_ever(piece({"content": text}))


def keep_alive() -> Iterator[bytes]:
    """Yield the comments with which servers keep a connection open, for ever and without a word."""
    return _for_ever(b": PROCESSING\n\n")


def _for_ever(each: bytes) -> Iterator[bytes]:
    pause = threading.Event()
    while True:
        yield each
        pause.wait(0.01)


def unused_address() -> str:
    """Return an address on loopback where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
