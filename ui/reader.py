"""The reader: a document as HTML, with the words that an answer rests on marked in their place."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from agent.clean import clean
from ui import words
from ui.marks import Span, marked, rendered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.sources import Source


def opened(
    source: Source | None,
    spans: Iterable[Span] = (),
    *,
    is_own: bool = False,
    allowed: frozenset[str] = frozenset(),
    foot: str = "",
) -> str:
    """Return the reader's HTML.

    Args:
        source: the document; None where it is not there any more.
        spans: first character and one past the last of what is marked, in the document's text.
        is_own: whether it is a document of the learner's own.
        allowed: the addresses that stay links.
        foot: HTML that stands at the document's end.
    """
    if source is None:
        return _framed(words.READER, "", f"<p class='empty'>{escape(words.GONE)}</p>")
    kind = words.OWN_DOCUMENT if is_own else words.CURRICULUM_PAGE
    is_markdown = source.media_type == "text/markdown"
    if is_markdown:
        body = rendered(source.text, spans, allowed)
    else:
        body = f"<div class='as-written'>{marked(source.text, spans)}</div>"
    return _framed(clean(source.title), kind, body + foot)


def holding(title: str, body: str) -> str:
    """Return the reader's HTML where it shows something else for a while."""
    return _framed(title, "", body)


def opening() -> str:
    """Return what the reader shows while a document is looked up."""
    return _framed(words.READER, "", f"<p class='empty'>{escape(words.OPENING)}</p>")


def spans_of(text: str) -> list[Span]:
    """Read spans as the page writes them, such as `12-40,80-95`; what is no span is left out."""
    spans = []
    for each in text.split(","):
        start, _, end = each.partition("-")
        if start.isdecimal() and end.isdecimal():
            spans.append((int(start), int(end)))
    return spans


def _framed(title: str, kind: str, body: str) -> str:
    return (
        f"<article class='document' aria-label='{escape(words.READER)}'><header><div><h2 tabindex='-1'>{escape(title)}</h2>"
        f"<p class='kind'>{escape(kind)}</p></div><button type='button' class='quiet close' data-close='reader' "
        f"aria-label='{escape(words.CLOSE)}'>✕</button></header><div class='page' tabindex='0'>{body}</div></article>"
    )
