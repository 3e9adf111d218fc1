"""Sources, passages and vectors in SQL: the truth, over which every index is disposable."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from knowledge.database import migrate, reading, writing
from knowledge.passage import Passage
from knowledge.sources import Origin, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine, Row

SCRIPTS = Path(__file__).parent / "migrations"
# How many values a statement may name: SQLite before 3.32 took 999.
STATEMENT_VALUES = 900
WRITING_LOCK = 7_336_413  # any constant but the one that `knowledge.database` migrates under

_tables = sa.MetaData()
_source = sa.Table(
    "source",
    _tables,
    *(
        sa.Column(name, sa.Text)
        for name in ("title", "origin", "location", "sha256", "text", "media_type", "chunking")
    ),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("read_at", sa.DateTime(timezone=True)),
    sa.Column("licence", sa.Text),
    sa.Column("url", sa.Text),
)
_passage = sa.Table(
    "passage",
    _tables,
    *(sa.Column(name, sa.Text) for name in ("source", "document", "text", "url", "digest")),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("heading", sa.JSON),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
)
_vector = sa.Table(
    "vector",
    _tables,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("embedding", sa.Text, primary_key=True),
    sa.Column("values", sa.LargeBinary),
)
_entry = sa.Table(
    "index_entry",
    _tables,
    sa.Column("index", sa.Text, primary_key=True),
    sa.Column("passage", sa.Text, primary_key=True),
)
_state = sa.Table(
    "knowledge_state",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision", sa.Integer),
    sa.Column("identity", sa.Text),
)


class Store:
    """What has been read, cut and embedded.

    Args:
        engine: the database; its tables are made or brought up to date first.

    Raises:
        StoreNewer: a newer version of this program has written the database.
    """

    def __init__(self, engine: Engine) -> None:
        migrate(engine, scripts=SCRIPTS, version_table="knowledge_version")
        self._engine = engine
        self._fingerprints: dict[str, tuple[int, str]] = {}  # by embedding, each with the revision it is of

    def put(
        self,
        source: Source,
        passages: Sequence[Passage],
        *,
        embedding: str,
        vectors: Mapping[str, NDArray[np.float32]],
    ) -> None:
        """Keep a source with its passages, in place of what was kept under its id; all of it or nothing.

        Args:
            source: the document.
            passages: all of its passages.
            embedding: the name of the model that made the vectors.
            vectors: of all its passages, by their digests; those that are kept already are not written again.
        """
        with self._writing() as connection:
            left = _forget(connection, source.id)
            connection.execute(sa.insert(_source), asdict(source))
            if passages:
                rows = [{**asdict(passage), "digest": passage.digest} for passage in passages]
                connection.execute(sa.insert(_passage), rows)
            self._keep(connection, embedding, vectors)
            _sweep(connection, left)
            _advance(connection)

    def keep_vectors(self, embedding: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by digest ahead of their passages, so that a long reading resumes where it was stopped."""
        with self._writing() as connection:
            self._keep(connection, embedding, vectors)

    def advance(self) -> None:
        """Have every process look again, as after vectors were made for passages that were there before."""
        with self._writing() as connection:
            _advance(connection)

    def remove(self, source: str) -> bool:
        """Forget a source, its passages, and the vectors that nothing else needs; whether there was one."""
        with self._writing() as connection:
            known = connection.scalar(sa.select(_source.c.id).where(_source.c.id == source)) is not None
            _sweep(connection, _forget(connection, source))
            _advance(connection)
        return known

    def sources(self, origin: Origin | None = None) -> list[Source]:
        """All sources, or those of one origin, by title."""
        query = sa.select(_source).order_by(_source.c.title, _source.c.id)
        if origin:
            query = query.where(_source.c.origin == origin)
        with reading(self._engine) as connection:
            return [_as_source(row) for row in connection.execute(query)]

    def source(self, source: str) -> Source | None:
        """The source of this id, if there is one."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(_source).where(_source.c.id == source)).one_or_none()
        return _as_source(row) if row else None

    def states(self, origin: Origin | None = None) -> dict[str, tuple[str, str]]:
        """SHA-256 of the raw bytes and the way of cutting, of every source by its id, without its text."""
        query = sa.select(_source.c.id, _source.c.sha256, _source.c.chunking)
        if origin:
            query = query.where(_source.c.origin == origin)
        with reading(self._engine) as connection:
            return {key: (digest, chunking) for key, digest, chunking in connection.execute(query)}

    def without_vector(self, embedding: str) -> list[Passage]:
        """The passages that have no vector of this embedding, as after a change of the embedding."""
        made = sa.select(_vector.c.digest).where(_vector.c.embedding == embedding)
        query = sa.select(_passage).where(_passage.c.digest.not_in(made)).order_by(_passage.c.id)
        with reading(self._engine) as connection:
            return [_as_passage(row) for row in connection.execute(query)]

    def passages(self, ids: Iterable[str]) -> list[Passage]:
        """The passages of these ids, in their order; unknown ids are left out."""
        wanted = list(ids)
        found: dict[str, Passage] = {}
        with reading(self._engine) as connection:
            for part in _parts(wanted):
                query = sa.select(_passage).where(_passage.c.id.in_(part))
                found.update((row.id, _as_passage(row)) for row in connection.execute(query))
        return [found[each] for each in wanted if each in found]

    def all_passages(self) -> list[Passage]:
        """Every passage, ordered by id."""
        with reading(self._engine) as connection:
            return [
                _as_passage(row) for row in connection.execute(sa.select(_passage).order_by(_passage.c.id))
            ]

    def vectors(
        self, embedding: str, ids: Collection[str] | None = None
    ) -> tuple[list[str], NDArray[np.float32]]:
        """Passage ids, in order, and their vectors, shape ``(n, dimensions)``; all of them unless ids are given."""
        query = (
            sa.select(_passage.c.id, _vector.c["values"])
            .join(_vector, (_vector.c.digest == _passage.c.digest) & (_vector.c.embedding == embedding))
            .order_by(_passage.c.id)
        )
        with reading(self._engine) as connection:
            if ids is None:
                rows = [tuple(row) for row in connection.execute(query)]
            else:
                parts = (query.where(_passage.c.id.in_(part)) for part in _parts(sorted(ids)))
                rows = [tuple(row) for part in parts for row in connection.execute(part)]
        values = _as_vector(b"".join(values for _, values in rows))
        return [key for key, _ in rows], values.reshape(len(rows), -1 if rows else 0)

    def known_vectors(self, embedding: str, digests: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that were made before for these digests, by digest."""
        found: dict[str, NDArray[np.float32]] = {}
        with reading(self._engine) as connection:
            for part in _parts(list(digests)):
                query = sa.select(_vector.c.digest, _vector.c["values"]).where(
                    _vector.c.embedding == embedding, _vector.c.digest.in_(part)
                )
                found.update((digest, _as_vector(values)) for digest, values in connection.execute(query))
        return found

    def revision(self) -> int:
        """A number that grows with every change of sources and passages, in whichever process."""
        with reading(self._engine) as connection:
            return int(connection.execute(sa.select(_state.c.revision)).scalar_one())

    def identity(self) -> str:
        """Twelve hex digits that tell this database from every other, for as long as it lives."""
        with reading(self._engine) as connection:
            return str(connection.execute(sa.select(_state.c.identity)).scalar_one())

    def fingerprint(self, embedding: str) -> str:
        """Sixteen hex digits over everything that search can find, and by which embedding."""
        with reading(self._engine) as connection:
            revision = int(connection.execute(sa.select(_state.c.revision)).scalar_one())
            known = self._fingerprints.get(embedding)
            if known and known[0] == revision:
                return known[1]
            ids = connection.scalars(sa.select(_passage.c.id).order_by(_passage.c.id))
            found = sha256("\n".join([embedding, *ids]).encode()).hexdigest()[:16]
        self._fingerprints[embedding] = (revision, found)
        return found

    def pending(self, index: str) -> tuple[list[str], list[str]]:
        """Passage ids that this index does not hold yet, and ids that it holds but should not."""
        in_index = sa.select(_entry.c.passage).where(_entry.c.index == index)
        added = sa.select(_passage.c.id).where(_passage.c.id.not_in(in_index)).order_by(_passage.c.id)
        removed = in_index.where(_entry.c.passage.not_in(sa.select(_passage.c.id))).order_by(_entry.c.passage)
        with reading(self._engine) as connection:
            return list(connection.scalars(added)), list(connection.scalars(removed))

    def indexed(self, index: str) -> list[str]:
        """The passage ids that this index is known to hold, in order."""
        query = sa.select(_entry.c.passage).where(_entry.c.index == index).order_by(_entry.c.passage)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def mark(self, index: str, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
        """Remember what was put into an index and what was taken out of it."""
        with self._writing() as connection:
            for part in _parts([*added, *removed]):
                held = (_entry.c.index == index) & _entry.c.passage.in_(part)
                connection.execute(sa.delete(_entry).where(held))
            if added:
                connection.execute(sa.insert(_entry), [{"index": index, "passage": each} for each in added])

    def unmark(self, index: str) -> None:
        """Remember that an index holds nothing."""
        with self._writing() as connection:
            connection.execute(sa.delete(_entry).where(_entry.c.index == index))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that is the only one to write the knowledge base, as SQLite has it anyway."""
        with writing(self._engine) as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITING_LOCK})
            yield connection

    def _keep(
        self, connection: Connection, embedding: str, vectors: Mapping[str, NDArray[np.float32]]
    ) -> None:
        held: set[str] = set()
        for part in _parts(list(vectors)):
            query = sa.select(_vector.c.digest).where(
                _vector.c.embedding == embedding, _vector.c.digest.in_(part)
            )
            held.update(connection.scalars(query))
        rows = [
            {"digest": digest, "embedding": embedding, "values": vector.astype("<f4").tobytes()}
            for digest, vector in vectors.items()
            if digest not in held
        ]
        if rows:
            connection.execute(sa.insert(_vector), rows)


def _forget(connection: Connection, source: str) -> list[str]:
    """Delete a source with its passages; the digests that were theirs."""
    digests = connection.scalars(sa.select(_passage.c.digest).where(_passage.c.source == source)).all()
    connection.execute(sa.delete(_passage).where(_passage.c.source == source))
    connection.execute(sa.delete(_source).where(_source.c.id == source))
    return list(digests)


def _sweep(connection: Connection, digests: Sequence[str]) -> None:
    """Delete the vectors of these digests that no passage needs any more."""
    needed = sa.select(_passage.c.digest)
    for part in _parts(digests):
        gone = _vector.c.digest.in_(part) & _vector.c.digest.not_in(needed)
        connection.execute(sa.delete(_vector).where(gone))


def renew(connection: Connection, *, identity: str, after: int) -> None:
    """After a restore: no index is believed to hold anything, and every process looks again.

    Args:
        connection: a transaction.
        identity: that of the database that was written over; it belongs to the place, not to what is in it, or two
            databases that were restored from one backup would share a collection.
        after: its revision.
    """
    connection.execute(sa.delete(_entry))
    connection.execute(sa.update(_state).values(identity=identity, revision=_state.c.revision + after + 1))


def _advance(connection: Connection) -> None:
    connection.execute(sa.update(_state).values(revision=_state.c.revision + 1))


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + STATEMENT_VALUES] for at in range(0, len(values), STATEMENT_VALUES))


def _as_vector(values: bytes) -> NDArray[np.float32]:
    return np.frombuffer(values, dtype="<f4").astype(np.float32, copy=False)


def _as_source(row: Row[Any]) -> Source:
    fields = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    read_at = fields["read_at"]
    fields["read_at"] = read_at.replace(tzinfo=UTC) if read_at.tzinfo is None else read_at.astimezone(UTC)
    return Source(**{**fields, "origin": Origin(fields["origin"])})


def _as_passage(row: Row[Any]) -> Passage:
    fields = {name: value for name, value in row._mapping.items() if name != "digest"}  # noqa: SLF001 - as above
    return Passage(**{**fields, "heading": tuple(fields["heading"])})
