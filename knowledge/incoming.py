"""What is about to be read in: files and pages, each with its id and hash, read ahead on several cores."""

from __future__ import annotations

import os
import re
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge import chunk
from knowledge.document import from_markdown
from knowledge.errors import ReadError
from knowledge.read import load, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from knowledge.document import Document
    from knowledge.owner import Owner
    from knowledge.read import Limits

# Files are read by children that each take a core; more at once only take each other's time and memory.
READERS = max(1, min(8, os.cpu_count() or 1))


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
class Skipped:
    """A file that was not taken, and why in plain words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A source that was looked at; ``document`` is None when it is kept as it is already."""

    id: str
    location: str
    sha256: str
    document: Document | None
    url: str | None = None


def pages(given: Iterable[Page], states: Mapping[str, tuple[str, str]]) -> Iterator[Incoming]:
    """The curriculum's pages in their order."""
    for page in given:
        said = "\n".join((page.title, page.url or "", page.text)).encode()
        digest = sha256(said).hexdigest()
        is_kept = states.get(page.id) == (digest, chunk.VERSION)
        document = None if is_kept else from_markdown(page.text, title=page.title)
        yield Incoming(page.id, page.id, digest, document, page.url)


def files(
    paths: Sequence[Path], owner: Owner, states: Mapping[str, tuple[str, str]], limits: Limits
) -> Iterator[Incoming | Skipped]:
    """The files in their order; some are read ahead while the one that was yielded is dealt with."""

    def read(path: Path) -> Incoming | Skipped:
        try:
            raw = load(path, limits=limits)
            key, digest = document_id(path, owner), sha256(raw).hexdigest()
            is_kept = states.get(key) == (digest, chunk.VERSION)
            document = None if is_kept else parse(raw, name=path.name, limits=limits)
        except ReadError as error:
            return Skipped(written(path), error.reason)
        return Incoming(key, written(path), digest, document)

    pool = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
    try:
        waiting: deque[Future[Incoming | Skipped]] = deque()
        for path in paths:
            waiting.append(pool.submit(read, path))
            if len(waiting) > READERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def written(path: Path) -> str:
    """A path as text that can be stored; bytes in it that are no text become marks of that."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def document_id(path: Path, owner: Owner) -> str:
    """The id of a file's source: its name for people, its place and owner for uniqueness."""
    slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40] or "document"
    place = str(path.absolute()).encode("utf-8", "surrogateescape")
    if not owner:
        return f"{slug}-{sha256(place).hexdigest()[:8]}"
    theirs = owner.encode() + b"\x00" + place
    return f"{slug}-{sha256(theirs).hexdigest()[:16]}"


def found(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named, in order; what is hidden or linked there is left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = (Path(folder) / name for name in sorted(names) if not name.startswith("."))
            yield from (file for file in below if not file.is_symlink())
