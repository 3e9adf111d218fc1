"""The library pane: documents of one's own, read in and removed, with what became of each."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from hashlib import file_digest
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from agent.clean import clean
from knowledge.errors import KnowledgeError, SourceShipped
from knowledge.sources import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentor import Mentor


def rows(mentor: Mentor) -> str:
    """Return the documents as an HTML table, one's own first."""
    own = mentor.store.sources(Origin.DOCUMENT)
    shipped = mentor.store.sources(Origin.CURRICULUM)
    body = "".join(
        f"<tr><td>{escape(source.title)}</td><td>{escape(source.media_type)}</td>"
        f"<td>{source.read_at:%Y-%m-%d %H:%M}</td><td><code>{escape(source.id)}</code></td></tr>"
        for source in own
    )
    table = (
        f"<table><thead><tr><th>Title</th><th>Form</th><th>Read</th><th>Id</th></tr></thead><tbody>{body}</tbody></table>"
        if own
        else "<p>No documents of your own yet. Markdown, text, HTML, PDF and DOCX files can be added.</p>"
    )
    return (
        f"<div class='library'>{table}<p class='facts'>And {len(shipped)} pages of the curriculum.</p></div>"
    )


def choices(mentor: Mentor) -> list[tuple[str, str]]:
    """Return the removable documents as (title, id)."""
    return [(source.title, source.id) for source in mentor.store.sources(Origin.DOCUMENT)]


def add(mentor: Mentor, uploads: Path, uploaded: Sequence[str]) -> str:
    """Read uploaded files in; returns what became of each, in words.

    The files are moved to where they stay findable: under the mentor's own uploads folder, those of one name
    beside each other.
    """
    try:
        kept = [_moved(Path(name), uploads) for name in uploaded]
    except OSError as error:
        return f"Nothing was added: the file could not be kept under {uploads} ({error.strerror or error})."
    try:
        done = mentor.library.ingest(kept)
    except KnowledgeError as error:
        return f"Nothing was added: {error}."
    for skipped in done.skipped:
        discard(uploads, skipped.path)
    said = [f"Added {_title(mentor, source)}." for source in done.added]
    said += [f"Replaced {_title(mentor, source)}." for source in done.replaced]
    said += [f"{_title(mentor, source)} has not changed." for source in done.unchanged]
    said += [f"{Path(skipped.path).name} was not added: {skipped.reason}." for skipped in done.skipped]
    return " ".join(said) or "Choose a file first."


def remove(mentor: Mentor, uploads: Path, source: str | None) -> str:
    """Remove a document, and the file if it was uploaded; returns what happened, in words."""
    if not source:
        return "Choose a document first."
    known = mentor.store.source(source)
    try:
        removed = mentor.library.remove(source)
    except SourceShipped as error:
        return f"Nothing was removed: {error}."
    if not known or not removed:
        return "This document is not there any more."
    discard(uploads, known.location)
    return f"Removed {clean(known.title)}."


def discard(uploads: Path, location: str) -> None:
    """Delete a file that was uploaded; any other stays."""
    file = Path(location)
    if file.is_relative_to(uploads):
        with suppress(OSError):  # a file that cannot be deleted takes room, and is read by nothing
            file.unlink()
            file.parent.rmdir()


def _moved(received: Path, uploads: Path) -> Path:
    """Move a file below a folder named for what is in it, whole or not at all."""
    with received.open("rb") as file:
        folder = uploads / file_digest(file, "sha256").hexdigest()[:16]
    target = folder / received.name
    folder.mkdir(parents=True, exist_ok=True)
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as to, received.open("rb") as file:
            part = Path(to.name)
            shutil.copyfileobj(file, to)
        part.replace(target)
    except OSError:
        if part:
            part.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
        raise
    received.unlink()
    return target


def _title(mentor: Mentor, source: str) -> str:
    known = mentor.store.source(source)
    return clean(known.title if known else source)
