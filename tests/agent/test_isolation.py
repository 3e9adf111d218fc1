"""Two learners at every store: what one may ask for, what is theirs to take along, and what is left when they go."""

from __future__ import annotations

import inspect
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import sqlalchemy as sa

from agent import clock
from agent.commands import Command, Name
from agent.conversations import Conversations, Rated, Rating
from agent.errors import AgentError
from agent.learning import Learning
from agent.memory import Memory
from agent.mentor import Mentor
from agent.progress import Kind
from knowledge.errors import KnowledgeError
from knowledge.ingest import Library
from knowledge.owner import private
from knowledge.passage import Passage
from knowledge.sources import Origin, Source
from knowledge.store import Store
from tests.mentors import mentor_over

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

CANARY = "canary"
ADA, EVE = private("ada"), private("eve")
ASKING = ("learner", "owner", "scope")
# what names nobody, and why that tells nothing of anybody
OF_NOBODY = {
    Memory: {"engine"},
    Conversations: set(),
    Learning: set(),
    Mentor: {"check", "close", "open_ahead", "writer"},
    Library: {"sync_curriculum"},  # pages that are everybody's
    Store: {
        # numbers and names of indexes, for the index that follows the store
        *("all_revisions", "identity", "indexed", "mark", "unmark", "unmark_all"),
        *("scopes", "scopes_pending", "scopes_without_vector"),
        # by digests, which only who has the text can name
        *("keep_vectors", "keep_ahead", "sweep_ahead", "known_vectors"),
        "put",  # the source says whose it is
    },
}
METHODS = [
    (of, name)
    for of in OF_NOBODY
    for name, member in inspect.getmembers(of)
    if not name.startswith("_") and name not in OF_NOBODY[of] and callable(member)
]


def source_of(owner: Any, text: str, id_: str = "note") -> tuple[Source, Passage, dict[str, Any]]:
    passage = Passage(f"{id_}:1", text, "Zorblatt", ("Zorblatt",), id_, 0, len(text))
    source = Source(
        id=id_,
        title=f"Zorblatt {text}",
        origin=Origin.DOCUMENT,
        location=f"{text}.md",
        sha256="0" * 64,
        text=text,
        media_type="text/markdown",
        read_at=datetime(2026, 11, 30, tzinfo=UTC),
        owner=owner,
    )
    return source, passage, {passage.digest: np.ones(64, dtype=np.float32)}


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    """A mentor that keeps something of Ada's wherever something can be kept."""
    mentor = mentor_over(engine)
    turn = mentor.memory.begin_turn("ada", "a" * 32, f"{CANARY} message")
    mentor.memory.finish_turn(
        "ada", turn.id, question=f"{CANARY} question", answer={"answer": f"{CANARY} answer"}
    )
    mentor.conversations.rate("ada", turn.conversation, 1, Rated(Rating.DOWN, f"{CANARY} reason"))
    mentor.learn({"goal": f"{CANARY} goal", "hours_per_week": 7}, learner="ada")
    mentor.record(Kind.DONE, ["data.indexes"], learner="ada")
    source, passage, vectors = source_of(ADA, f"{CANARY} document")
    mentor.store.put(source, [passage], embedding="words", vectors=vectors)
    return mentor


def adas(mentor: Mentor, file: Path) -> dict[str, Any]:
    """Ada's ids and words, as the arguments that the methods call them by."""
    conversation = mentor.memory.conversations("ada")[0].id
    turn = mentor.memory.turns("ada", conversation)[0]
    return {
        "conversation": conversation,
        "turn": turn.id,
        "later": replace(turn, number=2),
        "of": mentor.store.passages(["note:1"], owner=ADA)[0],
        "within": 1_000,
        "is_meant": True,
        "is_stopped": lambda: False,
        "number": 1,
        "instead_of": 1,
        "version": 1,
        "source": "note",
        "sources": ["note"],
        "ids": ["note:1"],
        "embedding": "words",
        "index": "words",
        "message": "10 hours a week",
        "question": "forged",
        "answer": {"answer": "forged"},
        "text": "Zorblatt",
        "words": "",
        "title": "forged",
        "rated": Rated(Rating.UP, "forged"),
        "profile": {"hours_per_week": 9},
        "before": None,
        "plan": {"weeks": []},
        "events": [{"kind": "done", "id": "data.indexes", "at": "2026-11-30T00:00:00+00:00"}],
        "names": ["data.indexes"],
        "kind": Kind.DONE,
        "verb": "done",
        "check": None,
        "right": True,
        "hours": None,
        "at": None,
        "topic": None,
        "today": clock.today(),
        "usage": None,
        "command": Command(Name.PLAN, "1"),
        "origin": None,
        "k": 5,
        "paths": [file],
        "on_progress": lambda _step: None,
    }


@pytest.mark.parametrize(("of", "name"), METHODS, ids=[f"{of.__name__}.{name}" for of, name in METHODS])
def test_who_asks_is_always_said(of: type, name: str) -> None:
    """Every method that reads or writes what may be somebody's takes for whom, and nothing stands in for that."""
    parameters = inspect.signature(getattr(of, name)).parameters
    asking = [parameter for parameter in parameters.values() if parameter.name in ASKING]
    assert [parameter.default for parameter in asking] == [inspect.Parameter.empty]


