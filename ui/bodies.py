"""How much a request may carry, and how long it may take to hand it over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILE_BYTES = 25 * 1024 * 1024
UPLOAD = "/gradio_api/upload"
UPLOAD_BYTES = 10 * FILE_BYTES + 1024 * 1024  # ten files at once, and what multipart adds
BODY_BYTES = 2 * 1024 * 1024
BODY_S = 30.0
NAME_BYTES = 255  # of a file's name on Linux; opening a longer one is an error that gradio does not expect


class BoundedBodies:
    """Refuses a body that is too large (413) or too slow (408), an upload of unsaid length (411), a name too long (414).

    Args:
        app: what is guarded; it gets each body but an upload's in one piece.
        seconds: how long a body that is no upload may take.
    """

    def __init__(self, app: ASGIApp, *, seconds: float = BODY_S) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and max(map(len, scope["path"].encode().split(b"/"))) > NAME_BYTES:
            await refused(414, f"no name in an address is longer than {NAME_BYTES} bytes here")(
                scope, receive, send
            )
            return
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        is_upload = scope["path"].rstrip("/") == UPLOAD
        most = UPLOAD_BYTES if is_upload else BODY_BYTES
        if is_upload and not said.isdecimal():
            await refused(411, "say how long the upload is")(scope, receive, send)
        elif said.isdecimal() and int(said) > most:
            await refused(413, f"a request may carry {most:,} bytes here")(scope, receive, send)
        elif is_upload:
            await self._app(scope, receive, send)
        else:
            await self._whole(scope, receive, send)

    async def _whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await asyncio.wait_for(whole(receive, BODY_BYTES), self._seconds)
        except TimeoutError:
            await refused(408, "the request took too long")(scope, receive, send)
            return
        if body is None:
            await refused(413, f"a request may carry {BODY_BYTES:,} bytes here")(scope, receive, send)
            return
        await self._app(scope, replayed(body, receive), send)


async def whole(receive: Receive, most: int) -> bytes | None:
    """Return a request's body; None when it is larger than `most` bytes, or when the sender has left."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] == "http.disconnect" or len(body) > most:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that hands over a body that was read already, and then what comes after it."""
    is_read = False

    async def again() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        is_read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def without_a_file(request: Request, error: Exception) -> PlainTextResponse:
    """Refuse an upload whose field holds no file, of which Gradio 6.31 makes a server's error.

    Raises:
        Exception: the error, where something else went wrong.
    """
    if request.url.path.rstrip("/") != UPLOAD or not isinstance(error, TypeError):
        raise error
    return PlainTextResponse("a field of the upload holds no file with a name", status_code=400)


def refused(status: int, text: str) -> PlainTextResponse:
    """Return a refusal that ends the connection, for what is left of the body is not read."""
    return PlainTextResponse(text, status_code=status, headers={"Connection": "close"})
