"""How search and embedding scale, beside plain Chroma with the bare model; run it as `python -m tests.bench.scale`.

Passages are those of the curriculum, again and again with other numbers in them; their vectors are the shipped ones,
each turned a little, so that they cluster as real ones do. Both sides of each ratio run in turn in the same process.

Chroma's default embedding function downloads its model. Its behaviour is copied here over the mentor's own graph, which
is the faster one, so that the ratio is if anything too small: batches of 32, every text padded to 256 word pieces.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge import shipped
from knowledge.chroma import on_disk
from knowledge.crossover import EXACT_UP_TO, CrossoverIndex
from knowledge.curriculum_documents import documents
from knowledge.database import open_engine
from knowledge.embed import WINDOW, LocalEmbedder
from knowledge.exact import ExactIndex
from knowledge.index import CONFIGURATION, open_index
from knowledge.ingest import Library
from knowledge.keywords_on_disk import KeywordFolders
from knowledge.owner import SHARED
from knowledge.passage import Passage
from knowledge.search import HybridSearch
from knowledge.sources import Origin, Source
from knowledge.store import Store
from knowledge.syllabus import SHIPPED, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

ASKED = 150
WARMING = 10  # questions before those that count
A_SOURCE = 500  # passages
BATCH = 32
TURN = 0.3  # how far a vector is turned, as a share of its length


def questions(count: int) -> list[str]:
    """Questions in learners' own words, each another one: what an earlier question left in a cache does not help."""
    known = [each.text for each in load(SHIPPED).asked]
    return known[:: len(known) // count][:count]


def side_by_side(*works: Callable[[str], Any]) -> list[list[float]]:
    """Milliseconds of each question by each of these, which take turns: a machine's speed drifts."""
    taken: list[list[float]] = [[] for _ in works]
    for number, query in enumerate(questions(ASKED + WARMING)):
        for work, mine in zip(works, taken, strict=True):
            started = time.perf_counter()
            work(query)
            if number >= WARMING:
                mine.append((time.perf_counter() - started) * 1000)
    return taken


def told(name: str, taken: Sequence[float]) -> float:
    """Print the median and the 99th percentile; returns the median."""
    p50, p99 = statistics.median(taken), float(np.quantile(taken, 0.99))
    print(f"  {name:44} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms")
    return p50


def curriculum(home: Path, embedder: LocalEmbedder) -> tuple[list[Passage], NDArray[np.float32]]:
    """The shipped passages and their vectors."""
    store = Store(open_engine(f"sqlite:///{home}/curriculum.sqlite3"))
    Library(store, ExactIndex(store, embedder.name), embedder).sync_curriculum(documents(load(SHIPPED)))
    passages = store.all_passages(owner=SHARED)
    made = shipped.vectors(embedder.name, [each.digest for each in passages])
    kept = [each for each in passages if each.digest in made]
    return kept, np.array([made[each.digest] for each in kept], dtype=np.float32)


def fill(store: Store, embedding: str, count: int, real: tuple[list[Passage], NDArray[np.float32]]) -> None:
    """Put this many passages into a store."""
    passages, rows = real
    chance = np.random.default_rng(count)
    for at in range(0, count, A_SOURCE):
        name = f"s{at}"
        chosen = chance.integers(0, len(passages), min(A_SOURCE, count - at))
        noise = chance.standard_normal((len(chosen), rows.shape[1])).astype(np.float32)
        turned = rows[chosen] + TURN * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        turned /= np.linalg.norm(turned, axis=1, keepdims=True)
        held = [
            Passage(f"{name}:{n}", f"{passages[row].text} v{at + n}", name, passages[row].heading, name, 0, 1)
            for n, row in enumerate(chosen)
        ]
        now = datetime(2026, 11, 23, tzinfo=UTC)
        source = Source(name, name, Origin.DOCUMENT, name, "0", "", "text/plain", now, owner=SHARED)
        vectors = {each.digest: row for each, row in zip(held, turned, strict=True)}
        store.put(source, held, embedding=embedding, vectors=vectors)


def search(count: int, folder: Path, embedder: LocalEmbedder, real: Any) -> None:
    """Time the mentor's search beside plain Chroma with the bare model over the same vectors."""
    print(f"\n{count:,} passages")
    home = folder / str(count)
    home.mkdir()
    engine = open_engine(f"sqlite:///{home}/mentor.sqlite3")
    store = Store(engine)
    started = time.perf_counter()
    fill(store, embedder.name, count, real)
    filled = time.perf_counter()
    graph = open_index(home / "chroma", store=store, embedding=embedder.name)
    print(f"  stored in {filled - started:.0f} s, indexed in {time.perf_counter() - filled:.0f} s")
    index = CrossoverIndex(graph, store=store, embedding=embedder.name)
    started, before = time.perf_counter(), memory()
    hybrid = HybridSearch(store, index, embedder, folders=KeywordFolders(home / "keywords", store))
    hybrid.search("warm", 10, owner=SHARED)
    print(
        f"  first search after {time.perf_counter() - started:.0f} s, for {memory() - before:.0f} MB of memory;"
        f" on disk {on_disk_mb(home / 'keywords'):.0f} MB of words, {on_disk_mb(home / 'chroma'):.0f} MB of Chroma's"
    )
    again = time.perf_counter()
    other = HybridSearch(store, index, embedder, folders=KeywordFolders(home / "keywords", store))
    other.search("warm", 10, owner=SHARED)
    print(f"  first search of a second start after {time.perf_counter() - again:.1f} s")
    exact = ExactIndex(store, embedder.name)
    asked = questions(ASKED + WARMING)
    made = dict(zip(asked, embedder.embed(asked), strict=True))

    def plain(query: str) -> Any:
        return graph.nearest(embedder.embed([query])[0], 10, owner=SHARED)

    taken = side_by_side(
        plain,
        lambda query: hybrid.search(query, 10, owner=SHARED),
        lambda query: exact.nearest(made[query], 50, owner=SHARED),
        lambda query: graph.nearest(made[query], 50, owner=SHARED),
    )
    side = told("plain Chroma and the bare model, k = 10", taken[0])
    ours = told("the mentor's search, k = 10", taken[1])
    print(f"  {'ratio of the medians':44} {ours / side:.2f}")
    told("  its nearest 50 by comparing all", taken[2])
    told("  its nearest 50 by Chroma's graph", taken[3])
    agree = [len(_ids(graph, vector) & _ids(exact, vector)) / 10 for vector in made.values()]
    print(f"  {'of the nearest 10, found by both':44} {statistics.mean(agree):.3f}")
    graph.close()
    engine.dispose()


def memory() -> float:
    """Megabytes of this process that no file stands behind."""
    return int(re.search(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]


def on_disk_mb(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6


def vectors_alone(count: int, minutes: float, folder: Path, real: Any) -> None:
    """Put synthetic vectors into Chroma as long as there is time, and ask it and the comparison with all of them."""
    started, turned, there = time.perf_counter(), [], 0
    chance = np.random.default_rng(count)
    client = on_disk(folder / "vectors")
    collection = client.create_collection("vectors", configuration=CONFIGURATION, embedding_function=None)
    while there < count and time.perf_counter() - started < 60 * minutes:
        noise = chance.standard_normal((5_000, real[1].shape[1])).astype(np.float32)
        rows = (
            real[1][chance.integers(0, len(real[1]), len(noise))]
            + TURN * noise / np.linalg.norm(noise, axis=1)[:, None]
        )
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        collection.add(ids=[str(there + n) for n in range(len(rows))], embeddings=rows)
        turned.append(rows)
        there += len(rows)
    print(f"\n{there:,} synthetic vectors, added in {time.perf_counter() - started:.0f} s", flush=True)
    every = np.concatenate(turned)
    del turned
    queries = (
        every[:: len(every) // 100][:100]
        + chance.standard_normal((100, every.shape[1])).astype(np.float32) * 0.01
    )
    taken: list[list[float]] = [[], []]
    agree = []
    for query in queries:
        at = time.perf_counter()
        found = collection.query(query_embeddings=[query], n_results=10, include=["distances"])["ids"][0]
        taken[0].append((time.perf_counter() - at) * 1000)
        at = time.perf_counter()
        best = np.argpartition(-np.vecdot(every, query), 9)[:10]
        taken[1].append((time.perf_counter() - at) * 1000)
        agree.append(len({str(row) for row in best} & set(found)) / 10)
    told("Chroma's nearest 10", taken[0])
    told("by comparing all", taken[1])
    print(f"  {'of the nearest 10, found by both':44} {statistics.mean(agree):.3f}")
    client.close()
    print(
        f"  on disk {on_disk_mb(folder / 'vectors'):.0f} MB, in memory {memory():.0f} MB with the vectors themselves"
    )


def _ids(index: Any, vector: NDArray[np.float32]) -> set[str]:
    return {found.passage for found in index.nearest(vector, 10, owner=SHARED)}


def embedding(embedder: LocalEmbedder, texts: Sequence[str]) -> None:
    """Time the mentor's embedding beside batches of 32, padded to 256, in turn; say how near the reference it is."""
    import onnxruntime

    from knowledge.minilm import graph_file

    session = onnxruntime.InferenceSession(graph_file(embedder._home), providers=["CPUExecutionProvider"])

    def padded(batch: Sequence[str]) -> Any:
        ids = np.zeros((len(batch), WINDOW), dtype=np.int32)
        for row, encoded in enumerate(embedder._tokenizer.encode_batch(list(batch))):
            ids[row, : len(encoded.ids)] = encoded.ids
        return session.run(None, {"ids": ids})

    print(f"\nembedding {len(texts)} passages of the curriculum")
    for work in (padded, embedder.embed):
        work(texts[:4])
    spent = {"default": 0.0, "ours": 0.0}
    for at in range(0, len(texts), BATCH):
        for name, work in (("default", padded), ("ours", embedder.embed)):
            started = time.perf_counter()
            work(texts[at : at + BATCH])
            spent[name] += time.perf_counter() - started
    for name, taken in spent.items():
        print(f"  {name:44} {len(texts) / taken:.1f} passages/s")
    print(f"  {'ratio of the throughputs':44} {spent['default'] / spent['ours']:.2f}")
    taken = side_by_side(lambda query: padded([query]), lambda query: embedder.embed([query]))
    side, ours = told("a query, padded to 256", taken[0]), told("a query, the mentor's", taken[1])
    print(f"  {'ratio of the medians':44} {side / ours:.1f}")


def takeover(embedder: LocalEmbedder, real: Any, folder: Path) -> None:
    """Where Chroma's graph takes over from comparing with every vector; nearest 50."""
    print(f"\ncrossover, which is set to {EXACT_UP_TO:,}")
    rows, chance = real[1], np.random.default_rng(0)
    queries = embedder.embed(questions(40))
    for count in (5_000, 10_000, 14_000, 20_000):
        noise = chance.standard_normal((count, rows.shape[1])).astype(np.float32)
        turned = rows[chance.integers(0, len(rows), count)] + 0.02 * noise
        turned /= np.linalg.norm(turned, axis=1, keepdims=True)
        client = on_disk(folder / f"takeover-{count}")
        collection = client.create_collection("vectors", configuration=CONFIGURATION, embedding_function=None)
        for at in range(0, count, 5_000):
            part = turned[at : at + 5_000]
            collection.add(ids=[str(at + n) for n in range(len(part))], embeddings=part)
        taken: dict[str, list[float]] = {"all": [], "graph": []}
        for query in queries:
            started = time.process_time()
            np.argpartition(-np.vecdot(turned, query), 49)
            taken["all"].append(time.process_time() - started)
            started = time.process_time()
            collection.query(query_embeddings=[query], n_results=50, include=["distances"])
            taken["graph"].append(time.process_time() - started)
        both = {name: statistics.median(each) * 1000 for name, each in taken.items()}
        print(
            f"  {count:8,}   comparing all {both['all']:6.2f} ms   graph {both['graph']:6.2f} ms of processor time"
        )
        client.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--texts", type=int, default=256, help="passages embedded on each side")
    parser.add_argument(
        "--vectors", type=int, default=0, help="also this many synthetic vectors in Chroma alone"
    )
    parser.add_argument("--minutes", type=float, default=60, help="how long they may be added at most")
    parser.add_argument("--takeover", action="store_true", help="also measure where Chroma takes over")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        embedder = LocalEmbedder(folder)
        real = curriculum(folder, embedder)
        texts = [each.embedded_text for each in real[0]]
        if given.texts:
            embedding(embedder, texts[:: max(1, len(texts) // given.texts)])
        if given.takeover:
            takeover(embedder, real, folder)
        if given.vectors:
            vectors_alone(given.vectors, given.minutes, folder, real)
        for count in given.passages:
            search(count, folder, embedder, real)


if __name__ == "__main__":
    main()
