"""What stands before the page, from the outside in: names, headers, origins, the door, sizes, and who owns what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui.bodies import BoundedBodies
from ui.claims import Claims, OwnNamesOnly
from ui.door import Gate, Peer
from ui.hosts import OwnWritesOnly, PlainForwarding
from ui.pace import Paced
from ui.requests import Requests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.door import Door
    from ui.metrics import Metrics
    from ui.proxies import Proxies

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "font-src 'self' data:; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # with no-referrer, browsers send the login form with the origin "null"
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(app: FastAPI, *, door: Door, metrics: Metrics, hosts: Sequence[str], proxies: Proxies) -> None:
    """Put the guards before an application; the last added is the first that a request meets.

    Args:
        app: what is guarded.
        door: finds out who asks.
        metrics: where requests are counted.
        hosts: the names by which the page may be called, as TrustedHostMiddleware takes them.
        proxies: the machines whose word is taken for whom they forward.
    """
    if door.is_shared:
        app.add_middleware(Paced)
    app.add_middleware(OwnNamesOnly, claims=Claims())
    app.add_middleware(BoundedBodies)
    app.add_middleware(Gate, door=door)
    app.add_middleware(OwnWritesOnly)
    app.add_middleware(PlainForwarding)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Requests, metrics=metrics, proxies=proxies)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(proxies.named))
    app.add_middleware(Peer)


class SafeHeaders:
    """Gives every reply the headers that keep a browser from doing more than the page needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, safe if scope["type"] == "http" else send)
