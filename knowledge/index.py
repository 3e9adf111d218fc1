"""The Chroma collections over the stored vectors, on disk or served: disposable, checked, rebuilt when they differ."""

from __future__ import annotations

import json
import logging
import re
import shutil
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge import child, chunk
from knowledge.address import shown
from knowledge.chroma import on_disk, served, understood
from knowledge.errors import IndexLocked, IndexUnavailable
from knowledge.exact import Neighbour, best
from knowledge.owner import SHARED, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from filelock import BaseFileLock
    from numpy.typing import NDArray

    from knowledge.owner import Owner
    from knowledge.store import Store

BATCH = 1000
COMPARED = 5_000  # stored vectors that the check of an index on disk compares with what it returns
CHECK = child.Allowance(cpu_s=60, wall_s=90, memory_bytes=16 << 30, file_bytes=1 << 30)
# The space cannot be changed later, and the default is not the cosine.
CONFIGURATION = {"hnsw": {"space": "cosine"}}

logger = logging.getLogger(__name__)


def open_index(place: Path | str, *, store: Store, embedding: str) -> ChromaIndex:
    """The index at a folder or at the address of a Chroma server, in step with the store.

    A folder is opened in a child process first; when the child finds it damaged, it is made anew from the
    stored vectors. It belongs to this process until `ChromaIndex.close`.

    Args:
        place: a folder, or an address such as ``http://127.0.0.1:8000``.
        store: the truth.
        embedding: the name of the model whose vectors are indexed.

    Raises:
        IndexLocked: another process has the folder; `knowledge.exact.ExactIndex` searches beside it.
        IndexUnavailable: the server does not answer, or the folder cannot be written.
    """
    if isinstance(place, Path):
        return _open_folder(place.absolute(), store, embedding)
    with understood(place):
        return ChromaIndex(served(place), place=place, store=store, embedding=embedding)


