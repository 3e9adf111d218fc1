"""Paragraphs of different pages that say nearly the same in the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SHINGLE = (
    5  # words in a row: shared by chance in one paragraph of hundreds, by copying in most of its length
)
_SHORTEST = 20  # words: shorter paragraphs share set phrases
ALIKE = 0.5  # share of the shorter paragraph's shingles: half of a paragraph in the same words is copied


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a page, with its line in the page's text from 1."""

    page: str
    line: int
    words: tuple[str, ...]


def near_duplicates(pages: Mapping[str, str]) -> Iterator[tuple[Paragraph, Paragraph, float]]:
    """Yield pairs of paragraphs from different pages that share half the shorter one's word sequences, with the share."""
    return (pair for pair in shares(pages) if pair[2] >= ALIKE)


def shares(pages: Mapping[str, str]) -> Iterator[tuple[Paragraph, Paragraph, float]]:
    """Yield pairs of paragraphs from different pages that have five words in a row in common, with the share."""
    paragraphs = [each for page, text in pages.items() for each in _paragraphs(page, text)]
    shingles = [_shingles(each.words) for each in paragraphs]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, mine in enumerate(shingles):
        for shingle in mine:
            holders[shingle].append(index)
    shared = Counter(pair for indexes in holders.values() for pair in _pairs(indexes, paragraphs))
    for (one, other), count in sorted(shared.items()):
        yield paragraphs[one], paragraphs[other], count / min(len(shingles[one]), len(shingles[other]))


def _pairs(indexes: list[int], paragraphs: list[Paragraph]) -> Iterable[tuple[int, int]]:
    return ((a, b) for a, b in combinations(indexes, 2) if paragraphs[a].page != paragraphs[b].page)


def _paragraphs(page: str, text: str) -> Iterator[Paragraph]:
    for block in re.finditer(r"\S.*?(?=\n[ \t]*\n|\Z)", text, re.DOTALL):
        words = tuple(re.findall(r"[\w'-]+", block[0].lower()))
        if len(words) >= _SHORTEST and not block[0].startswith("```"):
            yield Paragraph(page, text.count("\n", 0, block.start()) + 1, words)


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}
