"""What a learner takes along: their plan in each of its forms, and everything that is kept of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from agent.errors import AgentError, PlanError
from knowledge.errors import KnowledgeError
from ui.door import who
from ui.plan_files import FORMS
from ui.prose import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.requests import Request

    from agent.mentor import Mentor
    from ui.plan_files import Form

EVERYTHING = "everything.json"


def add_to(app: FastAPI, mentor: Mentor) -> None:
    """Add the plan's files, such as `/plan.ics`, and `/everything.json`, each of whoever asks."""
    for form in FORMS.values():
        app.add_route(f"/{form.file}", _route(mentor, form))

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


def _route(mentor: Mentor, form: Form) -> Callable[[Request], Any]:
    def written(learner: str) -> bytes | None:
        plan = mentor.memory.plan(learner)
        return form.written(mentor, learner, plan) if plan else None

    async def exported(request: Request) -> Response:
        learner = who(request)
        if learner is None:
            return PlainTextResponse("sign in first", status_code=401)
        try:
            body = await run_in_threadpool(written, learner)
        except PlanError as error:
            return PlainTextResponse(sentence(str(error)), status_code=409)
        except AgentError as error:
            return PlainTextResponse(sentence(str(error)), status_code=503)
        if body is None:
            return PlainTextResponse("There is no plan yet; make one on the Plan page.", status_code=404)
        headers = {"Content-Disposition": f'attachment; filename="{form.file}"'}
        return Response(body, media_type=form.media_type, headers=headers)

    return exported
