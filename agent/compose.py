"""An answer without a model: verified quotations, chosen and ordered so that they read as one answer.

What was asked decides the shape. A shape is a row of parts, such as what it is, how it works, an example, what
to watch out for. Each part takes the best spans of the passages that serve it, in reading order; the words that
join the parts are the mentor's own and state nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.question import Asked, subjects
from agent.support import Checked, Span, Verdict, without_marks
from knowledge.sentences import Kind, Unit, units
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.search import Hit

OPENS_ON_ANOTHER = re.compile(
    r"^(?:it|its|this|that|these|those|they|their|such|here|he|she|so|then|therefore|thus|hence|otherwise|"
    r"also|but|however|and|or|both|neither|each|either|the (?:first|second|third|former|latter|same|other|result|"
    r"output|program|example|task)|in fact)\b",
    re.IGNORECASE,
)
PLANS = re.compile(
    r"\b(?:paths?|projects?|roadmap|learn|portfolio|build|capstone|stages?|career)\b", re.IGNORECASE
)
FENCE_LINE = re.compile(r"^(?:`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
LONGEST_LIST, SHORTEST_TABLE, LONGEST_TABLE = 10, 3, 14  # items; rows, heading and rule included
CONTRAST = re.compile(r"\b(?:whereas|while|but|unlike|instead|rather|than|differs?|prefer)\b|;")
HALF = re.compile(r"^misconception:", re.IGNORECASE)  # only worth quoting with the truth that follows it
BEING = re.compile(r"\b(?:is|are|means|stands for)\b")
WHAT, WHY, HOW, EXAMPLE, WHEN, MISTAKES, ASIDE, ANY = (
    "what",
    "why",
    "how",
    "example",
    "when",
    "mistakes",
    "aside",
    "any",
)
HEADINGS = {
    WHAT: re.compile(r"^what\b", re.IGNORECASE),
    WHY: re.compile(r"^why\b", re.IGNORECASE),
    HOW: re.compile(r"^(?:how|steps?)\b", re.IGNORECASE),
    EXAMPLE: re.compile(r"^(?:worked )?example\b", re.IGNORECASE),
    WHEN: re.compile(r"^(?:when|choosing|which)\b", re.IGNORECASE),
    MISTAKES: re.compile(r"^(?:common mistakes|misconceptions|troubleshooting)\b", re.IGNORECASE),
}
# what a learner is to do, or where to read on: not what was asked, unless the search puts it first
SET_ASIDE = re.compile(
    r"^(?:practice|what you can do after|where to read|how long .* takes and what it|resources|further reading)\b",
    re.IGNORECASE,
)
# what each sign of a good span counts beside 1 for the question's own words
HEADING_SHARE, RANK_SHARE, EARLY_SHARE, SAME_DOCUMENT, DEFINES, WEIGHS = 0.6, 0.8, 0.25, 0.2, 0.6, 0.5
FAR_OFF = 0.4  # what a path or a project costs where neither was asked for: its words are about many things
FIRST_CHOICE = 0.3  # for a span from the kind of section that serves a part best
WORTH = 0.55  # of the best span's score: what is below it is filler


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer: the words that lead it in, the sections that serve it, and its size."""

    lead: str
    serves: tuple[str, ...]
    sentences: int
    code: bool = False


