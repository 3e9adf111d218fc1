"""HTML -> Markdown of what a browser would show, in one pass without a tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

from knowledge.clean import as_prose

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN = frozenset(
    "script style template noscript svg math iframe object video audio canvas select textarea button nav footer".split()  # noqa: SIM905 - reads better
)
_BLOCKS = frozenset(
    """address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form header hr
    html li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905 - reads better
) | frozenset(_HEADINGS)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:[;!]|$)|text-indent\s*:\s*-\d{3,}|left\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))", re.IGNORECASE
)
_PAPER = re.compile(r"background|bgcolor", re.IGNORECASE)
_SHEET = re.compile(r"<style\b[^>]*>(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_NAMED = re.compile(r"[\w-]*([.#][\w-]+)$")  # the last of a selector, as far as it names a class or an id


def markdown(text: str) -> tuple[str | None, str]:
    """The page's title and what it shows."""
    from lxml.etree import HTMLParser  # type: ignore[import-untyped]  # ships no types

    page = _Page(_hidden_names(text), white_is_hidden=not _PAPER.search(text))
    parser = HTMLParser(target=page, remove_comments=True, no_network=True)
    parser.feed(text)
    parser.close()
    return page.title.strip() or None, "\n\n".join(page.blocks)


class _Page:
    """Receives the parser's events; keeps finished blocks."""

    def __init__(self, hidden_names: frozenset[str], *, white_is_hidden: bool) -> None:
        self._hidden_names = hidden_names
        self._white_is_hidden = white_is_hidden  # on paper that nobody coloured
        self.title = ""
        self.blocks: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements that are open, and whether each began the unseen
        self._unseen = 0
        self._in_title = 0
        self._pre = 0
        self._continues = False  # whether the block before this one is of the same list
        self._lists: list[int | None] = []  # the number of the next item, None for bullets
        self._item = ""
        self._heading = 0
        self._row: list[str] | None = None
        self._rows: list[list[str]] = []
        self._words: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        unseen = tag in _UNSEEN or self._is_hidden(tag, attributes)
        self._open.append((tag, unseen))
        self._unseen += unseen
        if tag == "title":
            self._in_title += 1
        if tag in _BLOCKS and tag not in ("td", "th"):
            self._flush()
        if tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._item = self._marker()
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._pre += 1
        elif tag == "tr":
            self._row = []
        elif tag == "br":
            self._words.append("\n")
        elif tag == "code" and not self._pre:
            self._words.append("`")

    def _is_hidden(self, tag: str, attributes: Mapping[str, str]) -> bool:
        style = attributes.get("style", "")
        names = {f".{name}" for name in attributes.get("class", "").split()} | {
            f"#{attributes.get('id', '')}"
        }
        return (
            "hidden" in attributes
            or attributes.get("aria-hidden", "").lower() == "true"
            or (tag == "dialog" and "open" not in attributes)
            or hides(style)
            or (self._white_is_hidden and bool(_WHITE.search(style)))
            or not self._hidden_names.isdisjoint(names)
        )

    def end(self, tag: str) -> None:
        while self._open:
            name, unseen = self._open.pop()
            self._unseen -= unseen
            if name == tag:
                break
        self._close(tag)

    def data(self, text: str) -> None:
        if self._in_title:
            self.title += text
        elif not self._unseen:
            self._words.append(text if self._pre else re.sub(r"\s+", " ", text))

    def close(self) -> None:
        self._flush()

    def _close(self, tag: str) -> None:
        if tag == "title":
            self._in_title = max(0, self._in_title - 1)
        elif tag in ("td", "th") and self._row is not None:
            self._row.append(" ".join("".join(self._words).split()).replace("|", "\\|"))
            self._words = []
        elif tag == "tr":
            if self._row:
                self._rows.append(self._row)
            self._row = None
        elif tag == "table":
            self._table()
        elif tag == "pre":
            self._code()
        elif tag == "code" and not self._pre:
            self._words.append("`")
        elif tag in _BLOCKS:
            self._leave(tag)

    def _leave(self, tag: str) -> None:
        self._flush()
        if tag == "li":
            self._item = ""
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._item = "   " * len(self._lists)  # what follows inside the item around this list
            self._continues = bool(self._lists)
        if tag in _HEADINGS:
            self._heading = 0

    def _flush(self) -> None:
        """End the paragraph, heading or list item whose words were gathered."""
        if self._row is not None or self._pre:
            return
        said = as_prose("".join(self._words)).strip()
        self._words = []
        if not said:
            return
        if self._heading:
            self.blocks.append("#" * self._heading + " " + " ".join(said.split()))
        elif self._item:
            indent = " " * len(self._item)
            said = self._item + said.replace("\n", "\n" + indent)
            if self._item.strip() and self.blocks and self._continues:
                self.blocks[-1] += "\n" + said
            else:
                self.blocks.append(said)
            self._item = indent if self._lists else ""
        else:
            self.blocks.append(said)
        self._continues = bool(self._lists)

    def _marker(self) -> str:
        indent = "   " * max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return indent + "- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _code(self) -> None:
        self._pre = max(0, self._pre - 1)
        code = "".join(self._words).strip("\n")
        self._words = []
        if code.strip() and not self._pre:
            fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
            self.blocks.append(f"{fence}text\n{code}\n{fence}")

    def _table(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            width = max(map(len, rows))
            lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
            lines.insert(1, "|" + " --- |" * width)
            self.blocks.append("\n".join(lines))


def hides(style: str) -> bool:
    """Whether these declarations of a style leave nothing to be seen."""
    return bool(_HIDDEN_STYLE.search(style))


def _hidden_names(text: str) -> frozenset[str]:
    """The classes, as ``.name``, and ids, as ``#name``, that the page's own sheets hide, wherever they stand."""
    names = set()
    for sheet in _SHEET.finditer(text):
        for selectors, declarations in _RULE.findall(re.sub(r"/\*.*?\*/", "", sheet[1], flags=re.DOTALL)):
            if hides(declarations):
                named = (_NAMED.search(each.strip()) for each in selectors.split(","))
                names |= {each[1] for each in named if each}
    return frozenset(names)
