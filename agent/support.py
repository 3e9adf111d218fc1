"""Which span of the passages supports a sentence, or that none does. Pure: no model, no state.

A sentence is supported when a passage says it: in the same words, or in other words that change nothing. A sentence
that is shown as supported is believed, so likeness is not enough:

- nearly all of its content words stand in one stretch of a passage, synonyms counted as one; a sentence that joins
  several statements is taken apart, and each part is found for itself;
- it keeps nearly all of what it draws on: whole clauses may be left out, a word that narrows a statement, or its
  condition, may not;
- words that turn a statement round (not, only, before, all, may, wrong ...) are about the same thing on both sides;
- numbers keep the word they count, names are the same, and who does what to whom is not turned round.

What fails is not called false: it is shown as not from the sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.agreement import disagreement
from agent.clean import INLINE
from agent.guard_words import GLUE, GUARDS, NEGATIONS
from agent.statement import Statement, statement
from agent.windows import LEANS, Window, quotable, windows
from knowledge.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEWEST = 2  # content words below which a likeness proves nothing
FRAGMENT = 5  # words in all below which a text is a fragment and states nothing
SKIPPED = str.maketrans("", "", "*_`#>~")
PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
MARK = re.compile(r"\[(?:\d{1,3}|[A-Z])(?:\s*[,;]\s*\d{1,3})*\](?!\()")
UNINDEXED = re.compile(rf"(?<![\w)\]]){MARK.pattern}")  # in code, where what stands behind a name is an index
# where a sentence joins statements that can be found one by one
JOINT = re.compile(
    r"\s*;\s+|:\s+(?=[a-z])|,?\s+(?:because|which means(?: that)?|so that|whereas)\s+|"
    r",\s+(?:since|as|so|and|but|while|therefore|which is why)\s+"
)
# the writer's own connecting words, which state nothing
OPENER = re.compile(
    r"^(?:that is why|this means(?: that)?|in other words|for example|for instance|therefore|thus|so|however|moreover|"
    r"in addition|additionally|also|note that|remember that|in short|in practice|in general|generally|typically|"
    r"importantly|finally|overall|in fact|besides|in return|in that case|(?:bear|keep) in mind that)\b,?\s+",
    re.IGNORECASE,
)
FRONTED = re.compile(r"^(?:because|since|as)\s+(?P<why>[^,]+(?:,[^,]+)*?),\s+(?P<what>.+)$", re.IGNORECASE)


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


def check(sentence: str, passages: Sequence[str], before: Span | None = None) -> Checked:
    """Judge one sentence against the texts of the passages, which are numbered from 1.

    Source marks in the sentence, right or wrong, are left out of the text that is returned: what supports it
    is decided here.

    Args:
        sentence: as a model wrote it.
        passages: what may support it.
        before: what supports the sentence before it, for one that opens on a pronoun.
    """
    text = unmarked(sentence)
    if text.endswith("?"):
        return _question(text, passages)
    if len(text.split()) < FRAGMENT:
        return Checked(text, Verdict.GENERAL, because="a fragment states nothing")
    for n, passage in enumerate(passages, 1):
        if span := _verbatim(text, n, passage):
            return Checked(text, Verdict.SUPPORTED, (span,), "verbatim")
    leans = LEANS.match(OPENER.sub("", text))
    if leans and before is None:
        return Checked(text, Verdict.GENERAL, because="it opens on something that was said before it")
    why = "no passage says it"
    for n, passage in enumerate(passages, 1):
        if leans and before and before.n != n:
            continue
        spans, reason = _reworded(text, n, passage, before)
        if spans:
            return Checked(text, Verdict.SUPPORTED, spans, "reworded")
        why = reason or why
    return Checked(text, Verdict.GENERAL, because=why)


def unmarked(text: str) -> str:
    """Return a text without source marks, however they are nested."""
    while (plain := MARK.sub("", text)) != text:
        text = plain
    return re.sub(r"\s+([.!?,;:])", r"\1", text).strip()


def marks(text: str) -> list[int]:
    """Return the numbers that the source marks of a text name."""
    return [int(number) for mark in MARK.findall(text) for number in re.findall(r"\d+", mark)]


def without_marks(quote: str) -> str:
    """Return a quotation whose own [1] cannot be taken for a mark of ours: in round brackets, but where code counts rows[1]."""
    pieces, at = [], 0
    for code in INLINE.finditer(quote):
        pieces += [MARK.sub(_round, quote[at : code.start()]), UNINDEXED.sub(_round, code.group())]
        at = code.end()
    return "".join([*pieces, MARK.sub(_round, quote[at:])])


def _round(found: re.Match[str]) -> str:
    return f"({found.group()[1:-1]})"


def _question(text: str, passages: Sequence[str]) -> Checked:
    """A question states nothing, unless it brings in what no passage speaks of."""
    known = {stem(word) for passage in passages for word in words(passage)}
    little = GLUE | GUARDS.keys() | NEGATIONS
    asked = {stem(word) for word in words(text) if word not in little and not word.isdigit()}
    if asked <= known:
        return Checked(text, Verdict.QUESTION, because="a question states nothing")
    return Checked(text, Verdict.GENERAL, because="a question that brings in something of its own")


def _verbatim(text: str, n: int, passage: str) -> Span | None:
    """Return the whole sentences of a passage that a text repeats, mark-up and white space aside."""
    wanted = _plain(text)
    found = quotable(passage)
    for first in range(len(found)):
        for last in range(first, len(found)):
            start, end = found[first].start, found[last].end
            said = _plain(passage[start:end])
            if said == wanted and found[last].paragraph == found[first].paragraph:
                return Span(n, passage[start:end], start, end)
            if not wanted.startswith(said):
                break
    return None


def _reworded(text: str, n: int, passage: str, before: Span | None) -> tuple[tuple[Span, ...], str]:
    """Return the spans that say together what a text says, or why the nearest does not."""
    text = OPENER.sub("", text)
    whole, reason = _found(statement(text), n, passage, before if LEANS.match(text) else None)
    if whole:
        return (whole,), ""
    parts = list(_parts(text))
    if len(parts) < 2:  # noqa: PLR2004 - a sentence of one part is that part
        return (), reason
    spans: list[Span] = []
    last = before
    for part in parts:
        span, reason = _found(statement(part), n, passage, last if LEANS.match(part) else None)
        if span is None:
            return (), reason
        spans.append(span)
        last = span
    return tuple(dict.fromkeys(spans)), ""


def _parts(text: str) -> Iterator[str]:
    """Yield the statements that a sentence joins, in its order."""
    fronted = FRONTED.match(text)
    pieces = (fronted["why"], fronted["what"]) if fronted else (text,)
    for piece in pieces:
        yield from (part for part in JOINT.split(piece) if part.strip(" .!,"))


def _found(said: Statement, n: int, passage: str, near: Span | None) -> tuple[Span | None, str]:
    """Return the shortest stretch of a passage that says it, or why the one nearest to it does not."""
    if len(said.order) < FEWEST:
        return None, "too few words that tell anything"
    reason, most = "", 0
    for window in windows(passage):
        if near and not _follows(window, near, passage):
            continue
        shared = len(set(said.content) & set(window.states.content))
        if not shared:
            continue
        why = disagreement(said, window)
        if not why:
            return Span(n, passage[window.start : window.end], window.start, window.end), ""
        if shared > most:
            reason, most = why, shared
    return None, reason


def _follows(window: Window, near: Span, passage: str) -> bool:
    """Whether a window stands in the sentence of another span, or in the next."""
    at = next((i for i, unit in enumerate(quotable(passage)) if unit.start <= near.start < unit.end), 0)
    return window.sentence in (at, at + 1)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return a text without mark-up, case, doubled white space and its last stop."""
    plain = "".join(PLAIN.get(character, character) for character in text).translate(SKIPPED)
    return " ".join(plain.casefold().split()).rstrip(".!;:")
