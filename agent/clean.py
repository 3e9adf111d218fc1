"""Text that is not ours made harmless to show: no raw HTML, no images, no links but the allowed ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# one line, one backtick at each end, nothing escaped: whatever else may be code is treated as prose
INLINE = re.compile(r"(?<![\\`])`(?!`)[^`\n\\]*`(?!`)")
REFERENCE = re.compile(r"^[ \t>*+-]*\[[^\]\n]+\]:[ \t]*\S*.*$", re.MULTILINE)
# Each stops at the next bracket that opens, and gives nothing back: otherwise a text of brackets alone takes the square
# of its length, or the cube. Nor does one end on an escaped bracket, which links nothing.
IMAGE = re.compile(r"!\[([^\[\]]*+)(?<!\\)\](?:\([^()\[]*+\)|\[[^\[\]]*+\])?")
LINK = re.compile(r"(?<!!)\[([^\[\]\n]++)(?<!\\)\]\(\s*+<?([^)\s>\[]++)[^)\[]*+\)")
# two colons are a cast, as in data::text, and no address
BARE = re.compile(
    r"<?(?:\b(?:https?|ftp|data|javascript|vbscript|file):(?!:)|\bwww\.)[^\s<>)\]]+>?", re.IGNORECASE
)
TAG = re.compile(r"<(?=[!/?a-zA-Z])")
# what is left of a link's or a reference's syntax, however it was broken up: escaped, it links nothing
SYNTAX = re.compile(r"(?<!\\)\\*+\](?=[(:])")
FENCE = re.compile(r"`{3,}|~{3,}")
RISKY = re.compile(
    r"`|~~~|\]\("
)  # what may be code, and links that stayed: they depend on what stands around them
HOSTILE = {"html_block", "html_inline", "image"}  # as CommonMark's parser calls them
# characters that hide or reorder text, and those that steer a terminal
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)


def clean(markdown: str, allowed: Collection[str] = ()) -> str:
    """Return Markdown that shows the same words and can fetch, run or forge nothing.

    Args:
        markdown: text from a model or a document.
        allowed: addresses that may stay links; every other link leaves its words.
    """
    text = HIDDEN.sub("", markdown.replace("\r\n", "\n"))
    parts = list(blocks(text))
    made = "".join(part if is_code else _around_code(part, allowed) for part, is_code in parts)
    fences = sum(is_code for _, is_code in parts)
    if not RISKY.search(made) or _is_harmless(made, allowed, fences):
        return made
    made = "".join(part if is_code else _unfenced(_prose(part, allowed)) for part, is_code in parts)
    return made if _is_harmless(made, allowed, fences) else _unfenced(_prose(text, ()))


def _is_harmless(markdown: str, allowed: Collection[str], fences: int) -> bool:
    """Whether a renderer makes neither tags nor images of it, no links but to the allowed addresses, and so many code blocks.

    Backticks pair across what is taken for prose here, and a link's words may be a fence once the link is gone: then
    something hostile stands outside of code.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(markdown)
    every = [each for token in tokens for each in (token, *(token.children or ()))]
    links = {each.attrs["href"] for each in every if each.type == "link_open"}
    made = sum(token.type == "fence" and token.level == 0 for token in tokens)
    return made == fences and links <= set(allowed) and not {each.type for each in every} & HOSTILE


def has_link(markdown: str) -> bool:
    """Return whether Markdown leads to an address."""
    return bool(LINK.search(markdown) or BARE.search(markdown))


def blocks(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield a text's stretches in order and whether each is a code block, as CommonMark's own parser sees them."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.core.ruler.disable("inline")  # what stands within a block does not matter here
    lines = markdown.splitlines(keepends=True)
    at = 0
    for token in parser.parse(markdown):
        if token.type == "fence" and token.map and token.level == 0:
            start, end = token.map
            yield "".join(lines[at:start]), False
            yield "".join(lines[start:end]), True
            at = end
    yield "".join(lines[at:]), False


def _around_code(text: str, allowed: Collection[str]) -> str:
    pieces, at = [], 0
    for code in INLINE.finditer(text):
        pieces += [_prose(text[at : code.start()], allowed), code.group()]
        at = code.end()
    return "".join([*pieces, _prose(text[at:], allowed)])


def _prose(text: str, allowed: Collection[str]) -> str:
    text = REFERENCE.sub("", text)
    text = IMAGE.sub(r"\1", text)
    kept: list[str] = []

    def linked(found: re.Match[str]) -> str:
        if found[2] not in allowed:
            return found[1]
        kept.append(f"[{TAG.sub('&lt;', found[1])}]({found[2]})")
        return f"\u0000{len(kept) - 1}\u0000"

    text = LINK.sub(linked, text)
    text = BARE.sub(lambda found: found.group() if found.group().strip("<>") in allowed else "", text)
    text = TAG.sub("&lt;", SYNTAX.sub(r"\\]", text))
    return re.sub("\u0000(\\d+)\u0000", lambda found: kept[int(found[1])], text)


def _unfenced(text: str) -> str:
    """Return prose in which no code block begins or ends."""
    return FENCE.sub(lambda found: "".join(f"\\{each}" for each in found.group()), text)
