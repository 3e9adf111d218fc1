"""Where the graph index takes over from comparing with every vector: decided owner by owner, by how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from knowledge.exact import ExactIndex, Neighbour, VectorIndex, best
from knowledge.owner import visible

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from knowledge.owner import Owner
    from knowledge.store import Store

# Vectors up to which comparing with all of them costs less than asking Chroma; see tests/bench/scale.py.
EXACT_UP_TO = 14_000


class GraphIndex(VectorIndex, Protocol):
    """An index that can be asked about one owner's documents alone."""

    def within(self, vector: NDArray[np.float32], k: int, scope: Owner) -> list[Neighbour]:
        """At most ``k`` passages of what belongs to one owner, nearest first."""
        ...


class CrossoverIndex:
    """Exact search where it is the cheaper, the graph index elsewhere; the graph is kept in step for all.

    Args:
        graph: what answers for owners with many passages.
        store: the truth.
        embedding: whose vectors.
        exact_up_to: passages of one owner up to which they are compared one by one.
    """

    def __init__(
        self, graph: GraphIndex, *, store: Store, embedding: str, exact_up_to: int = EXACT_UP_TO
    ) -> None:
        self._graph = graph
        self._store = store
        self._exact = ExactIndex(store, embedding)
        self._exact_up_to = exact_up_to
        self._is_small: dict[Owner, bool] = {}

    def nearest(self, vector: NDArray[np.float32], k: int, *, owner: Owner) -> list[Neighbour]:
        """See `knowledge.exact.VectorIndex.nearest`."""
        found: list[Neighbour] = []
        for scope in visible(owner):
            if scope not in self._is_small:
                self.catch_up(scope)
            index = self._exact if self._is_small[scope] else self._graph
            found += index.within(vector, k, scope)
        return best(found, k)

    def held(self, ids: Collection[str], *, owner: Owner) -> dict[str, NDArray[np.float32]]:
        """See `knowledge.exact.VectorIndex.held`."""
        return self._exact.held(ids, owner=owner)

    def catch_up(self, owner: Owner) -> None:
        """See `knowledge.exact.VectorIndex.catch_up`."""
        self._graph.catch_up(owner)
        for scope in visible(owner):
            self._is_small[scope] = self._store.count(scope=scope) <= self._exact_up_to
            if self._is_small[scope]:
                self._exact.follow(scope)
            else:
                self._exact.let_go(scope)
