"""ui.claims: two learners before the real page, one of whom knows every name of the other's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge.database import open_engine
from tests.pages import page_with, visitor
from ui.claims import KEPT, Claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

API = "/gradio_api"
HERS = "adassession"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("page")
    engine = open_engine(f"sqlite:///{folder}/mentor.sqlite3")
    yield page_with(engine, folder, "ada", "eve")
    engine.dispose()


@pytest.fixture(scope="module")
def ada(page: Any) -> Iterator[TestClient]:
    with visitor(page, "ada") as client:
        assert joined(client, HERS).status_code == 200
        yield client


@pytest.fixture(scope="module")
def eve(page: Any, ada: TestClient) -> Iterator[TestClient]:
    with visitor(page, "eve") as client:
        yield client


@pytest.fixture(scope="module")
def hers(ada: TestClient) -> str:
    """The path of a file that Ada uploaded."""
    reply = ada.post(f"{API}/upload", files={"files": ("secret.md", b"# Hers\n\nA secret.")})
    assert reply.status_code == 200
    return str(reply.json()[0])


def joined(client: TestClient, session: str, **more: Any) -> Any:
    return client.post(
        f"{API}/queue/join",
        json={"data": [None], "fn_index": 0, "trigger_id": None, "session_hash": session, **more},
    )


def test_a_session_is_its_first_learners(ada: TestClient, eve: TestClient) -> None:
    """Who knows the name of another's session cannot send anything in it; the owner still can."""
    assert joined(eve, HERS).status_code == 404
    assert joined(ada, HERS).status_code == 200
    assert joined(eve, "evessession").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/queue/data?session_hash={HERS}",
        f"/queue/data?session_hash=mine&session_hash={HERS}",
        f"/heartbeat/{HERS}",
        f"/heartbeat/{HERS}/",
    ],
)
def test_anothers_streams_are_not_read(eve: TestClient, path: str) -> None:
    """The events of another's session, and the sign that their page is open, are as if they were not there."""
    assert eve.get(f"{API}{path}").status_code == 404


def test_anothers_job_is_not_cancelled(ada: TestClient, eve: TestClient) -> None:
    """A job is cancelled by who started it, also when another names it within a session of their own."""
    job = joined(ada, HERS).json()["event_id"]
    theirs = {"session_hash": HERS, "fn_index": 0, "event_id": job}
    assert eve.post(f"{API}/cancel", json=theirs).status_code == 404
    assert eve.post(f"{API}/cancel", json={**theirs, "session_hash": "evessession"}).status_code == 404
    assert ada.post(f"{API}/cancel", json=theirs).status_code == 200


def test_anothers_upload_is_not_served(ada: TestClient, eve: TestClient, hers: str) -> None:
    """An uploaded file is served to who uploaded it, and to nobody else who knows its path."""
    assert ada.get(f"{API}/file={hers}").status_code == 200
    assert eve.get(f"{API}/file={hers}").status_code == 404


@pytest.mark.parametrize("wrap", [lambda file: file, lambda file: [file], lambda file: {"a": [{"b": file}]}])
def test_anothers_upload_is_not_taken_in(eve: TestClient, hers: str, wrap: Any) -> None:
    """A request that hands over the path of another's file, at whatever depth, is refused."""
    assert joined(eve, "evessession", data=[wrap({"path": hers})]).status_code == 404


@pytest.mark.parametrize("file", ["/etc/passwd", "../../etc/passwd", "pyproject.toml", "https://127.0.0.1/x"])
def test_no_other_file_is_served(ada: TestClient, file: str) -> None:
    """A path that nobody uploaded leads nowhere, whatever is there."""
    assert ada.get(f"{API}/file={file}").status_code == 404
    assert joined(ada, HERS, data=[{"path": file}]).status_code == 404


@pytest.mark.parametrize(
    "route",
    [
        "runs",
        "openapi.json",
        "info",
        "proxy=http://127.0.0.1:1/",
        "deep_link?session_hash=x",
        "call/answered/x",
        "run/answered",
        "api/answered",
        "run-history/records",
        "queue/status",
        "dev/reload",
        "file/etc/passwd",
        f"stream/{HERS}/0/1/playlist.m3u8",
        "monitoring",
    ],
)
def test_what_the_page_does_not_need_is_not_there(ada: TestClient, route: str) -> None:
    """Of Gradio's interface only what the page uses exists."""
    assert ada.get(f"{API}/{route}").status_code == 404
    assert ada.post(f"{API}/{route}", json={}).status_code == 404


def test_strangers_reach_nothing_of_gradio(page: Any) -> None:
    """Without a session not even cancelling and the heartbeat are there, which Gradio itself leaves open."""
    with visitor(page) as stranger:
        for path in ("/heartbeat/x", f"/queue/data?session_hash={HERS}", "/app_id", "/startup-events"):
            assert stranger.get(f"{API}{path}").status_code == 401
        for path in ("/cancel", "/reset", "/queue/join", "/upload", "/component_server"):
            assert stranger.post(f"{API}{path}", json={}).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[", b"[" * 100_000, b"null", b"\xff", b'{"session_hash": {"a": 1}}'])
def test_a_body_of_any_form_is_no_error(ada: TestClient, body: bytes) -> None:
    """A body that is no request of the page's is refused as a wrong one."""
    reply = ada.post(f"{API}/queue/join", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= reply.status_code < 500


def test_old_names_are_forgotten() -> None:
    """However many names a learner makes up, the memory for them is bounded."""
    claims = Claims()
    for number in range(KEPT + 10):
        claims.holds("ada", "session_hash", str(number))
    assert claims.holds("eve", "session_hash", "0")
    assert not claims.holds("eve", "session_hash", str(KEPT))
