"""ui.app: the page as an application: what it serves, and what it keeps shut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from knowledge.database import open_engine
from tests.mentors import mentor_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    from starlette.testclient import TestClient

    from ui.app import application

    folder = tmp_path_factory.mktemp("page")
    engine = open_engine(f"sqlite:///{folder}/mentor.sqlite3")
    yield TestClient(application(mentor_over(engine), folder / "uploads"), base_url="http://127.0.0.1:7860")
    engine.dispose()


def test_the_page_says_that_it_is_a_mentor(client: TestClient) -> None:
    """The health address names the service, so that the doctor can tell it from another program."""
    health = client.get("/health").json()
    assert (health["status"], health["service"]) == ("ok", "backend-mentor")


@pytest.mark.parametrize("path", ["/", "/health", "/config", "/nowhere"])
def test_every_reply_forbids_what_the_page_does_not_need(client: TestClient, path: str) -> None:
    """No reply may be framed, sniffed, or fetch from elsewhere, whatever it holds."""
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    """No script, style or font of the page has an address on another host."""
    loaded = re.findall(
        r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"']?([^\"'\s>]+)", client.get("/").text
    )
    assert loaded
    assert {urlsplit(address).hostname for address in loaded} <= {None, "127.0.0.1"}


def test_the_page_is_kept_from_other_sites(client: TestClient) -> None:
    """The whole page stands behind the check of names and origins."""
    assert client.get("/config", headers={"Host": "evil.example"}).status_code == 400
    assert client.post("/gradio_api/queue/join", headers={"Origin": "http://evil.example"}).status_code == 403


def test_an_upload_without_a_file_is_refused(client: TestClient) -> None:
    """A form whose field has no file's name is answered in plain words, and not with a server's error."""
    reply = client.post("/gradio_api/upload", files=[("files", ("", b"words"))])
    assert (reply.status_code, reply.text) == (400, "a field of the upload holds no file with a name")
