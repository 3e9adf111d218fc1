"""One database for everything: SQLite in the home folder, or PostgreSQL; opened, locked and migrated here."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from knowledge.errors import StoreDamaged, StoreNewer, StoreUnavailable
from knowledge.room import MAKE_ROOM, is_for_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

BUSY_MS = 10_000
# Any constant: PostgreSQL's advisory lock that keeps two processes from migrating at once.
MIGRATION_LOCK = 7_336_412


def open_engine(url: str) -> Engine:
    """The database of this address; a SQLite file is made when it is not there.

    SQLite keeps what was committed through kills and power loss (write-ahead log, ``synchronous=FULL``);
    it must not lie on a network file system.

    Raises:
        StoreDamaged: the file is no database.
        StoreUnavailable: the address is wrong, or nothing answers there.
    """
    try:
        # a pooled connection may be older than the server's last start
        # what learners wrote must not come up in errors, which are logged
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _configure)
            event.listen(engine, "begin", _begin)
        with engine.connect():
            return engine
    except (ArgumentError, ModuleNotFoundError, DBAPIError, ValueError) as error:
        raise _kind(error)(
            f"the database {_shown(url)!r} cannot be opened; {_remedy(error)}: {_first_line(error)}"
        ) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database; nothing is written.

    Raises:
        StoreUnavailable: the database failed, whatever the reason; the message says what to do.
    """
    with _understood(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds SQLite's write lock from its first statement; committed unless an error leaves it.

    A transaction that began by reading cannot wait for the lock later: it would fail at once.

    Raises:
        StoreUnavailable: as in `reading`.
    """
    with (
        _understood(engine),
        engine.connect().execution_options(mentor_writes=True) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _understood(engine: Engine) -> Iterator[None]:
    """What a driver raises as one of ours: a server that was stopped, a damaged file, a full disk."""
    try:
        yield
    except DBAPIError as error:
        shown = engine.url.render_as_string(hide_password=True)
        raise _kind(error)(
            f"the database {shown!r} failed ({_first_line(error)}); {_remedy(error)}"
        ) from error


def scrub(engine: Engine) -> bool:
    """Take what was deleted out of SQLite's log as well; whether that is done, for a long reader can be in the way.

    PostgreSQL does it in its own time: by its autovacuum, and as its log is recycled.
    """
    if engine.dialect.name != "sqlite":
        return True
    with _understood(engine), engine.connect() as connection:
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy


def migrate(engine: Engine, *, scripts: Path, version_table: str) -> None:
    """Bring one history of tables to its newest revision, with the data in them, in one transaction.

    Args:
        engine: the database.
        scripts: an Alembic folder, whose files ``versions/NNNN_name.py`` have the revisions ``NNNN`` in line.
        version_table: where this history keeps its place; several histories share a database.

    Raises:
        StoreNewer: a newer version of this program has been here.
    """
    known = sorted(path.name[:4] for path in (scripts / "versions").glob("[0-9]*.py"))
    with reading(engine) as connection:
        found = _revision(connection, version_table)
    if (
        found == known[-1]
    ):  # Alembic's import, a third of a second, is paid only when there is something to do
        return
    if found is not None and found not in known:
        raise StoreNewer(
            f"the database is at revision {found!r} of {version_table!r}, this program knows up to {known[-1]!r}; "
            "upgrade the program, or restore a backup"
        )
    _upgrade(engine, scripts, version_table)


def run_migrations(context: Any) -> None:
    """What every ``migrations/env.py`` does: run the scripts on the connection that `migrate` handed over."""
    attributes = context.config.attributes
    context.configure(connection=attributes["connection"], version_table=attributes["version_table"])
    with context.begin_transaction():
        context.run_migrations()


def _upgrade(engine: Engine, scripts: Path, version_table: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        config.attributes.update(connection=connection, version_table=version_table)
        command.upgrade(config, "head")


def _revision(connection: Connection, version_table: str) -> str | None:
    if not inspect(connection).has_table(version_table):
        return None
    version = sa.table(version_table, sa.column("version_num", sa.Text))
    return connection.execute(sa.select(version.c.version_num)).scalar_one_or_none()


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is overwritten, not only unlinked
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("mentor_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        return "(not an address)"


def _kind(error: Exception) -> type[StoreUnavailable]:
    said = str(error)
    return StoreDamaged if "not a database" in said or "malformed" in said else StoreUnavailable


def _remedy(error: Exception) -> str:
    said = str(error)
    if _kind(error) is StoreDamaged:
        return "the file is damaged: `mentor restore --replace` puts a backup in its place"
    if is_for_room(said):
        return MAKE_ROOM
    if "database is locked" in said:
        return f"another process has been writing to it for {BUSY_MS // 1000} seconds: try again"
    if "readonly" in said:
        return "the file or its folder may not be written: give this user the right to, or set MENTOR_HOME"
    if isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.Error):
        return "check MENTOR_DATABASE_URL where it is set, else MENTOR_HOME, and the disk"
    return "check MENTOR_DATABASE_URL and that its server runs"


def _first_line(error: Exception) -> str:
    if (
        type(error) is ValueError
    ):  # its text quotes what stands there: a piece of the password, if that has a slash
        return "its port is not a number"
    said = error.orig if isinstance(error, DBAPIError) else error  # the driver's own words
    return str(said).partition("\n")[0]
