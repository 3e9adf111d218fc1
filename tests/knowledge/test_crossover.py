"""Where exact search ends and the graph index begins."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from knowledge.crossover import CrossoverIndex
from knowledge.exact import ExactIndex
from knowledge.owner import SHARED, private
from knowledge.passage import Passage
from knowledge.sources import Origin, Source
from knowledge.store import Store

ADA = private("ada")
READ_AT = datetime(2026, 11, 23, tzinfo=UTC)


class Graph(ExactIndex):
    """An exact index that tells for whom it was asked."""

    def __init__(self, store, embedding):
        super().__init__(store, embedding)
        self.asked = []

    def within(self, vector, k, scope):
        self.asked.append(scope)
        return super().within(vector, k, scope)


def put(store, name, count, owner):
    rows = np.random.default_rng(len(name)).standard_normal((count, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    held = [Passage(f"{name}:{n}", f"{name} {n}", name, (), name, 0, 1) for n in range(count)]
    source = Source(name, name, Origin.DOCUMENT, name, "0", "text", "text/plain", READ_AT, owner=owner)
    vectors = {passage.digest: row for passage, row in zip(held, rows, strict=True)}
    store.put(source, held, embedding="e", vectors=vectors)
    return rows


@pytest.fixture
def store(engine):
    store = Store(engine)
    put(store, "many", 30, SHARED)
    put(store, "few", 5, ADA)
    return store


def test_each_owners_passages_are_searched_by_the_cheaper_index(store):
    """Those with more passages than the crossover are asked of the graph, the others compared."""
    graph = Graph(store, "e")
    index = CrossoverIndex(graph, store=store, embedding="e", exact_up_to=10)
    index.nearest(np.ones(16, dtype=np.float32), 3, owner=ADA)
    assert graph.asked == [SHARED]


@pytest.mark.parametrize("exact_up_to", [0, 10, 100])
def test_both_sides_of_the_crossover_find_the_same(store, exact_up_to):
    """Wherever the crossover lies, the neighbours are those of comparing with everything."""
    exact = ExactIndex(store, "e")
    index = CrossoverIndex(Graph(store, "e"), store=store, embedding="e", exact_up_to=exact_up_to)
    for row in np.eye(16, dtype=np.float32):
        assert index.nearest(row, 5, owner=ADA) == exact.nearest(row, 5, owner=ADA)


def test_growing_over_the_crossover_changes_the_index(store):
    """What grows is found by the graph from the next catching up on."""
    graph = Graph(store, "e")
    index = CrossoverIndex(graph, store=store, embedding="e", exact_up_to=30)
    index.nearest(np.ones(16, dtype=np.float32), 3, owner=SHARED)
    assert graph.asked == []
    row = put(store, "added", 5, SHARED)[2]
    index.catch_up(SHARED)
    assert index.nearest(row, 1, owner=SHARED)[0].passage == "added:2"
    assert graph.asked == [SHARED]


def test_held_gives_an_owner_the_vectors_that_are_in_memory(store):
    """Vectors of passages that are compared one by one; none of the graph's, of another's, or of what is not there."""
    index = CrossoverIndex(Graph(store, "e"), store=store, embedding="e", exact_up_to=10)
    index.catch_up(ADA)
    asked = ["few:1", "few:4", "many:1", "gone"]
    ids, rows = store.vectors("e", asked[:2], owner=ADA)
    held = index.held(asked, owner=ADA)
    assert list(held) == ids
    assert np.array_equal(np.stack(list(held.values())), rows)
    assert index.held(asked, owner=SHARED) == index.held(asked, owner=private("ben")) == {}
