"""agent.plan_anki: the checks of a plan as an Anki package."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from agent.errors import PlanError
from agent.learner import Learner
from agent.plan_anki import to_apkg
from agent.progress import Event, Kind, Progress, progress
from agent.schedule import replan, schedule
from tests.curricula import CHOICE, SHORT, chain, path, syllabus, topic

MONDAY = date(2026, 11, 23)
WRITTEN = datetime(2026, 11, 23, 9, tzinfo=UTC)
GRAPH = syllabus(
    [
        topic("web.http", checks=[CHOICE | {"ask": "What is `a < b` & <b>this</b>?"}, SHORT]),
        topic("web.json", ["web.http"], checks=[SHORT | {"id": "web.json.1"}]),
        topic("web.other", checks=[SHORT | {"id": "web.other.1"}]),
    ],
    [path({"beginner": {"topics": ["web.json"]}})],
)
LEARNER = Learner("python", "python", MONDAY, 7.0)


def plan():
    return schedule(GRAPH, LEARNER, Progress(), MONDAY)


def rows(package: bytes, query: str) -> list[tuple]:
    """What a package's database says: it is a zip with an SQLite file, as Anki imports it."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("media")) == {}
        collection = archive.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(collection)
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_each_check_of_the_plan_is_a_card_in_the_order_of_study():
    """What the plan builds on comes first; a topic that is not in the plan has no card."""
    query = "select notes.sfld from cards join notes on notes.id = cards.nid order by cards.due"
    assert rows(to_apkg(plan(), GRAPH, written=WRITTEN), query) == [
        ("web.http.1",),
        ("web.http.2",),
        ("web.json.1",),
    ]


def test_a_card_holds_question_options_answer_and_reason():
    """All that a check says is on its card, and what looks like mark-up is text."""
    fields = rows(to_apkg(plan(), GRAPH, written=WRITTEN), "select flds from notes order by sfld")[0][0]
    ask, options, answer, why, title, check = fields.split("\x1f")
    assert ask == "<p>What is <code>a &lt; b</code> &amp; &lt;b&gt;this&lt;/b&gt;?</p>"
    assert options.count("<li>") == 4
    assert "404: not found" in answer
    assert why == "<p>Codes from 400 on blame the request.</p>"
    assert (title, check) == ("<p>Http</p>", "web.http.1")


def test_a_second_export_updates_the_same_cards():
    """After a topic is done and the plan made anew, deck, kind of note and notes are the same, only newer."""
    first, later = plan(), WRITTEN + timedelta(days=7)
    done = progress([Event(Kind.DONE, "web.http", WRITTEN)])
    again = replan(first, GRAPH, LEARNER, done, later.date())
    same = "select guid, mid, (select did from cards where nid = notes.id) from notes order by guid"
    before, after = to_apkg(first, GRAPH, written=WRITTEN), to_apkg(again, GRAPH, written=later)
    assert rows(before, same) == rows(after, same)
    assert len({guid for guid, _, _ in rows(before, same)}) == 3
    newer = "select min(mod) from notes"
    assert rows(after, newer) == [(int(later.timestamp()),)]
    assert rows(before, newer) < rows(after, newer)


def test_a_plan_without_checks_has_no_deck():
    """Where no topic has a check there is nothing to import, and the message says so."""
    graph = chain(2)
    with pytest.raises(PlanError, match="no topic of the plan has a check"):
        to_apkg(schedule(graph, LEARNER, Progress(), MONDAY), graph, written=WRITTEN)
