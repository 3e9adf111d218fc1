"""A model hub on loopback that serves one file: whole, from where a client left off, or cut short."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class Hub:
    """Serves `content` at every path.

    Args:
        content: the file.
        cuts: how many bytes each reply sends before the connection breaks; replies after these are whole.
        resumes: whether a Range is honoured.
        status: the status of every reply; 200 serves the file.
    """

    def __init__(
        self, content: bytes, *, cuts: tuple[int, ...] = (), resumes: bool = True, status: int = 200
    ) -> None:
        self.content = content
        self.cuts = list(cuts)
        self.resumes = resumes
        self.status = status
        self.ranges: list[str | None] = []  # of each request
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(HTTPServer):
    def __init__(self, hub: Hub) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hub = hub


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        hub = self.server.hub
        wanted = self.headers["Range"]
        hub.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and hub.resumes else 0
        body = hub.content[start:]
        status = hub.status if hub.status != 200 or not start else 206
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: hub.cuts.pop(0)] if hub.cuts else body)
