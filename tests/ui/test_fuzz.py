"""Whatever is sent to whichever route of the page, no reply is a server's error, and the page goes on."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import BaseRoute, Mount

from knowledge.database import open_engine
from tests.pages import page_with, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

TRIES = int(os.environ.get("FUZZ_TRIES", "300"))  # a long campaign sets it to 10,000
ENDLESS = re.compile(r"heartbeat|queue/data|upload_progress")  # streams that end when the browser leaves
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NUMBERS = st.integers(-3, 60) | st.integers(-(10**20), 10**20) | JSON
CALL = st.fixed_dictionaries(
    {},
    optional={
        "data": st.lists(JSON, max_size=6) | JSON,
        "fn_index": NUMBERS,
        "trigger_id": NUMBERS,
        "session_hash": st.sampled_from(["fuzz", "", "../x"]) | st.text(max_size=20) | JSON,
        "event_id": st.text(max_size=20) | JSON,
        "event_data": JSON,
        "component_id": NUMBERS,
        "fn_name": st.sampled_from(["preprocess", "__init__", "act", "search"]) | st.text(max_size=10),
        "path": JSON,
    },
)
PIECE = st.sampled_from(["", "..", "%2e%2e", "etc/passwd", "x", "0", "-1", "\u2028", "a" * 500]) | st.text(
    max_size=15
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("page")
    engine = open_engine(f"sqlite:///{folder}/mentor.sqlite3")
    yield page_with(engine, folder, "ada")
    engine.dispose()


@pytest.fixture(scope="module")
def ada(page: Any) -> Iterator[TestClient]:
    with visitor(page, "ada") as client:
        yield client


def routes(of: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path of an application and what is mounted in it."""
    for route in of:
        path = before + getattr(route, "path", "")
        if isinstance(route, Mount):
            yield from routes(list(route.routes), path)
        if router := getattr(route, "original_router", None):  # how FastAPI keeps a router that was included
            yield from routes(router.routes, path)
        for method in sorted(getattr(route, "methods", None) or ()):
            yield method, path


def test_the_routes_are_found(page: Any) -> None:
    """The table that is fuzzed holds our routes and Gradio's."""
    found = set(routes(page.routes))
    assert {("POST", "/login"), ("POST", "/gradio_api/queue/join"), ("GET", "/ready")} <= found
    assert len(found) > 60


@given(drawn=st.data())
@settings(max_examples=TRIES, suppress_health_check=list(HealthCheck))
def test_no_request_is_a_servers_error(page: Any, ada: TestClient, drawn: st.DataObject) -> None:
    """A request of any form is answered, and never with 5xx."""
    table = sorted(set(routes(page.routes)))
    method, path = drawn.draw(st.sampled_from(table))
    path = re.sub(r"\{[^}]*\}", lambda _: drawn.draw(PIECE), path)
    if ENDLESS.search(path) and method == "GET":
        method = "POST"
    body = drawn.draw(
        CALL.map(lambda call: json.dumps(call).encode())
        | st.binary(max_size=200)
        | JSON.map(lambda j: json.dumps(j).encode())
    )
    kind = drawn.draw(
        st.sampled_from(
            [
                "application/json",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "",
                "x/y",
            ]
        )
    )
    query = drawn.draw(
        st.dictionaries(
            st.sampled_from(["session_hash", "upload_id", "deep_link", "view"]), PIECE, max_size=2
        )
    )
    content = body if method not in ("GET", "HEAD") else None
    reply = ada.request(
        method,
        "/" + quoted(path.lstrip("/")),
        content=content,
        params=query,
        headers={"Content-Type": kind},
        follow_redirects=False,
    )
    assert reply.status_code < 500, (method, path, body, reply.text[:300])
    if path.startswith("/logout"):
        ada.post("/login", data={"name": "ada", "password": "correct horse battery"}, follow_redirects=False)


def quoted(path: str) -> str:
    """Return a path that an address can hold."""
    from urllib.parse import quote

    return quote(path, safe="/%=:.")


def test_the_page_goes_on(ada: TestClient) -> None:
    """After all that the page still answers."""
    assert ada.get("/ready").status_code == 200
    assert ada.get("/config").status_code in (200, 401)
