"""Whatever is sent to whichever route or function of the page, no reply is a server's error, and the page goes on."""

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
from tests.pages import PASSWORD, page_with, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

TRIES = int(os.environ.get("FUZZ_TRIES", "300"))  # a long campaign sets it to 10,000
CALLS = TRIES // 10  # each goes through gradio's queue and back, which takes as long as twenty requests
ENDLESS = re.compile(r"heartbeat|queue/data|upload_progress")  # streams that end when the browser leaves
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
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
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            *(
                "Accept-Encoding",
                "Authorization",
                "Cookie",
                "Expect",
                "If-None-Match",
                "Last-Event-ID",
                "Origin",
            ),
            *(
                "Range",
                "Referer",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Request-ID",
                "X-HTTP-Method-Override",
            ),
        ]
    ),
    st.sampled_from(
        ["bytes=0-", "bytes=-1,5-2", "Bearer x", "mentor_session=x; =; a", "null", "*", "gzip;q=x"]
    )
    | st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), max_size=40).map(str.strip),
    max_size=3,
)
FILES = st.lists(
    st.tuples(
        st.sampled_from(
            ["a.md", "../../a.md", "a\x00.md", "a.pdf", "a.docx", ".md", "a" * 300 + ".md", "<b>.html", ""]
        )
        | st.text(max_size=20),
        st.binary(max_size=300)
        | st.sampled_from([b"# A\n\nText.", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe"]),
    ),
    max_size=3,
)
EVENTS = st.none() | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("index", "value", "liked", "previous_value"), JSON),
        "act": st.sampled_from(
            ["done", "studied", "undo", "skip", "replan", "accept", "change", "apply", "discard", "learn"]
        )
        | st.sampled_from(
            [
                "place",
                "ask",
                "answer",
                "judge",
                "open",
                "rename",
                "delete",
                "remove",
                "find",
                "show",
                "read",
                "stop",
            ]
        ),
        "id": st.sampled_from(["data.indexes", "data.plans.1", "x"]) | JSON,
        "minutes": st.sampled_from(["60", "0", "9999", "9" * 5000, "-1"]) | JSON,
        "spans": st.sampled_from(["0-9", "5-1,9-9999999999", "-"]) | JSON,
        **dict.fromkeys(("message", "title", "hours", "path", "check", "text", "right", "source"), JSON),
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


@pytest.fixture(scope="module")
def nobody(page: Any, ada: TestClient) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    with visitor(page) as client:
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
def test_no_request_is_a_servers_error(
    page: Any, ada: TestClient, nobody: TestClient, drawn: st.DataObject
) -> None:
    """A request of any form, by whoever, is answered, and never with 5xx."""
    table = sorted(set(routes(page.routes)))
    method, path = drawn.draw(st.sampled_from(table))
    path = re.sub(r"\{[^}]*\}", lambda _: drawn.draw(PIECE), path)
    if ENDLESS.search(path) and method == "GET":
        method = "POST"
    method = drawn.draw(st.sampled_from([method] * 6 + ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"]))
    body = drawn.draw(
        CALL.map(lambda call: json.dumps(call).encode())
        | st.binary(max_size=200)
        | JSON.map(lambda j: json.dumps(j).encode())
    )
    kinds = [
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "",
        "x/y",
    ]
    names = st.sampled_from(["session_hash", "upload_id", "deep_link", "view"])
    client = drawn.draw(st.sampled_from([ada, ada, ada, nobody]))
    reply = client.request(
        method,
        "/" + quoted(path.lstrip("/")),
        content=body if method not in ("GET", "HEAD") else None,
        params=drawn.draw(st.dictionaries(names, PIECE, max_size=2)),
        headers=encoded(drawn.draw(HEADERS)) | {"Content-Type": drawn.draw(st.sampled_from(kinds))},
        follow_redirects=False,
    )
    assert reply.status_code < 500, (method, path, body, reply.text[:300])
    if path.startswith("/logout"):
        ada.post("/login", data={"name": "ada", "password": PASSWORD}, follow_redirects=False)


@given(files=FILES)
@settings(max_examples=CALLS, suppress_health_check=list(HealthCheck))
def test_no_upload_is_a_servers_error(ada: TestClient, files: list[tuple[str, bytes]]) -> None:
    """Files of any name and content are taken or refused, and what was taken can be handed over and is read or named."""
    reply = ada.post("/gradio_api/upload", files=[("files", file) for file in files])
    assert reply.status_code < 500, (files, reply.text[:300])
    if reply.status_code == 200:
        paths = [{"path": path, "meta": {"_type": "gradio.FileData"}} for path in reply.json()]
        (added,) = (each for each in functions(ada) if each["targets"][0][1] == "upload")
        assert called(ada, added, [paths], None)
        assert all(ada.get(f"/gradio_api/file={quoted(each['path'])}").status_code < 500 for each in paths)


@given(drawn=st.data())
@settings(max_examples=CALLS, suppress_health_check=list(HealthCheck))
def test_no_call_ends_the_page(ada: TestClient, drawn: st.DataObject) -> None:
    """Each function of the page, called through the queue with anything, comes to an end and tells nothing of errors."""
    function = drawn.draw(st.sampled_from(functions(ada)))
    words = st.text(max_size=40) | st.sampled_from(
        ["/plan", "/today", "/export", "/answer x", "/plan 99999999999", "a" * 9_000]
    )
    count = len(function["inputs"])
    data = drawn.draw(st.lists(words | JSON, min_size=count, max_size=count) | st.lists(JSON, max_size=3))
    assert called(ada, function, data, drawn.draw(EVENTS | JSON))


def functions(client: TestClient) -> list[dict[str, Any]]:
    """What the page may call on the server."""
    found = client.get("/config").json()["dependencies"]
    return [each for each in found if each["backend_fn"]]


def called(client: TestClient, function: dict[str, Any], data: list[Any], event: Any) -> bool:
    """Call a function as the page does; whether it came to one end: a result, or an error that tells nothing of its reasons."""
    body = {"data": data, "fn_index": function["id"], "trigger_id": None, "session_hash": "calls"}
    reply = client.post("/gradio_api/queue/join", json={**body, "event_data": event})
    assert reply.status_code < 500, (function["targets"], data, reply.text[:300])
    if reply.status_code != 200:
        return True
    lines = client.get("/gradio_api/queue/data", params={"session_hash": "calls"}).text.splitlines()
    events = [json.loads(line[5:]) for line in lines if line.startswith("data:")]
    ends = [each for each in events if each["msg"] == "process_completed"]
    told = [each["output"]["error"] for each in ends if not each["success"]]
    return len(ends) == 1 and all(each is None or each.startswith("Invalid file type.") for each in told)


def encoded(headers: dict[str, str]) -> dict[str, bytes]:
    """Return headers as bytes, which may be of any kind."""
    return {name: value.encode("latin-1") for name, value in headers.items()}


def quoted(path: str) -> str:
    """Return a path that an address can hold."""
    from urllib.parse import quote

    return quote(path, safe="/%=:.")


def test_the_page_goes_on(ada: TestClient) -> None:
    """After all that the page still answers."""
    assert ada.get("/ready").status_code == 200
    assert ada.get("/config").status_code in (200, 401)
