"""The library pane: documents of one's own, read in and removed, with what became of each."""

from __future__ import annotations

import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import KnowledgeError
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

    The files are read from where they will stay findable: under the mentor's own uploads folder.
    """
    kept = []
    for name in uploaded:
        target = uploads / Path(name).name
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as part,
            Path(name).open("rb") as file,
        ):
            shutil.copyfileobj(file, part)
        Path(part.name).replace(target)
        kept.append(target)
    try:
        done = mentor.library.ingest(kept)
    except KnowledgeError as error:
        return f"Nothing was added: {error}."
    said = [f"Added {source}." for source in done.added]
    said += [f"Replaced {source}." for source in done.replaced]
    said += [f"{source} has not changed." for source in done.unchanged]
    said += [f"{Path(skipped.path).name} was not added: {skipped.reason}." for skipped in done.skipped]
    return " ".join(said) or "Choose a file first."


def remove(mentor: Mentor, source: str | None) -> str:
    """Remove a document; returns what happened, in words."""
    if not source:
        return "Choose a document first."
    return f"Removed {source}." if mentor.library.remove(source) else f"There is no document {source}."
