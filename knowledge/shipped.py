"""Vectors of the curriculum that ship with the package: the first start reads them instead of computing for a minute.

``python -m knowledge.shipped`` writes them anew after the curriculum has changed; what they lack is computed at
run time, so that an outdated file costs time and nothing else.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

FILE = Path(__file__).parent / "data" / "curriculum_vectors.npz"
EMBEDDING = "all-minilm-l6-v2"
DIGEST_CHARS = 32  # half of a SHA-256: enough to tell any two texts apart
LARGEST = 127  # of a signed byte


def vectors(embedding: str, digests: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """The vectors of those digests that ship, of unit length; of another embedding than the local one none."""
    if embedding != EMBEDDING or not FILE.exists():
        return {}
    rows, values = _stored()
    found = {}
    for digest in digests:
        row = rows.get(digest[:DIGEST_CHARS])
        if row is not None:
            vector = values[row].astype(np.float32)
            found[digest] = vector / np.linalg.norm(vector)
    return found


@cache
def _stored() -> tuple[dict[str, int], NDArray[np.int8]]:
    with np.load(FILE) as stored:
        return {digest: row for row, digest in enumerate(stored["digests"].tolist())}, stored["values"]


def write(made: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the file: each vector as bytes, by its own scale; that turns it by a cosine of 0.99997."""
    digests = sorted(made)
    rows = np.stack([made[digest] for digest in digests])
    values = np.rint(rows * (LARGEST / np.abs(rows).max(axis=1, keepdims=True))).astype(np.int8)
    np.savez_compressed(FILE, digests=np.array([digest[:DIGEST_CHARS] for digest in digests]), values=values)


def main() -> None:
    """Read the shipped curriculum into a store of its own, and ship its vectors."""
    from knowledge import asked
    from knowledge.curriculum_documents import documents
    from knowledge.database import open_engine
    from knowledge.embed import LocalEmbedder
    from knowledge.exact import ExactIndex
    from knowledge.ingest import Library
    from knowledge.owner import SHARED
    from knowledge.store import Store
    from knowledge.syllabus import load

    with tempfile.TemporaryDirectory() as home:
        store = Store(open_engine(f"sqlite:///{home}/mentor.db"))
        embedder = LocalEmbedder(Path(home))
        syllabus = load(Path(__file__).parent / "curriculum")
        Library(store, ExactIndex(store, embedder.name), embedder).sync_curriculum(documents(syllabus))
        asked.vectors(syllabus.asked, store, embedder)
        digests = {passage.digest for passage in store.all_passages(owner=SHARED)}
        digests |= {question.digest for question in syllabus.asked}
        write(store.known_vectors(embedder.name, digests))


if __name__ == "__main__":
    main()
