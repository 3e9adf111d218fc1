"""One file -> a document, read in a child process that a hostile file can only end, never escape."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import child
from knowledge.clean import cleaned
from knowledge.document import Document, from_markdown
from knowledge.errors import ReadError

if TYPE_CHECKING:
    from os import PathLike

# Suffixes and the media types that they promise; what the bytes are is checked when they are read.
SUFFIXES = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


TITLE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask for.

    Attributes:
        file_bytes: its size.
        text_chars: the length of what was read from it.
        text_lines: its lines; what they cost is not bounded by their length.
        cpu_s: processor time of its reader.
        wall_s: time on the clock.
        memory_bytes: address space of its reader.
    """

    file_bytes: int = 25_000_000
    text_chars: int = 3_000_000
    text_lines: int = 200_000
    cpu_s: int = 20
    wall_s: float = 60.0
    memory_bytes: int = 512 << 20


def read(path: str | PathLike[str], *, limits: Limits | None = None) -> Document:
    """The document in a Markdown, text, HTML, PDF or DOCX file; its text is Markdown.

    Raises:
        ReadError: it cannot be read, with the reason.
    """
    limits = limits or Limits()
    return parse(load(path, limits=limits), name=Path(path).name, limits=limits)


def load(path: str | PathLike[str], *, limits: Limits) -> bytes:
    """The bytes of a file of a kind and size that may be read.

    Raises:
        ReadError: it is neither, or it is not there.
    """
    file = Path(path)
    if file.suffix.lower() not in SUFFIXES:
        raise ReadError(str(path), "only Markdown, text, HTML, PDF and DOCX files are read")
    try:
        if not file.is_file():
            raise ReadError(str(path), "there is no such file" if not file.exists() else "it is not a file")
        with file.open("rb") as stream:
            raw = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise ReadError(str(path), (error.strerror or str(error)).lower()) from error
    if len(raw) > limits.file_bytes:
        raise ReadError(str(path), f"it is larger than {limits.file_bytes / 1e6:g} MB")
    return raw


def parse(raw: bytes, *, name: str, limits: Limits) -> Document:
    """The document that these bytes are.

    Args:
        raw: the content of the file.
        name: its name; the suffix says what it should be, the rest is the title when it has none.
        limits: how much it may ask for.

    Raises:
        ReadError: it cannot be read, with the reason.
    """
    suffix = Path(name).suffix.lower()
    allowance = child.Allowance(limits.cpu_s, limits.wall_s, limits.memory_bytes)
    try:
        bounds = (str(limits.text_chars), str(limits.text_lines))
        answer = json.loads(child.run("knowledge.formats", suffix, *bounds, given=raw, allowance=allowance))
    except child.ChildFailed as failure:
        raise ReadError(name, str(failure)) from None
    if not answer["text"].strip():
        raise ReadError(
            name, "it holds no text that can be seen; a scan has to go through text recognition first"
        )
    title = answer["title"] or _title(name)
    document = from_markdown(answer["text"], title=title)
    return Document(document.title, document.text, SUFFIXES[suffix], document.headings)


def _title(name: str) -> str:
    """The name of a file for people: what it has that is no letter or would steer a terminal is left out."""
    stem = Path(name).stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(cleaned(stem).split())[:TITLE_CHARS] or "document"
