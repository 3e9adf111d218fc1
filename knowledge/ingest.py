"""Files and the curriculum -> sources, passages and vectors in the store and its index; again and again the same."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge import chunk, shipped
from knowledge.document import from_markdown
from knowledge.errors import ReadError, SourceShipped
from knowledge.read import Limits, load, parse
from knowledge.sources import Origin, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from knowledge.document import Document
    from knowledge.embed import Embedder
    from knowledge.exact import VectorIndex
    from knowledge.passage import Passage
    from knowledge.store import Store

# Passages embedded between two commits: what a kill costs, and how often progress is told.
EMBEDDED_AT_ONCE = 16


class Page(Protocol):
    """A document of the curriculum, in Markdown."""

    @property
    def id(self) -> str:
        """A topic's or project's id."""
        ...

    @property
    def title(self) -> str:
        """What people are shown."""
        ...

    @property
    def text(self) -> str:
        """Markdown."""
        ...

    @property
    def url(self) -> str | None:
        """Where it can be opened."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """How far a reading is: source ``number`` of ``sources``, passage ``passage`` of its ``passages``."""

    title: str
    number: int
    sources: int
    passage: int
    passages: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken, and why in plain words."""

    path: str
    reason: str


@dataclass(slots=True)
class Ingested:
    """What a reading did; ids of sources, and files that were not taken."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Incoming:
    """What is about to be read; ``document`` reads it."""

    id: str
    location: str
    sha256: str
    document: Callable[[], Document]
    url: str | None = None


def _now() -> datetime:
    return datetime.now(UTC)


def _silent(_step: Step) -> None:
    """Tell nobody."""


class Library:
    """What can be read into a store.

    Args:
        store: the truth.
        index: what follows it.
        embedder: makes the vectors.
        limits: how much a file may ask for.
        clock: the time now, in UTC.
    """

    def __init__(
        self,
        store: Store,
        index: VectorIndex,
        embedder: Embedder,
        *,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._limits = limits or Limits()
        self._clock = clock

    def ingest(self, paths: Iterable[Path], *, on_progress: Callable[[Step], None] = _silent) -> Ingested:
        """Read files, and all files of folders; a file that was read before and has not changed costs a hash.

        Raises:
            EmbeddingError: no vectors can be made; what was done stays done, and is not done again.
            VectorIndexError: the index does not answer; the store is complete, and the index follows later.
        """
        files = list(_files(paths))
        done = self._take((self._file(path) for path in files), Origin.DOCUMENT, len(files), on_progress)
        self._finish()
        return done

    def sync_curriculum(
        self, pages: Iterable[Page], *, on_progress: Callable[[Step], None] = _silent
    ) -> Ingested:
        """Make the store hold exactly these pages as its curriculum.

        Raises:
            EmbeddingError: as in `ingest`.
            VectorIndexError: as in `ingest`.
        """
        given = [_page(page) for page in pages]
        gone = self._store.states(Origin.CURRICULUM).keys() - {page.id for page in given}
        done = self._take(given, Origin.CURRICULUM, len(given), on_progress)
        done.removed = [key for key in sorted(gone) if self._store.remove(key)]
        self._finish()
        return done

    def remove(self, source: str) -> bool:
        """Forget a document of one's own; whether there was one.

        Raises:
            SourceShipped: it is a page of the curriculum.
        """
        if source in self._store.states(Origin.CURRICULUM):
            raise SourceShipped(
                f"{source!r} is a page of the curriculum and stays; documents of your own can be removed"
            )
        removed = self._store.remove(source)
        self._index.catch_up()
        return removed

    def _take(
        self,
        incoming: Iterable[_Incoming | Skipped],
        origin: Origin,
        total: int,
        on_progress: Callable[[Step], None],
    ) -> Ingested:
        done = Ingested()
        states = self._store.states(origin)
        for number, each in enumerate(incoming, 1):
            if isinstance(each, Skipped):
                done.skipped.append(each)
            elif states.get(each.id) == (each.sha256, chunk.VERSION):
                done.unchanged.append(each.id)
            else:
                try:
                    document = each.document()
                except ReadError as error:
                    done.skipped.append(Skipped(each.location, error.reason))
                    continue
                told = _teller(on_progress, partial(Step, document.title, number, total))
                self._keep(each, origin, document, told)
                (done.replaced if each.id in states else done.added).append(each.id)
        return done

    def _file(self, path: Path) -> _Incoming | Skipped:
        try:
            raw = load(path, limits=self._limits)
        except ReadError as error:
            return Skipped(str(path), error.reason)
        document = partial(parse, raw, name=path.name, limits=self._limits)
        return _Incoming(document_id(path), str(path), sha256(raw).hexdigest(), document)

    def _keep(
        self, each: _Incoming, origin: Origin, document: Document, on_progress: Callable[[int, int], None]
    ) -> None:
        """Cut, embed and store one source, in this order, the last in one transaction."""
        passages = chunk.chunk(document, source=each.id, url=each.url)
        vectors = self._vectors(passages, on_progress)
        source = Source(
            id=each.id,
            title=document.title,
            origin=origin,
            location=each.location,
            sha256=each.sha256,
            text=document.text,
            media_type=document.media_type,
            read_at=self._clock(),
            chunking=chunk.VERSION,
            url=each.url,
        )
        self._store.put(source, passages, embedding=self._embedder.name, vectors=vectors)

    def _vectors(
        self, passages: Sequence[Passage], on_progress: Callable[[int, int], None]
    ) -> dict[str, NDArray[np.float32]]:
        """The vectors of the passages by digest: those made before, and the rest, kept as they are made."""
        texts = {passage.digest: passage.embedded_text for passage in passages}
        vectors = self._store.known_vectors(self._embedder.name, texts.keys())
        vectors |= shipped.vectors(self._embedder.name, texts.keys() - vectors.keys())
        lacking = [digest for digest in texts if digest not in vectors]
        on_progress(len(texts) - len(lacking), len(texts))
        for at in range(0, len(lacking), EMBEDDED_AT_ONCE):
            part = lacking[at : at + EMBEDDED_AT_ONCE]
            made = self._embedder.embed([texts[digest] for digest in part])
            fresh = dict(zip(part, made, strict=True))
            if len(lacking) > EMBEDDED_AT_ONCE:
                self._store.keep_vectors(self._embedder.name, fresh)
            vectors.update(fresh)
            on_progress(len(texts) - len(lacking) + at + len(part), len(texts))
        return vectors

    def _finish(self) -> None:
        """Make the vectors that a change of the embedding left behind, and let the index follow."""
        behind = self._store.without_vector(self._embedder.name)
        if behind:
            self._store.keep_vectors(self._embedder.name, self._vectors(behind, _ignore))
            self._store.advance()
        self._index.catch_up()


def document_id(path: Path) -> str:
    """The id of a file's source: its name for people, its place for uniqueness."""
    slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40] or "document"
    return f"{slug}-{sha256(str(path.absolute()).encode()).hexdigest()[:8]}"


def _page(page: Page) -> _Incoming:
    said = "\n".join((page.title, page.url or "", page.text)).encode()
    document = partial(from_markdown, page.text, title=page.title)
    return _Incoming(page.id, page.id, sha256(said).hexdigest(), document, page.url)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named, in order; what is hidden or linked there is left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = (Path(folder) / name for name in sorted(names) if not name.startswith("."))
            yield from (file for file in below if not file.is_symlink())


def _teller(
    on_progress: Callable[[Step], None], step: Callable[[int, int], Step]
) -> Callable[[int, int], None]:
    def told(passage: int, passages: int) -> None:
        on_progress(step(passage, passages))

    return told


def _ignore(_passage: int, _passages: int) -> None:
    """Tell nobody."""
