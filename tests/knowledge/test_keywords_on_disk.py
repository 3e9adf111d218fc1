"""Keywords in folders on disk, beside those in memory."""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
from datetime import UTC, datetime

import numpy as np
import pytest

from knowledge.database import open_engine
from knowledge.exact import ExactIndex
from knowledge.keyword_folder import SEAL, KeywordFolder
from knowledge.keywords import Keywords
from knowledge.keywords_on_disk import KeywordFolders
from knowledge.owner import SHARED, private
from knowledge.passage import Passage, passage_id
from knowledge.search import HybridSearch
from knowledge.sources import Origin, Source
from knowledge.spelling import repaired
from knowledge.store import Store
from tests.fakes import WordEmbedder

ADA, BEN = private("ada"), private("ben")
WORDS = (
    *("index", "query", "table", "cache", "queue", "worker", "token"),
    *("session", "password", "hash", "replica", "shard", "lock", "commit"),
)
QUERIES = [
    "index of a table",
    "password hash",
    "cache",
    "work ers and a queue",
    "lock commit shard replica",
    "zebra",
]


def texts(seed, count):
    chance = np.random.default_rng(seed)
    return [" ".join(chance.choice(WORDS, size=chance.integers(3, 60))) for _ in range(count)]


def put(store, name, said, owner=SHARED):
    embedder = WordEmbedder()
    held = [Passage(passage_id(name, (), text), text, name, (), name, 0, 1) for text in said]
    read_at = datetime(2026, 11, 23, tzinfo=UTC)
    source = Source(name, name, Origin.DOCUMENT, name, "0", "", "text/plain", read_at, owner=owner)
    rows = embedder.embed([each.embedded_text for each in held])
    vectors = {each.digest: row for each, row in zip(held, rows, strict=True)}
    store.put(source, held, embedding=embedder.name, vectors=vectors)


@pytest.fixture
def store(engine):
    store = Store(engine)
    put(store, "many", texts(1, 120))
    return store


@pytest.fixture
def place(tmp_path):
    return tmp_path / "keywords"


def in_memory(store, owner):
    return Keywords({each.id: each.embedded_text for each in store.all_passages(owner=owner)})


def same(found, wanted):
    """Whether two rankings are equal but for the order of equal scores, and for what is lost in rounding."""
    assert list(found.values()) == pytest.approx(list(wanted.values()), rel=1e-5)
    last = min(wanted.values(), default=0.0)
    assert {key for key in found if found[key] > last * 1.0001} == {
        key for key in wanted if wanted[key] > last * 1.0001
    }


def never(_word):
    return False


def as_in_memory(store, folders, owner):
    """Assert that what is on disk ranks, weighs, knows and repairs as what is in memory."""
    found, wanted = folders.keywords(owner), in_memory(store, owner)
    assert found.count == wanted.count
    for query in QUERIES:
        same(found.best(query, 10), wanted.best(query, 10))
        weights = wanted.weights(query)
        assert found.weights(query) == pytest.approx(weights)
        ids = [each.id for each in store.all_passages(owner=owner)]
        assert found.coverage([*ids, "gone"], weights) == pytest.approx(wanted.coverage(ids, weights))
        assert [found.knows(each) for each in WORDS] == [wanted.knows(each) for each in WORDS]
    for typed in ("pasword", "repilca", "sesion", "xyzzy"):
        assert repaired(typed, found, never) == repaired(typed, wanted, never)


def test_a_ranking_from_disk_is_that_from_memory(store, place):
    """Scores, weights, vocabulary and repairs are the same, up to the order of equal scores."""
    as_in_memory(store, KeywordFolders(place, store), SHARED)


def test_what_two_owners_have_is_ranked_together(store, place):
    """The scores over what is shared and what is one's own are those over all of it."""
    put(store, "mine", texts(2, 40), owner=ADA)
    as_in_memory(store, KeywordFolders(place, store), ADA)


def test_changes_removals_and_readings_again_are_followed(store, place):
    """After each change the folder answers as memory does, and is not made anew for what is shared."""
    folders = KeywordFolders(place, store)
    as_in_memory(store, folders, SHARED)
    for said in (texts(3, 30), texts(4, 20), texts(3, 30)):
        put(store, "more", said)
        as_in_memory(store, folders, SHARED)
    store.remove("more", scope=SHARED)
    as_in_memory(store, folders, SHARED)


def test_an_owners_passages_are_found_by_nobody_else(store, place):
    """Another learner finds neither the passage nor that its words exist."""
    put(store, "mine", ["zorblatt password"], owner=ADA)
    folders = KeywordFolders(place, store)
    assert [each.partition(":")[0] for each in folders.keywords(ADA).best("zorblatt", 5)] == ["mine"]
    for other in (BEN, SHARED):
        assert folders.keywords(other).best("zorblatt", 5) == {}
        assert not folders.keywords(other).knows("zorblatt")
        assert "zorblatt" not in set(folders.keywords(other).beginning("z"))


def test_nothing_of_what_an_owner_removed_stays_on_disk(store, place):
    """Neither a removed document's words nor, when the last is gone, a folder."""
    put(store, "mine", ["zorblatt password"], owner=ADA)
    put(store, "other", ["quuxlum session"], owner=ADA)
    folders = KeywordFolders(place, store, memory_up_to=0)
    folders.catch_up(ADA)
    assert written(place, b"zorblatt")
    store.remove("mine", scope=ADA)
    folders.catch_up(ADA)
    assert not written(place, b"zorblatt")
    assert written(place, b"quuxlum")
    store.remove("other", scope=ADA)
    folders.catch_up(ADA)
    assert [each.name for each in place.iterdir() if each.is_dir()] == [f"{store.identity()}-shared"]


