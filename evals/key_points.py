"""Whether a text makes the points that a good answer makes: by the stems of its sentences, without a model."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from knowledge.sentences import Kind, units
from knowledge.words import numbers, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARE = 0.7  # of a point's stems; of one, two or three words therefore all


class Point(NamedTuple):
    """A key point and whether the text makes it, with the stretch that does or comes nearest."""

    point: str
    is_made: bool
    nearest: str


def made(points: Sequence[str], text: str) -> list[Point]:
    """Each point judged: made where two neighbouring sentences, or a code block, hold its words and numbers.

    A point may be said in several ways, parted by `|`; one of them is enough.
    """
    stretches = [(each, stems(each), numbers(each)) for each in _stretches(text)]
    return [_judged(point, stretches) for point in points]


def recall(points: Sequence[Point]) -> float:
    """The share of the points that are made."""
    return sum(point.is_made for point in points) / len(points)


def _judged(point: str, stretches: Sequence[tuple[str, set[str], set[str]]]) -> Point:
    best, nearest = 0.0, ""
    for way in point.split("|"):
        wanted, counted = stems(way), numbers(way)
        needed = math.ceil(SHARE * len(wanted) - 1e-9) or 1
        for stretch, held, figures in stretches:
            share = len(wanted & held) / needed if counted <= figures else 0.0
            if share > best:
                best, nearest = share, stretch
            if best >= 1:
                return Point(point, is_made=True, nearest=nearest)
    return Point(point, is_made=False, nearest=nearest)


def _stretches(text: str) -> list[str]:
    """Every unit of the text alone, and with the one after it."""
    found = [unit for unit in units(text) if unit.kind is not Kind.HEADING]
    alone = [unit.of(text) for unit in found]
    return alone + [text[first.start : second.end] for first, second in pairwise(found)]
