"""Chroma on disk and served: in step with the store, whatever happens to it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge.database import open_engine
from knowledge.errors import IndexLocked, IndexUnavailable
from knowledge.exact import ExactIndex
from knowledge.index import open_index
from knowledge.owner import SHARED, private
from knowledge.passage import Passage
from knowledge.sources import Origin, Source
from knowledge.store import Store

pytestmark = pytest.mark.real
READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
PASSAGES = 1_500  # above Chroma's threshold of 1,000: part of it is in its graph, part in its log


def put(store, name, count, seed=0, owner=SHARED):
    """A source of random directions."""
    rows = np.random.default_rng(seed).standard_normal((count, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    held = [Passage(f"{name}:{n}", f"{name} {n}", name, (), name, 0, 1) for n in range(count)]
    source = Source(name, name, Origin.DOCUMENT, name, "0" * 64, "text", "text/plain", READ_AT, owner=owner)
    vectors = {passage.digest: row for passage, row in zip(held, rows, strict=True)}
    store.put(source, held, embedding="e", vectors=vectors)
    return rows


@pytest.fixture
def store(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.db")
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def filled(store):
    put(store, "a", PASSAGES)
    return store


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def agrees(index, store, probes=20):
    """Whether the index finds what exact search finds, nearest first."""
    exact = ExactIndex(store, "e")
    exact.catch_up(SHARED)
    rows = store.all_vectors("e", scope=SHARED)[1][:: PASSAGES // probes]
    return all(
        index.nearest(row, 1, owner=SHARED)[0].passage == exact.nearest(row, 1, owner=SHARED)[0].passage
        for row in rows
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`chroma run` on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    where = tmp_path_factory.mktemp("served")
    process = subprocess.Popen(  # noqa: S603 - the environment's own chroma
        [chroma, "run", "--host", "127.0.0.1", "--port", str(port), "--path", where],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    deadline = time.monotonic() + 120
    while not _answers(port):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(60)


def _answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=["on disk", "served"])
def place(request, folder):
    return folder if request.param == "on disk" else request.getfixturevalue("server")


def test_an_index_holds_what_the_store_holds(filled, place):
    """A new index is filled from the stored vectors and finds what exact search finds."""
    index = open_index(place, store=filled, embedding="e")
    assert index.is_in_step()
    assert agrees(index, filled)
    index.close()


def test_an_index_follows_additions_and_removals(filled, place):
    """After catching up nothing is missing and nothing is left over."""
    index = open_index(place, store=filled, embedding="e")
    rows = put(filled, "b", 10, seed=1)
    index.catch_up(SHARED)
    assert index.nearest(rows[3], 1, owner=SHARED)[0].passage == "b:3"
    filled.remove("b", scope=SHARED)
    index.catch_up(SHARED)
    assert index.is_in_step()
    assert not index.nearest(rows[3], 1, owner=SHARED)[0].passage.startswith("b:")
    index.close()


def test_an_owners_documents_have_a_collection_of_their_own(filled, place):
    """What is somebody's own is found by them alone, and its collection goes with the last of it."""
    index = open_index(place, store=filled, embedding="e")
    rows = put(filled, "own", 10, seed=1, owner=private("ada"))
    index.catch_up(private("ada"))
    found = {who: index.nearest(rows[3], 5, owner=who)[0].passage for who in ("ada", "ben", SHARED)}
    assert found["ada"] == "own:3"
    assert not {found["ben"], found[SHARED]} & {f"own:{n}" for n in range(10)}
    assert index.is_in_step()
    filled.remove("own", scope=private("ada"))
    assert not index.is_in_step()
    index.catch_up(private("ada"))
    assert index.is_in_step()
    index.close()


def test_what_was_forgotten_beside_the_index_is_gone_when_it_opens(filled, place):
    """A learner forgotten by a process that does not hold the index leaves nothing in it after its next opening."""
    put(filled, "own", 10, seed=1, owner=private("ada"))
    index = open_index(place, store=filled, embedding="e")
    index.catch_up(private("ada"))
    index.close()
    filled.remove("own", scope=private("ada"))
    again = open_index(place, store=filled, embedding="e")
    assert again.is_in_step()
    again.close()


def test_similarity_is_the_cosine(filled, place):
    """The nearest of a stored vector is itself, at 1."""
    index = open_index(place, store=filled, embedding="e")
    found = index.nearest(filled.all_vectors("e", scope=SHARED)[1][0], 3, owner=SHARED)
    assert found[0].similarity == pytest.approx(1, abs=1e-4)
    assert found[0].similarity > found[1].similarity >= found[2].similarity
    index.close()


def test_an_empty_index_finds_nothing(store, place):
    """No passages, no neighbours, and more asked for than there are is no error."""
    index = open_index(place, store=store, embedding="e")
    assert index.nearest(np.ones(384, dtype=np.float32), 5, owner=SHARED) == []
    put(store, "a", 3)
    index.catch_up(SHARED)
    assert len(index.nearest(np.ones(384, dtype=np.float32), 5, owner=SHARED)) == 3
    index.close()


