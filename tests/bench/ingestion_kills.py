"""What is left after ingestion was killed again and again; run it as `python -m tests.bench.ingestion_kills [KILLS]`.

A child reads documents in, changes them, removes them and reads them in again, and is killed with SIGKILL at random
moments: while it opens, embeds, commits, writes the index. Each restart must need no hand. After the last one the same
folder is read in once more and compared with a home that was read in once, without a kill: in SQL, and through the index
of vectors and that of words, which is on disk here however few there are. Then each index is spoiled in several ways, each
of which must be found and mended without making a vector.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import sqlalchemy as sa

from knowledge.database import open_engine, reading
from knowledge.index import open_index
from knowledge.ingest import Library
from knowledge.keyword_folder import SEAL
from knowledge.keywords_on_disk import KeywordFolders
from knowledge.owner import SHARED, private
from knowledge.store import Store
from knowledge.tables import PASSAGE, SOURCE, VECTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from knowledge.keywords_on_disk import KeywordsOnDisk
    from knowledge.owner import Owner

ROOT = Path(__file__).parents[2]
DOCUMENTS, SECTIONS = 30, 50  # 1,500 passages: above the 1,000 from which Chroma writes its graph to disk
ADA = private("ada")


class HashEmbedder:
    """A direction of its own for every text, the same in every process."""

    name = "hash"
    dimensions = 64

    def __init__(self) -> None:
        self.made = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.made += len(texts)
        seeds = [int.from_bytes(sha256(text.encode()).digest()[:8]) for text in texts]
        rows = np.array([np.random.default_rng(seed).standard_normal(self.dimensions) for seed in seeds])
        rows = rows.reshape(len(texts), self.dimensions)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def is_word(self, word: str) -> bool:
        return bool(word)


def document(number: int, version: int) -> str:
    """Sections of which every third changes with the version."""
    sections = (
        f"## Part {n}\n\nDocument {number} says {n}{f' in version {version}' if n % 3 == 0 else ''}.\n"
        for n in range(SECTIONS)
    )
    return f"# Document {number}\n\n" + "\n".join(sections)


def write(folder: Path, number: int, version: int) -> Path:
    """A document at a version, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"d{number:02}.md"
    part = path.with_suffix(".part")
    part.write_text(document(number, version), encoding="utf-8")
    return part.replace(path)


class Home(NamedTuple):
    """The parts over a home."""

    store: Store
    index: Any
    folders: KeywordFolders
    library: Library
    embedder: HashEmbedder


@contextmanager
def opened(home: Path) -> Iterator[Home]:
    """What there is over a home."""
    home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(f"sqlite:///{home}/mentor.sqlite3")
    embedder = HashEmbedder()
    store = Store(engine)
    index = open_index(home / "chroma", store=store, embedding=embedder.name)
    folders = KeywordFolders(home / "keywords", store, memory_up_to=0)
    try:
        yield Home(store, index, folders, Library(store, index, embedder, folders=folders), embedder)
    finally:
        index.close()
        engine.dispose()


def churn(home: Path, documents: Path, seed: int) -> None:
    """Read in, change, remove and read in again without an end; told on standard output."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with opened(home) as (store, _, _, library, _):
        print("ready", flush=True)
        for turn in range(10_000):
            owner = ADA if turn % 4 == 0 else SHARED
            numbers = chance.sample(range(DOCUMENTS), 6)
            library.ingest([write(documents, n, chance.randrange(1_000)) for n in numbers], owner=owner)
            for source in chance.sample(store.listed(owner=owner), 2):
                library.remove(source.id, owner=source.owner)
            print(turn, flush=True)


def settle(home: Path, documents: Path) -> None:
    """Make a home hold exactly the last versions of all documents, shared, and five of them for a learner too."""
    paths = [write(documents, number, 7) for number in range(DOCUMENTS)]
    with opened(home) as (store, index, _, library, _):
        library.ingest(paths, owner=SHARED)
        library.forget(ADA)
        library.ingest(paths[:5], owner=ADA)
        assert index.is_in_step()
        assert len(store.listed(owner=ADA)) == DOCUMENTS + 5


def state(home: Path) -> dict[str, Any]:
    """What is kept, in SQL and through the index; the time of reading apart."""
    with opened(home) as (store, index, folders, _, embedder):
        with reading(store._engine) as connection:
            tables = {
                table.name: sorted(
                    tuple(row)
                    for row in connection.execute(
                        sa.select(
                            *(column for column in table.c if column.name not in ("read_at", "heading"))
                        )
                    )
                )
                for table in (SOURCE, PASSAGE, VECTOR)
            }
            entries = sorted(row[0] for row in connection.execute(sa.text("SELECT passage FROM index_entry")))
        found = {}
        for passage in store.all_passages(owner=ADA):
            vector = embedder.embed([passage.embedded_text])[0]
            hits = index.nearest(vector, 3, owner=ADA)
            found[passage.id] = any(hit.passage == passage.id and hit.similarity > 1 - 1e-4 for hit in hits)
        ids = {scope: index.ids(scope) for scope in (SHARED, ADA)}
        words = {scope: _words(folders.keywords(scope), store, scope) for scope in (SHARED, ADA)}
        return {**tables, "entries": entries, "found": found, "ids": ids, "words": words}


def _words(keywords: KeywordsOnDisk, store: Store, owner: Owner) -> dict[str, Any]:
    """What is found by words, with its scores, and how many passages there are."""
    queries = [f"document {number} part {number} version 7" for number in range(DOCUMENTS)]
    best = {query: keywords.best(query, 20) for query in queries}
    there = {each.id for each in store.all_passages(owner=owner)}
    assert keywords.count == len(there)
    assert {key for found in best.values() for key in found} <= there
    assert all(best.values())
    return best


def kill_while_reading(home: Path, documents: Path, kills: int, seed: int) -> int:
    """Kill as often; returns how many of the kills came while it was opening."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    opening = 0
    for number in range(kills):
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.bench.ingestion_kills",
                "churn",
                str(home),
                str(documents),
                str(seed * 1_000 + number),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stderr
        if chance.random() < 0.8 or number == 0:
            said = process.stdout.readline()
            assert said == "ready\n", f"it needed a hand: {process.stderr.read()}"
            for _ in range(chance.randrange(3)):
                process.stdout.readline()
        else:
            opening += 1
        time.sleep(chance.random() * 1.5)
        process.kill()
        process.communicate()
    return opening


