"""Sections: a page's parts below its second-level headings, by ids that survive an edit of the prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knowledge import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.sources import Source

LEVEL = 2


class Section(NamedTuple):
    """A section's id and the characters it takes up in its source's text."""

    id: str
    start: int
    end: int


def section_id(source: str, heading: Sequence[str]) -> str:
    """`topic#slug` of the second-level heading on a heading path; the slug is empty above the first of them."""
    return f"{source}#{slug(heading[1])}" if len(heading) > 1 else f"{source}#"


def slug(title: str) -> str:
    """A heading's words in lower case, joined by hyphens."""
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-")


def sections(source: Source) -> list[Section]:
    """A source's sections, in the order of its text; together they cover it."""
    found: list[Section] = []
    start, path = 0, [source.title]
    for level, title, at, _ in markdown.headings(source.text):
        if level > LEVEL:
            continue
        if at > start:
            found.append(Section(section_id(source.id, path), start, at))
        start, path = at, [source.title] if level < LEVEL else [source.title, title]
    found.append(Section(section_id(source.id, path), start, len(source.text)))
    return found
