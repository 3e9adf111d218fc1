"""Which span of the passages supports a sentence, or that none does. Pure: no model, no state.

A sentence is supported when a passage says it: in the same words, or with words left out that change nothing. What
counts as saying it is strict, because a sentence shown as supported is believed:

- every content word of the sentence stands in one sentence of the passage, or in neighbours, in the same order, and
  hardly any is left out between them: whole clauses may be, a word that narrows the statement may not;
- the words that turn a statement round (not, only, if, before, all, may, wrong ...) are the same on both sides;
- each number keeps the word it counts.

What fails is not called false: it is shown as not from the sources.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from knowledge.sentences import Kind, Unit, units
from knowledge.words import identifiers, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEWEST = 2  # content words below which a likeness proves nothing
FRAGMENT = 5  # words in all below which a text is a fragment and states nothing
KEPT = 0.85  # share of the content words of a run of clauses that a rewording must keep
SKIPPED = str.maketrans("", "", "*_`#>~")
PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
MARK = re.compile(r"\[(?:\d{1,3}|[A-Z])(?:\s*[,;]\s*\d{1,3})*\](?!\()")
CLAUSE = re.compile(r"(?<=;)\s+|(?<=:)\s+(?=[a-z])")
COMMA = re.compile(r"(?<=[,;:.!?])\s+")
OPENS_ON_ANOTHER = re.compile(r"^(?:it|its|they|their|this|these|those|that|he|she|such)\b", re.IGNORECASE)
# words that may stand or fall without changing what is stated
GLUE = frozenset(
    """a an the is are was were be been being do does did has have had of in on at by as it its this that these those
    there here and also then so thus therefore too very just simply usually often you your we our i one which who whom
    whose what with for into upon about them they he she his her their us me my itself themselves can will would shall
    should could mean want need like""".split()  # noqa: SIM905 - a list literal of them would be unreadable
)
# words that turn a statement round: each must be on both sides as often
GUARDS = frozenset(
    """not no never none nothing neither nor without cannot unless except only if when until before after over under
    above below between to from than more less most least all some any every each both either may might must always
    sometimes rarely hardly seldom or but wrong false misconception myth incorrect mistake claim claims claimed say says
    said believe supposed instead rather against first last up down out off again twice once half double
    faster slower larger smaller higher lower earlier later better worse""".split()  # noqa: SIM905 - as above
)


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
    text = unmarked(sentence)
    if text.endswith("?"):
        return _question(text, passages)
    if len(text.split()) < FRAGMENT:
        return Checked(text, Verdict.GENERAL, because="a fragment states nothing")
    for n, passage in enumerate(passages, 1):
        if span := _verbatim(text, n, passage):
            return Checked(text, Verdict.SUPPORTED, (span,), "verbatim")
    if OPENS_ON_ANOTHER.match(text):
        return Checked(text, Verdict.GENERAL, because="it opens on something that was said before it")
    for n, passage in enumerate(passages, 1):
        if span := _reworded(text, n, passage):
            return Checked(text, Verdict.SUPPORTED, (span,), "reworded")
    return Checked(text, Verdict.GENERAL, because="no passage says it")


def unmarked(text: str) -> str:
    """Return a text without source marks, however they are nested."""
    while (plain := MARK.sub("", text)) != text:
        text = plain
    return re.sub(r"\s+([.!?,;:])", r"\1", text).strip()


def without_marks(quote: str) -> str:
    """Return a quotation whose own [1] cannot be taken for a mark of ours: in round brackets."""
    return MARK.sub(lambda found: f"({found.group()[1:-1]})", quote)


def _question(text: str, passages: Sequence[str]) -> Checked:
    """A question states nothing, unless it brings in what no passage speaks of."""
    known = {stem(word) for passage in passages for word in words(passage)}
    told = (word for word in words(text) if word not in GLUE and word not in GUARDS and not word.isdigit())
    asked = {stem(word) for word in told}
    if asked <= known:
        return Checked(text, Verdict.QUESTION, because="a question states nothing")
    return Checked(text, Verdict.GENERAL, because="a question that brings in something of its own")


def _verbatim(text: str, n: int, passage: str) -> Span | None:
    """Return the whole sentences of a passage that a text repeats, mark-up and white space aside."""
    wanted = _plain(text)
    quotable = _quotable(passage)
    for first in range(len(quotable)):
        for last in range(first, len(quotable)):
            start, end = quotable[first].start, quotable[last].end
            said = _plain(passage[start:end])
            if said == wanted and quotable[last].paragraph == quotable[first].paragraph:
                return Span(n, passage[start:end], start, end)
            if not wanted.startswith(said):
                break
    return None


def _reworded(text: str, n: int, passage: str) -> Span | None:
    """Return the shortest span that says what a text says with words left out."""
    meant = _meaning(text)
    if len(meant.content) < FEWEST:
        return None
    for start, end, held in _windows(passage):
        if meant.guards == held.guards and meant.counted <= held.counted and _keeps(meant.content, held.runs):
            quote = passage[start:end]
            plain = quote.lower().replace("`", "")
            if all(name in plain for name in identifiers(text)):
                return Span(n, quote, start, end)
    return None


@dataclass(frozen=True, slots=True)
class _Meaning:
    content: tuple[str, ...]  # stems in order
    guards: Counter[str]
    counted: frozenset[tuple[str, str]]  # a number, and the stem that follows it
    runs: tuple[tuple[str, ...], ...]  # the content of each run of neighbouring clauses


def _meaning(text: str) -> _Meaning:
    spoken = [word.replace("’", "'") for word in words(text)]
    spoken = [part for word in spoken for part in (["not"] if word.endswith("n't") else [word])]
    spoken = [part for word in spoken for part in (["can", "not"] if word == "cannot" else [word])]
    content = tuple(stem(word) for word in spoken if word not in GLUE and word not in GUARDS)
    counted = frozenset(
        (one, stem(other)) for one, other in pairwise([*spoken, ""]) if any(sign.isdigit() for sign in one)
    )
    return _Meaning(content, Counter(word for word in spoken if word in GUARDS), counted, _runs(text))


def _runs(text: str) -> tuple[tuple[str, ...], ...]:
    clauses = [
        tuple(stem(word) for word in words(clause) if word not in GLUE and word not in GUARDS)
        for clause in COMMA.split(text)
    ]
    return tuple(
        tuple(chain.from_iterable(clauses[first:last]))
        for first in range(len(clauses))
        for last in range(first + 1, len(clauses) + 1)
    )


def _keeps(wanted: Sequence[str], runs: Sequence[Sequence[str]]) -> bool:
    """Whether a run of clauses holds every word in the same order, and hardly any more."""
    for run in runs:
        rest = iter(run)
        if len(wanted) >= KEPT * len(run) and all(word in rest for word in wanted):
            return True
    return False


@lru_cache(maxsize=256)
def _windows(passage: str) -> tuple[tuple[int, int, _Meaning], ...]:
    """Return the spans that can say something: clauses, sentences, then neighbours of one paragraph."""
    spans = list(_spans(passage))
    return tuple((start, end, _meaning(passage[start:end])) for start, end in spans)


def _spans(passage: str) -> Iterator[tuple[int, int]]:
    quotable = _quotable(passage)
    for unit in quotable:
        text = unit.of(passage)
        cuts = [0, *(found.start() for found in CLAUSE.finditer(text)), len(text)]
        # "Misconception: ..." and its like turn round what follows them
        if len(cuts) > 2 and not GUARDS & {"misconception", "myth", "wrong", "false"} & set(words(text)):  # noqa: PLR2004
            yield from ((unit.start + first, unit.start + last) for first, last in pairwise(cuts))
        yield unit.start, unit.end
    for first, second in pairwise(quotable):
        if first.paragraph == second.paragraph:
            yield first.start, second.end


@lru_cache(maxsize=256)
def _quotable(passage: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in units(passage) if unit.kind in (Kind.SENTENCE, Kind.ITEM, Kind.TABLE))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return a text without mark-up, case, doubled white space and its last stop."""
    plain = "".join(PLAIN.get(character, character) for character in text).translate(SKIPPED)
    return " ".join(plain.casefold().split()).rstrip(".!;:")
