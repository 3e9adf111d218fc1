"""The library pane: documents of one's own, read in and removed, with what became of each."""

from __future__ import annotations

from html import escape
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import uploads
from knowledge.errors import KnowledgeError, SourceShipped
from knowledge.owner import SHARED, private
from knowledge.sources import Origin
from ui import words
from ui.prose import day_in_short, time_of
from ui.readings import IDLE, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.mentor import Mentor
    from knowledge.pace import Step
    from knowledge.sources import Listed


def rows(
    mentor: Mentor, learner: str, reading: Reading = IDLE, said: str = "", *, owns_shared: bool = False
) -> str:
    """Return the documents that a learner's answers may come from, and how far the reading of new ones is.

    Args:
        mentor: what is asked.
        learner: who looks.
        reading: how far the reading is.
        said: what became of what the learner did.
        owns_shared: whether everybody's documents are this learner's to remove, who is the only one.
    """
    documents = mentor.store.listed(Origin.DOCUMENT, owner=private(learner))
    items = "".join(_row(source, is_removable=bool(source.owner) or owns_shared) for source in documents)
    body = (
        f"<ul class='documents'>{items}</ul>" if documents else f"<p class='empty'>{words.NO_DOCUMENTS}</p>"
    )
    told = f"{reading.said} {said}".strip()
    status = f"<p class='said' role='status'>{escape(told)}</p>" if told else ""
    return f"<div class='library'>{_progress(reading)}{status}{body}</div>"


def _row(source: Listed, *, is_removable: bool) -> str:
    id_ = escape(source.id, quote=True)
    facts = (
        f"{words.READ_WORDS.format(n=source.words)} {words.READ_ON.format(day=day_in_short(source.read_at.astimezone().date()))}"
        f" · {escape(Path(source.location).name)} · {words.YOURS if source.owner else words.EVERYBODYS}"
    )
    remove = (
        f"<button type='button' class='danger' data-act='remove' data-id='{id_}' data-sure='{words.REMOVE_SURE}'>{words.REMOVE}</button>"
        if is_removable
        else ""
    )
    return (
        f"<li><div><b>{escape(source.title)}</b><span class='facts'>{facts}</span></div><div class='buttons'>"
        f"<button type='button' data-read='{id_}'>{words.SEE_READ}</button>{remove}</div></li>"
    )


def _progress(reading: Reading) -> str:
    if not reading.is_running:
        return ""
    step = reading.step
    if step is None:
        said, share = words.READING_NOW, 0.0
    else:
        said = words.READING_STEP.format(number=step.number, sources=step.sources, title=step.title)
        within = step.passage / step.passages if step.passages else 0.0
        share = (step.number - 1 + within) / max(step.sources, 1)
        if step.left_s is not None:
            left = time_of(ceil(step.left_s / 60))
            said += f" ({words.READING_LEFT.format(time=left)})"
    return (
        f"<section class='card' role='status'><p>{escape(said)}</p><div class='bar' role='progressbar' "
        f"aria-label='{words.READING_NOW}' aria-valuemin='0' aria-valuemax='100' aria-valuenow='{share * 100:.0f}'>"
        f"<span style='width:{share:.0%}'></span></div><p class='facts'>{words.READING_STAYS}</p></section>"
    )


def kept(folder: Path, uploaded: Sequence[str], learner: str) -> list[Path]:
    """Move uploaded files to where they stay; returns where each is now.

    Raises:
        OSError: one cannot be kept there.
    """
    return [uploads.keep(Path(name), folder, private(learner)) for name in uploaded]


def add(
    mentor: Mentor,
    folder: Path,
    files: Sequence[Path],
    learner: str,
    on_progress: Callable[[Step], None] = lambda _step: None,
) -> str:
    """Read kept files in, for this learner alone; returns what became of each, in words.

    Args:
        mentor: reads.
        folder: where uploaded files are kept; those that cannot be read are taken out of it.
        files: what to read.
        learner: whose documents they become.
        on_progress: is told how far it is.
    """
    if refusal := _beyond_limits(mentor, files, learner):
        for file in files:
            uploads.discard(str(file), folder)
        return refusal
    try:
        done = mentor.library.ingest(files, owner=private(learner), on_progress=on_progress)
    except KnowledgeError as error:
        return f"Nothing was added: {error}."
    for skipped in done.skipped:
        uploads.discard(skipped.path, folder)
    said = [f"Added {_title(mentor, source, learner)}." for source in done.added]
    said += [f"Replaced {_title(mentor, source, learner)}." for source in done.replaced]
    said += [f"{_title(mentor, source, learner)} has not changed." for source in done.unchanged]
    said += [f"{Path(skipped.path).name} was not added: {skipped.reason}." for skipped in done.skipped]
    return " ".join(said) or "Choose a file first."


def _beyond_limits(mentor: Mentor, files: Sequence[Path], learner: str) -> str:
    """Return why a learner may not add these files to what they have; empty when they may."""
    limits = mentor.admission.limits
    if limits is None:
        return ""
    documents = mentor.store.listed(Origin.DOCUMENT, owner=private(learner))
    kept = {Path(source.location) for source in documents if source.owner} | set(files)
    size = sum(file.stat().st_size for file in kept if file.is_file())
    if len(kept) <= limits.documents and size <= limits.document_bytes:
        return ""
    return (
        f"Nothing was added: a learner may keep {limits.documents:,} documents of "
        f"{limits.document_bytes / 1e6:,.3g} MB in all; remove some first."
    )


def remove(mentor: Mentor, source: str | None, learner: str, *, owns_shared: bool = False) -> str:
    """Remove a document, and the file if it was uploaded; returns what happened, in words.

    Args:
        mentor: removes.
        source: the document's id.
        learner: who removes what is their own.
        owns_shared: whether everybody's documents are this learner's to remove, who is the only one.
    """
    if not source:
        return "Choose a document first."
    known = mentor.store.source(source, owner=private(learner))
    owner = SHARED if known and not known.owner and owns_shared else private(learner)
    try:
        removed = mentor.library.remove(source, owner=owner)
    except SourceShipped as error:
        return f"Nothing was removed: {error}."
    if not known or not removed:
        return "This document is not there any more."
    return f"Removed {known.title}."


def _title(mentor: Mentor, source: str, learner: str) -> str:
    known = mentor.store.source(source, owner=private(learner))
    return known.title if known else source
