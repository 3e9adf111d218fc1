"""ui.exports: a learner's plan as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from knowledge.database import open_engine
from tests.mentors import mentor_over
from ui.door import alone
from ui.exports import FORMS, add_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    from ui.door import Gate

    engine = open_engine(f"sqlite:///{tmp_path}/mentor.sqlite3")
    mentor = mentor_over(engine)
    app = FastAPI()
    add_to(app, mentor)
    app.add_middleware(Gate, door=alone())
    client = TestClient(app, base_url="http://127.0.0.1")
    client.mentor = mentor  # type: ignore[attr-defined]
    yield client
    engine.dispose()


def test_a_plan_is_taken_along_in_each_form(client: TestClient) -> None:
    """Each address gives the newest plan as a file of its form."""
    plan = client.mentor.learn({"hours_per_week": 2}, learner="me")  # type: ignore[attr-defined]
    bodies = {name: client.get(f"/{name}") for name in FORMS}
    assert all(f'filename="{name}"' in reply.headers["Content-Disposition"] for name, reply in bodies.items())
    assert bodies["plan.ics"].content.startswith(b"BEGIN:VCALENDAR")
    assert "Database indexes" in bodies["plan.md"].text
    assert json.loads(bodies["plan.json"].text)["version"] == plan["version"]


def test_without_a_plan_the_reply_says_so(client: TestClient) -> None:
    """Who has no plan reads where to make one."""
    reply = client.get("/plan.ics")
    assert (reply.status_code, reply.text) == (404, "There is no plan yet; make one on the Plan page.")
