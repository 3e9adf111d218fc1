"""The Chroma collection over the stored vectors, on disk or served: disposable, checked, rebuilt when it differs."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from knowledge import child, chunk
from knowledge.address import shown
from knowledge.errors import IndexLocked, IndexUnavailable
from knowledge.exact import Neighbour

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from filelock import BaseFileLock
    from numpy.typing import NDArray

    from knowledge.store import Store

BATCH = 1000
# Stored vectors in the check of an index on disk: compared with what it returns, and searched for in it.
COMPARED, SEARCHED = 5_000, 200
SAME = 1e-3  # cosine distance below which two vectors are one
CHECK = child.Allowance(cpu_s=60, wall_s=90, memory_bytes=16 << 30, file_bytes=1 << 30)
# The space cannot be changed later, and the default is not the cosine.
CONFIGURATION = {"hnsw": {"space": "cosine"}}
CONNECT_S, READ_S = 5.0, 30.0


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
    with _understood(place):
        return ChromaIndex(_served(place), place=place, store=store, embedding=embedding)


class ChromaIndex:
    """One collection; made by `open_index`."""

    def __init__(
        self, client: Any, *, place: str, store: Store, embedding: str, lock: BaseFileLock | None = None
    ) -> None:
        self._client = client
        self._place = place
        self._store = store
        self._embedding = embedding
        self._lock = lock
        self._changing = RLock()
        self.name = _collection_name(store, embedding)
        self._key = f"{shown(place)}#{self.name}"
        self._collection = self._opened()
        self._recount()
        self.catch_up()

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Neighbour]:
        """See `knowledge.exact.VectorIndex.nearest`.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        if k <= 0:
            return []
        with _understood(self._place):
            found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        return [
            Neighbour(key, 1 - float(distance))
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def catch_up(self) -> None:
        """See `knowledge.exact.VectorIndex.catch_up`; what is done is marked, so a kill costs one batch.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        with self._changing, _understood(self._place):
            added, removed = self._store.pending(self._key)
            for part in _parts(removed):
                self._collection.delete(ids=list(part))
                self._store.mark(self._key, removed=part)
            for part in _parts(added):
                ids, vectors = self._store.vectors(self._embedding, part)
                if ids:
                    self._collection.upsert(ids=ids, embeddings=vectors)
                    self._store.mark(self._key, added=ids)

    def is_in_step(self) -> bool:
        """Whether the collection holds the passages of the store, no more and no fewer."""
        with _understood(self._place):
            return not any(self._store.pending(self._key)) and self._ids() == set(
                self._store.indexed(self._key)
            )

    def rebuild(self) -> None:
        """Make the collection anew from the stored vectors.

        Raises:
            IndexUnavailable: the index does not answer.
        """
        with self._changing, _understood(self._place):
            self._client.delete_collection(self.name)
            self._store.unmark(self._key)
            self._collection = self._opened()
            self.catch_up()

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self._client.close()
        session = getattr(self._client._server, "_session", None)  # noqa: SLF001 - Chroma 1.5.9 leaves it open
        if session:
            session.close()
        if self._lock:
            self._lock.release()

    def _opened(self) -> Any:
        """The collection, by cosine; one that compares otherwise is not one of ours and is made anew."""
        for other in self._client.list_collections():
            if other.name == self.name and other.configuration["hnsw"]["space"] != "cosine":
                self._client.delete_collection(self.name)
        # Without an explicit None, Chroma attaches an embedding that it downloads.
        return self._client.get_or_create_collection(
            self.name, configuration=CONFIGURATION, embedding_function=None
        )

    def _recount(self) -> None:
        """Mark what the collection really holds: a kill between a write and its mark, or another writer, is healed."""
        held = self._ids()
        marked = set(self._store.indexed(self._key))
        if held != marked:
            self._store.mark(self._key, added=sorted(held - marked), removed=sorted(marked - held))

    def _ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])


def main(arguments: Sequence[str], given: bytes) -> bytes:
    """Whether the index in a folder answers rightly; runs in a child, because a damaged one may end its process.

    Args:
        arguments: the folder and the name of the collection.
        given: an npz of ``ids`` and ``vectors`` as the store has them.

    Returns:
        JSON: the empty string when all is well, otherwise what is wrong.
    """
    folder, name = arguments
    with np.load(BytesIO(given)) as stored:
        ids, vectors = stored["ids"].tolist(), stored["vectors"]
    return json.dumps(_fault(Path(folder), name, ids, vectors)).encode()


def _fault(folder: Path, name: str, ids: list[str], vectors: NDArray[np.float32]) -> str:
    for links in folder.glob("*/link_lists.bin"):
        if links.stat().st_size > links.with_name("data_level0.bin").stat().st_size:
            return "its graph is larger than its vectors"
    client = _on_disk(folder)
    if name not in {collection.name for collection in client.list_collections()}:
        return ""
    collection = client.get_collection(name, embedding_function=None)
    found = collection.get(ids=ids, include=["embeddings"]) if ids else {"ids": [], "embeddings": []}
    held = dict(zip(found["ids"], found["embeddings"], strict=True))
    known = [(key, vector) for key, vector in zip(ids, vectors, strict=True) if key in held]
    if any(1 - float(held[key] @ vector) > SAME for key, vector in known):
        return "it holds other vectors than the store"
    for _, vector in known[:: max(1, len(known) // SEARCHED)]:
        nearest = collection.query(query_embeddings=[vector], n_results=1, include=["distances"])
        if not nearest["ids"][0] or abs(nearest["distances"][0][0]) > SAME:
            return "it does not find what it holds"
    return ""


def _open_folder(folder: Path, store: Store, embedding: str) -> ChromaIndex:
    lock = _locked(folder)
    try:
        index = folder / "chroma"
        if index.exists() and _check(index, _collection_name(store, embedding), store, embedding):
            shutil.rmtree(index)
            store.unmark(f"{folder}#{_collection_name(store, embedding)}")
        with _understood(str(folder)):
            return ChromaIndex(
                _on_disk(index), place=str(folder), store=store, embedding=embedding, lock=lock
            )
    except BaseException:
        lock.release()
        raise


def _check(index: Path, name: str, store: Store, embedding: str) -> str:
    """What is wrong with the folder; empty when nothing is."""
    ids, vectors = store.vectors(embedding)
    step = max(1, len(ids) // COMPARED)
    given = BytesIO()
    np.savez(given, ids=np.array(ids[::step], dtype=str), vectors=vectors[::step])
    try:
        answer = child.run("knowledge.index", str(index), name, given=given.getvalue(), allowance=CHECK)
    except child.ChildFailed as failure:
        return str(failure)
    return str(json.loads(answer))


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


def _on_disk(folder: Path) -> Any:
    chromadb = _chromadb()
    return chromadb.PersistentClient(folder, settings=chromadb.Settings(anonymized_telemetry=False))


def _served(url: str) -> Any:
    chromadb = _chromadb()
    address = urlsplit(url)
    client = chromadb.HttpClient(
        host=address.hostname or "",
        port=address.port or (443 if address.scheme == "https" else 80),
        ssl=address.scheme == "https",
        settings=chromadb.Settings(anonymized_telemetry=False),
    )
    # Chroma's client waits for ever and has no setting for it (1.5.9: `httpx.Client(timeout=None)`).
    import httpx

    client._server._session.timeout = httpx.Timeout(READ_S, connect=CONNECT_S)  # noqa: SLF001 - see above
    return client


def _chromadb() -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # chromadb imports onnxruntime, which contacts its maker
    import chromadb

    return chromadb


@contextmanager
def _understood(place: str) -> Iterator[None]:
    """Chroma's many exceptions as one of ours."""
    try:
        yield
    except (IndexLocked, IndexUnavailable):
        raise
    except Exception as error:  # ChromaError, ValueError, RuntimeError, httpx's and sqlite3's: no common base
        served = "://" in place
        todo = "start the server (`chroma run`) or unset MENTOR_CHROMA_URL" if served else "delete the folder"
        raise IndexUnavailable(
            f"the index at {shown(place)!r} does not answer; {todo}: {_first_line(error)}"
        ) from error


def _first_line(error: Exception) -> str:
    return shown(str(error).partition("\n")[0])


def _collection_name(store: Store, embedding: str) -> str:
    """Says which model and cutting made it, and for which database; a server may hold several."""
    slug = re.sub(r"[^a-z0-9]+", "-", embedding.lower()).strip("-")[:200]
    return f"mentor-{slug}-{chunk.VERSION}-{store.identity()}"


def _parts(values: Collection[str]) -> Iterator[list[str]]:
    ordered = list(values)
    return (ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH))
