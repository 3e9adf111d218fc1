"""Backups from and to a real PostgreSQL server, and its migrations with data."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from agent.backup import back_up, restore
from agent.memory import MIGRATIONS, VERSION_TABLE, Memory, new_id
from agent.settings import Settings
from knowledge.database import open_engine, reading, writing
from knowledge.owner import SHARED
from knowledge.rows import copy_rows
from knowledge.store import SCRIPTS, Store
from tests.agent.test_backup import exported, filled, with_engine
from tests.agent.test_migrations import (
    test_documents_keep_their_passages_and_vectors,
    test_learners_keep_everything,
    test_what_was_brought_up_to_date_is_written_as_any_other,
)
from tests.older import RELEASED, SOURCES_TABLE, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

__all__ = [
    "test_documents_keep_their_passages_and_vectors",
    "test_learners_keep_everything",
    "test_what_was_brought_up_to_date_is_written_as_any_other",
]


@pytest.fixture
def url(postgresql: str | None) -> str:
    """The address of an empty database on the server."""
    if postgresql is None:
        pytest.skip("PostgreSQL is not installed")
    pytest.importorskip("psycopg")
    address = sa.make_url(postgresql.replace("postgresql://", "postgresql+psycopg://"))
    name = f"mentor_{new_id()}"
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return str(address.set(database=name))


@pytest.fixture(params=RELEASED, ids=lambda file: file.stem)
def older(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[Engine]:
    """A PostgreSQL database as an older version left it."""
    revision = request.param.stem.rpartition("_")[2]
    with sqlite3.connect(tmp_path / "older.sqlite3") as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
    connection.close()
    engine = open_engine(url)
    upgrade(engine, SCRIPTS, SOURCES_TABLE, revision)
    upgrade(engine, MIGRATIONS, VERSION_TABLE, revision)
    lite = open_engine(f"sqlite:///{tmp_path}/older.sqlite3")
    with reading(lite) as source, writing(engine) as target:
        copy_rows(source, target)
    lite.dispose()
    yield engine
    engine.dispose()


def test_a_laptop_moves_to_a_server_and_back(url: str, tmp_path: Path) -> None:
    """A backup of SQLite restores into PostgreSQL, and one of PostgreSQL into SQLite, with nothing changed."""
    laptop, server, again = (Settings(home=tmp_path / name) for name in ("laptop", "server", "again"))
    server = Settings(home=server.home, database_url=url)
    for each in (laptop, server, again):
        each.home.mkdir()
    with_engine(laptop, filled)
    back_up(laptop, tmp_path / "laptop.zip")
    restore(server, tmp_path / "laptop.zip")
    assert with_engine(server, exported) == with_engine(laptop, exported)
    back_up(server, tmp_path / "server.zip")
    restore(again, tmp_path / "server.zip")
    assert with_engine(again, exported) == with_engine(laptop, exported)


def test_a_restored_server_goes_on(url: str, tmp_path: Path) -> None:
    """On PostgreSQL a restore replaces what is there while others are connected, and numbers go on after the last."""
    server = Settings(home=tmp_path / "server", database_url=url)
    server.home.mkdir()
    engine = open_engine(url)
    filled(engine)
    back_up(server, tmp_path / "b.zip")
    Memory(engine).record("ada", [{"id": "after the backup"}])
    revision = Store(engine).revision(owner=SHARED)
    restore(server, tmp_path / "b.zip", replace=True)
    Memory(engine).record("ada", [{"id": "three"}])
    assert [event["id"] for event in Memory(engine).ledger("ada")] == ["one", "two", "three"]
    assert Store(engine).revision(owner=SHARED) > revision
    engine.dispose()