OPENING = Part("", (ANY,), 3)
SHAPES: dict[Asked, tuple[Part, ...]] = {
    Asked.DEFINITION: (
        Part("", (WHAT,), 3),
        Part("**Why it matters.**", (WHY,), 2),
        Part("**How it works.**", (HOW,), 3),
        Part("**When to use it.**", (WHEN,), 2),
    ),
    Asked.HOW_TO: (
        Part("", (HOW, WHAT), 4),
        Part("**For example:**", (EXAMPLE, HOW), 1, code=True),
        Part("**Watch out.**", (MISTAKES,), 2),
    ),
    Asked.COMPARISON: (
        Part("", (ANY,), 4),
        Part("**When to choose which.**", (WHEN,), 3),
    ),
    Asked.CHOICE: (
        Part("", (ANY,), 3),
        Part("**When to choose which.**", (WHEN,), 3),
        Part("**Watch out.**", (MISTAKES,), 1),
    ),
    Asked.DEBUGGING: (
        Part("", (MISTAKES, HOW, ANY), 4),
        Part("**How it works.**", (HOW, WHY), 2),
    ),
    Asked.CODE: (
        Part("", (HOW, WHAT, ANY), 2),
        Part("**For example:**", (EXAMPLE, HOW, ANY), 1, code=True),
    ),
    Asked.WHY: (Part("", (WHY, ANY), 4), Part("**Watch out.**", (MISTAKES,), 1)),
    Asked.CAREER: (Part("", (ANY,), 4),),
    Asked.OTHER: (OPENING, Part("**In more detail.**", (HOW, WHY, WHEN), 2)),
}


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's Markdown and its sentences, in the order they are shown."""

    markdown: str
    sentences: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    n: int  # the passage's number, from 1
    units: tuple[Unit, ...]  # neighbours that read as one
    score: float
    serves: str
    text: str
    stems: frozenset[str]


def compose(question: str, asked: Asked, hits: Sequence[Hit]) -> Composed:
    """Compose an answer to a question from the passages found, best first; empty when there are none."""
    candidates = _candidates(question, hits)
    pieces: list[str] = []
    sentences: list[Checked] = []
    told: set[str] = set()
    for part in SHAPES[asked]:
        chosen = _choose(part, candidates, told, first=not pieces)
        if not chosen:
            continue
        lines = [_quoted(candidate, hits, sentences) for candidate in chosen]
        body = "\n\n".join(lines) if part.code else _joined(chosen, lines)
        pieces.append(f"{part.lead}\n\n{body}" if part.code and part.lead else f"{part.lead} {body}".strip())
        if asked is Asked.DEFINITION and len(pieces) == 1:
            # what a thing is was said: the rest comes from the pages that said it, not from others that name it
            said_by = {hits[candidate.n - 1].passage.source for candidate in chosen}
            candidates = [each for each in candidates if hits[each.n - 1].passage.source in said_by]
        for candidate in chosen:
            told |= candidate.stems
    return Composed("\n\n".join(pieces), tuple(sentences))


def _candidates(question: str, hits: Sequence[Hit]) -> list[_Candidate]:
    weigh = _Weigher(question, hits)
    found = []
    for n, hit in enumerate(hits, 1):
        heading = hit.passage.heading[-1] if hit.passage.heading else ""
        if n > 1 and SET_ASIDE.match(heading):
            continue
        for group in _groups(hit.passage.text):
            text = hit.passage.text[group[0].start : group[-1].end]
            score = weigh.score(hit, text, group[0].paragraph)
            found.append(_Candidate(n, group, score, _served(heading), text, frozenset(stems(text))))
    return found


class _Weigher:
    """How well a span answers a question: the words it takes up, its heading, its passage's rank, its place."""

    def __init__(self, question: str, hits: Sequence[Hit]) -> None:
        self._asked = stems(question)
        self._plans = bool(PLANS.search(question))
        self._sides = [stems(each) for each in subjects(question)]
        self._rare = _rarity([hit.passage.text for hit in hits])
        self._all = sum(self._rare.get(word, 1.0) for word in self._asked) or 1.0
        self._top = max((hit.score for hit in hits), default=1.0) or 1.0
        self._document = hits[0].passage.source if hits else ""

    def score(self, hit: Hit, text: str, paragraph: int) -> float:
        headed = stems(" ".join((hit.passage.document, *hit.passage.heading)))
        return (
            self._share(stems(text))
            + HEADING_SHARE * self._share(headed)
            + RANK_SHARE * hit.score / self._top
            + EARLY_SHARE / (1 + paragraph)
            + SAME_DOCUMENT * (hit.passage.source == self._document)
            + DEFINES * self._defines(text)
            - FAR_OFF * (hit.passage.source.startswith(("paths.", "projects.")) and not self._plans)
            + WEIGHS * self._weighs(text) * (1.5 if CONTRAST.search(text) else 1.0)
        )

    def _share(self, said: set[str]) -> float:
        return sum(self._rare.get(word, 1.0) for word in self._asked & said) / self._all

    def _weighs(self, text: str) -> float:
        """How well a span weighs the two things of a question: it names both, and what is asked of them."""
        said = stems(text)
        if len(self._sides) < 2 or not all(side and side <= said for side in self._sides):  # noqa: PLR2004 - a pair
            return 0.0
        rest = self._asked.difference(*self._sides)
        return len(rest & said) / len(rest) if rest else 1.0

    def _defines(self, text: str) -> bool:
        """Whether a span says what the thing asked about is: the thing opens it, and a verb of being follows."""
        subject, *after = BEING.split(text, maxsplit=1)
        return bool(after and self._asked and self._asked == stems(subject))


