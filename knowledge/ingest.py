"""Files and the curriculum -> sources, passages and vectors in the store and its index; again and again the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from knowledge import chunk, incoming, shipped, uploads
from knowledge.errors import SourceShipped
from knowledge.incoming import Skipped
from knowledge.owner import SHARED, private
from knowledge.pace import Pace
from knowledge.read import Limits
from knowledge.room import check_room
from knowledge.sources import Origin, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from knowledge.embed import Embedder
    from knowledge.exact import VectorIndex
    from knowledge.incoming import Incoming, Page
    from knowledge.keywords_on_disk import KeywordFolders
    from knowledge.owner import Owner
    from knowledge.pace import Step
    from knowledge.passage import Passage
    from knowledge.sources import Listed
    from knowledge.store import Store

# Passages embedded between two commits: what a kill costs, and how often progress is told.
EMBEDDED_AT_ONCE = 16


@dataclass(slots=True)
class Ingested:
    """What a reading did; ids of sources, and files that were not taken."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


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
        home: the mentor's folder, whose disk must not fill up; None for a store on another machine.
        folders: of keywords, which follow it too.
        limits: how much a file may ask for.
        clock: the time now, in UTC.
        timer: seconds, for the pace.
    """

    def __init__(  # noqa: PLR0913 - the parts of a library, each once, all by name
        self,
        store: Store,
        index: VectorIndex,
        embedder: Embedder,
        *,
        home: Path | None = None,
        folders: KeywordFolders | None = None,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = _now,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._home = home
        self._folders = folders
        self._limits = limits or Limits()
        self._clock = clock
        self._timer = timer

    def ingest(
        self, paths: Iterable[Path], *, owner: Owner, on_progress: Callable[[Step], None] = _silent
    ) -> Ingested:
        """Read files, and all files of folders; a file that was read before and has not changed costs a hash.

        Args:
            paths: files and folders.
            owner: who alone will find them; `knowledge.owner.SHARED` for everybody.
            on_progress: told how far it is.

        Raises:
            EmbeddingError: no vectors can be made; what was done stays done, and is not done again.
            VectorIndexError: the index does not answer; the store is complete, and the index follows later.
            DiskFull: there is no room for more; what was done stays done.
        """
        files = list(incoming.found(paths))
        states = self._store.states(Origin.DOCUMENT, scope=owner)
        pace = Pace([_size(path) for path in files], on_progress, self._timer)
        done = self._take(
            incoming.files(files, owner, states, self._limits), Origin.DOCUMENT, owner, pace, states.keys()
        )
        self._finish(owner)
        return done

    def sync_curriculum(
        self, pages: Iterable[Page], *, on_progress: Callable[[Step], None] = _silent
    ) -> Ingested:
        """Make the store hold exactly these pages as its curriculum, and vectors of this embedding for everything.

        Raises:
            EmbeddingError: as in `ingest`.
            VectorIndexError: as in `ingest`.
            DiskFull: as in `ingest`.
        """
        given = list(pages)
        states = self._store.states(Origin.CURRICULUM, scope=SHARED)
        pace = Pace([len(page.text) for page in given], on_progress, self._timer)
        done = self._take(incoming.pages(given, states), Origin.CURRICULUM, SHARED, pace, states.keys())
        gone = states.keys() - {page.id for page in given}
        if gone:
            self._store.remove_all(gone, scope=SHARED)
            done.removed = sorted(gone)
        for scope in self._store.scopes_without_vector(self._embedder.name):
            self._finish(scope)
        self._follow(SHARED)
        return done

    def remove(self, source: str, *, owner: Owner) -> bool:
        """Forget a document that is this owner's own, an uploaded file included; whether there was one.

        Raises:
            SourceShipped: it is a page of the curriculum.
        """
        known = self._store.source(source, owner=owner)
        if known and known.origin is Origin.CURRICULUM:
            raise SourceShipped(
                f"{source!r} is a page of the curriculum and stays; documents of your own can be removed"
            )
        if not known or known.owner != owner:
            return False
        return bool(self._forget([known], owner))

    def forget(self, learner: str) -> int:
        """Forget all documents that are this learner's own, uploaded files included; returns how many there were."""
        owner = private(learner)
        sources = self._store.listed(Origin.DOCUMENT, owner=owner)
        return self._forget([source for source in sources if source.owner == owner], owner)

    def _forget(self, sources: Sequence[Source | Listed], owner: Owner) -> int:
        removed = self._store.remove_all([source.id for source in sources], scope=owner)
        if self._home:
            for source in sources:
                uploads.discard(source.location, self._home / uploads.FOLDER)
        self._follow(owner)
        return removed

    def _follow(self, owner: Owner) -> None:
        self._index.catch_up(owner)
        if self._folders:
            self._folders.catch_up(owner)

    def _take(
        self,
        given: Iterable[Incoming | Skipped],
        origin: Origin,
        owner: Owner,
        pace: Pace,
        known: Iterable[str],
    ) -> Ingested:
        done = Ingested()
        known = set(known)
        for each in given:
            pace.next()
            if isinstance(each, Skipped):
                done.skipped.append(each)
            elif each.document is None:
                done.unchanged.append(each.id)
            else:
                self._keep(each, origin, owner, pace)
                (done.replaced if each.id in known else done.added).append(each.id)
                known.add(each.id)
        return done

    def _keep(self, each: Incoming, origin: Origin, owner: Owner, pace: Pace) -> None:
        """Cut, embed and store one source, in this order, the last in one transaction."""
        assert each.document
        self._check_room()
        passages = chunk.chunk(each.document, source=each.id, url=each.url)
        vectors = self._vectors(each.document.title, passages, pace)
        source = Source(
            id=each.id,
            title=each.document.title,
            origin=origin,
            owner=owner,
            location=each.location,
            sha256=each.sha256,
            text=each.document.text,
            media_type=each.document.media_type,
            read_at=self._clock(),
            chunking=chunk.VERSION,
            url=each.url,
        )
        self._store.put(source, passages, embedding=self._embedder.name, vectors=vectors)

    def _vectors(
        self, title: str, passages: Sequence[Passage], pace: Pace | None = None
    ) -> dict[str, NDArray[np.float32]]:
        """The vectors of the passages by digest: those made before, and the rest, kept as they are made."""
        texts = {passage.digest: passage.embedded_text for passage in passages}
        vectors = self._store.known_vectors(self._embedder.name, texts.keys())
        vectors |= shipped.vectors(self._embedder.name, texts.keys() - vectors.keys())
        lacking = [digest for digest in texts if digest not in vectors]
        if pace:
            pace.told(title, len(vectors), len(texts), made=0)
        for at in range(0, len(lacking), EMBEDDED_AT_ONCE):
            part = lacking[at : at + EMBEDDED_AT_ONCE]
            made = self._embedder.embed([texts[digest] for digest in part])
            fresh = dict(zip(part, made, strict=True))
            if len(lacking) > EMBEDDED_AT_ONCE:
                self._check_room()
                self._store.keep_ahead(self._embedder.name, fresh)
            vectors.update(fresh)
            if pace:
                pace.told(title, len(vectors), len(texts), made=len(part))
        return vectors

    def _finish(self, owner: Owner) -> None:
        """Make the vectors that a change of the embedding left behind, and let the index follow."""
        behind = self._store.without_vector(self._embedder.name, scope=owner)
        if behind:
            self._store.keep_vectors(self._embedder.name, self._vectors("", behind))
            self._store.advance(owner)
        self._store.sweep_ahead()
        self._follow(owner)

    def _check_room(self) -> None:
        if self._home:
            check_room(self._home)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # it will be skipped, with the reason