@pytest.mark.parametrize(("of", "name"), METHODS, ids=[f"{of.__name__}.{name}" for of, name in METHODS])
def test_nothing_of_anothers_comes_back_or_changes(
    mentor: Mentor, tmp_path: Path, of: type, name: str
) -> None:
    """Eve calls every method with all of Ada's ids, gets nothing of hers, and changes nothing."""
    file = tmp_path / "eves.md"
    file.write_text("# Eve's own\n\nNothing of Ada's.\n")
    target = {
        Memory: mentor.memory,
        Conversations: mentor.conversations,
        Learning: mentor.learning,
        Library: mentor.library,
        Store: mentor.store,
        Mentor: mentor,
    }[of]
    before = mentor.export("ada")
    method = getattr(target, name)
    known = adas(mentor, file) | dict.fromkeys(ASKING, EVE)
    arguments = {each: known[each] for each in inspect.signature(method).parameters}
    try:
        found = method(**arguments)
        said = repr(list(found) if inspect.isgenerator(found) else found)
    except (AgentError, KnowledgeError) as error:
        said = str(error)
    assert CANARY not in said
    assert mentor.export("ada") == before


def test_a_document_under_anothers_id_replaces_nothing(mentor: Mentor) -> None:
    """Eve cannot put a document of hers in the place of Ada's."""
    source, passage, vectors = source_of(EVE, "forged")
    before = mentor.export("ada")
    with pytest.raises(KnowledgeError):
        mentor.store.put(source, [passage], embedding="words", vectors=vectors)
    assert mentor.export("ada") == before


def tables_of_learners(engine: Engine) -> list[sa.Table]:
    """The tables whose rows hang on a learner, parents first."""
    metadata = sa.MetaData()
    metadata.reflect(engine)
    hanging = {"learners"}
    tables = []
    for table in metadata.sorted_tables:
        if table.name in hanging or hanging & {key.column.table.name for key in table.foreign_keys}:
            hanging.add(table.name)
            tables.append(table)
    return tables


def planted(engine: Engine, learner: str) -> tuple[set[str], set[str]]:
    """Fill every column of every table of a learner; returns the canaries, and those of them that are no keys."""
    rows: dict[str, dict[str, Any]] = {}
    canaries, words = set(), set()
    with engine.begin() as connection:
        for table in tables_of_learners(engine):
            row: dict[str, Any] = {}
            for column in table.columns:
                canary = f"{learner[0]}{len(canaries):06}"
                if column.foreign_keys:
                    (key,) = column.foreign_keys
                    row[column.name] = rows[key.column.table.name][key.column.name]
                elif column.name == "rating":
                    row[column.name] = "up"  # one of two words
                elif isinstance(column.type, sa.JSON):
                    row[column.name] = {"kept": canary}
                elif isinstance(column.type, sa.String):
                    row[column.name] = learner if table.name == "learners" else canary
                elif isinstance(column.type, sa.DateTime):
                    row[column.name] = datetime(2026, 11, 30, tzinfo=UTC)
                else:
                    row[column.name] = 1 + len(connection.execute(sa.select(table)).all())
                if canary in str(row[column.name]):
                    canaries.add(canary)
                    if not column.primary_key:
                        words.add(canary)
            connection.execute(sa.insert(table), [row])
            rows[table.name] = row
    return canaries, words


def test_everything_kept_of_a_learner_is_theirs_to_take(engine: Engine) -> None:
    """What is in any column of any table of a learner stands in their export, and nobody else's does."""
    mentor = mentor_over(engine)
    _, hers = planted(engine, "ada")
    others, _ = planted(engine, "eve")
    said = json.dumps(mentor.export("ada"))
    assert len(hers) >= 7
    assert not [word for word in hers if word not in said]
    assert not [word for word in others if word in said]


def test_nothing_is_left_of_who_is_forgotten(engine: Engine, tmp_path: Path) -> None:
    """After forgetting, no byte of what a learner wrote, read in or was given is in the database's files."""
    mentor = mentor_over(engine)
    for _ in range(3):
        for learner in ("ada", "eve"):
            turns = [mentor.memory.begin_turn(learner, None, f"{CANARY}-{learner} " * 300) for _ in range(5)]
            for turn in turns:
                answer = {"answer": f"{CANARY}-{learner} " * 500}
                mentor.memory.finish_turn(learner, turn.id, question=f"{CANARY}-{learner}", answer=answer)
    for owner in (ADA, EVE):
        source, passage, vectors = source_of(owner, f"{CANARY}-{owner}", f"note-{owner}")
        mentor.store.put(source, [passage], embedding="words", vectors=vectors)
    canaries, _ = planted(engine, "zoe")
    assert mentor.forget("ada")
    assert mentor.forget("zoe")
    files = b"".join(file.read_bytes() for file in tmp_path.glob("mentor.sqlite3*"))
    assert f"{CANARY}-ada".encode() not in files
    assert not [canary for canary in canaries if canary.encode() in files]
    assert f"{CANARY}-eve".encode() in files
