"""What of Gradio belongs to whom: its sessions, jobs and uploaded files, whose names a browser chooses or sends back.

Gradio 6.31 takes the name of a session from the browser, lets anyone cancel a job whose id they know, and serves an
uploaded file to whoever knows its path. Here each belongs to the learner who named it first or was given it.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse

from ui.bodies import BODY_BYTES, UPLOAD, replayed, whole
from ui.door import WHO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/gradio_api/"
# what the page needs of Gradio's own interface; the rest of it does not exist here
NEEDED = re.compile(
    r"(?:startup-events|app_id|theme\.css|queue/join|queue/data|cancel|reset|upload|upload_progress"
    r"|heartbeat/[\w-]+|file=.+)/?"
)
NAMED_IN_PATH = re.compile(r"heartbeat/([\w-]+)|file=(.+)")
GIVEN = (f"{API}queue/join", UPLOAD)  # replies that name what the sender owns from then on
KEPT = 20_000  # names of each kind; the oldest are forgotten, and then belong to whoever names them next

Name = tuple[str, str]  # its kind and what it is called


class Claims:
    """Who owns which name, in this process, where Gradio keeps what is behind it."""

    def __init__(self) -> None:
        self._owners: dict[str, OrderedDict[str, str]] = {}

    def give(self, kind: str, name: str, learner: str) -> None:
        """Make a name a learner's."""
        owners = self._owners.setdefault(kind, OrderedDict())
        owners[name] = learner
        while len(owners) > KEPT:
            owners.popitem(last=False)

    def holds(self, learner: str, kind: str, name: str) -> bool:
        """Whether a name is this learner's; a session that nobody named before becomes theirs."""
        owner = self._owners[kind].get(name) if kind in self._owners else None
        if owner is None and kind in ("session_hash", "upload_id"):
            self.give(kind, name, learner)
            return True
        return owner == learner


class OwnNamesOnly:
    """Refuses a request that names what is another learner's, as if it were not there (404).

    Args:
        app: what is guarded.
        claims: who owns what.
    """

    def __init__(self, app: ASGIApp, *, claims: Claims) -> None:
        self._app = app
        self._claims = claims

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self._app(scope, receive, send)
            return
        route = scope["path"].removeprefix(API)
        learner = scope[WHO]
        names = list(_in_address(route, scope["query_string"]))
        if scope["method"] == "POST" and scope["path"].rstrip("/") != UPLOAD:
            body = await whole(receive, BODY_BYTES) or b""
            document = _json(body)
            if not isinstance(document, dict):  # of which Gradio would make a server's error
                await PlainTextResponse("the request is no JSON object", 400)(scope, receive, send)
                return
            names += _in_body(document)
            receive = replayed(body, receive)
        if not NEEDED.fullmatch(route) or not all(self._claims.holds(learner, *name) for name in names):
            await PlainTextResponse("there is nothing here", status_code=404)(scope, receive, send)
            return
        await self._app(scope, receive, self._noting(scope["path"].rstrip("/"), learner, send))

    def _noting(self, path: str, learner: str, send: Send) -> Send:
        """Return a `send` that notes what a reply gives to the learner."""
        if path not in GIVEN:
            return send
        reply = bytearray()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.body":
                reply.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    for name in _in_reply(path, bytes(reply)):
                        self._claims.give(*name, learner)
            await send(message)

        return noted


def _in_address(route: str, query: bytes) -> Iterator[Name]:
    for key, values in parse_qs(query.decode("latin-1")).items():
        if key in ("session_hash", "upload_id", "event_id"):
            yield from ((key, value) for value in values)
    if found := NAMED_IN_PATH.fullmatch(route.rstrip("/")):
        yield ("session_hash", found[1]) if found[1] else ("file", found[2])


def _in_body(document: dict[str, Any]) -> Iterator[Name]:
    for key in ("session_hash", "event_id"):
        if document.get(key) is not None:
            yield key, str(document[key])
    yield from (("file", path) for path in _paths(document))


def _in_reply(path: str, body: bytes) -> Iterator[Name]:
    document = _json(body)
    if path == UPLOAD and isinstance(document, list):
        yield from (("file", str(each)) for each in document)
    elif isinstance(document, dict) and "event_id" in document:
        yield "event_id", str(document["event_id"])


def _paths(document: Any) -> Iterator[str]:
    """Yield the path of every file that a document names, at whatever depth."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if isinstance(each.get("path"), str):
                yield each["path"]
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
