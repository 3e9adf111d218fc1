"""Document -> passages, bounded in tokens, cut at the document's own boundaries and never across a heading."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from knowledge.markdown import Kind, blocks, trimmed
from knowledge.passage import Passage, passage_id
from knowledge.tokens import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.document import Document

# With its heading path a passage then fits the embedding's window of 256 word pieces.
MAX_TOKENS = 180
# A code block cut in two explains nothing: up to this many times the bound it stays whole.
WHOLE_CODE = 2
# Names the way of cutting: an index made by another one is made anew.
VERSION = f"1-{MAX_TOKENS}"

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=\S)")
_ITEM = re.compile(r"\n(?=(?:[-*+]|\d{1,9}[.)])\s)")
_LINE = re.compile(r"\n")
_SPACE = re.compile(r"\s+")
_CUTS = {
    Kind.PROSE: (_SENTENCE, _LINE, _SPACE),
    Kind.LIST: (_ITEM, _SENTENCE, _LINE, _SPACE),
    Kind.LINES: (_LINE, _SPACE),
}


class _Piece(NamedTuple):
    """What is never cut again; ``leans`` means that it says little without the piece before it."""

    start: int
    end: int
    tokens: int
    leans: bool


def chunk(
    document: Document, *, source: str, url: str | None = None, max_tokens: int = MAX_TOKENS
) -> list[Passage]:
    """The document's passages, in its order; words repeated under the same heading give one passage.

    Args:
        document: what was read.
        source: the id of its source.
        url: where it can be opened.
        max_tokens: how long a passage may be; a code block may be twice as long.
    """
    passages: dict[str, Passage] = {}
    for heading, start, end in _sections(document):
        for first, last in _spans(document.text, start, end, max_tokens):
            text = document.text[first:last]
            key = passage_id(source, heading, text)
            passages.setdefault(key, Passage(key, text, document.title, heading, source, first, last, url))
    return list(passages.values())


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Heading path and span of what stands directly below each heading, the part before the first included."""
    path: list[tuple[int, str]] = []
    start = 0
    for heading in document.headings:
        yield tuple(title for _, title in path), start, heading.start
        path = [(level, title) for level, title in path if level < heading.level]
        path.append((heading.level, heading.title))
        start = heading.end
    yield tuple(title for _, title in path), start, len(document.text)


def _spans(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int]]:
    """Spans of like size that cover the section."""
    pieces = list(_pieces(text, start, end, max_tokens))
    total = sum(piece.tokens for piece in pieces)
    aim = ceil(total / ceil(total / max_tokens)) if total else 0
    held: list[_Piece] = []
    for piece in pieces:
        size = sum(each.tokens for each in held)
        if held and (size >= aim or size + piece.tokens > max_tokens):
            joins = piece.leans and len(held) > 1 and held[-1].tokens + piece.tokens <= max_tokens
            carried = [held.pop()] if joins else []
            yield held[0].start, held[-1].end
            held = carried
        held.append(piece)
    if held:
        yield held[0].start, held[-1].end


def _pieces(text: str, start: int, end: int, max_tokens: int) -> Iterator[_Piece]:
    section = text[start:end]
    for kind, first, last in blocks(section):
        bound = max_tokens * WHOLE_CODE if kind is Kind.LINES else max_tokens
        if count(section[first:last]) <= bound:
            yield _piece(text, start + first, start + last, leans=kind is not Kind.PROSE)
        else:
            yield from _cut(text, start + first, start + last, max_tokens, _CUTS[kind])


def _cut(
    text: str, start: int, end: int, max_tokens: int, cuts: tuple[re.Pattern[str], ...]
) -> Iterator[_Piece]:
    """Pieces within the bound: at the first kind of boundary that there is, inside those at the next."""
    if end - start <= 1 or count(text[start:end]) <= max_tokens:
        yield _piece(text, start, end, leans=False)
    elif cuts:
        for first, last in _between(text, start, end, cuts[0]):
            yield from _cut(text, first, last, max_tokens, cuts[1:])
    else:
        half = (start + end) // 2
        yield from _cut(text, start, half, max_tokens, ())
        yield from _cut(text, half, end, max_tokens, ())


def _between(text: str, start: int, end: int, boundary: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = start
    for match in boundary.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


def _piece(text: str, start: int, end: int, *, leans: bool) -> _Piece:
    start, end = trimmed(text, start, end)
    return _Piece(start, end, count(text[start:end]) + 1, leans)  # one more for the gap to the next piece