def _rarity(texts: Sequence[str]) -> dict[str, float]:
    """Return how telling each word is among the passages: words that stand in all of them tell little."""
    holding = Counter(word for text in texts for word in stems(text))
    return {word: math.log(1 + len(texts) / count) for word, count in holding.items()}


def _groups(text: str) -> Iterator[tuple[Unit, ...]]:
    """Yield the spans worth quoting: a sentence with those it leans on, a list with its lead, a table, whole code."""
    start, end = _without_broken_code(text)
    found = [unit for unit in units(text) if start <= unit.start and unit.end <= end]
    before: list[Unit] = []
    for index, unit in enumerate(found):
        if before and before[-1].paragraph != unit.paragraph:
            before = []
        if unit.kind is Kind.CODE:
            yield (unit,)
        elif unit.kind is Kind.TABLE:
            yield from _table(found, index)
        elif unit.kind is not Kind.HEADING:
            before = _leaning(unit, before, text)
            quote = unit.of(text)
            if quote.endswith(":"):
                yield from _listed(before, found[index + 1 :])
            elif before and not HALF.match(quote):
                yield tuple(before)


def _leaning(unit: Unit, before: list[Unit], text: str) -> list[Unit]:
    """Return a sentence with those before it that it leans on; nothing when they are not there."""
    if OPENS_ON_ANOTHER.match(unit.of(text)):
        return [*before, unit] if before else []
    return [unit]


