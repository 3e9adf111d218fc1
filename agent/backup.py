"""Backups: everything that matters in one file, taken and put back while the mentor runs.

A backup is a ZIP of `mentor.sqlite3`, `uploads/` and `manifest.json`. The database in it is SQLite whichever server
it was taken from, so a backup is also the way from SQLite to PostgreSQL and back. Sessions stay out: after a
restore everybody signs in anew. The vector index stays out: it is made from the database.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import sqlalchemy as sa

from agent.errors import BackupError
from agent.memory import in_our_words, migrated
from knowledge.database import open_engine, reading, writing
from knowledge.errors import StoreDamaged
from knowledge.rows import copy_rows
from knowledge.sources import Origin
from knowledge.store import Store, renew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from agent.settings import Settings

FORMAT = 1
DATABASE, UPLOADS, MANIFEST = "mentor.sqlite3", "uploads", "manifest.json"
NOT_KEPT = ("sessions", "attempts")
COUNTED = ("learners", "turns", "plans", "source")
COPIED_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when and by which version it was made, rows by table, and each file's SHA-256."""

    format: int
    made_at: str
    program: str
    rows: dict[str, int]
    files: dict[str, str]


def back_up(settings: Settings, file: Path, *, now: datetime | None = None) -> Manifest:
    """Write a backup of everything, whole or not at all, while the mentor may be running.

    Raises:
        BackupError: the file is there already, or cannot be written.
        StoreUnavailable: the database does not answer.
    """
    if file.exists():
        raise BackupError(f"{str(file)!r} is there already; name another file, or remove it first")
    with _in_our_words(file), tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        with _opened(settings) as engine:
            _copied(engine, copy)
        with _brought_up_to_date(copy) as made:
            rows = {table: _count(made, sa.table(table)) for table in COUNTED}
        part = Path(folder) / "backup.zip"
        uploads = settings.home / UPLOADS
        manifest = _packed(part, copy, uploads, rows=rows, now=now or datetime.now(UTC))
        part.chmod(0o600)
        part.replace(file)
    return manifest


def restore(settings: Settings, file: Path, *, replace: bool = False) -> tuple[Manifest, Path | None]:
    """Put a backup in place of what is there, while the mentor may be running; all of it or nothing.

    Args:
        settings: where to.
        file: the backup; one of an older version is brought up to date on the way.
        replace: whether anything may be replaced; it is backed up first.

    Returns:
        What the backup holds, and where what was there before has been put, if anything was.

    Raises:
        BackupError: the file is no backup or is damaged, or there is something and `replace` was not said.
        StoreNewer: a newer version of this program made it.
    """
    home = settings.home
    with _in_our_words(file), tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        manifest = _unpacked(file, Path(folder))
        if replace:
            _set_damaged_aside(settings)
        with _opened(settings) as engine, _brought_up_to_date(Path(folder) / DATABASE) as copy:
            kept = None
            if _is_in_use(engine):
                if not replace:
                    raise BackupError(
                        "there are learners or documents here; --replace puts the backup in their place"
                    )
                kept = home / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}.zip"
                back_up(settings, kept)
            _put_in_place(copy, engine)
        _uploads_in_place(Path(folder) / UPLOADS, home / UPLOADS)
    return manifest, kept


@contextmanager
def _opened(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database)
    try:
        Store(engine)  # either brings its tables up to date
        yield migrated(engine)
    finally:
        engine.dispose()


@contextmanager
def _brought_up_to_date(file: Path) -> Iterator[Engine]:
    engine = open_engine(str(sa.URL.create("sqlite", database=str(file))))
    try:
        Store(engine)
        yield migrated(engine)
    finally:
        engine.dispose()


def _copied(engine: Engine, copy: Path) -> None:
    """Write one state of the database into a SQLite file of its own."""
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(str(engine.url.database))) as live,
            closing(sqlite3.connect(copy)) as made,
        ):
            live.backup(made)  # all pages in one step: a write between two would begin it anew
    with _brought_up_to_date(copy) as made_engine, in_our_words():
        with writing(made_engine) as target:
            for table in NOT_KEPT:
                target.execute(sa.delete(sa.table(table)))
        if engine.dialect.name != "sqlite":
            snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
            with reading(snapshot) as source, writing(made_engine) as target:
                copy_rows(source, target, leave_out=NOT_KEPT)
    with closing(sqlite3.connect(copy)) as made:
        made.execute("PRAGMA journal_mode=DELETE")
        found = made.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise BackupError(f"the database is damaged ({found}); restore an older backup")


