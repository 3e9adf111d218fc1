"""What the store keeps, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event

from knowledge.database import open_engine
from knowledge.errors import StoreUnavailable
from knowledge.owner import SHARED, private
from knowledge.passage import Passage, passage_id
from knowledge.sources import Origin, Source
from knowledge.store import SCRIPTS, Store

OTHERS = [f"{n:032x}" for n in range(100)]  # as many as a search asks for
READ_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.db")
    yield Store(engine)
    engine.dispose()


def source(name, **changes):
    given = Source(
        name,
        name.title(),
        Origin.DOCUMENT,
        f"/{name}.md",
        "0" * 64,
        "text",
        "text/markdown",
        READ_AT,
        owner=SHARED,
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
    assert store.source("a", owner=SHARED) == source("a")
    assert sorted(store.all_passages(owner=SHARED), key=lambda each: each.text) == held
    ids, rows = store.all_vectors("e", scope=SHARED)
    assert dict(zip(ids, rows[:, 0].tolist(), strict=True)) == {held[0].id: 1.0, held[1].id: 2.0}


def test_put_again_replaces_everything_of_the_source(store):
    """The passages of the earlier reading are gone, and so are their vectors."""
    put(store, "a", "one", "two")
    held = put(store, "a", "two", "three")
    assert {each.text for each in store.all_passages(owner=SHARED)} == {"two", "three"}
    assert len(store.known_vectors("e", [each.digest for each in passages("a", "one", "two", "three")])) == 2
    assert len(store.all_vectors("e", scope=SHARED)[0]) == len(held)


def test_put_that_fails_changes_nothing(store):
    """A source is replaced as a whole or not at all."""
    put(store, "a", "one")
    twice = passages("a", "two") * 2
    with pytest.raises(Exception, match="UNIQUE"):
        store.put(source("a"), twice, embedding="e", vectors=vectors(twice))
    assert [each.text for each in store.all_passages(owner=SHARED)] == ["one"]


def test_remove_forgets_vectors_that_nothing_else_needs(store):
    """A vector stays while another source has the same words under the same heading."""
    put(store, "a", "shared", "own")
    put(store, "b", "shared")
    assert store.remove("a", scope=SHARED)
    digests = [each.digest for each in passages("a", "shared", "own")]
    assert list(store.known_vectors("e", digests)) == digests[:1]


def test_remove_of_an_unknown_source_says_so(store):
    """There is nothing to remove."""
    assert not store.remove("nothing", scope=SHARED)


def test_vectors_of_another_embedding_are_not_mixed_in(store):
    """Each embedding has its own vectors."""
    put(store, "a", "one", embedding="first")
    assert store.all_vectors("second", scope=SHARED) == ([], pytest.approx(np.empty((0, 0))))
    assert [each.text for each in store.without_vector("second", scope=SHARED)] == ["one"]


def test_keep_vectors_ahead_of_their_passages(store):
    """Vectors made before a kill are there when the reading resumes."""
    held = passages("a", "one")
    store.keep_vectors("e", vectors(held))
    assert list(store.known_vectors("e", [held[0].digest])) == [held[0].digest]


def test_passages_come_in_the_order_asked_for(store):
    """Order is the caller's, and unknown ids are left out."""
    one, two = put(store, "a", "one", "two")
    assert store.passages([two.id, "unknown", one.id], owner=SHARED) == [two, one]


def test_more_passages_than_a_statement_may_name(store):
    """Thousands of ids are asked for in parts."""
    held = put(store, "a", *(f"text {n}" for n in range(2_000)))
    assert len(store.passages([each.id for each in held], owner=SHARED)) == 2_000
    assert len(store.vectors("e", [each.id for each in held], owner=SHARED)[0]) == 2_000


def test_pending_is_what_an_index_lacks_and_what_it_should_drop(store):
    """After a mark nothing is pending; after a removal the entry is to be dropped."""
    (one,) = put(store, "a", "one")
    assert store.pending("i", scope=SHARED) == ([one.id], [])
    store.mark("i", added=[one.id])
    assert store.pending("i", scope=SHARED) == ([], [])
    store.remove("a", scope=SHARED)
    assert store.pending("i", scope=SHARED) == ([], [one.id])


def test_revision_grows_with_every_change(store):
    """Another process can tell that something changed."""
    before = store.revision(owner=SHARED)
    put(store, "a", "one")
    store.remove("a", scope=SHARED)
    assert store.revision(owner=SHARED) == before + 2


def test_fingerprint_is_of_the_content_and_the_embedding(store):
    """Putting the same again leaves the fingerprint; other content or another embedding changes it."""
    put(store, "a", "one")
    first = store.fingerprint("e", owner=SHARED)
    put(store, "a", "one")
    assert store.fingerprint("e", owner=SHARED) == first
    assert store.fingerprint("other", owner=SHARED) != first
    put(store, "b", "two")
    assert store.fingerprint("e", owner=SHARED) != first


