"""The login page: a form, the session's cookie, and the way out."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.accounts import SESSION, WINDOW
from agent.errors import AgentError, SignInRefused, TooManyAttempts
from ui.door import COOKIE, LOGIN, session_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

    from agent.accounts import Accounts

LOGOUT = "/logout"
FIELDS = 10  # a login form has two
BUSY_S = 10  # after which a database that did not answer is worth another try
UNREADABLE = "the form cannot be read; type name and password again"


def add_to(app: FastAPI, accounts: Accounts) -> None:
    """Add the login page to an application."""

    async def sign_in(request: Request) -> Response:
        body = await request.body()
        try:
            form = parse_qs(body.decode(), max_num_fields=FIELDS, errors="strict")
        except ValueError:
            return _page(UNREADABLE, 400)
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        address = request.client.host if request.client else ""
        try:
            token = await run_in_threadpool(accounts.sign_in, name, password, address=address)
        except SignInRefused as error:
            return _page(str(error), 401)
        except TooManyAttempts as error:
            return _page(str(error), 429, {"Retry-After": str(round(WINDOW.total_seconds()))})
        except AgentError as error:
            return _page(str(error), 503, {"Retry-After": str(BUSY_S)})
        reply = RedirectResponse("/", status_code=303)
        is_secure = request.url.scheme == "https"
        age = round(SESSION.total_seconds())
        reply.set_cookie(COOKIE, token, max_age=age, httponly=True, secure=is_secure, samesite="lax")
        return reply

    async def sign_out(request: Request) -> Response:
        if token := session_token(request.scope):
            await run_in_threadpool(accounts.sign_out, token)
        reply = RedirectResponse(LOGIN, status_code=303)
        reply.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return reply

    app.add_route(LOGIN, lambda _request: _page(), methods=["GET"])
    app.add_route(LOGIN, sign_in, methods=["POST"])
    app.add_route(LOGOUT, sign_out, methods=["POST"])


def way_out(name: str) -> str:
    """Return the HTML that says who is signed in, with the button that signs out."""
    return (
        f'<form method="post" action="{LOGOUT}" class="way-out"><span>{escape(name)}</span> '
        '<button type="submit">Sign out</button></form>'
    )


def _page(said: str = "", status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    template = Template(files(__package__).joinpath("login.html").read_text(encoding="utf-8"))
    shown = f'<p role="alert">{escape(said[:1].upper() + said[1:])}.</p>' if said else ""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    return HTMLResponse(template.substitute(said=shown), status_code=status, headers=headers)
