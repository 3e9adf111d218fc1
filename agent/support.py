"""Which span of the passages supports a sentence, or that none does. Pure: no model, no state.

A sentence is compared with each passage in three steps, and the first that holds decides:

1. its words stand in the passage, mark-up and white space aside;
2. they stand there almost to the letter, and no number, name or negation differs;
3. one or two neighbouring sentences of the passage hold nearly all of its meaning words, every number and
   name in it, and the same negation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.sentences import Kind, units
from knowledge.words import identifiers, numbers, polarities, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

FUZZY = (
    92.0  # percent of rapidfuzz's partial ratio: a changed article or ending passes, a changed noun does not
)
OVERLAP = 0.8  # share of a sentence's meaning words that its span must hold
FEWEST_WORDS = 3  # meaning words below which a likeness of words proves nothing
FRAGMENT = 5  # words in all below which a text is a fragment and states nothing
SKIPPED = str.maketrans("", "", "*_`#>~")
DASHES = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
MARK = re.compile(r"\[(?:\d{1,3}|[A-Z])(?:\s*[,;]\s*\d{1,3})*\](?!\()")


class Verdict(StrEnum):
    """What is known of a sentence."""

    SUPPORTED = "supported"
    GENERAL = "general"  # not from the sources
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of passage number `n` (from 1), which read `quote`."""

    n: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence as shown, with what supports it and why the check says so."""

    text: str
    verdict: Verdict
    support: tuple[Span, ...] = ()
    because: str = ""


def check(sentence: str, passages: Sequence[str]) -> Checked:
    """Judge one sentence against the texts of the passages, which are numbered from 1.

    Source marks in the sentence, right or wrong, are left out of the text that is returned: what supports it
    is decided here.
    """
    text = re.sub(r"\s+([.!?,;:])", r"\1", MARK.sub("", sentence)).strip()
    if text.endswith("?"):
        return Checked(text, Verdict.QUESTION, because="a question states nothing")
    if len(text.split()) < FRAGMENT:
        return Checked(text, Verdict.GENERAL, because="a fragment states nothing")
    for find, because in ((_verbatim, "verbatim"), (_nearly, "nearly verbatim"), (_reworded, "reworded")):
        best = max(
            (span for n, passage in enumerate(passages, 1) if (span := find(text, n, passage))),
            key=lambda scored: scored[0],
            default=None,
        )
        if best:
            return Checked(text, Verdict.SUPPORTED, (best[1],), because)
    return Checked(text, Verdict.GENERAL, because="no passage says it")


def _verbatim(text: str, n: int, passage: str) -> tuple[float, Span] | None:
    plain, _ = _plain(text)
    plain = plain.rstrip(".!:;")
    against, at = _plain(passage)
    start = against.find(plain)
    while start >= 0:
        end = start + len(plain)
        if not (against[start - 1 : start].isalnum() or against[end : end + 1].isalnum()):
            return 1.0, _span(n, passage, at[start], at[end - 1] + 1)
        start = against.find(plain, start + 1)
    return None


def _nearly(text: str, n: int, passage: str) -> tuple[float, Span] | None:
    from rapidfuzz.fuzz import partial_ratio_alignment

    plain, _ = _plain(text)
    against, at = _plain(passage)
    if len(stems(text)) < FEWEST_WORDS or len(plain) > len(against):
        return None
    found = partial_ratio_alignment(plain, against, score_cutoff=FUZZY)
    if not found or found.dest_end <= found.dest_start:
        return None
    span = _sentences_around(n, passage, at[found.dest_start], at[found.dest_end - 1] + 1)
    if stems(text) <= stems(span.quote) and _agrees(text, span.quote):
        return found.score, span
    return None


def _reworded(text: str, n: int, passage: str) -> tuple[float, Span] | None:
    meant = stems(text)
    if len(meant) < FEWEST_WORDS:
        return None
    best: tuple[float, Span] | None = None
    for start, end, held, halves in _windows(passage):
        share = len(meant & held) / len(meant)
        quote = passage[start:end]
        if share < OVERLAP or (best and share <= best[0]) or not _agrees(text, quote):
            continue
        # what one sentence denies is not affirmed by reading its neighbour with it
        if not any(_denies(text, meant, passage[first:last]) for first, last in halves):
            best = share, Span(n, quote, start, end)
    return best


def _denies(text: str, meant: set[str], quote: str) -> bool:
    """Whether a quote is about most of what a text says, and says the opposite of it."""
    return len(meant & stems(quote)) > len(meant) / 2 and not _same_polarity(text, quote)


def _agrees(text: str, quote: str) -> bool:
    """Whether a quote holds every number and name of a text, and negates as it does."""
    return (
        numbers(text) <= numbers(quote)
        and all(name in quote.lower().replace("`", "") for name in identifiers(text))
        and _same_polarity(text, quote)
    )


def _same_polarity(text: str, quote: str) -> bool:
    """Whether a quote affirms what a text affirms and negates what it negates, word by word."""
    held = polarities(quote)
    return all(said <= held[word] for word, said in polarities(text).items() if word in held)


@lru_cache(maxsize=256)
def _windows(passage: str) -> tuple[tuple[int, int, frozenset[str], tuple[tuple[int, int], ...]], ...]:
    """Return the quotable spans of a passage: each sentence, and each two neighbours of one paragraph.

    Each is its characters, its stems, and for two neighbours the characters of both.
    """
    quotable = [unit for unit in units(passage) if unit.kind in (Kind.SENTENCE, Kind.ITEM, Kind.TABLE)]
    spans: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [
        (unit.start, unit.end, ()) for unit in quotable
    ]
    spans += [
        (first.start, second.end, ((first.start, first.end), (second.start, second.end)))
        for first, second in pairwise(quotable)
        if first.paragraph == second.paragraph
    ]
    return tuple((start, end, frozenset(stems(passage[start:end])), halves) for start, end, halves in spans)


def _sentences_around(n: int, passage: str, start: int, end: int) -> Span:
    touched = [unit for unit in units(passage) if unit.start < end and unit.end > start]
    if touched:
        start, end = touched[0].start, touched[-1].end
    return _span(n, passage, start, end)


def _span(n: int, passage: str, start: int, end: int) -> Span:
    return Span(n, passage[start:end], start, end)


@lru_cache(maxsize=256)
def _plain(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without mark-up, case and doubled white space, and where each character stood."""
    characters: list[str] = []
    at: list[int] = []
    for position, character in enumerate(text):
        plain = DASHES.get(character, character).translate(SKIPPED)
        if plain.isspace():
            plain = " "
        if not plain or (plain == " " and (not characters or characters[-1] == " ")):
            continue
        folded = plain.casefold()
        characters.append(folded[0])
        at.append(position)
    while characters and characters[-1] == " ":
        characters.pop()
        at.pop()
    return "".join(characters), tuple(at)
