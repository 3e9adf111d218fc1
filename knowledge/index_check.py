"""Whether an index on disk answers rightly; runs in a child, because a damaged one may end its process."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.chroma import on_disk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SEARCHED = 200  # of the vectors compared: each must be found as its own nearest
SAME = 1e-3  # cosine distance below which two vectors are one


def main(arguments: Sequence[str], given: bytes) -> bytes:
    """What is wrong with an index.

    Args:
        arguments: the folder, the identity of the database, then the names of the collections of it that are
            looked into.
        given: an npz of ``ids0`` and ``vectors0`` as the store has them for the first collection, and so on.

    Returns:
        JSON: the empty string when all is well, otherwise what is wrong.
    """
    folder, identity, *names = arguments
    with np.load(BytesIO(given)) as stored:
        samples = {name: (stored[f"ids{n}"].tolist(), stored[f"vectors{n}"]) for n, name in enumerate(names)}
    return json.dumps(_fault(Path(folder), identity, samples)).encode()


def _fault(folder: Path, identity: str, samples: dict[str, tuple[list[str], NDArray[np.float32]]]) -> str:
    for links in folder.glob("*/link_lists.bin"):
        if links.stat().st_size > links.with_name("data_level0.bin").stat().st_size:
            return "its graph is larger than its vectors"
    client = on_disk(folder)
    there = {collection.name for collection in client.list_collections()}
    if any(identity not in name for name in there):
        return "it is of another database"
    faults = (
        _fault_of(client.get_collection(name, embedding_function=None), *sample)
        for name, sample in samples.items()
        if name in there
    )
    return next(filter(None, faults), "")


def _fault_of(collection: Any, ids: list[str], vectors: NDArray[np.float32]) -> str:
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
