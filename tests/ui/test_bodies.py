"""ui.bodies: how much a request may carry."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from ui.bodies import BODY_BYTES, UPLOAD, UPLOAD_BYTES, BoundedBodies


async def counts(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers with the size of what it got."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


CLIENT = TestClient(BoundedBodies(counts))


@pytest.mark.parametrize(
    ("size", "status"), [(BODY_BYTES - 1, 200), (BODY_BYTES, 200), (BODY_BYTES + 1, 413)]
)
def test_a_body_has_a_limit(size: int, status: int) -> None:
    """A body up to the limit arrives whole; one byte more is refused."""
    reply = CLIENT.post("/x", content=b"x" * size)
    assert reply.status_code == status
    assert reply.text == str(size) or status == 413


def test_a_body_of_unsaid_length_has_the_same_limit() -> None:
    """A body that comes in pieces is refused where it grows too large."""
    pieces = (b"x" * 65_536 for _ in range(BODY_BYTES // 65_536 + 1))
    assert CLIENT.post("/x", content=pieces).status_code == 413


@pytest.mark.parametrize(("name", "status"), [("x" * 255, 200), ("x" * 256, 414), ("é" * 128, 414)])
def test_a_name_in_an_address_has_a_limit(name: str, status: int) -> None:
    """What no file can be called is refused before a route tries to open it."""
    assert CLIENT.get(f"/assets/{name}").status_code == status


@pytest.mark.parametrize(("said", "status"), [(str(UPLOAD_BYTES + 1), 413), ("", 411), ("many", 411)])
def test_an_upload_says_its_size_first(said: str, status: int) -> None:
    """An upload that is too large, or does not say how large it is, is refused before a byte of it is read."""
    assert asyncio.run(status_of(UPLOAD, said)) == status


def test_a_body_that_does_not_come_is_given_up() -> None:
    """Who announces a body and does not send it is answered and let go."""
    assert asyncio.run(status_of("/x", "10")) == 408


async def status_of(path: str, said: str) -> int:
    """Return the status for a request whose body never comes."""
    statuses: list[int] = []

    async def never() -> Any:
        await asyncio.Event().wait()

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"content-length", said.encode())] if said else []
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    await BoundedBodies(counts, seconds=0)(scope, never, sent)
    return statuses[0]
