"""Where headings and blocks begin and end in Markdown; plain text is Markdown with paragraphs only."""

from __future__ import annotations

from enum import Enum
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Kind(Enum):
    """What a block is, as far as cutting it apart goes."""

    PROSE = "prose"
    LIST = "list"
    LINES = "lines"  # code, tables, raw HTML: only whole lines mean something


class Block(NamedTuple):
    """A paragraph, list, code block or table; ``text[start:end]`` has no blank edges."""

    kind: Kind
    start: int
    end: int


_KINDS = {
    "bullet_list_open": Kind.LIST,
    "ordered_list_open": Kind.LIST,
    "fence": Kind.LINES,
    "code_block": Kind.LINES,
    "html_block": Kind.LINES,
    "table_open": Kind.LINES,
}


def headings(text: str) -> Iterator[tuple[int, str, int, int]]:
    """Level, words, start of its line and start of what follows, of each heading outside lists and quotes."""
    starts = _line_starts(text)
    tokens = _parser().parse(text)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            first, last = token.map
            yield int(token.tag[1]), _words(inline), starts[first], starts[last]


def blocks(text: str) -> list[Block]:
    """The blocks at the top of the text, in order; headings in it count as prose."""
    starts = _line_starts(text)
    found = []
    for token in _parser().parse(text):
        if token.level == 0 and token.map and token.nesting >= 0:
            start, end = trimmed(text, starts[token.map[0]], starts[token.map[1]])
            if start < end:
                found.append(Block(_KINDS.get(token.type, Kind.PROSE), start, end))
    return found


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blank lines before it and blank characters after it; its first line keeps its indent."""
    body = text[start:end]
    if not body.strip():
        return start, start
    lead = len(body) - len(body.lstrip())
    line = body.rfind("\n", 0, lead) + 1
    return start + line, start + len(body.rstrip())


def _line_starts(text: str) -> list[int]:
    """Where each line begins, and after the last the end of the text twice: a map may name one line more."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    return [min(start, len(text)) for start in (*starts, starts[-1])]


def _words(inline: Token) -> str:
    """What a reader sees of a heading."""
    parts = _inline_parser().parseInline(inline.content)[0].children or []
    return "".join(" " if part.type == "softbreak" else part.content for part in parts).strip()


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables; the inside of paragraphs is left alone, which is most of the work."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")
