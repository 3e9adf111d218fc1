"""The page as an application over fakes, and clients that come through its doors."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from agent.accounts import Accounts
from tests.mentors import mentor_over
from ui.app import application
from ui.door import with_accounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

ADDRESS = "http://127.0.0.1:7860"
PASSWORD = "correct horse battery"  # noqa: S105 - of a test
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def accounts_of(engine: Engine, *names: str) -> Accounts:
    """Return accounts whose passwords cost little to compare."""
    accounts = Accounts(engine, hasher=CHEAP)
    for name in names:
        accounts.add(name, PASSWORD)
    return accounts


def page_with(engine: Engine, folder: Path, *names: str, mentor: Any = None) -> Any:
    """Return the page with a login for these accounts."""
    door = with_accounts(accounts_of(engine, *names))
    return application(mentor or mentor_over(engine), folder / "uploads", door=door)


@contextmanager
def visitor(page: Any, name: str | None = None, peer: str = "192.0.2.7") -> Iterator[TestClient]:
    """A browser before a page, signed in by name."""
    client = TestClient(page, base_url=ADDRESS, client=(peer, 40_000), raise_server_exceptions=False)
    with client:
        if name:
            client.post("/login", data={"name": name, "password": PASSWORD}, follow_redirects=False)
        yield client
