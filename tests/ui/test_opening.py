"""ui.opening: what is served while the mentor opens, and the handing over."""

from __future__ import annotations

from contextlib import asynccontextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from knowledge.pace import Step
from ui.opening import Opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Admission:
    def __init__(self) -> None:
        self.closed: list[float] = []

    def close(self, seconds: float) -> None:
        self.closed.append(seconds)


def test_before_the_mentor_is_open_the_page_says_how_far_it_is() -> None:
    """The page waits, says what is being read as words, and looks again by itself."""
    opening = Opening()
    with TestClient(opening) as client:
        reply = client.get("/")
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
        assert "<progress max='1'  aria-label" in reply.text
        opening.told(Step("Indexes & <plans>", 3, 12, 0, 1))
        shown = client.get("/").text
        assert "Reading 3 of 12: Indexes &amp; &lt;plans&gt;" in shown
        assert "value='0.25'" in shown
        assert "http-equiv='refresh'" in shown
        assert client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/health", "/ready", "/config"])
def test_programs_are_told_to_come_back(path: str) -> None:
    """Whoever asks for more than the page learns that the mentor is opening, and is not let in."""
    with TestClient(Opening()) as client:
        reply = client.get(path)
        assert (reply.status_code, reply.json()["status"]) == (503, "opening")


def test_the_mentor_takes_over_with_its_own_life() -> None:
    """From the handing over on the application answers; its own begin and end are kept."""
    lived = []

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        lived.append("begins")
        yield
        lived.append("ends")

    app = FastAPI(lifespan=life)
    app.get("/health")(lambda: {"status": "ok"})
    opening, admission = Opening(), Admission()
    opening.close(1.0)
    with TestClient(opening) as client:
        thread = Thread(target=opening.ready, args=(app, admission))
        thread.start()
        thread.join(20)
        assert client.get("/health").json() == {"status": "ok"}
        assert lived == ["begins"]
        opening.close(2.0)
    assert lived == ["begins", "ends"]
    assert admission.closed == [2.0]
