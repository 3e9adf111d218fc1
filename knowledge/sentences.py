"""A passage's text as the units that can be quoted: sentences, list items, code blocks, table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=mark)[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
HEADING = re.compile(r"^#{1,6}[ \t]")
TABLE = re.compile(r"^[ \t]*\|")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|approx|Dr|Mr|Ms|Mrs|St|No|Fig|ca)|\b[A-Z])\.$")
STOP = re.compile(r"[.!?…]+[\"'”’)\]*_`]*(?=\s)")


class Kind(StrEnum):
    """What a unit of text is."""

    SENTENCE = "sentence"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text that can stand alone: characters `start` to `end` of the text it was cut from.

    Args:
        paragraph: the number of the paragraph or block it belongs to, from 0.
    """

    start: int
    end: int
    kind: Kind
    paragraph: int

    def of(self, text: str) -> str:
        """Return the unit's characters."""
        return text[self.start : self.end]


def units(text: str) -> list[Unit]:
    """Cut a text into its units, in reading order; white space between them belongs to none."""
    found: list[Unit] = []
    at, paragraph = 0, 0
    for fence in FENCE.finditer(text):
        paragraph = _prose(text, at, fence.start(), paragraph, found)
        found.append(Unit(fence.start(), fence.end(), Kind.CODE, paragraph))
        paragraph += 1
        at = fence.end()
    _prose(text, at, len(text), paragraph, found)
    return found


def units_within(text: str, start: int, end: int) -> list[Unit]:
    """Return the units of a text that stand whole between two positions of it."""
    return [unit for unit in units(text) if start <= unit.start and unit.end <= end]


def _prose(text: str, start: int, end: int, paragraph: int, found: list[Unit]) -> int:
    """Add the units between two positions; returns the next paragraph's number."""
    block: list[tuple[int, int]] = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip()
        begins = bool(ITEM.match(line) or HEADING.match(line) or TABLE.match(line))
        if block and (not bare or begins):
            paragraph = _block(text, block, paragraph, found)
            block = []
        if bare:
            block.append((at, at + len(line)))
            if HEADING.match(line) or TABLE.match(line):
                paragraph = _block(text, block, paragraph, found)
                block = []
        at += len(line)
    if block:
        paragraph = _block(text, block, paragraph, found)
    return paragraph


def _block(text: str, lines: list[tuple[int, int]], paragraph: int, found: list[Unit]) -> int:
    start, end = lines[0][0], lines[-1][1]
    first = text[start : lines[0][1]]
    kind = Kind.SENTENCE
    if HEADING.match(first):
        kind = Kind.HEADING
    elif TABLE.match(first):
        kind = Kind.TABLE
    elif mark := ITEM.match(first):
        kind = Kind.ITEM
        start += mark.end()
    if kind in (Kind.HEADING, Kind.TABLE):
        _add(text, start, end, kind, paragraph, found)
        return paragraph + 1
    at = start
    for stop in STOP.finditer(text, start, end):
        if _ends_a_sentence(text, at, stop):
            _add(text, at, stop.end(), kind, paragraph, found)
            at = stop.end()
    _add(text, at, end, kind, paragraph, found)
    return paragraph + 1


def _ends_a_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if text[start : stop.end()].count("`") % 2:
        return False  # inside code
    after = text[stop.end() : stop.end() + 40].lstrip()
    if after and (after[0].islower() or after[0] in ",;:)"):
        return False
    return not ABBREVIATION.search(text[start : stop.start() + 1])


def _add(text: str, start: int, end: int, kind: Kind, paragraph: int, found: list[Unit]) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        found.append(Unit(start, end, kind, paragraph))
