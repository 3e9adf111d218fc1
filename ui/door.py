"""How the page finds out who is asking: one learner without a login, accounts, or a header of a trusted proxy."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse

from agent.accounts import NAME, Accounts
from agent.settings import ACCOUNTS
from knowledge.database import open_engine
from ui.proxies import Proxies
from ui.terminal import LEARNER

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from agent.settings import Settings

COOKIE = "mentor_session"
LOGIN = "/login"
WHO, PEER = (
    "mentor.learner",
    "mentor.peer",
)  # keys of a request's scope: who asks, and the machine that connected
# what anyone may see: whether the mentor is up, how to sign in, and what every copy of the page is made of
OPEN_PATHS = frozenset({"/health", "/ready", "/metrics", LOGIN, "/favicon.ico", "/robots.txt", "/theme.css"})
OPEN_FOLDERS = ("/assets/", "/static/", "/svelte/")


@dataclass(frozen=True, slots=True)
class Door:
    """A way in.

    Args:
        learner: who sends a request; None when that is nobody known.
        accounts: the accounts to sign in to, where there is a login page.
        is_shared: whether several learners come through it.
    """

    learner: Callable[[Scope], str | None]
    accounts: Accounts | None = None
    is_shared: bool = True


def open_door(settings: Settings) -> Door:
    """Return the way in that the settings choose.

    Raises:
        StoreUnavailable: the accounts are in a database that does not open.
    """
    if settings.auth == ACCOUNTS:
        return with_accounts(Accounts(open_engine(settings.database)))
    if header := settings.auth_header:
        return behind_proxy(header, Proxies(settings.proxy_addresses))
    return alone()


def alone() -> Door:
    """A door for the one learner of a mentor that people run for themselves."""
    return Door(lambda _scope: LEARNER, is_shared=False)


def with_accounts(accounts: Accounts) -> Door:
    """A door for those who signed in."""

    def learner(scope: Scope) -> str | None:
        token = session_token(scope)
        return accounts.learner(token) if token else None

    return Door(learner, accounts)


def behind_proxy(header: str, proxies: Container[str]) -> Door:
    """A door for those whom a proxy has signed in; its header counts when it comes from one of these addresses."""

    def learner(scope: Scope) -> str | None:
        said = Headers(scope=scope).getlist(header)
        if scope.get(PEER) not in proxies or len(said) != 1:
            return None  # a second header may be the caller's own
        name = said[0].strip().lower()
        return name if NAME.fullmatch(name) else None

    return Door(learner)


def session_token(scope: Scope) -> str | None:
    """Return the session token that a request carries."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None


def who(connection: HTTPConnection) -> str | None:
    """Return who asks, as the gate found out; gradio asks this for each of its routes."""
    found = connection.scope.get(WHO)
    return str(found) if found else None


class Gate:
    """Lets those in who are known, and writes into the scope who they are; the rest is shown the way to sign in.

    Args:
        app: what is guarded.
        door: finds out who asks.
    """

    def __init__(self, app: ASGIApp, *, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http":
            path = scope["path"]
            if not (path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)):
                learner = await self._learner(scope)
                if learner is None:
                    await self._refusal(path)(scope, receive, send)
                    return
                scope[WHO] = learner
        await self._app(scope, receive, send)

    async def _learner(self, scope: Scope) -> str | None:
        if self._door.is_shared:
            return await run_in_threadpool(self._door.learner, scope)
        return self._door.learner(scope)

    def _refusal(self, path: str) -> ASGIApp:
        if path == "/" and self._door.accounts:
            return RedirectResponse(LOGIN, status_code=303)
        return JSONResponse({"detail": "sign in first"}, status_code=401)


class Peer:
    """Writes into the scope which machine connected, before a proxy's word for the one behind it is taken."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http":
            scope[PEER] = scope["client"][0] if scope.get("client") else ""
        await self._app(scope, receive, send)
