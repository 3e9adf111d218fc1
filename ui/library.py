"""The library pane: documents of one's own, read in and removed, with what became of each."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from agent.clean import clean
from knowledge import uploads
from knowledge.errors import KnowledgeError, SourceShipped
from knowledge.owner import SHARED, private
from knowledge.sources import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentor import Mentor


def rows(mentor: Mentor, learner: str) -> str:
    """Return the documents that a learner's answers may come from as an HTML table."""
    documents = mentor.store.sources(Origin.DOCUMENT, owner=private(learner))
    shipped = mentor.store.sources(Origin.CURRICULUM, owner=SHARED)
    body = "".join(
        f"<tr><td>{escape(source.title)}</td><td>{escape(source.media_type)}</td>"
        f"<td>{source.read_at:%Y-%m-%d %H:%M}</td><td>{'you alone' if source.owner else 'everybody'}</td>"
        f"<td><code>{escape(source.id)}</code></td></tr>"
        for source in documents
    )
    table = (
        f"<table><thead><tr><th>Title</th><th>Form</th><th>Read</th><th>Found by</th><th>Id</th></tr></thead>"
        f"<tbody>{body}</tbody></table>"
        if documents
        else "<p>No documents of your own yet. Markdown, text, HTML, PDF and DOCX files can be added.</p>"
    )
    return (
        f"<div class='library'>{table}<p class='facts'>And {len(shipped)} pages of the curriculum.</p></div>"
    )


def choices(mentor: Mentor, learner: str) -> list[tuple[str, str]]:
    """Return the documents that a learner may remove, which are their own, as (title, id)."""
    documents = mentor.store.sources(Origin.DOCUMENT, owner=private(learner))
    return [(source.title, source.id) for source in documents if source.owner]


def add(mentor: Mentor, folder: Path, uploaded: Sequence[str], learner: str) -> str:
    """Read uploaded files in, for this learner alone; returns what became of each, in words.

    The files are moved to where they stay findable: under the mentor's own uploads folder, those of one name
    beside each other.
    """
    try:
        kept = [uploads.keep(Path(name), folder, private(learner)) for name in uploaded]
    except OSError as error:
        return f"Nothing was added: the file could not be kept under {folder} ({error.strerror or error})."
    try:
        done = mentor.library.ingest(kept, owner=private(learner))
    except KnowledgeError as error:
        return f"Nothing was added: {error}."
    for skipped in done.skipped:
        uploads.discard(skipped.path, folder)
    said = [f"Added {_title(mentor, source, learner)}." for source in done.added]
    said += [f"Replaced {_title(mentor, source, learner)}." for source in done.replaced]
    said += [f"{_title(mentor, source, learner)} has not changed." for source in done.unchanged]
    said += [f"{Path(skipped.path).name} was not added: {skipped.reason}." for skipped in done.skipped]
    return " ".join(said) or "Choose a file first."


def remove(mentor: Mentor, source: str | None, learner: str) -> str:
    """Remove a document of the learner's own, and the file if it was uploaded; returns what happened, in words."""
    if not source:
        return "Choose a document first."
    known = mentor.store.source(source, owner=private(learner))
    try:
        removed = mentor.library.remove(source, owner=private(learner))
    except SourceShipped as error:
        return f"Nothing was removed: {error}."
    if not known or not removed:
        return "This document is not there any more."
    return f"Removed {clean(known.title)}."


def _title(mentor: Mentor, source: str, learner: str) -> str:
    known = mentor.store.source(source, owner=private(learner))
    return clean(known.title if known else source)
