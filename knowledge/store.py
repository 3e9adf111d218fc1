"""Sources, passages and vectors in SQL: the truth, over which every index is disposable."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from knowledge.database import migrate, reading, writing
from knowledge.owner import SHARED, visible
from knowledge.passage import Passage
from knowledge.sources import Listed, Origin, Source
from knowledge.tables import AHEAD, ENTRY, PASSAGE, REVISION, SOURCE, STATE, VECTOR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine, Row

    from knowledge.owner import Owner

SCRIPTS = Path(__file__).parent / "migrations"
# How many values a statement may name: SQLite before 3.32 took 999.
STATEMENT_VALUES = 900
# Asked at every search: put together once, which takes longer than asking.
REVISIONS = sa.select(REVISION.c.owner, REVISION.c.revision).where(
    (REVISION.c.owner == sa.bindparam("shared")) | (REVISION.c.owner == sa.bindparam("owner"))
)
WHOLE = [SOURCE.c[each.name] for each in fields(Source)]  # columns
WRITING_LOCK = 7_336_413  # any constant but the one that `knowledge.database` migrates under


class Store:
    """What has been read, cut and embedded.

    Whoever asks for sources or passages says for whom: an ``owner`` finds what is everybody's and what is their
    own, and nothing tells them of the rest. A ``scope`` is what belongs to one owner alone, as indexes hold it.

    Args:
        engine: the database; its tables are made or brought up to date first.

    Raises:
        StoreNewer: a newer version of this program has written the database.
    """

    def __init__(self, engine: Engine) -> None:
        migrate(engine, scripts=SCRIPTS, version_table="knowledge_version")
        self._engine = engine
        # by embedding and owner, each with the revision it is of
        self._fingerprints: dict[tuple[str, Owner], tuple[int, str]] = {}

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
            left = _forget(connection, [source.id], source.owner)
            connection.execute(sa.insert(SOURCE), {**asdict(source), "words": len(source.text.split())})
            if passages:
                rows = [
                    {**asdict(passage), "digest": passage.digest, "owner": source.owner}
                    for passage in passages
                ]
                connection.execute(sa.insert(PASSAGE), rows)
            self._keep(connection, embedding, vectors)
            _sweep(connection, left)
            _advance(connection, source.owner)

    def keep_vectors(self, embedding: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by digest, of what is no passage too."""
        with self._writing() as connection:
            self._keep(connection, embedding, vectors)

    def keep_ahead(self, embedding: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by digest ahead of their passages, so that a long reading resumes where it was stopped."""
        with self._writing() as connection:
            fresh = self._keep(connection, embedding, vectors)
            for part in _parts(fresh):  # marks may be left of vectors that came, and went with their source
                left = AHEAD.c.digest.in_(part) & (AHEAD.c.embedding == embedding)
                connection.execute(sa.delete(AHEAD).where(left))
            if fresh:
                rows = [{"digest": digest, "embedding": embedding} for digest in fresh]
                connection.execute(sa.insert(AHEAD), rows)

    def sweep_ahead(self) -> None:
        """Forget vectors that were kept ahead of passages that never came.

        A reading that goes on elsewhere loses nothing but what it would save after a kill: it puts the vectors of
        its passages in with them.
        """
        with self._writing() as connection:
            digests = list(connection.scalars(sa.select(AHEAD.c.digest)))
            if digests:
                _sweep(connection, digests)
                connection.execute(sa.delete(AHEAD))

    def advance(self, scope: Owner) -> None:
        """Have every process look again, as after vectors were made for passages that were there before."""
        with self._writing() as connection:
            _advance(connection, scope)

    def remove(self, source: str, *, scope: Owner) -> bool:
        """Forget a source of this owner's own, its passages, and the vectors that nothing else needs.

        Returns:
            Whether there was one.
        """
        return self.remove_all([source], scope=scope) == 1

    def remove_all(self, sources: Collection[str], *, scope: Owner) -> int:
        """Forget these sources of an owner's own, all or none; returns how many there were."""
        with self._writing() as connection:
            known = sum(
                connection.scalar(
                    sa.select(sa.func.count()).where(SOURCE.c.id.in_(part), SOURCE.c.owner == scope)
                )
                or 0
                for part in _parts(list(sources))
            )
            if known:
                _sweep(connection, _forget(connection, list(sources), scope))
                _advance(connection, scope)
        return known

    def listed(self, origin: Origin | None = None, *, owner: Owner) -> list[Listed]:
        """All sources that an owner may find, or those of one origin, by title; no text is read."""
        columns = [SOURCE.c[each.name] for each in fields(Listed)]
        with reading(self._engine) as connection:
            return [Listed(**_fields(row)) for row in connection.execute(_found(columns, origin, owner))]

    def sources(self, origin: Origin | None = None, *, owner: Owner) -> list[Source]:
        """The same with their texts, all of which are in memory at once."""
        with reading(self._engine) as connection:
            return [Source(**_fields(row)) for row in connection.execute(_found(WHOLE, origin, owner))]

    def source(self, source: str, *, owner: Owner) -> Source | None:
        """The source of this id, if there is one that the owner may find."""
        query = sa.select(*WHOLE).where(SOURCE.c.id == source, SOURCE.c.owner.in_(visible(owner)))
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return Source(**_fields(row)) if row else None

    def states(self, origin: Origin | None = None, *, scope: Owner) -> dict[str, tuple[str, str]]:
        """SHA-256 of the raw bytes and the way of cutting, of an owner's own sources by id, without their text."""
        query = sa.select(SOURCE.c.id, SOURCE.c.sha256, SOURCE.c.chunking).where(SOURCE.c.owner == scope)
        if origin:
            query = query.where(SOURCE.c.origin == origin)
        with reading(self._engine) as connection:
            return {key: (digest, chunking) for key, digest, chunking in connection.execute(query)}

    def scopes(self) -> list[Owner]:
        """Every owner who has passages, in order."""
        with reading(self._engine) as connection:
            return sorted(connection.scalars(sa.select(PASSAGE.c.owner).distinct()))

    def scopes_without_vector(self, embedding: str) -> list[Owner]:
        """The owners of passages that have no vector of this embedding."""
        made = sa.select(VECTOR.c.digest).where(VECTOR.c.embedding == embedding)
        query = sa.select(PASSAGE.c.owner).where(PASSAGE.c.digest.not_in(made)).distinct()
        with reading(self._engine) as connection:
            return sorted(connection.scalars(query))

    def without_vector(self, embedding: str, *, scope: Owner) -> list[Passage]:
        """An owner's own passages that have no vector of this embedding, as after a change of the embedding."""
        made = sa.select(VECTOR.c.digest).where(VECTOR.c.embedding == embedding)
        query = (
            sa.select(PASSAGE)
            .where(PASSAGE.c.owner == scope, PASSAGE.c.digest.not_in(made))
            .order_by(PASSAGE.c.id)
        )
        with reading(self._engine) as connection:
            return [_as_passage(row) for row in connection.execute(query)]

    def passages(self, ids: Iterable[str], *, owner: Owner) -> list[Passage]:
        """The passages of these ids that an owner may find, in their order; other ids are left out."""
        wanted = list(ids)
        found: dict[str, Passage] = {}
        with reading(self._engine) as connection:
            for part in _parts(wanted):
                query = sa.select(PASSAGE).where(PASSAGE.c.id.in_(part), PASSAGE.c.owner.in_(visible(owner)))
                found.update((row.id, _as_passage(row)) for row in connection.execute(query))
        return [found[each] for each in wanted if each in found]

    def all_passages(self, *, owner: Owner) -> list[Passage]:
        """Every passage that an owner may find, ordered by id."""
        query = sa.select(PASSAGE).where(PASSAGE.c.owner.in_(visible(owner))).order_by(PASSAGE.c.id)
        with reading(self._engine) as connection:
            return [_as_passage(row) for row in connection.execute(query)]

    def passages_of(self, sources: Collection[str], *, scope: Owner) -> list[Passage]:
        """The passages of these sources that are an owner's own, ordered by id."""
        found: list[Passage] = []
        with reading(self._engine) as connection:
            for part in _parts(sorted(sources)):
                query = sa.select(PASSAGE).where(PASSAGE.c.source.in_(part), PASSAGE.c.owner == scope)
                found.extend(_as_passage(row) for row in connection.execute(query))
        return sorted(found, key=lambda each: each.id)

    def section(self, of: Passage, within: int, *, owner: Owner) -> list[Passage]:
        """The passages under the same heading of a source, so many characters around one, that an owner may find."""
        heading = sa.cast(PASSAGE.c.heading, sa.Text) == json.dumps(
            of.heading
        )  # JSON as such has no equality
        query = sa.select(PASSAGE).where(
            PASSAGE.c.source == of.source,
            PASSAGE.c.owner.in_(visible(owner)),
            PASSAGE.c.start.between(of.start - within, of.start + within),
            heading,
        )
        with reading(self._engine) as connection:
            return [_as_passage(row) for row in connection.execute(query)]

    def count(self, *, scope: Owner) -> int:
        """How many passages are an owner's own."""
        with reading(self._engine) as connection:
            query = sa.select(sa.func.count()).where(PASSAGE.c.owner == scope)
            return int(connection.scalar(query) or 0)

    def passage_ids(self, *, scope: Owner) -> list[str]:
        """The ids of an owner's own passages, in order."""
        query = sa.select(PASSAGE.c.id).where(PASSAGE.c.owner == scope).order_by(PASSAGE.c.id)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def vectors(
        self, embedding: str, ids: Collection[str], *, owner: Owner
    ) -> tuple[list[str], NDArray[np.float32]]:
        """Ids of those of these passages that an owner may find, in order, and their vectors, ``(n, dimensions)``."""
        query = _with_vectors(embedding).where(PASSAGE.c.owner.in_(visible(owner)))
        with reading(self._engine) as connection:
            parts = (query.where(PASSAGE.c.id.in_(part)) for part in _parts(sorted(ids)))
            return _as_matrix([tuple(row) for part in parts for row in connection.execute(part)])

    def all_vectors(self, embedding: str, *, scope: Owner) -> tuple[list[str], NDArray[np.float32]]:
        """Ids of an owner's own passages, in order, and their vectors, shape ``(n, dimensions)``."""
        query = _with_vectors(embedding).where(PASSAGE.c.owner == scope)
        with reading(self._engine) as connection:
            return _as_matrix([tuple(row) for row in connection.execute(query)])

    def known_vectors(self, embedding: str, digests: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that were made before for these digests, by digest."""
        found: dict[str, NDArray[np.float32]] = {}
        with reading(self._engine) as connection:
            for part in _parts(list(digests)):
                query = sa.select(VECTOR.c.digest, VECTOR.c["values"]).where(
                    VECTOR.c.embedding == embedding, VECTOR.c.digest.in_(part)
                )
                found.update((digest, _as_vector(values)) for digest, values in connection.execute(query))
        return found

    def revision(self, *, owner: Owner) -> int:
        """A number that grows with every change of what an owner may find, in whichever process."""
        query = sa.select(sa.func.sum(REVISION.c.revision)).where(REVISION.c.owner.in_(visible(owner)))
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def revisions(self, *, owner: Owner) -> tuple[int, int]:
        """What `scope_revision` and `revision` say of an owner, by one query."""
        with reading(self._engine) as connection:
            rows = connection.execute(REVISIONS, {"shared": SHARED, "owner": owner})
            found = {scope: int(revision) for scope, revision in rows}
        return found.get(owner, 0), sum(found.values())

    def all_revisions(self) -> int:
        """The sum of every owner's revisions."""
        with reading(self._engine) as connection:
            return int(connection.scalar(sa.select(sa.func.sum(REVISION.c.revision))) or 0)

    def scope_revision(self, scope: Owner) -> int:
        """A number that grows with every change of what belongs to one owner; 0 before anything did."""
        query = sa.select(REVISION.c.revision).where(REVISION.c.owner == scope)
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def identity(self) -> str:
        """Twelve hex digits that tell this database from every other, for as long as it lives."""
        with reading(self._engine) as connection:
            return str(connection.execute(sa.select(STATE.c.identity)).scalar_one())

    def fingerprint(self, embedding: str, *, owner: Owner) -> str:
        """Sixteen hex digits over everything that an owner's search can find, and by which embedding."""
        query = sa.select(PASSAGE.c.id).where(PASSAGE.c.owner.in_(visible(owner))).order_by(PASSAGE.c.id)
        revision = self.revision(owner=owner)
        known = self._fingerprints.get((embedding, owner))
        if known and known[0] == revision:
            return known[1]
        with reading(self._engine) as connection:
            ids = connection.scalars(query)
            found = sha256("\n".join([embedding, *ids]).encode()).hexdigest()[:16]
        self._fingerprints[embedding, owner] = (revision, found)
        return found

    def pending(self, index: str, *, scope: Owner) -> tuple[list[str], list[str]]:
        """An owner's own passage ids that this index does not hold yet, and ids that it holds but should not."""
        in_index = sa.select(ENTRY.c.passage).where(ENTRY.c.index == index)
        own = sa.select(PASSAGE.c.id).where(PASSAGE.c.owner == scope)
        added = own.where(PASSAGE.c.id.not_in(in_index)).order_by(PASSAGE.c.id)
        removed = in_index.where(ENTRY.c.passage.not_in(own)).order_by(ENTRY.c.passage)
        with reading(self._engine) as connection:
            return list(connection.scalars(added)), list(connection.scalars(removed))

    def scopes_pending(self, beginning: str) -> list[Owner]:
        """The owners of passages that no index whose name begins so holds yet, in order."""
        held = sa.select(ENTRY.c.passage).where(ENTRY.c.index.startswith(beginning, autoescape=True))
        query = sa.select(PASSAGE.c.owner).where(PASSAGE.c.id.not_in(held)).distinct()
        with reading(self._engine) as connection:
            return sorted(connection.scalars(query))

    def indexed(self, index: str) -> list[str]:
        """The passage ids that this index is known to hold, in order."""
        query = sa.select(ENTRY.c.passage).where(ENTRY.c.index == index).order_by(ENTRY.c.passage)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def mark(self, index: str, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
        """Remember what was put into an index and what was taken out of it."""
        with self._writing() as connection:
            for part in _parts([*added, *removed]):
                held = (ENTRY.c.index == index) & ENTRY.c.passage.in_(part)
                connection.execute(sa.delete(ENTRY).where(held))
            if added:
                connection.execute(sa.insert(ENTRY), [{"index": index, "passage": each} for each in added])

    def unmark(self, index: str) -> None:
        """Remember that an index holds nothing."""
        with self._writing() as connection:
            connection.execute(sa.delete(ENTRY).where(ENTRY.c.index == index))

    def unmark_all(self, beginning: str) -> None:
        """Remember that the indexes whose names begin so hold nothing."""
        with self._writing() as connection:
            connection.execute(sa.delete(ENTRY).where(ENTRY.c.index.startswith(beginning, autoescape=True)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that is the only one to write the knowledge base, as SQLite has it anyway."""
        with writing(self._engine) as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITING_LOCK})
            yield connection

    def _keep(
        self, connection: Connection, embedding: str, vectors: Mapping[str, NDArray[np.float32]]
    ) -> list[str]:
        """Write those that are not held yet; returns their digests."""
        held: set[str] = set()
        for part in _parts(list(vectors)):
            query = sa.select(VECTOR.c.digest).where(
                VECTOR.c.embedding == embedding, VECTOR.c.digest.in_(part)
            )
            held.update(connection.scalars(query))
        rows = [
            {"digest": digest, "embedding": embedding, "values": vector.astype("<f4").tobytes()}
            for digest, vector in vectors.items()
            if digest not in held
        ]
        if rows:
            connection.execute(sa.insert(VECTOR), rows)
        return [digest for digest in vectors if digest not in held]


def _forget(connection: Connection, sources: Sequence[str], scope: Owner) -> list[str]:
    """Delete sources of one owner with their passages; the digests that were theirs."""
    digests: list[str] = []
    for part in _parts(sources):
        gone = PASSAGE.c.source.in_(part) & (PASSAGE.c.owner == scope)
        digests.extend(connection.scalars(sa.select(PASSAGE.c.digest).where(gone)))
        connection.execute(sa.delete(PASSAGE).where(gone))
        connection.execute(sa.delete(SOURCE).where(SOURCE.c.id.in_(part), SOURCE.c.owner == scope))
    return digests


def _sweep(connection: Connection, digests: Sequence[str]) -> None:
    """Delete the vectors of these digests that no passage needs any more."""
    needed = sa.select(PASSAGE.c.digest)
    for part in _parts(digests):
        gone = VECTOR.c.digest.in_(part) & VECTOR.c.digest.not_in(needed)
        connection.execute(sa.delete(VECTOR).where(gone))


def renew(connection: Connection, *, identity: str, after: int) -> None:
    """After a restore: no index is believed to hold anything, and every process looks again.

    Args:
        connection: a transaction.
        identity: that of the database that was written over; it belongs to the place, not to what is in it, or two
            databases that were restored from one backup would share a collection.
        after: the sum of its revisions.
    """
    connection.execute(sa.delete(ENTRY))
    connection.execute(sa.update(STATE).values(identity=identity))
    connection.execute(sa.update(REVISION).values(revision=REVISION.c.revision + after + 1))


def _advance(connection: Connection, scope: Owner) -> None:
    grown = sa.update(REVISION).where(REVISION.c.owner == scope).values(revision=REVISION.c.revision + 1)
    if not connection.execute(grown).rowcount:
        connection.execute(sa.insert(REVISION).values(owner=scope, revision=1))


def _with_vectors(embedding: str) -> sa.Select[Any]:
    return (
        sa.select(PASSAGE.c.id, VECTOR.c["values"])
        .join(VECTOR, (VECTOR.c.digest == PASSAGE.c.digest) & (VECTOR.c.embedding == embedding))
        .order_by(PASSAGE.c.id)
    )


def _as_matrix(rows: Sequence[tuple[str, bytes]]) -> tuple[list[str], NDArray[np.float32]]:
    values = _as_vector(b"".join(values for _, values in rows))
    return [key for key, _ in rows], values.reshape(len(rows), -1 if rows else 0)


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + STATEMENT_VALUES] for at in range(0, len(values), STATEMENT_VALUES))


def _as_vector(values: bytes) -> NDArray[np.float32]:
    return np.frombuffer(values, dtype="<f4").astype(np.float32, copy=False)


def _found(columns: Sequence[sa.Column[Any]], origin: Origin | None, owner: Owner) -> sa.Select[Any]:
    query = sa.select(*columns).where(SOURCE.c.owner.in_(visible(owner)))
    if origin:
        query = query.where(SOURCE.c.origin == origin)
    return query.order_by(SOURCE.c.title, SOURCE.c.id)


def _fields(row: Row[Any]) -> dict[str, Any]:
    """What a row of the table of sources holds, by the names of `Source` and `Listed`."""
    found = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    read_at = found["read_at"]
    found["read_at"] = read_at.replace(tzinfo=UTC) if read_at.tzinfo is None else read_at.astimezone(UTC)
    return {**found, "origin": Origin(found["origin"])}


def _as_passage(row: Row[Any]) -> Passage:
    fields = {name: value for name, value in row._mapping.items() if name not in ("digest", "owner")}  # noqa: SLF001 - as above
    return Passage(**{**fields, "heading": tuple(fields["heading"])})