def _listed(lead: list[Unit], after: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """Yield a sentence that announces a list with the list: neither says anything alone."""
    items = list(takewhile(lambda unit: unit.kind is Kind.ITEM, after))
    if lead and 0 < len(items) <= LONGEST_LIST:
        yield (*lead, *items)


def _table(found: Sequence[Unit], index: int) -> Iterator[tuple[Unit, ...]]:
    """Yield a whole table at its first row; a row says nothing without its headings."""
    if index and found[index - 1].kind is Kind.TABLE:
        return
    rows = tuple(takewhile(lambda unit: unit.kind is Kind.TABLE, found[index:]))
    if SHORTEST_TABLE <= len(rows) <= LONGEST_TABLE:
        yield rows


def _without_broken_code(text: str) -> tuple[int, int]:
    """Return the characters of a passage outside a code block that its cut has broken."""
    fences = list(FENCE_LINE.finditer(text))
    if len(fences) % 2 == 0:
        return 0, len(text)
    if not fences[0]["info"].strip():
        return fences[0].end(), len(text)  # the end of a block that began before the passage
    return 0, fences[-1].start()


def _served(heading: str) -> str:
    if SET_ASIDE.match(heading):
        return ASIDE
    return next((name for name, pattern in HEADINGS.items() if pattern.match(heading)), ANY)


def _choose(part: Part, candidates: Sequence[_Candidate], told: set[str], *, first: bool) -> list[_Candidate]:
    """Return a part's spans in reading order: the best that serve it, without saying a thing twice."""
    is_code = part.code
    fits = [candidate for candidate in candidates if _fits(candidate, part, first=first)]
    if first and not fits:
        fits = [candidate for candidate in candidates if candidate.units[0].kind is not Kind.CODE]

    def worth(candidate: _Candidate) -> float:
        return candidate.score + FIRST_CHOICE * (candidate.serves == part.serves[0])

    ranked = sorted(fits, key=lambda candidate: (-worth(candidate), candidate.n, candidate.units[0].start))
    best = worth(ranked[0]) if ranked else 0.0
    chosen: list[_Candidate] = []
    said = set(told)
    for candidate in ranked:
        if len(chosen) == part.sentences or worth(candidate) < WORTH * best:
            break
        if _overlaps(candidate, chosen) or not _adds(candidate, said, is_code=is_code):
            continue
        chosen.append(candidate)
        said |= candidate.stems
    lead = {candidate.n: order for order, candidate in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda candidate: (lead[candidate.n], candidate.units[0].start))


def _fits(candidate: _Candidate, part: Part, *, first: bool) -> bool:
    if (candidate.units[0].kind is Kind.CODE) != part.code or candidate.text.startswith("```output"):
        return False
    if candidate.serves == EXAMPLE and not part.code:
        return False  # prose about an example says little without it
    # the best passage opens an answer whatever its heading: a learner's own documents have any
    if first and candidate.n == 1 and candidate.serves != ASIDE:
        return True
    return ANY in part.serves or candidate.serves in part.serves


def _overlaps(candidate: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    return any(
        candidate.n == other.n
        and candidate.units[0].start < other.units[-1].end
        and other.units[0].start < candidate.units[-1].end
        for other in chosen
    )


def _adds(candidate: _Candidate, said: set[str], *, is_code: bool) -> bool:
    """Whether a span says something that has not been said: a quarter of its words are new."""
    return is_code or len(candidate.stems - said) >= max(2, 0.25 * len(candidate.stems))


def _quoted(candidate: _Candidate, hits: Sequence[Hit], sentences: list[Checked]) -> str:
    """Return a span as Markdown with its mark; adds its sentences to those of the answer."""
    text = hits[candidate.n - 1].passage.text
    lines = []
    for unit in candidate.units:
        quote = unit.of(text)
        span = Span(candidate.n, quote, unit.start, unit.end)
        sentences.append(Checked(quote, Verdict.SUPPORTED, (span,), "verbatim"))
        lines.append(_shown(quote, unit.kind))
    kinds = [unit.kind for unit in candidate.units]
    if kinds[0] is Kind.CODE:
        return f"{lines[0]}\n[{candidate.n}]"
    if kinds[0] is Kind.TABLE:
        return "\n" + "\n".join(lines) + f"\n\n[{candidate.n}]"
    if kinds[-1] is Kind.ITEM and len(kinds) > 1:
        lead = " ".join(line for line, kind in zip(lines, kinds, strict=True) if kind is not Kind.ITEM)
        items = "\n".join(f"- {line}" for line, kind in zip(lines, kinds, strict=True) if kind is Kind.ITEM)
        return f"{lead} [{candidate.n}]\n\n{items}\n"
    return f"{' '.join(lines)} [{candidate.n}]"


def _shown(quote: str, kind: Kind) -> str:
    """Return a quotation as it is shown: on one line, and without marks of its own that would pass for ours."""
    if kind is Kind.CODE:
        return re.sub(r"^(`{3,}\w+) (?:run|no-run).*", r"\1", quote)
    return without_marks(" ".join(quote.split()))


def _joined(chosen: Sequence[_Candidate], lines: Sequence[str]) -> str:
    """Join spans into paragraphs; a row of three or more list items stays a list."""
    items = [candidate.units[0].kind is Kind.ITEM for candidate in chosen]
    if len(chosen) > 2 and all(items):  # noqa: PLR2004 - two items read well as sentences
        return "\n" + "\n".join(f"- {line}" for line in lines)
    paragraphs: list[list[str]] = []
    last: int | None = None
    for candidate, line in zip(chosen, lines, strict=True):
        if candidate.n != last:
            paragraphs.append([])
        paragraphs[-1].append(line)
        last = candidate.n
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