def campaign(folder: Path, *, kills: int, seed: int = 0) -> None:
    """Kill, settle, compare, spoil; an assertion fails where anything is not as it must be."""
    documents, killed, clean = folder / "documents", folder / "killed", folder / "clean"
    opening = kill_while_reading(killed, documents, kills, seed)
    settle(killed, documents)
    settle(clean, documents)
    left, wanted = state(killed), state(clean)
    for part, whole in wanted.items():
        assert left[part] == whole, f"{part} differs from a clean run"
    assert all(left["found"].values())
    print(
        f"{kills} kills, {opening} of them while opening: {len(left['source'])} sources, {len(left['passage'])} passages, "
        f"{len(left['vector'])} vectors, {len(left['entries'])} index entries, all as after one clean run"
    )
    for name, spoil in SPOILS.items():
        spoil(killed / "chroma" / "chroma", clean / "chroma" / "chroma")
        with opened(killed) as (_, index, _, _, embedder):
            assert index.is_in_step(), name
            assert not embedder.made, f"{name}: vectors were made again"
        assert state(killed) == wanted, name
        print(f"index {name}: found and made anew from the stored vectors")
    for name, spoil in KEYWORD_SPOILS.items():
        spoil(_shared(killed), _shared(clean))
        assert state(killed) == wanted, name
        print(f"keyword index {name}: found and made anew from the database")


def _shared(home: Path) -> Path:
    return next(each for each in (home / "keywords").glob("*-shared") if each.is_dir())


def _largest(index: Path, pattern: str) -> Path:
    return max(index.glob(pattern), key=lambda path: path.stat().st_size)


def _flip(index: Path, _other: Path) -> None:
    path = _largest(index, "*/data_level0.bin")
    raw = bytearray(path.read_bytes())
    for at in np.random.default_rng(3).integers(0, len(raw), len(raw) // 200):
        raw[at] ^= 0xFF
    path.write_bytes(raw)


def _cut(index: Path, _other: Path) -> None:
    path = index / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _delete(index: Path, _other: Path) -> None:
    shutil.rmtree(index)


def _lose_the_graph(index: Path, _other: Path) -> None:
    for path in index.glob("*/*.bin"):
        path.unlink()


def _damage(folder: Path, _other: Path) -> None:
    path = _largest(folder, "*.idx")
    raw = bytearray(path.read_bytes())
    for at in range(0, len(raw), 200):
        raw[at] ^= 0xFF
    path.write_bytes(raw)


def _halve(folder: Path, _other: Path) -> None:
    path = _largest(folder, "*.store")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _unseal(folder: Path, _other: Path) -> None:
    (folder / SEAL).unlink()


def _exchange(index: Path, other: Path) -> None:
    shutil.rmtree(index)
    shutil.copytree(other, index)


SPOILS: dict[str, Callable[[Path, Path], None]] = {
    "with bytes flipped": _flip,
    "cut in half": _cut,
    "deleted": _delete,
    "without its graph": _lose_the_graph,
    "of another database": _exchange,
}


KEYWORD_SPOILS: dict[str, Callable[[Path, Path], None]] = {
    "with bytes flipped": _damage,
    "cut in half": _halve,
    "deleted": _delete,
    "without its seal": _unseal,
    "of another database": _exchange,
}


def main() -> None:
    """Run the campaign in a folder that is removed again."""
    if sys.argv[1:2] == ["churn"]:
        churn(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
        return
    with tempfile.TemporaryDirectory() as folder:
        campaign(Path(folder), kills=int(sys.argv[1]) if sys.argv[1:] else 20, seed=int(time.time()))


if __name__ == "__main__":
    main()
