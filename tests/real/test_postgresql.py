"""The database of learners and of sources on a real PostgreSQL server, with several writers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy.exc import DBAPIError

from agent.memory import Memory, new_id
from knowledge.database import open_engine, reading
from knowledge.errors import StoreUnavailable
from knowledge.owner import SHARED
from knowledge.passage import Passage
from knowledge.sources import Origin, Source
from knowledge.store import Store
from tests.mentors import mentor_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

WRITERS = 8
MONDAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def engine(postgresql: str | None) -> Iterator[Engine]:
    if postgresql is None:
        pytest.skip("PostgreSQL is not installed")
    pytest.importorskip("psycopg")
    engine = open_engine(postgresql.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


def test_no_message_is_lost_among_writers(engine: Engine) -> None:
    """Eight who begin turns of one new conversation of one new learner at once all find theirs, numbered in line."""
    memory = Memory(engine)
    conversation = new_id()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda n: memory.begin_turn("ada", conversation, f"message {n}"), range(WRITERS * 4)))
    turns = memory.turns("ada", conversation)
    assert [turn.number for turn in turns] == list(range(1, WRITERS * 4 + 1))
    assert {turn.message for turn in turns} == {f"message {n}" for n in range(WRITERS * 4)}


def test_a_server_that_ended_the_connections_is_used_again(engine: Engine) -> None:
    """After a restart of the server the next message is kept as if nothing had happened."""
    memory = Memory(engine)
    memory.begin_turn("joan", None, "before")
    with engine.connect() as connection:
        pids = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        connection.exec_driver_sql(f"{pids} AND pid <> pg_backend_pid()")
        with pytest.raises(DBAPIError):
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    memory.begin_turn("joan", None, "after")
    assert len(memory.conversations("joan")) == 2


def test_a_connection_that_ends_in_mid_work_is_said(engine: Engine) -> None:
    """A server that stops in mid-work comes up as an error of ours that says what to look at."""
    with (
        pytest.raises(StoreUnavailable, match="check MENTOR_DATABASE_URL and that its server runs"),
        reading(engine) as connection,
    ):
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


def test_plans_of_one_learner_get_versions_of_their_own(engine: Engine) -> None:
    """Eight plans that are kept at once are eight versions."""
    memory = Memory(engine)
    with ThreadPoolExecutor(WRITERS) as pool:
        versions = list(pool.map(lambda n: memory.remember_plan("eve", {}, {"n": n}), range(WRITERS)))
    assert sorted(versions) == list(range(1, WRITERS + 1))


def test_changes_of_one_plan_at_once_all_hold(engine: Engine) -> None:
    """Each of ten learners changes hours, deadline and days away from three places at once, and none undoes another's."""
    mentor = mentor_over(engine)
    learners = [f"changing{n}" for n in range(10)]
    for learner in learners:
        mentor.learn({"hours_per_week": 2, "path": "python"}, learner=learner, today=MONDAY)
    messages = ("6 hours a week", "finish by 2031-01-31", "away from 2026-03-09 to 2026-03-15")
    with ThreadPoolExecutor(WRITERS) as pool:
        changes = [
            pool.submit(mentor.change, message, learner=learner, today=MONDAY)
            for learner in learners
            for message in messages
        ]
        for change in changes:
            change.result()
    for learner in learners:
        # days away change nothing where the plan has ended before: then they are known, and no version is made
        versions = [number for number, _ in mentor.memory.plan_versions(learner)]
        assert versions in ([1, 2, 3], [1, 2, 3, 4])
        profile = mentor.memory.profile(learner)
        said = str(profile)  # the last message is read with the next one
        assert "2031-01-31" in said
        assert "2026-03-09" in said
        assert "'hours_per_week': 6" in said or "6 hours a week" in said


def test_a_source_that_is_put_by_many_is_there_once(engine: Engine) -> None:
    """Eight mentors that read the same curriculum in at once leave one copy of it."""
    store = Store(engine)
    source = Source(
        id="x.a",
        title="A",
        origin=Origin.CURRICULUM,
        location="x.a",
        sha256="0" * 64,
        text="one",
        media_type="text/markdown",
        read_at=datetime(2026, 11, 23, tzinfo=UTC),
        chunking="1",
        owner=SHARED,
    )
    passage = Passage(id="x.a:1", text="one", document="A", heading=("A",), source="x.a", start=0, end=3)
    vectors = {passage.digest: np.ones(3, dtype=np.float32)}
    with ThreadPoolExecutor(WRITERS) as pool:
        list(
            pool.map(
                lambda _: store.put(source, [passage], embedding="e", vectors=vectors), range(WRITERS * 4)
            )
        )
    assert [each.id for each in store.all_passages(owner=SHARED)] == ["x.a:1"]
    assert store.revision(owner=SHARED) == WRITERS * 4
