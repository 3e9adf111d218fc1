"""A database of any older version is brought to the newest form with everything that is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from agent.memory import Memory
from knowledge.database import open_engine, reading
from knowledge.store import Store
from tests.older import forms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture(params=forms(), ids=lambda form: form.name)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as an older version left it, opened by this one."""
    file = tmp_path / "mentor.sqlite3"
    request.param.write(file)
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def test_learners_keep_everything(older: Engine) -> None:
    """Conversations with open and answered turns, plans of all versions, profile and ledger are as they were."""
    memory = Memory(older)
    (conversation,) = memory.conversations("ada")
    turns = memory.turns("ada", conversation.id)
    assert [(turn.number, turn.message, turn.question) for turn in turns] == [
        (1, "What is an index?", "What is an index?"),
        (2, "and when does it hurt?", None),
    ]
    assert turns[0].answer == {"kind": "answered", "answer": "A sorted copy of a column. [1]"}
    assert turns[1].answer is None
    assert conversation.created_at.date() == datetime(2026, 11, 30, tzinfo=UTC).date()
    assert memory.conversations("eve")[0].title == "Grüße, 你好"
    assert memory.profile("ada") == {"goal": "first job", "hours_per_week": 10}
    assert [version for version, _ in memory.plan_versions("ada")] == [1, 2]
    assert [event["kind"] for event in memory.ledger("ada")] == ["done", "undone"]


def test_documents_keep_their_passages_and_vectors(older: Engine) -> None:
    """Sources, passages and vectors are there, each with its own."""
    Store(older)
    query = (
        'SELECT source.id, source.text, passage.text, vector."values" FROM source '
        "JOIN passage ON passage.source = source.id JOIN vector ON vector.digest = passage.digest ORDER BY 1"
    )
    with reading(older) as connection:
        rows = [tuple(row) for row in connection.execute(sa.text(query))]
    vector = bytes.fromhex("000000000000803F0000004000004040")
    assert rows == [
        ("data.indexes", "An index is a sorted copy.", "An index is a sorted copy.", vector),
        ("note-1234abcd", "Zorblatt tokens.", "Zorblatt tokens.", vector),
    ]


def test_what_was_brought_up_to_date_is_written_as_any_other(older: Engine) -> None:
    """After the migration the next turn, plan and event follow those that were there."""
    memory = Memory(older)
    conversation = memory.conversations("ada")[0].id
    assert memory.begin_turn("ada", conversation, "next").number == 3
    assert memory.remember_plan("ada", {}, {"weeks": []}) == 3
    memory.record("ada", [{"kind": "done"}])
    assert len(memory.ledger("ada")) == 3
    assert memory.forget("ada")
    assert memory.conversations("ada") == []
