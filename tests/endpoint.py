"""An OpenAI-compatible server on loopback that says what a test tells it to: words, or faults."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Reply = str | int | list[bytes]


class Endpoint:
    """Answers each chat request with the next reply of its script, the last one again and again.

    A reply is a text, streamed word by word; a number, which is an HTTP status; or the raw pieces of a stream.
    `requests` holds the bodies that came in, oldest first.
    """

    def __init__(self, *script: Reply, models: tuple[str, ...] = ("scripted",), key: str | None = None) -> None:
        self.script = list(script)
        self.models = models
        self.key = key
        self.requests: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Endpoint:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self) -> Reply:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


def _handler(endpoint: Endpoint) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            if self._is_refused():
                return
            self._json(200, {"object": "list", "data": [{"id": each, "object": "model"} for each in endpoint.models]})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self._is_refused():
                return
            endpoint.requests.append(body)
            reply = endpoint.next()
            if isinstance(reply, int):
                self._json(reply, {"error": {"message": f"scripted {reply}", "type": "scripted", "code": None}})
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for piece in reply if isinstance(reply, list) else stream(reply):
                self.wfile.write(piece)
                self.wfile.flush()

        def _is_refused(self) -> bool:
            if endpoint.key is None or self.headers.get("Authorization") == f"Bearer {endpoint.key}":
                return False
            self._json(401, {"error": {"message": "Incorrect API key provided: sk-abcd1234", "code": "invalid_api_key"}})
            return True

        def _json(self, status: int, document: dict[str, Any]) -> None:
            data = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


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
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