def _set_damaged_aside(settings: Settings) -> None:
    """Move a SQLite file that cannot be read out of the way, with what belongs to it."""
    try:
        with _opened(settings):
            return
    except StoreDamaged:
        file = Path(str(sa.make_url(settings.database).database))
        if settings.database_url or not file.is_file():
            raise
    for each in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        if each.exists():
            each.rename(each.with_name(f"{each.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}"))


def _put_in_place(copy: Engine, engine: Engine) -> None:
    """Write what a copy holds over a database, in one transaction."""
    place = Store(engine)
    identity, revision = place.identity(), place.all_revisions()
    if engine.dialect.name != "sqlite":
        with in_our_words(), reading(copy) as source, writing(engine) as target:
            copy_rows(source, target, leave_out=NOT_KEPT)
            renew(target, identity=identity, after=revision)
        return
    with writing(copy) as connection:
        renew(connection, identity=identity, after=revision)
    copy.dispose()
    with (
        closing(sqlite3.connect(str(copy.url.database))) as made,
        closing(sqlite3.connect(str(engine.url.database))) as live,
    ):
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.backup(live)


def _packed(part: Path, database: Path, uploads: Path, *, rows: dict[str, int], now: datetime) -> Manifest:
    files = {DATABASE: database}
    for each in sorted(uploads.rglob("*")) if uploads.is_dir() else ():
        if each.is_file() and not each.is_symlink():
            files[f"{UPLOADS}/{each.relative_to(uploads).as_posix()}"] = each
    digests = {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for name, source in files.items():
            try:
                pack.write(source, name)
            except FileNotFoundError:
                continue  # an upload that was removed meanwhile
            with pack.open(name) as written:
                digests[name] = file_digest(written, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads
        manifest = Manifest(
            FORMAT, now.isoformat(timespec="seconds"), version("backend-mentor"), rows, digests
        )
        pack.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def _unpacked(file: Path, folder: Path) -> Manifest:
    """Unpack what the manifest names and nothing else, each compared with its SHA-256."""
    with zipfile.ZipFile(file) as pack:
        manifest = _manifest(pack)
        for name, digest in manifest.files.items():
            target = folder / _safe(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with pack.open(name) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, COPIED_AT_ONCE)
            with target.open("rb") as unpacked:
                if file_digest(unpacked, "sha256").hexdigest() != digest:
                    raise BackupError(f"{name!r} in {str(file)!r} is damaged; use another backup")
    return manifest


def _manifest(pack: zipfile.ZipFile) -> Manifest:
    try:
        manifest = Manifest(**json.loads(pack.read(MANIFEST)))
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(
            f"{pack.filename!r} is no backup of a mentor; `mentor backup FILE` makes one"
        ) from error
    if manifest.format != FORMAT or DATABASE not in manifest.files:
        raise BackupError(
            f"{pack.filename!r} is of format {manifest.format!r}; upgrade the program to restore it"
        )
    return manifest


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if name == DATABASE or (path.parts[:1] == (UPLOADS,) and ".." not in path.parts and "\\" not in name):
        return path
    raise BackupError(f"a backup holds no file {name!r}; this one was made by somebody else")


def _uploads_in_place(unpacked: Path, uploads: Path) -> None:
    """Add the unpacked files; those that are there already are of documents that the database may still name."""
    if unpacked.is_dir():
        shutil.copytree(unpacked, uploads, dirs_exist_ok=True)


def _is_in_use(engine: Engine) -> bool:
    """Whether a database holds a learner, an account or a document."""
    source = sa.table("source", sa.column("origin", sa.Text))
    documents = sa.select(source).where(source.c.origin != Origin.CURRICULUM)
    return any(
        _count(engine, table) for table in (sa.table("learners"), sa.table("accounts"), documents.subquery())
    )


def _count(engine: Engine, table: sa.FromClause) -> int:
    with reading(engine) as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


@contextmanager
def _in_our_words(file: Path) -> Iterator[None]:
    try:
        yield
    except zipfile.BadZipFile as error:
        raise BackupError(f"{str(file)!r} is no backup of a mentor, or is cut off: {error}") from error
    except (OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise BackupError(f"{str(file)!r}: {_said(error)}; nothing was changed") from error


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error).partition("\n")[0]