def test_an_index_heals_entries_that_were_written_but_not_marked(filled, place):
    """What a kill between a write and its mark leaves behind is put right at the next opening."""
    index = open_index(place, store=filled, embedding="e")
    filled.unmark(index._key(SHARED))  # as if no mark had been written
    index._collections[SHARED].delete(ids=["a:7"])
    index.close()
    again = open_index(place, store=filled, embedding="e")
    assert again.is_in_step()
    again.close()


def test_a_rebuilt_index_is_in_step(filled, place):
    """A rebuild needs nothing but the stored vectors."""
    index = open_index(place, store=filled, embedding="e")
    index.rebuild()
    assert index.is_in_step()
    assert agrees(index, filled)
    index.close()


def test_two_databases_share_a_server(store, server, tmp_path):
    """Neither sees or removes what the other has there."""
    engine = open_engine(f"sqlite:///{tmp_path}/other.db")
    other = Store(engine)
    put(store, "a", 5)
    put(other, "b", 5)
    one, two = (open_index(server, store=each, embedding="e") for each in (store, other))
    assert one.is_in_step()
    assert two.is_in_step()
    one.close()
    two.close()
    engine.dispose()


def test_a_server_that_is_down_is_one_clear_error(store):
    """The message names the address and what to do."""
    with pytest.raises(
        IndexUnavailable, match=r"'http://127\.0\.0\.1:1' does not answer \(.*\); start the server"
    ):
        open_index("http://127.0.0.1:1", store=store, embedding="e")


def test_a_second_writer_is_refused(filled, folder):
    """The folder belongs to one process; the second one is told so, and may come when the first has gone."""
    first = open_index(folder, store=filled, embedding="e")
    with pytest.raises(IndexLocked, match="belongs to another running mentor"):
        open_index(folder, store=filled, embedding="e")
    first.close()
    open_index(folder, store=filled, embedding="e").close()


def test_a_deleted_folder_is_made_again(filled, folder):
    """The index is disposable: without it the next opening finds everything again."""
    open_index(folder, store=filled, embedding="e").close()
    shutil.rmtree(folder)
    index = open_index(folder, store=filled, embedding="e")
    assert index.is_in_step()
    assert agrees(index, filled)
    index.close()


def damage(folder, pattern, how):
    """Spoil the largest file of the pattern."""
    path = max(folder.glob(pattern), key=lambda each: each.stat().st_size)
    raw = bytearray(path.read_bytes())
    if how == "cut":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "gone":
        path.unlink()
    elif how == "zeroed":
        path.write_bytes(bytes(len(raw)))
    else:
        rng = np.random.default_rng(5)
        for at in rng.integers(0, len(raw), max(64, len(raw) // 200)):
            raw[at] ^= 0xFF
        path.write_bytes(raw)


@pytest.mark.parametrize("how", ["cut", "emptied", "gone", "zeroed", "flipped"])
@pytest.mark.parametrize(
    "pattern",
    ["chroma/chroma.sqlite3", "chroma/*/data_level0.bin", "chroma/*/link_lists.bin", "chroma/*/header.bin"],
)
def test_a_damaged_file_is_never_answered_from(filled, folder, pattern, how):
    """Whichever file is damaged in whichever way, the next opening answers rightly, and this process lives."""
    open_index(folder, store=filled, embedding="e").close()
    damage(folder, pattern, how)
    index = open_index(folder, store=filled, embedding="e")
    assert index.is_in_step()
    assert agrees(index, filled)
    index.close()


def test_a_graph_larger_than_its_vectors_is_made_anew(filled, folder):
    """The growth that filled disks upstream is noticed before the file is opened."""
    open_index(folder, store=filled, embedding="e").close()
    links = next(folder.glob("chroma/*/link_lists.bin"))
    os.truncate(links, 1 << 40)  # sparse: it takes no room
    index = open_index(folder, store=filled, embedding="e")
    assert agrees(index, filled)
    assert all(each.stat().st_size < 1 << 30 for each in folder.glob("chroma/*/*"))
    index.close()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from knowledge.database import open_engine
from knowledge.index import open_index
from knowledge.owner import SHARED, private
from knowledge.store import Store
from tests.real.test_index import put
store = Store(open_engine({url!r}))
index = open_index(Path({folder!r}), store=store, embedding="e")
print("ready", flush=True)
for turn in range(10_000):
    put(store, f"s{{turn % 7}}", 60, seed=turn)
    index.catch_up(SHARED)
    if turn % 3 == 0:
        store.remove(f"s{{(turn + 3) % 7}}", scope=SHARED)
        index.catch_up(SHARED)
    print(turn, flush=True)
"""


def test_nothing_is_lost_by_kills(tmp_path, folder):
    """Killed in the middle of adding and removing, again and again, the index comes back in step with the store."""
    url = f"sqlite:///{tmp_path}/mentor.db"
    code = WRITER.format(root=str(Path(__file__).parents[2]), url=url, folder=str(folder))
    for turns in (3, 8, 13):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own interpreter
        for _ in range(turns + 1):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        process.stdout.close()
        engine = open_engine(url)
        store = Store(engine)
        index = open_index(folder, store=store, embedding="e")
        assert index.is_in_step()
        ids, rows = store.all_vectors("e", scope=SHARED)
        assert all(
            index.nearest(row, 1, owner=SHARED)[0].passage == key
            for key, row in zip(ids[::20], rows[::20], strict=True)
        )
        index.close()
        engine.dispose()
