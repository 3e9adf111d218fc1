"""The stretches of a passage that can say something, each with its clauses and what its pronouns stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.statement import Statement, statement
from knowledge.sentences import Kind, Unit, units
from knowledge.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

SEGMENT = re.compile(r"(?<=;)\s+|(?<=:)\s+")
VERBAL = r"(?:\w+ly\s+)?(?:is|are|was|were|can|may|must|has|have|then|also|not|it|they|in|inside|on|for|with|at|by|\w+(?:s|ed))\b"
CLAUSE = re.compile(
    r"(?<=[,:;.])\s+|\s+\(|(?<=\w)\)(?=[\s,.;:])\s*|\s+(?=(?:because|since|so|if|unless|except|when|whenever|while|where|whereas|until|"
    rf"which|but|that|and(?=\s+{VERBAL}))\b)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"^(?:and |or |but )?(?:if|unless|except|provided|only|until|when|whenever|while)\b", re.IGNORECASE
)
CONTINUES = re.compile(
    r"^(?:which|that|because|since|so|when|while|if|until|unless|each|both|all)\b|"
    rf"^(?:(?:and|or|but)\s+)?{VERBAL}|\b(?:it|its|they|their|them)\b",
    re.IGNORECASE,
)
LEANS = re.compile(
    r"^(?:it(?! is (?:\w+ ){1,3}(?:that|to)\b)|its|they|their|this|that|these|those|he|she|such|both|each|the (?:former|latter|other|first|second))\b",
    re.IGNORECASE,
)
REFERS = re.compile(r"^(?:\S+\s+){0,5}(?:it|its|they|their|this|these)\b", re.IGNORECASE)
TURNED = frozenset(("misconception", "myth", "wrong", "false", "mistake"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a window, and how it hangs together with those beside it."""

    states: Statement
    is_condition: bool  # of what stands beside it
    leans: bool  # on the subject of the clause that opens the sentence


@dataclass(frozen=True, slots=True)
class Window:
    """Characters `start` to `end` of a passage, what they state, and what stands for their pronouns."""

    start: int
    end: int
    states: Statement  # with what the pronouns stand for
    clauses: tuple[Clause, ...]
    sentence: int  # which of the passage's sentences it ends in


@lru_cache(maxsize=256)
def windows(passage: str) -> tuple[Window, ...]:
    """Return the windows of a passage: parts of sentences, then whole ones, each list in reading order."""
    found = sorted(_spans(passage), key=lambda span: span[2] - span[1])
    return tuple(
        Window(start, end, statement(passage[context:end]), _clauses(passage[context:end]), number)
        for context, start, end, number in found
    )


@lru_cache(maxsize=256)
def quotable(passage: str) -> tuple[Unit, ...]:
    """Return the units of a passage that state something in words."""
    return tuple(unit for unit in units(passage) if unit.kind in (Kind.SENTENCE, Kind.ITEM, Kind.TABLE))


def _spans(passage: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where what the pronouns stand for starts, start, end, and the sentence's number."""
    before: Unit | None = None
    for number, unit in enumerate(quotable(passage)):
        text = unit.of(passage)
        is_next = before is not None and before.paragraph == unit.paragraph
        opens = before.start if before and is_next and LEANS.match(text) else unit.start
        cuts = [unit.start, *(unit.start + found.end() for found in SEGMENT.finditer(text)), unit.end]
        # "Misconception: ..." and its like turn round what follows them
        if len(cuts) > 2 and not TURNED & set(words(text)):  # noqa: PLR2004
            for start, end in pairwise(cuts):
                leans = REFERS.match(passage[start:end])
                yield (unit.start if leans else start), start, end, number
            if ";" in text:  # what it parts are statements of their own
                before = unit
                continue
        yield opens, unit.start, unit.end, number
        before = unit


def _clauses(text: str) -> tuple[Clause, ...]:
    return tuple(
        Clause(statement(part), bool(CONDITION.match(part)), bool(CONTINUES.search(part)))
        for part in CLAUSE.split(text)
        if part.strip()
    )
