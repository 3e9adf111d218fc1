"""ui.status, ui.metrics, ui.pace and ui.stopping: how the server is, and how it ends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import uvicorn
from starlette.testclient import TestClient

from tests.mentors import answered, mentor_over
from tests.pages import page_with, visitor
from ui.app import application
from ui.door import WHO
from ui.pace import BURST, Paced
from ui.stopping import Server

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from agent.mentor import Mentor

ADDRESS = "http://127.0.0.1:7860"
HERE = ("127.0.0.1", 1)


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def client_of(mentor: Mentor, folder: Path, peer: tuple[str, int] = HERE, **more: Any) -> TestClient:
    return TestClient(application(mentor, folder / "uploads", **more), base_url=ADDRESS, client=peer)


def test_the_server_is_ready_when_its_parts_answer(mentor: Mentor, tmp_path: Path) -> None:
    """A server whose database and search answer is ready."""
    assert client_of(mentor, tmp_path).get("/ready").json() == {"status": "ready"}


def test_a_server_without_its_database_is_not_ready(mentor: Mentor, engine: Engine, tmp_path: Path) -> None:
    """A server whose database fails lives, and is not ready; what failed is not told to everyone."""
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE turns"))
        connection.execute(sa.text("DROP TABLE conversations"))
    client = client_of(mentor, tmp_path)
    reply = client.get("/ready")
    assert (reply.status_code, reply.json()) == (503, {"status": "not ready", "see": "mentor doctor"})
    assert client.get("/health").status_code == 200


def test_a_stopping_server_takes_no_more(mentor: Mentor, tmp_path: Path) -> None:
    """A server that stops says so, for what stands before it to send nobody there."""
    mentor.admission.close(0)
    assert client_of(mentor, tmp_path).get("/ready").status_code == 503


def test_the_figures_count_turns_and_requests(mentor: Mentor, tmp_path: Path) -> None:
    """Turns are counted by kind, requests by route and status, and neither by learner."""
    client = client_of(mentor, tmp_path)
    answered(mentor, learner="secret-learner")
    client.get("/health")
    client.get("/nowhere-secret")
    said = client.get("/metrics").text
    for line in (
        'mentor_turns_total{kind="answered"} 1.0',
        'mentor_requests_total{method="GET",route="/health",status="200"} 1.0',
        'mentor_requests_total{method="GET",route="other",status="404"} 1.0',
        "mentor_turn_seconds_count 1.0",
        "mentor_turns_running 0.0",
    ):
        assert line in said.splitlines()
    assert "secret" not in said


@pytest.mark.parametrize(
    ("peer", "token", "sent", "status"),
    [
        (HERE, None, "", 200),
        (("192.0.2.1", 1), None, "", 404),
        (HERE, "t0ken", "", 404),
        (HERE, "t0ken", "Bearer other", 404),
        (("192.0.2.1", 1), "t0ken", "Bearer t0ken", 200),
    ],
)
def test_the_figures_are_not_for_everyone(
    mentor: Mentor, tmp_path: Path, peer: tuple[str, int], token: str | None, sent: str, status: int
) -> None:
    """Figures are read with the token, or without one by this machine alone."""
    client = client_of(mentor, tmp_path, peer, metrics_token=token)
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == status


def test_where_there_is_a_login_figures_need_the_token(engine: Engine, tmp_path: Path) -> None:
    """Behind a proxy everyone comes from this machine, so with a login only the token counts."""
    with visitor(page_with(engine, tmp_path, "ada"), "ada", peer="127.0.0.1") as client:
        assert client.get("/metrics").status_code == 404


def test_a_flood_is_one_learners_own() -> None:
    """Who starts too much at once is told to wait, others are not, and a moment later it goes on."""
    now = [0.0]

    async def fine(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    paced = Paced(fine, clock=lambda: now[0])

    async def status_for(learner: str) -> int:
        seen: list[int] = []

        async def sent(message: Any) -> None:
            seen.append(message.get("status", 0))

        await paced({"type": "http", "path": "/gradio_api/queue/join", WHO: learner}, None, sent)  # type: ignore[arg-type]
        return seen[0]

    async def statuses(learner: str, times: int) -> list[int]:
        return [await status_for(learner) for _ in range(times)]

    assert asyncio.run(statuses("ada", BURST + 2)) == [200] * BURST + [429] * 2
    assert asyncio.run(statuses("eve", 1)) == [200]
    now[0] += 1.0
    assert asyncio.run(statuses("ada", 7)) == [200] * 6 + [429]


def test_the_server_ends_after_its_answers(mentor: Mentor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the signal and the end of the last answer the server still answers requests; then it goes."""
    ended: list[str] = []

    async def ends(_self: Any, sockets: Any = None) -> None:
        ended.append("server")

    monkeypatch.setattr(uvicorn.Server, "shutdown", ends)
    turn = mentor.ask("What is a database index?", learner="me")
    next(turn)

    async def stopping() -> None:
        server = Server(uvicorn.Config(lambda: None), admission=mentor.admission, seconds=30)
        shutdown = asyncio.create_task(server.shutdown())
        while not mentor.admission.is_closing:  # noqa: ASYNC110 - a thread sets it, which no asyncio.Event sees
            await asyncio.sleep(0)
        assert ended == []
        ended.extend(type(event).__name__ for event in turn)
        await shutdown

    asyncio.run(stopping())
    assert ended[-2:] == ["Answer", "server"]
