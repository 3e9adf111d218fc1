"""Text that is not ours made harmless to show: no raw HTML, no images, no links but the allowed ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

CODE = re.compile(r"(?:^(`{3,}|~{3,}).*?^\1[ \t]*$)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
REFERENCE = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\(\s*<?([^)\s>]+)[^)]*\)")
BARE = re.compile(r"<?\b(?:https?|ftp|data|javascript|vbscript|file):[^\s<>)\]]+>?", re.IGNORECASE)
TAG = re.compile(r"<(?=[!/?a-zA-Z])")
# characters that hide or reorder text: zero width, bidirectional marks, tags, variation selectors, NUL
HIDDEN = re.compile(
    "[\u0000\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)


def clean(markdown: str, allowed: Collection[str] = ()) -> str:
    """Return Markdown that shows the same words and can fetch, run or forge nothing.

    Args:
        markdown: text from a model or a document.
        allowed: addresses that may stay links; every other link leaves its words.
    """
    markdown = HIDDEN.sub("", markdown)
    pieces, at = [], 0
    for code in CODE.finditer(markdown):
        pieces += [_prose(markdown[at : code.start()], allowed), code.group()]
        at = code.end()
    return "".join([*pieces, _prose(markdown[at:], allowed)])


def _prose(text: str, allowed: Collection[str]) -> str:
    text = REFERENCE.sub("", text)
    text = IMAGE.sub(r"\1", text)
    text = LINK.sub(lambda found: found.group() if found[2] in allowed else found[1], text)
    text = BARE.sub(lambda found: found.group() if found.group().strip("<>") in allowed else "", text)
    return TAG.sub("&lt;", text)
