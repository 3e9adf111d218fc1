"""Who may talk to the page: a browser that was pointed at it by its own name, and no other site in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERY = ("0.0.0.0", "::")  # noqa: S104 - compared with, nothing is bound
READING = ("GET", "HEAD", "OPTIONS")
NAME = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)
# what gradio builds addresses of, and the form without which it fails
FORMS = {
    "x-forwarded-host": NAME,
    "x-forwarded-proto": re.compile(r"https?|wss?", re.IGNORECASE),
    "x-forwarded-prefix": re.compile(r"[\w./-]*", re.ASCII),
}


def is_open(host: str) -> bool:
    """Whether an address to listen on lets other machines in."""
    return host not in LOOPBACK


def names(host: str) -> list[str]:
    """Return the names that requests may use of a page that listens on `host`, as TrustedHostMiddleware takes them.

    Any other name is another site's, made to point at this machine (DNS rebinding).
    """
    if host in EVERY:
        return ["*"]
    return [f"[{name}]" if ":" in name else name for name in (*LOOPBACK, host)]


class OwnWritesOnly:
    """Refuses what a page of another origin would write, with status 403.

    Args:
        app: what is guarded.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and scope["method"] not in READING:
            headers = Headers(scope=scope)
            origin = headers.get("origin")  # programs send none
            if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
                refusal = PlainTextResponse("another site may not write here", status_code=403)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class PlainForwarding:
    """Refuses, with status 400, a request that was forwarded for what is no name, scheme or path.

    Args:
        app: what is guarded.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            for name, form in FORMS.items():
                said = headers.get(name, "")
                if said and not all(form.fullmatch(each.strip()) for each in said.split(",")):
                    await PlainTextResponse(f"{name} has no usable value", status_code=400)(
                        scope, receive, send
                    )
                    return
        await self._app(scope, receive, send)
