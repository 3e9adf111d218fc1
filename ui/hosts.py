"""Who may talk to the page: this machine's own browser, and no other site in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
EVERY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, nothing is bound
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def is_open(host: str) -> bool:
    """Whether an address to listen on lets other machines in."""
    return host not in LOCAL


class OwnHostsOnly:
    """Refuses requests under another name (DNS rebinding) with 400, and writes from other sites with 403.

    Starlette's TrustedHostMiddleware cuts an IPv6 host at its first colon, so `[::1]` never passes it.

    Args:
        app: what is guarded.
        host: the address that is listened on; of 0.0.0.0 and :: any name may be used.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._hosts = None if host in EVERY else LOCAL | {host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            refusal = self._refusal(str(scope.get("method", "GET")), headers)
            if refusal:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(f"//{host}") not in self._hosts:
            return PlainTextResponse("this page is not served under that name", status_code=400)
        origin = headers.get("origin")
        if origin is not None and method not in READING and urlsplit(origin).netloc.lower() != host.lower():
            return PlainTextResponse("another site may not write here", status_code=403)
        return None


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # brackets that hold no address
        return None
