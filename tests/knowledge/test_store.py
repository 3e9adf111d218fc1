"""What the store keeps, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import event

from knowledge.database import open_engine
from knowledge.passage import Passage, passage_id
from knowledge.sources import Origin, Source
from knowledge.store import Store

READ_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.db")
    yield Store(engine)
    engine.dispose()


def source(name, **changes):
    given = Source(
        name, name.title(), Origin.DOCUMENT, f"/{name}.md", "0" * 64, "text", "text/markdown", READ_AT
    )
    return replace(given, **changes)


def passages(name, *texts):
    return [
        Passage(passage_id(name, ("H",), text), text, name.title(), ("H",), name, 0, len(text))
        for text in texts
    ]


def vectors(of):
    return {each.digest: np.full(4, n + 1, dtype=np.float32) for n, each in enumerate(of)}


def put(store, name, *texts, embedding="e", **changes):
    held = passages(name, *texts)
    store.put(source(name, **changes), held, embedding=embedding, vectors=vectors(held))
    return held


def test_put_keeps_source_passages_and_vectors(store):
    """What was put comes back as it was."""
    held = put(store, "a", "one", "two")
    assert store.source("a") == source("a")
    assert sorted(store.all_passages(), key=lambda each: each.text) == held
    ids, rows = store.vectors("e")
    assert dict(zip(ids, rows[:, 0].tolist(), strict=True)) == {held[0].id: 1.0, held[1].id: 2.0}


def test_put_again_replaces_everything_of_the_source(store):
    """The passages of the earlier reading are gone, and so are their vectors."""
    put(store, "a", "one", "two")
    held = put(store, "a", "two", "three")
    assert {each.text for each in store.all_passages()} == {"two", "three"}
    assert len(store.known_vectors("e", [each.digest for each in passages("a", "one", "two", "three")])) == 2
    assert len(store.vectors("e")[0]) == len(held)


def test_put_that_fails_changes_nothing(store):
    """A source is replaced as a whole or not at all."""
    put(store, "a", "one")
    twice = passages("a", "two") * 2
    with pytest.raises(Exception, match="UNIQUE"):
        store.put(source("a"), twice, embedding="e", vectors=vectors(twice))
    assert [each.text for each in store.all_passages()] == ["one"]


def test_remove_forgets_vectors_that_nothing_else_needs(store):
    """A vector stays while another source has the same words under the same heading."""
    put(store, "a", "shared", "own")
    put(store, "b", "shared")
    assert store.remove("a")
    digests = [each.digest for each in passages("a", "shared", "own")]
    assert list(store.known_vectors("e", digests)) == digests[:1]


def test_remove_of_an_unknown_source_says_so(store):
    """There is nothing to remove."""
    assert not store.remove("nothing")


def test_vectors_of_another_embedding_are_not_mixed_in(store):
    """Each embedding has its own vectors."""
    put(store, "a", "one", embedding="first")
    assert store.vectors("second") == ([], pytest.approx(np.empty((0, 0))))
    assert [each.text for each in store.without_vector("second")] == ["one"]


def test_keep_vectors_ahead_of_their_passages(store):
    """Vectors made before a kill are there when the reading resumes."""
    held = passages("a", "one")
    store.keep_vectors("e", vectors(held))
    assert list(store.known_vectors("e", [held[0].digest])) == [held[0].digest]


def test_passages_come_in_the_order_asked_for(store):
    """Order is the caller's, and unknown ids are left out."""
    one, two = put(store, "a", "one", "two")
    assert store.passages([two.id, "unknown", one.id]) == [two, one]


def test_more_passages_than_a_statement_may_name(store):
    """Thousands of ids are asked for in parts."""
    held = put(store, "a", *(f"text {n}" for n in range(2_000)))
    assert len(store.passages(each.id for each in held)) == 2_000
    assert len(store.vectors("e", [each.id for each in held])[0]) == 2_000


def test_pending_is_what_an_index_lacks_and_what_it_should_drop(store):
    """After a mark nothing is pending; after a removal the entry is to be dropped."""
    (one,) = put(store, "a", "one")
    assert store.pending("i") == ([one.id], [])
    store.mark("i", added=[one.id])
    assert store.pending("i") == ([], [])
    store.remove("a")
    assert store.pending("i") == ([], [one.id])


def test_revision_grows_with_every_change(store):
    """Another process can tell that something changed."""
    before = store.revision()
    put(store, "a", "one")
    store.remove("a")
    assert store.revision() == before + 2


def test_fingerprint_is_of_the_content_and_the_embedding(store):
    """Putting the same again leaves the fingerprint; other content or another embedding changes it."""
    put(store, "a", "one")
    first = store.fingerprint("e")
    put(store, "a", "one")
    assert store.fingerprint("e") == first
    assert store.fingerprint("other") != first
    put(store, "b", "two")
    assert store.fingerprint("e") != first


def test_a_fingerprint_is_made_once(store):
    """A second question for the same fingerprint does not read the passages."""
    put(store, "a", "one")
    first = store.fingerprint("e")
    asked = []
    event.listen(store._engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert store.fingerprint("e") == first
    assert not any("passage" in statement for statement in asked)


def test_identity_stays_and_differs_between_databases(store, tmp_path):
    """A database is told from every other."""
    engine = open_engine(f"sqlite:///{tmp_path}/other.db")
    assert store.identity() == store.identity() != Store(engine).identity()
    engine.dispose()


def test_sources_are_listed_by_title_and_origin(store):
    """The list is by title; an origin narrows it."""
    put(store, "b", "x")
    put(store, "a", "y", origin=Origin.CURRICULUM)
    assert [each.id for each in store.sources()] == ["a", "b"]
    assert [each.id for each in store.sources(Origin.CURRICULUM)] == ["a"]
