"""Exact search over stored vectors."""

from __future__ import annotations

import numpy as np

from knowledge.exact import ExactIndex
from knowledge.owner import SHARED


class Vectors:
    """A store of nothing but vectors."""

    def __init__(self, rows):
        self.rows = rows
        self.changes = 0

    def scope_revision(self, scope):
        assert scope == SHARED
        return self.changes

    def all_vectors(self, embedding, *, scope):
        assert (embedding, scope) == ("e", SHARED)
        return [f"p{n}" for n in range(len(self.rows))], np.array(self.rows, dtype=np.float32)


def test_nearest_is_ordered_by_cosine():
    """The nearest comes first, with its cosine."""
    index = ExactIndex(Vectors([[0.0, 1.0], [1.0, 0.0], [0.6, 0.8]]), "e")
    index.catch_up(SHARED)
    found = index.nearest(np.array([1.0, 0.0], dtype=np.float32), 2, owner=SHARED)
    assert [(each.passage, round(each.similarity, 3)) for each in found] == [("p1", 1.0), ("p2", 0.6)]


def test_nearest_of_more_than_there_are_gives_all():
    """The number asked for may be larger than what there is."""
    index = ExactIndex(Vectors([[1.0, 0.0]]), "e")
    index.catch_up(SHARED)
    assert len(index.nearest(np.array([1.0, 0.0], dtype=np.float32), 99, owner=SHARED)) == 1


def test_nearest_before_anything_is_stored_is_nothing():
    """An empty store has no neighbours."""
    index = ExactIndex(Vectors(np.empty((0, 0))), "e")
    index.catch_up(SHARED)
    assert index.nearest(np.array([1.0, 0.0], dtype=np.float32), 5, owner=SHARED) == []


def test_catch_up_reads_again_only_after_a_change():
    """A change of the store is seen at the next catching up."""
    store = Vectors([[1.0, 0.0]])
    index = ExactIndex(store, "e")
    index.catch_up(SHARED)
    store.rows = [[1.0, 0.0], [0.0, 1.0]]
    index.catch_up(SHARED)
    assert len(index.nearest(np.array([1.0, 0.0], dtype=np.float32), 5, owner=SHARED)) == 1
    store.changes += 1
    index.catch_up(SHARED)
    assert len(index.nearest(np.array([1.0, 0.0], dtype=np.float32), 5, owner=SHARED)) == 2
