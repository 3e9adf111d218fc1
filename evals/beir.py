"""A folder in BEIR form -> cases, and its documents indexed in a home of their own that is removed again."""

from __future__ import annotations

import csv
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from evals.cases import RetrievalCase, numbered_lines
from evals.errors import CasesError
from knowledge.clean import as_prose, cleaned
from knowledge.database import open_engine
from knowledge.index import open_index
from knowledge.ingest import Library
from knowledge.search import HybridSearch
from knowledge.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.embed import Embedder
    from knowledge.pace import Step

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels/test.tsv"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the corpus, in Markdown: its title as heading, its text as prose."""

    id: str
    title: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in BEIR form, as it was read."""

    documents: tuple[Document, ...]
    cases: tuple[RetrievalCase, ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """Documents that can be searched, and how fast they were read in: passages and seconds, part by part."""

    search: HybridSearch
    store: Store
    speed: tuple[tuple[int, float], ...]


def read(folder: Path) -> Folder:
    """The documents and the judged queries of a folder; queries without a relevant document are left out, as BEIR does.

    Raises:
        CasesError: a file is missing or not in that form.
    """
    documents = tuple(_document(row, where) for where, row in _rows(folder / CORPUS))
    queries = {str(row["_id"]): str(row["text"]) for _, row in _rows(folder / QUERIES)}
    relevant = _judgements(folder / QRELS)
    cases = tuple(
        RetrievalCase(id=key, query=query, relevant=relevant[key])
        for key, query in queries.items()
        if any(grade > 0 for grade in relevant.get(key, {}).values())
    )
    if len({document.id for document in documents}) < len(documents):
        raise CasesError(f"{str(folder / CORPUS)!r} has two documents of one id")
    if not cases:
        raise CasesError(f"{str(folder)!r} has no query with a relevant document in {QRELS}")
    return Folder(documents, cases)


@contextmanager
def indexed(
    folder: Folder, embedder: Embedder, *, on_progress: Callable[[int, int, str], None]
) -> Iterator[Indexed]:
    """The folder's documents in a temporary store and collection, read in by the code that reads every document.

    The rows are taken as text that was read already: no file, so no child process that reads it.
    """
    with tempfile.TemporaryDirectory(prefix="mentor-eval-") as home:
        engine = open_engine(f"sqlite:///{home}/eval.sqlite3")
        store = Store(engine)
        index = open_index(Path(home) / "chroma", store=store, embedding=embedder.name)
        try:
            speed = _Speed(on_progress)
            Library(store, index, embedder).sync_curriculum(folder.documents, on_progress=speed.step)
            yield Indexed(HybridSearch(store, index, embedder), store, speed.parts())
        finally:
            index.close()
            engine.dispose()


class _Speed:
    """Passages and seconds of each stretch of a reading."""

    def __init__(self, on_progress: Callable[[int, int, str], None]) -> None:
        self._on_progress = on_progress
        self._last = perf_counter()
        self._stretches: list[tuple[int, float]] = []
        self._before = 0

    def step(self, step: Step) -> None:
        """Note that a reading has come as far as this; told before a document's first passage and after its last."""
        now = perf_counter()
        done = max(step.passage - self._before, 0) if step.passage else 0
        self._before = step.passage if step.passage < step.passages else 0
        self._stretches.append((done, now - self._last))
        self._last = now
        self._on_progress(step.number, step.sources, step.title)

    def parts(self) -> tuple[tuple[int, float], ...]:
        """The stretches so far, and the one since the last step, which stores and indexes."""
        return (*self._stretches, (0, perf_counter() - self._last))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in numbered_lines(path):
        where = f"{str(path)!r}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise CasesError(f"{where}: not JSON: {error.msg}") from None
        if not isinstance(row, dict) or not {"_id", "text"} <= row.keys():
            raise CasesError(f"{where}: a row of BEIR has _id and text")
        if len(str(row["_id"]).split()) != 1:
            raise CasesError(
                f"{where}: the id {row['_id']!r} is empty or has a space, which run.trec cannot hold"
            )
        yield where, row


def _document(row: dict[str, Any], where: str) -> Document:
    key, title = str(row["_id"]), " ".join(str(row.get("title") or "").split())
    prose = as_prose(cleaned(str(row["text"])))
    if not (prose.strip() or title):
        raise CasesError(f"{where}: the document {key!r} is empty")
    return Document(key, title or key, f"# {title}\n\n{prose}" if title else prose)


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    lines = numbered_lines(path)
    for number, row in zip(
        (n for n, _ in lines), csv.reader((line for _, line in lines), delimiter="\t"), strict=True
    ):
        if row[-1] == "score":
            continue
        try:
            query, document, grade = row
            found.setdefault(query, {})[document] = int(grade)
        except ValueError:
            raise CasesError(
                f"{str(path)!r}, line {number}: a judgement has a query, a document and a number, parted by tabs"
            ) from None
    return found
