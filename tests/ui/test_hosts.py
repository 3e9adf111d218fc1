"""ui.hosts: who may talk to the page."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.hosts import OwnWritesOnly, PlainForwarding, is_open, names

EVERY = "0.0.0.0"  # noqa: S104 - a name, nothing is bound


def client(host: str, base: str) -> TestClient:
    def said(_request: object) -> PlainTextResponse:
        return PlainTextResponse("yes")

    app = Starlette(routes=[Route("/", said, methods=["GET", "POST"])])
    return TestClient(TrustedHostMiddleware(OwnWritesOnly(app), names(host)), base_url=base)


@pytest.mark.parametrize(
    ("host", "base", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860", 200),
        ("127.0.0.1", "http://localhost:7860", 200),
        ("127.0.0.1", "http://[::1]:7860", 200),
        ("127.0.0.1", "http://evil.example:7860", 400),
        ("127.0.0.1", "http://127.0.0.1.evil.example", 400),
        ("192.168.1.5", "http://192.168.1.5:7860", 200),
        ("192.168.1.5", "http://evil.example", 400),
        (EVERY, "http://mentor.example", 200),
        ("::", "http://mentor.example", 200),
    ],
)
def test_the_page_answers_to_its_own_names_only(host: str, base: str, status: int) -> None:
    """A request under a name that is not this machine's is refused, unless every name is meant."""
    assert client(host, base).get("/").status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:7860", 200),
        (None, 200),
        ("http://evil.example", 403),
        ("http://127.0.0.1:8000", 403),
        ("null", 403),
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1", EVERY])
def test_another_site_may_not_write(host: str, origin: str | None, status: int) -> None:
    """A write from a page of another origin is refused; programs, which send none, are not."""
    headers = {} if origin is None else {"Origin": origin}
    assert client(host, "http://127.0.0.1:7860").post("/", headers=headers).status_code == status


def test_a_machine_that_others_reach_is_told_apart() -> None:
    """Only loopback is closed to the network."""
    assert [is_open(host) for host in ("127.0.0.1", "localhost", "::1", EVERY, "10.0.0.2")] == [
        False,
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Forwarded-Host": "mentor.example:8443, inner", "X-Forwarded-Proto": "https"}, 200),
        ({"X-Forwarded-Host": "[::1]:7860", "X-Forwarded-Prefix": "/mentor"}, 200),
        ({"X-Forwarded-Host": b"\xa1"}, 400),
        ({"X-Forwarded-Host": "["}, 400),
        ({"X-Forwarded-Proto": "javascript"}, 400),
    ],
)
def test_a_request_is_forwarded_for_a_name_or_refused(headers: dict[str, str | bytes], status: int) -> None:
    """What an address cannot be built of is the sender's mistake, and no failure of the page's."""
    app = PlainTextResponse("here")
    assert TestClient(PlainForwarding(app)).get("/", headers=headers).status_code == status