class ChromaIndex:
    """A collection for what is shared, and one for each owner's own documents; made by `open_index`."""

    def __init__(
        self, client: Any, *, place: str, store: Store, embedding: str, lock: BaseFileLock | None = None
    ) -> None:
        self._client = client
        self._place = place
        self._store = store
        self._embedding = embedding
        self._lock = lock
        self._changing = RLock()
        self._collections: dict[Owner, Any] = {}
        self._opened: set[Owner] = set()  # those without a collection too
        self._sweep()
        for scope in {SHARED, *store.scopes_pending(self._key(SHARED))}:
            self.catch_up(scope)

    def nearest(self, vector: NDArray[np.float32], k: int, *, owner: Owner) -> list[Neighbour]:
        """See `knowledge.exact.VectorIndex.nearest`.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        return best((found for scope in visible(owner) for found in self.within(vector, k, scope)), k)

    def within(self, vector: NDArray[np.float32], k: int, scope: Owner) -> list[Neighbour]:
        """At most ``k`` passages of what belongs to one owner, nearest first.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        if scope not in self._opened:
            self.catch_up(scope)
        collection = self._collections.get(scope)
        if collection is None or k <= 0:
            return []
        with understood(self._place):
            found = collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        return [
            Neighbour(key, 1 - float(distance))
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def held(self, ids: Collection[str], *, owner: Owner) -> dict[str, NDArray[np.float32]]:  # noqa: ARG002 - none is
        """See `knowledge.exact.VectorIndex.held`: none is in memory."""
        return {}

    def catch_up(self, owner: Owner) -> None:
        """See `knowledge.exact.VectorIndex.catch_up`; what is done is marked, so a kill costs one batch.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        with self._changing, understood(self._place):
            for scope in visible(owner):
                self._follow(scope)

    def ids(self, scope: Owner) -> set[str]:
        """The passages that the collection of one owner really holds."""
        with self._changing, understood(self._place):
            self._open(scope)
            collection = self._collections.get(scope)
            return _ids(collection) if collection else set()

    def is_in_step(self) -> bool:
        """Whether the collections hold the passages of the store, no more and no fewer."""
        with self._changing, understood(self._place):
            scopes = _scopes(self._store)
            return not self._left_over() and all(
                self.ids(scope) == set(self._store.passage_ids(scope=scope)) for scope in scopes
            )

    def rebuild(self) -> None:
        """Make the collections anew from the stored vectors.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        with self._changing, understood(self._place):
            for scope in _scopes(self._store):
                self._drop(scope)
                self._follow(scope)

    def _left_over(self) -> list[str]:
        """Collections of this database and embedding whose owner has nothing any more."""
        every = [collection.name for collection in self._client.list_collections()]
        needed = {collection_name(self._store, self._embedding, scope) for scope in _scopes(self._store)}
        shared = collection_name(self._store, self._embedding, SHARED)
        return [name for name in every if name.startswith(f"{shared}-") and name not in needed]

    def _sweep(self) -> None:
        """Delete what was left over by a process that forgot somebody while it did not hold the index."""
        with self._changing, understood(self._place):
            for name in self._left_over():
                self._client.delete_collection(name)
                self._store.unmark(_place_key(self._place) + name)

    def _follow(self, scope: Owner) -> None:
        """Put in what is missing and take out what is gone; an owner who has nothing has no collection."""
        key = self._key(scope)
        self._open(scope)
        self._opened.add(scope)
        added, removed = self._store.pending(key, scope=scope)
        if not (added or removed):
            return
        collection = self._collections.get(scope) or self._made(scope)
        for part in _parts(removed):
            collection.delete(ids=list(part))
            self._store.mark(key, removed=part)
        for part in _parts(added):
            ids, vectors = self._store.vectors(self._embedding, part, owner=scope)
            if ids:
                collection.upsert(ids=ids, embeddings=vectors)
                self._store.mark(key, added=ids)
        if scope != SHARED and removed and not self._store.passage_ids(scope=scope):
            self._drop(scope)

    def _open(self, scope: Owner) -> None:
        """The collection as it is found, and what it really holds marked.

        A kill between a write and its mark, or another writer, is healed by that. One that compares by another
        measure than the cosine is none of ours and goes.
        """
        if scope in self._collections:
            return
        name = collection_name(self._store, self._embedding, scope)
        collection = _found(self._client, name)
        if collection is not None and collection.configuration["hnsw"]["space"] != "cosine":
            self._client.delete_collection(name)
            collection = None
        held = set() if collection is None else _ids(collection)
        marked = set(self._store.indexed(self._key(scope)))
        if held != marked:
            self._store.mark(self._key(scope), added=sorted(held - marked), removed=sorted(marked - held))
        if collection is not None:
            self._collections[scope] = collection
        elif scope == SHARED:
            self._made(scope)

    def _made(self, scope: Owner) -> Any:
        self._collections[scope] = self._client.get_or_create_collection(
            collection_name(self._store, self._embedding, scope),
            configuration=CONFIGURATION,
            embedding_function=None,  # otherwise Chroma attaches one that it downloads
        )
        return self._collections[scope]

    def _drop(self, scope: Owner) -> None:
        name = collection_name(self._store, self._embedding, scope)
        if _found(self._client, name) is not None:
            self._client.delete_collection(name)
        self._collections.pop(scope, None)
        self._store.unmark(self._key(scope))

    def _key(self, scope: Owner) -> str:
        return _place_key(self._place) + collection_name(self._store, self._embedding, scope)

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self._client.close()
        session = getattr(self._client._server, "_session", None)  # noqa: SLF001 - Chroma 1.5.9 leaves it open
        if session:
            session.close()
        if self._lock:
            self._lock.release()


def _open_folder(folder: Path, store: Store, embedding: str) -> ChromaIndex:
    lock = _locked(folder)
    try:
        index = folder / "chroma"
        if index.exists() and (fault := _check(index, store, embedding)):
            logger.warning("the index at %s is made anew from the stored vectors: %s", index, fault)
            shutil.rmtree(index) if index.is_dir() else index.unlink()
        if not index.exists():
            store.unmark_all(_place_key(str(folder)))
        with understood(str(folder)):
            return ChromaIndex(on_disk(index), place=str(folder), store=store, embedding=embedding, lock=lock)
    except BaseException:
        lock.release()
        raise


def _check(folder: Path, store: Store, embedding: str) -> str:
    """What is wrong with the folder; empty when nothing is."""
    held = [collection_name(store, embedding, scope) for scope in _scopes(store)]
    given = BytesIO()
    samples: dict[str, Any] = dict(_samples(store, embedding))
    np.savez(given, **samples)
    try:
        answer = child.run(
            "knowledge.index_check",
            str(folder),
            store.identity(),
            *held,
            given=given.getvalue(),
            allowance=CHECK,
        )
    except child.ChildFailed as failure:
        return str(failure)
    return str(json.loads(answer))


def _samples(store: Store, embedding: str) -> Iterator[tuple[str, NDArray[Any]]]:
    """Ids and vectors as the store has them, spread over each scope, by the number of the scope."""
    scopes = _scopes(store)
    for number, scope in enumerate(scopes):
        every = store.passage_ids(scope=scope)
        most = COMPARED if scope == SHARED else max(1, COMPARED // len(scopes))
        ids, vectors = store.vectors(embedding, every[:: max(1, len(every) // most)], owner=scope)
        yield f"ids{number}", np.array(ids, dtype=str)
        yield f"vectors{number}", vectors


def _scopes(store: Store) -> list[Owner]:
    """What is shared first, then every owner."""
    return [SHARED, *(scope for scope in store.scopes() if scope != SHARED)]


def _locked(folder: Path) -> BaseFileLock:
    """The right to write the folder, held until released; two writers lose results without a word."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "writer.lock", blocking=False)
        lock.acquire()
    except Timeout:
        raise IndexLocked(
            f"the index at {str(folder)!r} belongs to another running mentor; stop that one first"
        ) from None
    except OSError as error:
        raise IndexUnavailable(f"the index at {str(folder)!r} cannot be written: {error}") from error
    return lock


def collection_name(store: Store, embedding: str, scope: Owner) -> str:
    """Says which model and cutting made it, for which database, and whose it is; a server may hold several."""
    slug = re.sub(r"[^a-z0-9]+", "-", embedding.lower()).strip("-")[:200]
    shared = f"mentor-{slug}-{chunk.VERSION}-{store.identity()}"
    return f"{shared}-{sha256(scope.encode()).hexdigest()[:32]}" if scope else shared


def _place_key(place: str) -> str:
    """What the marks of everything at this place begin with."""
    return f"{shown(place)}#"


def _found(client: Any, name: str) -> Any | None:
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return None


def _ids(collection: Any) -> set[str]:
    return set(collection.get(include=[])["ids"])


def _parts(values: Collection[str]) -> Iterator[list[str]]:
    ordered = list(values)
    return (ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH))
