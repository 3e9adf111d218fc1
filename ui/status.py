"""Whether the server lives, whether it is ready for more, and its figures."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from agent.memory import new_id
from ui.door import PEER
from ui.hosts import LOOPBACK
from ui.readiness import Readiness, State

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from agent.mentor import Mentor
    from ui.metrics import Metrics

FIGURES = "text/plain; version=0.0.4; charset=utf-8"


def add_to(app: FastAPI, mentor: Mentor, metrics: Metrics, *, token: str | None, is_shared: bool) -> None:
    """Add `/health`, `/ready` and `/metrics` to an application.

    Args:
        app: the application.
        mentor: what is looked at.
        metrics: its figures.
        token: who sends it may read them; None lets this machine alone read them, where there is no login.
        is_shared: whether there is a login.
    """
    readiness = Readiness(mentor.check)
    process = new_id()  # a page that finds another one here knows that its answers under way are gone

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok", "service": "backend-mentor", "process": process})

    async def ready(_request: Request) -> Response:
        if mentor.admission.is_closing:
            return JSONResponse({"status": "stopping"}, status_code=503)
        state = await readiness.state()
        if state is State.READY:
            return JSONResponse({"status": state})
        more = {"see": "mentor doctor"} if state is State.NOT_READY else {}
        return JSONResponse({"status": state, **more}, status_code=503)

    async def figures(request: Request) -> Response:
        if not _may_read(request, token, is_shared=is_shared):
            return PlainTextResponse("there is nothing here", status_code=404)
        return Response(await run_in_threadpool(metrics.text), media_type=FIGURES)

    app.add_route("/health", health)
    app.add_route("/ready", ready)
    app.add_route("/metrics", figures)


def _may_read(request: Request, token: str | None, *, is_shared: bool) -> bool:
    if token:
        given = request.headers.get("authorization", "").encode("latin-1")
        return hmac.compare_digest(given, f"Bearer {token}".encode())
    return not is_shared and request.scope.get(PEER) in LOOPBACK
