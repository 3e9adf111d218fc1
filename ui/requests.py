"""Every request gets an id, a line in the log and a place in the figures; none of them tells what was asked or by whom."""

from __future__ import annotations

import logging
import re
import uuid
from time import perf_counter
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import Headers, MutableHeaders

from ui.door import PEER

if TYPE_CHECKING:
    from collections.abc import Container

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.metrics import Metrics

ID = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-ID"
FAILED = 500
KNOWN = re.compile(
    r"/(?:health|ready|metrics|login|logout|config|download|gradio_api/(?:queue/join|queue/data|cancel|reset|upload_progress"
    r"|upload|startup-events|app_id|heartbeat|file))?(?![\w-])|/(?:assets|static)(?=/)"
)

logger = logging.getLogger(__name__)


class Requests:
    """Notes every request.

    Args:
        app: what answers them.
        metrics: where they are counted.
        proxies: the machines whose id for a request is kept.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, proxies: Container[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id_, began, route = self._id(scope), perf_counter(), named(scope["path"])
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id_
                self._metrics.request_seconds.labels(route).observe(perf_counter() - began)
            await send(message)

        with structlog.contextvars.bound_contextvars(request=id_):
            try:
                await self._app(scope, receive, noted)
            finally:
                self._metrics.requests.labels(_method(scope), route, str(status)).inc()
                took = round((perf_counter() - began) * 1000, 1)
                level = logging.ERROR if status >= FAILED else logging.INFO
                told = {"method": _method(scope), "route": route, "status": status, "took_ms": took}
                logger.log(level, "request", extra=told)

    def _id(self, scope: Scope) -> str:
        said = Headers(scope=scope).get(HEADER, "")
        if scope.get(PEER) in self._proxies and ID.fullmatch(said):
            return said
        return uuid.uuid4().hex


def named(path: str) -> str:
    """Return a path without what it says about sessions and files; a few names in all."""
    found = KNOWN.match(path)
    return found.group() if found else "other"


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
