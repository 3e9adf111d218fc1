"""Nearest passages by comparing with every stored vector: no files, no second process, nothing ever missed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from knowledge.owner import SHARED, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from knowledge.owner import Owner
    from knowledge.store import Store

# Owners whose own vectors are held at once; the one who searched longest ago is read in again when they do.
OWNERS_HELD = 64


class Neighbour(NamedTuple):
    """A passage near a vector; the similarity is the cosine, -1 to 1."""

    passage: str
    similarity: float


class VectorIndex(Protocol):
    """What finds the passages whose vectors are nearest."""

    def nearest(self, vector: NDArray[np.float32], k: int, *, owner: Owner) -> list[Neighbour]:
        """At most ``k`` passages that the owner may find, nearest first."""
        ...

    def held(self, ids: Collection[str], *, owner: Owner) -> dict[str, NDArray[np.float32]]:
        """The vectors of those of these passages that the owner may find and whose vectors are in memory anyway."""
        ...

    def catch_up(self, owner: Owner) -> None:
        """Hold exactly what the store holds of what the owner may find, whichever process changed it."""
        ...


class ExactIndex:
    """Stored vectors in memory; cheaper than a graph index up to `knowledge.crossover.EXACT_UP_TO` of them.

    Args:
        store: where the vectors are.
        embedding: whose vectors.
    """

    def __init__(self, store: Store, embedding: str) -> None:
        self._store = store
        self._embedding = embedding
        self._lock = Lock()
        self._held: OrderedDict[Owner, _Scope] = OrderedDict()

    def nearest(self, vector: NDArray[np.float32], k: int, *, owner: Owner) -> list[Neighbour]:
        """See `VectorIndex.nearest`."""
        return best((found for scope in visible(owner) for found in self.within(vector, k, scope)), k)

    def held(self, ids: Collection[str], *, owner: Owner) -> dict[str, NDArray[np.float32]]:
        """See `VectorIndex.held`."""
        scopes = [found for each in visible(owner) if (found := self._held.get(each))]
        return {key: scope.vectors[scope.rows[key]] for scope in scopes for key in ids if key in scope.rows}

    def within(self, vector: NDArray[np.float32], k: int, scope: Owner) -> list[Neighbour]:
        """At most ``k`` passages of what belongs to one owner, nearest first."""
        return (self._held.get(scope) or self.follow(scope)).nearest(vector, k)

    def catch_up(self, owner: Owner) -> None:
        """See `VectorIndex.catch_up`."""
        for scope in visible(owner):
            self.follow(scope)

    def let_go(self, scope: Owner) -> None:
        """Hold nothing of what belongs to this owner."""
        with self._lock:
            self._held.pop(scope, None)

    def follow(self, scope: Owner) -> _Scope:
        """Hold what belongs to this owner as the store has it now."""
        with self._lock:
            revision = self._store.scope_revision(scope)
            held = self._held.get(scope)
            if held is None or held.revision != revision:
                ids, vectors = self._store.all_vectors(self._embedding, scope=scope)
                held = _Scope(revision, ids, vectors, {key: row for row, key in enumerate(ids)})
                self._held[scope] = held
            self._held.move_to_end(scope)
            while len(self._held) > OWNERS_HELD:
                del self._held[next(each for each in self._held if each != SHARED)]
            return held


class _Scope(NamedTuple):
    """What belongs to one owner, at one revision."""

    revision: int
    ids: list[str]
    vectors: NDArray[np.float32]
    rows: dict[str, int]

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Neighbour]:
        if not self.ids or k <= 0:
            return []
        # Not a matrix product: its threads wait for each other on a busy machine, 7 ms for what takes 0.3.
        similarities = np.vecdot(self.vectors, vector)
        k = min(k, len(self.ids))
        first = np.argpartition(-similarities, k - 1)[:k]
        ordered = first[np.lexsort((first, -similarities[first]))]
        return [Neighbour(self.ids[row], float(similarities[row])) for row in ordered]


def best(found: Iterable[Neighbour], k: int) -> list[Neighbour]:
    """The ``k`` nearest of what several scopes gave, nearest first."""
    return sorted(found, key=lambda each: (-each.similarity, each.passage))[: max(k, 0)]