def written(place, word):
    return any(word in each.read_bytes() for each in place.rglob("*.store"))


def test_folders_of_those_who_were_forgotten_elsewhere_are_swept(store, place):
    """What another process forgot while this one did not run leaves the disk at the next start."""
    put(store, "mine", ["zorblatt password"], owner=ADA)
    KeywordFolders(place, store, memory_up_to=0).catch_up(ADA)
    store.remove("mine", scope=ADA)
    KeywordFolders(place, store)
    assert not written(place, b"zorblatt")


def _flip(folder, _other):
    path = max(folder.glob("*.idx"), key=lambda each: each.stat().st_size)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)


def _cut(folder, _other):
    path = max(folder.glob("*.store"), key=lambda each: each.stat().st_size)
    path.write_bytes(path.read_bytes()[:-7])


def _lose(folder, _other):
    next(folder.glob("*.term")).unlink()


def _delete(folder, _other):
    shutil.rmtree(folder)


def _unseal(folder, _other):
    (folder / SEAL).unlink()


def _garble(folder, _other):
    (folder / SEAL).write_text("[1]", encoding="utf-8")


def _exchange(folder, other):
    shutil.rmtree(folder)
    shutil.copytree(other, folder)


def _file(folder, _other):
    shutil.rmtree(folder)
    folder.write_text("not a folder", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_flip, _cut, _lose, _delete, _unseal, _garble, _exchange, _file])
def test_a_spoiled_folder_is_found_and_made_anew(spoil, store, place, tmp_path):
    """Damaged, deleted or another database's: the next start answers as if nothing had been."""
    folders = KeywordFolders(place, store)
    folders.keywords(SHARED)
    engine = open_engine(f"sqlite:///{tmp_path}/other.db")
    other = Store(engine)
    put(other, "many", texts(9, 30))
    KeywordFolders(tmp_path / "others", other).keywords(SHARED)
    spoil(place / f"{store.identity()}-shared", tmp_path / "others" / f"{other.identity()}-shared")
    as_in_memory(store, KeywordFolders(place, store), SHARED)
    engine.dispose()


def test_a_folder_of_other_terms_is_made_anew(store, place):
    """What a version wrote that cut texts into other terms is not believed."""
    folder = KeywordFolder(place / "one", store, SHARED)
    before = folder.follow()
    seal = json.loads((place / "one" / SEAL).read_text(encoding="utf-8"))
    seal["of"] = seal["of"].replace("'", '"', 1)
    (place / "one" / SEAL).write_text(json.dumps(seal), encoding="utf-8")
    assert KeywordFolder(place / "one", store, SHARED).follow().count == before.count
    assert json.loads((place / "one" / SEAL).read_text(encoding="utf-8"))["of"] != seal["of"]


def test_what_was_whole_is_not_written_again(store, place, caplog):
    """A second start over a whole folder writes nothing."""
    KeywordFolder(place / "one", store, SHARED).follow()
    before = {each: each.stat().st_mtime_ns for each in (place / "one").iterdir()}
    with caplog.at_level(logging.WARNING):
        KeywordFolder(place / "one", store, SHARED).follow()
    assert {each: each.stat().st_mtime_ns for each in (place / "one").iterdir()} == before
    assert caplog.messages == []


def _read_in(database, place, name, rounds):
    engine = open_engine(database)
    store = Store(engine)
    folders = KeywordFolders(place, store)
    for number in range(rounds):
        put(store, name, [*texts(number, 20), f"{name}word{number}"])
        assert folders.keywords(SHARED).knows(f"{name}word{number}")
    engine.dispose()


def test_two_processes_on_one_home_keep_the_folder_whole(store, place, tmp_path, engine):
    """Both write, each finds at once what it wrote, and what is left answers as memory does."""
    spawn = multiprocessing.get_context("spawn")
    url = str(engine.url)
    both = [spawn.Process(target=_read_in, args=(url, place, name, 5)) for name in ("left", "right")]
    for each in both:
        each.start()
    for each in both:
        each.join(120)
    assert [each.exitcode for each in both] == [0, 0]
    as_in_memory(store, KeywordFolders(place, store), SHARED)


def test_search_finds_the_same_on_both_sides_of_the_size(engine, place):
    """Passages, order and confidence do not depend on where the words are kept; what came since is found."""
    store = Store(engine)
    put(store, "many", texts(1, 20))
    put(store, "mine", texts(2, 20), owner=ADA)
    embedder = WordEmbedder()
    index = ExactIndex(store, embedder.name)
    memory, disk = (
        HybridSearch(store, index, embedder, folders=KeywordFolders(place, store, memory_up_to=size))
        for size in (10_000, 10)
    )
    for _ in range(2):
        for query in QUERIES:
            one, other = (search.search(query, 10, owner=ADA) for search in (memory, disk))
            assert [hit.score for hit in one.hits] == pytest.approx(
                [hit.score for hit in other.hits], rel=1e-5
            )
            assert one.confidence == pytest.approx(other.confidence)
            assert one.rest == other.rest
        put(store, "later", ["a zebra of an index"], owner=ADA)
    assert disk.search("zebra", 1, owner=ADA).hits[0].passage.source == "later"
    assert (place / f"{store.identity()}-shared").exists()
