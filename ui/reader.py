"""The reader: a document as HTML, with the words that an answer rests on marked in their place."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from agent.clean import clean
from ui import words
from ui.sources import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.sources import Source

# Signs of punctuation that no document here uses: Markdown reads them as it reads a bracket, so that what stands
# beside them keeps its meaning; those of a document itself are taken out first.
_OPEN, _SHUT = "⸦", "⸧"
_SIGNS = re.compile(f"([{_OPEN}{_SHUT}])")
_BLOCK_MARKUP = "-*+>#|0123456789.) \t"
_OPEN_MARK, _SHUT_MARK = "<mark>", "</mark>"

Span = tuple[int, int]


def opened(source: Source | None, spans: Iterable[Span] = (), *, is_own: bool = False) -> str:
    """Return the reader's HTML.

    Args:
        source: the document; None where it is not there any more.
        spans: first character and one past the last of what is marked, in the document's text.
        is_own: whether it is a document of the learner's own.
    """
    if source is None:
        return _framed(words.READER, "", f"<p class='empty'>{escape(words.GONE)}</p>")
    kind = words.OWN_DOCUMENT if is_own else words.CURRICULUM_PAGE
    is_markdown = source.media_type == "text/markdown"
    body = _markdown(source.text, spans) if is_markdown else _plain(source.text, spans)
    return _framed(clean(source.title), kind, body)


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


def _plain(text: str, spans: Iterable[Span]) -> str:
    return f"<div class='as-written'>{marked(text, spans)}</div>"


def _markdown(text: str, spans: Iterable[Span]) -> str:
    from markdown_it import MarkdownIt

    text = text.replace(_OPEN, " ").replace(_SHUT, " ")
    body = text.partition("\n")[2] if text.startswith("# ") else text  # the frame shows the title
    moved = len(text) - len(body)
    signed = _signed(body, [(start - moved, end - moved) for start, end in _apart(spans, len(text))])
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.options["maxNesting"] = 30
    _inside_marks(reader)
    return str(reader.render(signed, {"is_marked": False}))


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
    for start, end in spans:
        first = max(start, at, 0)
        # a list's dash or a heading's # keeps its meaning only at the line's beginning
        if first == 0 or text[first - 1] == "\n":
            while first < end and text[first] in _BLOCK_MARKUP:
                first += 1
        if first < end:
            pieces += [text[at:first], _OPEN, text[first:end], _SHUT]
            at = end
    return "".join([*pieces, text[at:]])


def _inside_marks(reader: Any) -> None:
    """Have each stretch of text between the signs marked by itself, so that marks and other tags stay nested."""

    def text(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, bool]) -> str:
        return _switched(tokens[index].content, env)

    def code(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, bool]) -> str:
        return f"<code>{_switched(tokens[index].content, env)}</code>"

    def block(_renderer: Any, tokens: Any, index: int, _options: Any, env: dict[str, bool]) -> str:
        return f"<pre tabindex='0'><code>{_switched(tokens[index].content, env)}</code></pre>\n"

    def link(_renderer: Any, _tokens: Any, _index: int, _options: Any, _env: dict[str, bool]) -> str:
        return ""  # a document's links lead away from here: their words stay

    for name, rule in (("text", text), ("code_inline", code), ("code_block", block), ("fence", block)):
        reader.add_render_rule(name, rule)
    for name in ("link_open", "link_close", "image"):
        reader.add_render_rule(name, link)


def _switched(text: str, env: dict[str, bool]) -> str:
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
