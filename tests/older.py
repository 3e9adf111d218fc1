"""Databases as older versions left them: as they were released, and at each step of both histories since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from agent.memory import MIGRATIONS, VERSION_TABLE
from knowledge.database import open_engine, writing
from knowledge.store import SCRIPTS

if TYPE_CHECKING:
    from sqlalchemy import Engine

RELEASED = sorted((Path(__file__).parent / "data").glob("revision_*.sql"))
SOURCES_TABLE = "knowledge_version"


@dataclass(frozen=True)
class Form:
    """An older form of the database: a release, and how far its two histories were brought from there."""

    released: Path
    learners: str
    sources: str

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return f"{self.released.stem}-learners-{self.learners}-sources-{self.sources}"

    def write(self, file: Path) -> None:
        """Write a SQLite file of this form."""
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(self.released.read_text(encoding="utf-8"))
        engine = open_engine(f"sqlite:///{file}")
        upgrade(engine, SCRIPTS, SOURCES_TABLE, self.sources)
        upgrade(engine, MIGRATIONS, VERSION_TABLE, self.learners)
        engine.dispose()


def forms() -> list[Form]:
    """Return every form, each history's steps in turn: they are in tables of their own."""
    found = []
    for released in RELEASED:
        first = released.stem.rpartition("_")[2]
        found += [Form(released, step, first) for step in _steps(MIGRATIONS) if step >= first]
        found += [Form(released, first, step) for step in _steps(SCRIPTS) if step > first]
    return found


def upgrade(engine: Engine, scripts: Path, version_table: str, revision: str) -> None:
    """Bring one history to a revision."""
    config = Config()
    config.set_main_option("script_location", str(scripts))
    with writing(engine) as connection:
        config.attributes.update(connection=connection, version_table=version_table)
        command.upgrade(config, revision)


def _steps(scripts: Path) -> list[str]:
    return sorted(path.name[:4] for path in (scripts / "versions").glob("[0-9]*.py"))
