"""Sections: a page's parts below its second-level headings, by ids that survive an edit of the prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knowledge import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.sources import Source

LEVEL = 2
PART = 0.25  # share of a stretch from which it counts for a section


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


def taken_up(parts: Sequence[Section], start: int, end: int) -> list[str]:
    """The ids of the sections that a stretch of text counts for, the one with most of it first.

    A stretch counts for every section that makes up a quarter of it, so that cutting text regardless of its
    headings is not punished twice.
    """
    shares = [
        (min(end, each.end) - max(start, each.start), each.id)
        for each in parts
        if each.start < end and each.end > start
    ]
    best = sorted(shares, key=lambda share: -share[0])
    return [key for chars, key in best if chars >= PART * (end - start)] or [best[0][1]]
