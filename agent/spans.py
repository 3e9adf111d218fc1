"""The spans of a passage that are worth quoting: each says something by itself, without what stands around it."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from knowledge.sentences import Kind, Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEANS = re.compile(
    r"^(?:it|its|this|that|these|those|they|their|such|here|he|she|so|then|therefore|thus|hence|otherwise|"
    r"also|but|however|and|or|both|neither|each|either|the (?:first|second|third|former|latter|same|other|others|"
    r"result|output|program|example|task|rest)|the (?:two|three|four|five)\b|in fact|in (?:this|that|the|both|either) "
    r"(?:case|example|way)s?|for that|for this|after that|most of (?:them|these)|in contrast|instead|likewise|only then|"
    r"(?:\S+ ){1,2}them|(?:\w+ ){1,2}(?:this|these|those|that (?:time|point|case|way|reason|moment|step|rule|value)))\b",
    re.IGNORECASE,
)
FENCE_LINE = re.compile(r"^(?:`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
HALF = re.compile(r"^(?:misconception|mistake):", re.IGNORECASE)  # only worth quoting with the truth after it
OUTPUT = "```output"
CODE_LINE = re.compile(
    r"=>|[{};]$|^[\w.\[\]]+ = \S|^(?:const|let|var|def|import|from|return|func|class|public)\b.*[({=:]",
    re.MULTILINE,
)
# how no sentence begins, save with a name such as gRPC or npm
MIDDLE = re.compile(r"[a-z](?![\w.-]*[A-Z]|[\w.-]* (?:is|are) (?:an?|the|part)\b)")
LONGEST_LIST, SHORTEST_TABLE, LONGEST_TABLE = 10, 3, 14  # items; rows, heading and rule included
LONGEST_CODE = 40  # lines


def spans(text: str) -> Iterator[tuple[Unit, ...]]:
    """Yield the spans in reading order; spans may share units.

    A sentence comes with those it leans on, a list with what announces it (once more with the first sentence of each
    item alone, where items have more), a table whole, code with the sentence before it and the output after it.
    """
    start, end = _without_broken_code(text)
    found = [
        unit for unit in units(text) if start <= unit.start and unit.end <= end and not _is_torn(unit, text)
    ]
    before: list[Unit] = []
    listed: set[Unit] = set()
    for index, unit in enumerate(found):
        if unit in listed:
            continue
        if before and before[-1].paragraph != unit.paragraph:
            before = []
        if unit.kind is Kind.CODE:
            yield from _code(found, index, text)
        elif unit.kind is Kind.TABLE:
            yield from _table(found, index)
        elif unit.kind is not Kind.HEADING:
            before = _leaning(unit, before, text)
            quote = unit.of(text)
            if quote.endswith(":"):
                for whole in _listed(before, found[index + 1 :]):
                    listed.update(whole)
                    yield whole
            elif before and not HALF.match(quote):
                yield tuple(before)


def _is_torn(unit: Unit, text: str) -> bool:
    """Whether a passage's cut has left the end of a sentence, or lines of code without their fence."""
    if unit.kind is not Kind.SENTENCE:
        return False
    quote = unit.of(text)
    is_rest = unit.start == 0 and MIDDLE.match(quote) is not None
    return is_rest or bool(CODE_LINE.search(re.sub(r"`[^`\n]*`", "", quote)))


def _leaning(unit: Unit, before: list[Unit], text: str) -> list[Unit]:
    """Return a sentence with those before it that it leans on; nothing when they are not there."""
    quote = unit.of(text)
    if LEANS.match(quote):
        return [*before, unit] if before else []
    return [unit]


def _listed(lead: list[Unit], after: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """Yield a sentence that announces a list with the list: neither says anything alone, nor does half a list."""
    units = list(takewhile(lambda unit: unit.kind is Kind.ITEM, after))
    heads = [
        unit for index, unit in enumerate(units) if not index or unit.paragraph != units[index - 1].paragraph
    ]
    if lead and 0 < len(heads) <= LONGEST_LIST:
        yield (*lead, *units)
        if len(heads) < len(units):
            yield (*lead, *heads)


def _table(found: Sequence[Unit], index: int) -> Iterator[tuple[Unit, ...]]:
    """Yield a whole table at its first row; a row says nothing without its headings."""
    if index and found[index - 1].kind is Kind.TABLE:
        return
    rows = tuple(takewhile(lambda unit: unit.kind is Kind.TABLE, found[index:]))
    if SHORTEST_TABLE <= len(rows) <= LONGEST_TABLE:
        yield rows


def _code(found: Sequence[Unit], index: int, text: str) -> Iterator[tuple[Unit, ...]]:
    """Yield a block of code with the sentence right before it and what it prints."""
    unit = found[index]
    if unit.of(text).startswith(OUTPUT) or unit.of(text).count("\n") > LONGEST_CODE:
        return
    lead = found[index - 1 : index] if index else []
    if lead and (lead[0].kind not in (Kind.SENTENCE, Kind.ITEM) or LEANS.match(lead[0].of(text))):
        lead = []
    after = [each for each in found[index + 1 : index + 2] if each.of(text).startswith(OUTPUT)]
    yield (*lead, unit, *after)


def _without_broken_code(text: str) -> tuple[int, int]:
    """Return where a passage can be quoted from and to: a code block that was cut in two is left out."""
    fences = list(FENCE_LINE.finditer(text))
    if len(fences) % 2 == 0:
        return 0, len(text)
    if not fences[0]["info"].strip():
        return fences[0].end(), len(text)  # the end of a block that began before the passage
    return 0, fences[-1].start()
