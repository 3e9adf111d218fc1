"""ui.exports: a learner's plan as files."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from lxml import etree
from starlette.testclient import TestClient

from knowledge.database import open_engine
from knowledge.topic import Check
from tests.curricula import SHORT
from tests.mentors import mentor_over, small_syllabus
from ui import words
from ui.door import alone
from ui.exports import add_to
from ui.plan_files import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.syllabus import Syllabus


def one_with_a_check() -> Syllabus:
    graph = small_syllabus()
    topic = graph.topics["data.indexes"].model_copy(update={"checks": (Check.model_validate(SHORT),)})
    return replace(graph, topics={**graph.topics, topic.id: topic})


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    from ui.door import Gate

    engine = open_engine(f"sqlite:///{tmp_path}/mentor.sqlite3")
    mentor = mentor_over(engine, syllabus=one_with_a_check())
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
    bodies = {form.file: client.get(f"/{form.file}") for form in FORMS.values()}
    assert all(f'filename="{name}"' in reply.headers["Content-Disposition"] for name, reply in bodies.items())
    assert bodies["plan.ics"].content.startswith(b"BEGIN:VCALENDAR")
    assert zipfile.is_zipfile(BytesIO(bodies["plan.apkg"].content))
    assert "Database indexes" in bodies["plan.md"].text
    assert json.loads(bodies["plan.json"].text)["version"] == plan["version"]
    for name in ("plan-weeks.svg", "plan-graph.svg"):
        assert bodies[name].headers["Content-Type"] == "image/svg+xml"
        assert "Database indexes" in etree.fromstring(bodies[name].content).findtext("{*}desc")


def test_the_page_offers_each_form() -> None:
    """Every form has its link on the page."""
    assert [file for _, file in words.EXPORTS] == [form.file for form in FORMS.values()]


def test_the_calendar_cancels_what_earlier_versions_had(client: TestClient) -> None:
    """A calendar file of the second version takes the weeks back that only the first one had."""
    mentor = client.mentor  # type: ignore[attr-defined]
    mentor.learn({"hours_per_week": 1}, learner="me")
    assert "CANCELLED" not in client.get("/plan.ics").text
    mentor.learn({"hours_per_week": 6}, learner="me")
    assert client.get("/plan.ics").text.count("STATUS:CANCELLED") >= 1


def test_what_cannot_be_written_says_why(client: TestClient) -> None:
    """A plan whose topics have no checks is no Anki deck, and the reply says so."""
    client.mentor.learn({"known": ["data.indexes"]}, learner="me")  # type: ignore[attr-defined]
    reply = client.get("/plan.apkg")
    assert reply.status_code == 409
    assert "no topic of the plan has a check" in reply.text.lower()


def test_without_a_plan_the_reply_says_so(client: TestClient) -> None:
    """Who has no plan reads where to make one."""
    reply = client.get("/plan.ics")
    assert (reply.status_code, reply.text) == (404, "There is no plan yet; make one on the Plan page.")
