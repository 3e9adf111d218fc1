"""Words of a text marked in their place, in HTML: as it was written, or as the Markdown that it is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# Signs of punctuation that no document here uses: Markdown reads them as it reads a bracket, so that what stands
# beside them keeps its meaning; those of a document itself are taken out first.
_OPEN, _SHUT = "⸦", "⸧"
_SIGNS = re.compile(f"([{_OPEN}{_SHUT}])")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^\n]*\n?")
_FENCE_END = re.compile(r"\n[ \t]*(?:`{3,}|~{3,})[ \t]*\n*\Z")
_BLOCK_MARKUP = "-*+>#|0123456789.) \t"
_OPEN_MARK, _SHUT_MARK = "<mark>", "</mark>"
ELSEWHERE = "target='_blank' rel='noopener noreferrer'"  # of a link that leads away from here
RENDERED = 1024  # passages, about 5 MB: a conversation shows its own again with each of its answers

Span = tuple[int, int]


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text as HTML, harmless, with the characters of the spans marked."""
    shown, at = [], 0
    for start, end in sorted(spans):
        first = max(start, at)  # spans of two sentences may overlap
        if end <= first:
            continue
        shown += [escape(text[at:first]), "<mark>", escape(text[first:end]), "</mark>"]
        at = end
    return "".join([*shown, escape(text[at:])])


def rendered(text: str, spans: Iterable[Span], allowed: frozenset[str] = frozenset()) -> str:
    """Return Markdown as HTML, harmless, with the characters of the spans marked; a first # heading is left out.

    Args:
        text: the Markdown.
        spans: what is marked.
        allowed: the addresses that stay links; of any other link its words stay.
    """
    return _rendered(text, tuple(spans), allowed)


@lru_cache(RENDERED)
def _rendered(text: str, spans: tuple[Span, ...], allowed: frozenset[str]) -> str:
    text = text.replace(_OPEN, " ").replace(_SHUT, " ")
    body = text.partition("\n")[2] if text.startswith("# ") else text  # who shows it shows the title
    moved = len(text) - len(body)
    signed = _signed(body, [(start - moved, end - moved) for start, end in _apart(spans, len(text))])
    return str(_reader().render(signed, {"is_marked": False, "allowed": allowed, "links": []}))


@cache
def _reader() -> Any:
    """Return the reader of Markdown; making one costs more than reading a passage."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.options["maxNesting"] = 30
    _inside_marks(reader)
    return reader


def _apart(spans: Iterable[Span], length: int) -> list[Span]:
    """Return the spans in order, cut so that none overlaps another or leaves the text."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        first = max(start, kept[-1][1] if kept else 0)
        if first < min(end, length):
            kept.append((first, min(end, length)))
    return kept


def _signed(text: str, spans: Sequence[Span]) -> str:
    pieces, at = [], 0
    for start, last in spans:
        first, end = max(start, at, 0), last
        # a list's dash, a heading's # and a fence keep their meaning only at the line's beginning
        if first == 0 or text[first - 1] == "\n":
            while first < end and text[first] in _BLOCK_MARKUP:
                first += 1
            if fence := _FENCE.match(text, first, end):
                first = fence.end()
        if fence := _FENCE_END.search(text, first, end):
            end = fence.start()
        if first < end:
            pieces += [text[at:first], _OPEN, text[first:end], _SHUT]
            at = end
    return "".join([*pieces, text[at:]])


def _inside_marks(reader: Any) -> None:
    """Have each stretch of text between the signs marked by itself, so that marks and other tags stay nested."""

    def text(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, Any]) -> str:
        return _switched(tokens[index].content, env)

    def code(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, Any]) -> str:
        return f"<code>{_switched(tokens[index].content, env)}</code>"

    def block(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, Any]) -> str:
        return f"<pre tabindex='0'><code>{_switched(tokens[index].content, env)}</code></pre>\n"

    def link(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, Any]) -> str:
        address = str(tokens[index].attrGet("href"))
        env["links"].append(address in env["allowed"])
        return f"<a href='{escape(address)}' {ELSEWHERE}>" if env["links"][-1] else ""

    def link_end(_renderer: Any, _tokens: Any, _index: int, _options: Any, env: dict[str, Any]) -> str:
        return "</a>" if env["links"].pop() else ""

    def image(_renderer: Any, _tokens: Any, _index: int, _options: Any, _env: dict[str, Any]) -> str:
        return ""  # nothing is fetched

    rules: dict[str, Callable[..., str]] = {
        "text": text,
        "code_inline": code,
        "code_block": block,
        "fence": block,
        "link_open": link,
        "link_close": link_end,
        "image": image,
    }
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)


def _switched(text: str, env: dict[str, Any]) -> str:
    """Return a text as HTML, marked where it stands between the signs; what is open stays so for the next."""
    shown = []
    for piece in _pieces(text):
        if piece in (_OPEN, _SHUT):
            env["is_marked"] = piece == _OPEN
        elif env["is_marked"]:
            shown.append(f"{_OPEN_MARK}{escape(piece, quote=False)}{_SHUT_MARK}")
        else:
            shown.append(escape(piece, quote=False))
    return "".join(shown)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _SIGNS.split(text) if piece]
