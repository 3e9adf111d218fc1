"""ui.logs and ui.requests: what is logged, and what never is."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from agent.errors import MemoryUnavailable
from tests.mentors import mentor_over
from tests.pages import PASSWORD, page_with, visitor
from ui.chat import respond
from ui.logs import configure
from ui.requests import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

CANARY = "canary-9d1e"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged as JSON while a test runs; the test run's own logging is put back afterwards."""
    root = logging.getLogger()
    before = root.handlers, root.level
    stream = io.StringIO()
    configure("json", stream=stream)
    assert logging.getLogger("ui.requests").isEnabledFor(logging.INFO)
    yield stream
    root.handlers, root.level = before
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_exception_is_its_classes_and_places(logged: io.StringIO) -> None:
    """Of an exception the class and the place are logged, with what caused it, and none of its words."""

    def fail() -> None:
        try:
            int(CANARY)
        except ValueError as error:
            raise MemoryUnavailable(f"the database failed at {CANARY}") from error

    try:
        fail()
    except MemoryUnavailable:
        logging.getLogger("ui.chat").exception("a turn failed")
    (line,) = lines(logged)
    assert [each["class"] for each in line["error"]] == [
        "agent.errors.MemoryUnavailable",
        "builtins.ValueError",
    ]
    assert line["error"][0]["at"][-1].startswith("ui/test_logs.py:")
    assert (line["event"], line["level"], line["logger"]) == ("a turn failed", "error", "ui.chat")
    assert CANARY not in logged.getvalue()


def test_a_library_that_turns_itself_up_is_not_heard(logged: io.StringIO) -> None:
    """What a library says below a warning stays out, even where it sets its own level as it is imported."""
    library = logging.getLogger("bm25s")
    before = library.level
    library.setLevel(logging.DEBUG)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING):
        library.log(level, "Building index from tokens")
    library.setLevel(before)
    logging.getLogger("agent.build").info("another mentor has the index")
    assert [line["level"] for line in lines(logged)] == ["warning", "info"]


def test_a_failing_turn_is_logged_without_words(logged: io.StringIO, engine: Engine) -> None:
    """When a turn breaks, the log says where, and neither the question nor the learner."""
    mentor = mentor_over(engine)
    mentor._parts.search.search = None  # what no test foresees
    list(respond(mentor, "learner-" + CANARY, None, f"What is {CANARY}?"))
    assert "a turn failed" in logged.getvalue()
    assert CANARY not in logged.getvalue()


def test_no_secret_of_a_visit_is_logged(logged: io.StringIO, engine: Engine, tmp_path: Path) -> None:
    """Signing in, wrong passwords, session names, uploads and questions leave no trace of their words in the log."""
    with visitor(page_with(engine, tmp_path, "ada"), "ada") as ada:
        token = ada.cookies["mentor_session"]
        ada.post("/login", data={"name": CANARY, "password": CANARY})
        ada.get(f"/gradio_api/heartbeat/{CANARY}/x")
        ada.get(f"/gradio_api/queue/data?session_hash={CANARY}")
        ada.get(f"/{CANARY}?{CANARY}", headers={"X-Request-ID": CANARY})
        ada.post("/gradio_api/upload", files={"files": (f"{CANARY}.md", CANARY.encode())})
        join = {"data": [CANARY], "fn_index": 0, "session_hash": CANARY}
        ada.post("/gradio_api/queue/join", json=join)
    said = logged.getvalue()
    assert len(lines(logged)) == 7
    assert not any(secret in said for secret in (CANARY, PASSWORD, token))


def test_a_request_has_an_id_that_its_reply_carries(
    logged: io.StringIO, engine: Engine, tmp_path: Path
) -> None:
    """The id in the log is the one in the reply; one that a trusted proxy sends is kept, a stranger's is not."""
    page = page_with(engine, tmp_path)
    with visitor(page) as stranger:
        reply = stranger.get("/health", headers={"X-Request-ID": "12345678-abcd"})
    with visitor(page, peer="127.0.0.1") as proxied:
        kept = proxied.get("/health", headers={"X-Request-ID": "12345678-abcd"})
    assert [line["request"] for line in lines(logged)] == [
        reply.headers["X-Request-ID"],
        kept.headers["X-Request-ID"],
    ]
    assert reply.headers["X-Request-ID"] != "12345678-abcd" == kept.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "/"),
        ("/health", "/health"),
        ("/gradio_api/heartbeat/abc", "/gradio_api/heartbeat"),
        ("/gradio_api/file=/tmp/x", "/gradio_api/file"),
        ("/assets/index-1.js", "/assets"),
        ("/healthy", "other"),
        ("/wp-admin", "other"),
        ("", "other"),
    ],
)
def test_paths_have_few_names(path: str, name: str) -> None:
    """A path is counted under its route, whatever stands behind it."""
    assert named(path) == name