def test_a_fingerprint_is_made_once(store):
    """A second question for the same fingerprint does not read the passages."""
    put(store, "a", "one")
    first = store.fingerprint("e", owner=SHARED)
    asked = []
    event.listen(store._engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert store.fingerprint("e", owner=SHARED) == first
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
    assert [each.id for each in store.sources(owner=SHARED)] == ["a", "b"]
    assert [each.id for each in store.sources(Origin.CURRICULUM, owner=SHARED)] == ["a"]


def test_a_list_of_sources_reads_no_text(store):
    """What a list shows, the number of words too, is asked for without the texts."""
    put(store, "b", "x", text="three short words")
    put(store, "a", "y", origin=Origin.CURRICULUM, text="")
    asked = []
    event.listen(store._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert [(each.id, each.words) for each in store.listed(owner=SHARED)] == [("a", 0), ("b", 3)]
    assert [each.id for each in store.listed(Origin.CURRICULUM, owner=SHARED)] == ["a"]
    assert asked
    assert not any("source.text" in each for each in asked)


def test_what_is_an_owners_own_is_nobody_elses(store):
    """Sources, passages and vectors of one learner are found by no query for another, nor for everybody."""
    put(store, "shared", "one")
    (mine,) = put(store, "mine", "two", owner=private("ada"))
    for who, seen in (("ada", ["mine", "shared"]), ("ben", ["shared"]), (SHARED, ["shared"])):
        assert [each.id for each in store.sources(owner=who)] == seen
        assert [each.id for each in store.listed(owner=who)] == seen
        assert sorted({each.source for each in store.all_passages(owner=who)}) == seen
        assert bool(store.source("mine", owner=who)) == ("mine" in seen)
        assert bool(store.passages([mine.id], owner=who)) == ("mine" in seen)
        assert bool(store.vectors("e", [mine.id], owner=who)[0]) == ("mine" in seen)
    assert store.all_vectors("e", scope=private("ben"))[0] == []
    assert store.states(scope=private("ben")) == {}


def test_a_section_is_what_stands_under_the_heading(store):
    """Passages of the same source and heading path, whatever its letters, of those that the owner may find."""
    under = [replace(each, heading=("Größe", 'a "b"')) for each in passages("a", "one", "two")]
    other = replace(*passages("a", "three"), heading=("Größe",))
    held = [*under, other]
    store.put(source("a", owner=private("ada")), held, embedding="e", vectors=vectors(held))
    put(store, "b", "four")
    assert sorted(each.text for each in store.section(under[0], 100, owner=private("ada"))) == ["one", "two"]
    assert store.section(other, 100, owner=private("ada")) == [other]
    assert store.section(replace(under[0], start=101), 100, owner=private("ada")) == []
    assert store.section(under[0], 100, owner=private("ben")) == []


def test_another_cannot_remove_or_replace_what_is_an_owners_own(store):
    """A removal for somebody else finds nothing, and a source of the same id is refused."""
    (mine,) = put(store, "mine", "two", owner=private("ada"))
    assert not store.remove("mine", scope=private("ben"))
    assert not store.remove("mine", scope=SHARED)
    with pytest.raises(StoreUnavailable):
        put(store, "mine", "other", owner=private("ben"))
    assert store.all_passages(owner=private("ada")) == [mine]


def test_a_change_of_ones_own_concerns_nobody_else(store):
    """A learner's document moves their revision and fingerprint alone; a shared one moves everybody's."""
    put(store, "shared", "one")
    before = {who: (store.revision(owner=who), store.fingerprint("e", owner=who)) for who in ("ada", "ben")}
    put(store, "mine", "two", owner=private("ada"))
    after = {who: (store.revision(owner=who), store.fingerprint("e", owner=who)) for who in ("ada", "ben")}
    assert before["ben"] == after["ben"]
    assert all(one != other for one, other in zip(before["ada"], after["ada"], strict=True))
    put(store, "shared", "three")
    assert all(store.revision(owner=who) > after[who][0] for who in ("ada", "ben"))


def test_a_database_of_the_first_revision_moves_forward_with_its_data(engine):
    """What was read in before there were owners is shared, with its revision."""
    with engine.begin() as connection:
        first = Config()
        first.set_main_option("script_location", str(SCRIPTS))
        first.attributes.update(connection=connection, version_table="knowledge_version")
        command.upgrade(first, "0001")
        connection.execute(
            sa.text(
                "INSERT INTO source (id, title, origin, location, sha256, text, media_type, read_at, chunking) "
                "VALUES ('a', 'A', 'document', '/a.md', '0', 'text', 'text/markdown', '2026-01-01', '1')"
            )
        )
        connection.execute(
            sa.text(
                'INSERT INTO passage (id, source, document, heading, text, start, "end", digest) '
                "VALUES ('a:1', 'a', 'A', '[]', 'text', 0, 4, 'd')"
            )
        )
        connection.execute(sa.text("UPDATE knowledge_state SET revision = 7"))
    store = Store(engine)
    assert [(source.id, source.words) for source in store.listed(owner=private("anybody"))] == [("a", 1)]
    assert [passage.id for passage in store.all_passages(owner=SHARED)] == ["a:1"]
    assert store.revision(owner=private("anybody")) == 7


@pytest.mark.parametrize(
    "asked",
    [
        lambda store, each: store.passages([each.id, *OTHERS], owner=private("ada")),
        lambda store, each: store.vectors("e", [each.id, *OTHERS], owner=private("ada")),
        lambda store, each: store.passages_of([each.source, *OTHERS], scope=SHARED),
        lambda store, _: store.remove("a", scope=SHARED),
    ],
    ids=["passages", "vectors", "passages of a source", "remove"],
)
def test_a_search_does_not_read_all_that_an_owner_has(store, asked):
    """SQLite finds a few passages by their ids or source; by the owner alone it reads every passage of theirs."""
    (held,) = put(store, "a", "one")
    said = []

    def note(_connection, cursor, statement, parameters, _context, _many):
        steps = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        said.extend(step for *_, step in steps if " passage " in f"{step} ")

    event.listen(store._engine, "before_cursor_execute", note)
    asked(store, held)
    event.remove(store._engine, "before_cursor_execute", note)
    assert said
    assert not [each for each in said if each.startswith("SCAN") or each.endswith("(owner=?)")]
