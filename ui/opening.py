"""While the mentor opens: a page that says how far it is and goes on by itself, then the mentor's own."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, Response

from ui import words
from ui.colours import colours
from ui.guard import HEADERS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

    from knowledge.pace import Step
    from ui.stopping import Admission

LOOKED_S = 2  # how often the page that waits looks again
# not by loading itself anew, which would interrupt whoever has it read aloud
LOOKS = """setInterval(async () => {
  const reply = await fetch('/', { cache: 'no-store' }).catch(() => null);
  if (reply?.ok) location.reload();
  if (!reply || reply.ok) return;
  const next = new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('main');
  if (next) document.querySelector('main').replaceWith(next);
}, %d)"""


class Opening:
    """An ASGI application that stands for another one until that is there.

    It speaks for the other's admission too, so that a server can be told to stop before there is any.
    """

    def __init__(self) -> None:
        self._app: FastAPI | None = None
        self._admission: Admission | None = None
        self._step: Step | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lives = threading.Event()
        self._ended = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    def told(self, step: Step) -> None:
        """Note how far the reading of the curriculum is."""
        self._step = step

    def ready(self, app: FastAPI, admission: Admission) -> None:
        """Hand over to the application, from the thread that made it; returns once it lives."""
        self._lives.wait()
        assert self._loop
        asyncio.run_coroutine_threadsafe(self._begin(app, admission), self._loop).result()

    def close(self, seconds: float) -> None:
        """See `Admission.close`; there is nothing to wait for before the mentor is open."""
        if self._admission:
            self._admission.close(seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif self._app:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._waiting(scope["path"])(scope, receive, send)

    def _waiting(self, path: str) -> Response:
        headers = {**HEADERS, "Retry-After": str(LOOKED_S), "Cache-Control": "no-store"}
        if path == "/":
            return HTMLResponse(_page(self._step), status_code=503, headers=headers)
        status = {"status": "opening", "service": "backend-mentor"}
        return JSONResponse(status, status_code=503, headers=headers)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._loop = asyncio.get_running_loop()
        self._lives.set()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._ended.set()
        if self._life:
            with suppress(asyncio.CancelledError):
                await self._life
        await send({"type": "lifespan.shutdown.complete"})

    async def _begin(self, app: FastAPI, admission: Admission) -> None:
        entered = asyncio.Event()
        self._life = asyncio.create_task(self._live(app, entered))
        await entered.wait()
        self._app, self._admission = app, admission

    async def _live(self, app: FastAPI, entered: asyncio.Event) -> None:
        """Keep the application's own lifespan open, in one task from its begin to its end."""
        async with app.router.lifespan_context(app):
            entered.set()
            await self._ended.wait()


def _page(step: Step | None) -> str:
    said, value = words.OPENING_MORE, ""
    if step:
        said = words.OPENING_STEP.format(number=step.number, sources=step.sources, title=step.title)
        value = f"value='{step.number / max(step.sources, 1):.2f}'"
    return (
        f"<!doctype html><html lang='{words.LANGUAGE}'><meta charset='utf-8'><title>{words.TITLE}</title>"
        f"<meta name='viewport' content='width=device-width'><noscript><meta http-equiv='refresh' content='{LOOKED_S}'></noscript>"
        f"<script>{LOOKS % (LOOKED_S * 1000)}</script>"
        f"<style>{colours(by_system=True)}body{{display:grid;place-content:center;min-height:90vh;margin:0 1.5rem;"
        "background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif;text-align:center}"
        "h1{font:600 1.7rem/1.3 Georgia,serif;margin:0 0 .3rem}p{color:var(--soft-ink);margin:.3rem 0 1.2rem}"
        "progress{width:min(22rem,80vw);height:.6rem;accent-color:var(--green);justify-self:center}</style>"
        f"<main><h1>{words.OPENING_MENTOR}</h1><p>{escape(said)}</p>"
        f"<progress max='1' {value} aria-label='{words.OPENING_MENTOR}'></progress></main></html>"
    )
