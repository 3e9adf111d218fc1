"""What a learner takes along: their plan as a calendar, Markdown or JSON, and everything that is kept of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from agent.errors import AgentError
from agent.plan_text import from_json, to_markdown
from knowledge.errors import KnowledgeError
from ui.door import who
from ui.prose import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.requests import Request

    from agent.mentor import Mentor

EVERYTHING = "everything.json"


def add_to(app: FastAPI, mentor: Mentor) -> None:
    """Add `/plan.ics`, `/plan.md`, `/plan.json` and `/everything.json`, each of whoever asks."""
    for name, (media_type, written) in FORMS.items():
        app.add_route(f"/{name}", _route(mentor, name, media_type, written))

    async def everything(request: Request) -> Response:
        learner = who(request)
        if learner is None:
            return PlainTextResponse("sign in first", status_code=401)
        try:
            kept = await run_in_threadpool(mentor.export, learner)
        except (AgentError, KnowledgeError) as error:
            return PlainTextResponse(sentence(str(error)), status_code=503)
        headers = {"Content-Disposition": f'attachment; filename="{EVERYTHING}"'}
        return Response(json.dumps(kept, ensure_ascii=False, indent=1), 200, headers, "application/json")

    app.add_route(f"/{EVERYTHING}", everything)


def _route(
    mentor: Mentor, name: str, media_type: str, written: Callable[[dict[str, Any]], bytes]
) -> Callable[[Request], Any]:
    async def exported(request: Request) -> Response:
        learner = who(request)
        if learner is None:
            return PlainTextResponse("sign in first", status_code=401)
        try:
            plan = await run_in_threadpool(mentor.memory.plan, learner)
        except AgentError as error:
            return PlainTextResponse(sentence(str(error)), status_code=503)
        if plan is None:
            return PlainTextResponse("There is no plan yet; make one on the Plan page.", status_code=404)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(written(plan), media_type=media_type, headers=headers)

    return exported


def _calendar(plan: dict[str, Any]) -> bytes:
    from agent.plan_calendar import to_ics

    return to_ics(from_json(plan), written=datetime.now(UTC))


def _markdown(plan: dict[str, Any]) -> bytes:
    return f"{plan.get('narrative', '')}\n\n{to_markdown(from_json(plan))}".strip().encode()


def _json(plan: dict[str, Any]) -> bytes:
    return json.dumps(plan, ensure_ascii=False, indent=2, default=str).encode()


FORMS: dict[str, tuple[str, Callable[[dict[str, Any]], bytes]]] = {
    "plan.ics": ("text/calendar; charset=utf-8", _calendar),
    "plan.md": ("text/markdown; charset=utf-8", _markdown),
    "plan.json": ("application/json", _json),
}
