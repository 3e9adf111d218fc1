"""An answer without a model: verified quotations, chosen and ordered so that they read as one answer.

The passages are read in the order in which they answer, and of each what is worth it is kept, until there is enough.
What was asked decides which sections come first, and whether there is an example or a warning. A section's sentences
stay together and in their order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import TYPE_CHECKING

from agent.code_language import is_in, language_of
from agent.quoting import joined, quoted
from agent.shapes import EXAMPLE, LEADS, ORDER, SHAPES, Role, Shape, role
from agent.spans import spans
from agent.weigh import Weigher
from knowledge.sentences import Kind
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from agent.question import Asked
    from agent.support import Checked, Span
    from knowledge.search import Hit
    from knowledge.sentences import Unit

NEAR = 0.75  # of the best passage's score: what is below it is about something else
PREFERRED = 0.12  # how much earlier a section about the question comes that answers such questions best
LATER = {Role.MISTAKES: 0.2, Role.EXAMPLE: 0.3, Role.ASIDE: 0.4}  # how much later those that seldom answer
WORTH = 0.5  # of the best span's worth, for a question that says much: what is below it is filler
SAYS_MUCH = 5  # stems of a question
NEW = 0.25  # share of a span's stems that must not have been said
OVER = 1.15  # an answer may be so much longer than its shape says
ABOUT = 0.34  # share of the question's words that a warning takes up
ELSEWHERE = 0.15  # the same, of what another page says
DEFINING = 0.3  # how much earlier a passage comes that says what the thing asked about is
PLANS = re.compile(
    r"\b(?:paths?|projects?|roadmap|learn|portfolio|build|capstone|stages?|career)\b", re.IGNORECASE
)
FAR_OFF = ("paths.", "projects.")  # pages whose words are about many things: only where they are asked for


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's Markdown and its sentences, in the order they are shown."""

    markdown: str
    sentences: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be quoted: the number of its passage from 1, its units, and what is known of it."""

    n: int
    units: tuple[Unit, ...]
    text: str
    section: tuple[str, ...]  # source and headings
    start: int  # character in its source
    role: Role
    stems: frozenset[str]
    worth: float
    about: float  # share of the question's words
    defines: bool

    @property
    def source(self) -> str:
        """The document it stands in."""
        return self.section[0]

    @property
    def is_code(self) -> bool:
        """Whether it is a piece of code, with or without the sentence before it."""
        return any(unit.kind is Kind.CODE for unit in self.units)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    def beyond(self, chosen: Iterable[Candidate]) -> Candidate | None:
        """Return what the span says beyond those chosen: a sentence whose beginning they hold; None if nothing."""
        held = {unit.start for each in chosen if each.n == self.n for unit in each.units}
        rest = tuple(dropwhile(lambda unit: unit.start in held, self.units))
        if not rest or any(unit.start in held for unit in rest):
            return None
        return self if len(rest) == len(self.units) else self._only(rest)

    def unshown(self, shown: Iterable[Span]) -> Candidate | None:
        """Return what stands before or after the spans that are shown already, whichever is more; None if nothing."""
        spans = [span for span in shown if span.n == self.n]
        is_new = [
            not any(span.start < unit.end and unit.start < span.end for span in spans) for unit in self.units
        ]
        if all(is_new):
            return self
        before = is_new.index(False)
        after = is_new[::-1].index(False)
        rest = self.units[:before] if before > after else self.units[len(self.units) - after :]
        if not rest or (self.is_code and not any(unit.kind is Kind.CODE for unit in rest)):
            return None  # nothing, or words that lead to a piece of code that is not there
        return self._only(rest)

    def _only(self, units: tuple[Unit, ...]) -> Candidate:
        """Return the span of some of its units, which follow one another."""
        offset = self.units[0].start
        text = self.text[units[0].start - offset : units[-1].end - offset]
        start = self.start + units[0].start - offset
        return replace(self, units=units, text=text, start=start, stems=frozenset(stems(text)))

    def alone(self) -> Candidate:
        """Return the code without the sentence before it, which was quoted already."""
        kept = tuple(unit for unit in self.units if unit.kind is Kind.CODE)
        return replace(self, units=kept)

    def overlaps(self, other: Candidate) -> bool:
        """Whether both hold the same characters of a passage."""
        return (
            self.n == other.n
            and self.units[0].start < other.units[-1].end
            and other.units[0].start < self.units[-1].end
        )


def compose(
    question: str,
    asked: Asked,
    hits: Sequence[Hit],
    allowed: Collection[str] = (),
    language: str = "",
    *,
    shown: Sequence[Span] = (),
) -> Composed:
    """Compose an answer to a question from the passages found, best first; empty when there are none.

    Args:
        question: as it stands alone.
        asked: what kind of answer it wants.
        hits: the passages.
        allowed: addresses that may be shown.
        language: the programming language that examples are best in; one that the question names comes first.
        shown: what an answer that broke off has quoted; it is not said again.
    """
    shape = SHAPES[asked]
    weigher = Weigher(question, hits)
    found = _candidates(question, weigher, hits)
    candidates = [rest for each in found if (rest := each.unshown(shown))]
    told = frozenset().union(*(stems(span.quote) for span in shown))
    prose = _prose(candidates, shape, _order(hits, found, shape, weigher), weigher, told)
    said = told.union(*(each.stems for each in prose))
    sections = _sections(prose)
    groups = _led(sections, shape)
    groups += [
        (EXAMPLE, [each]) for each in _example(candidates, shape, prose, language_of(question) or language)
    ]
    groups += [(LEADS[Role.MISTAKES], [each]) for each in _warning(candidates, shape, said, prose)]
    sentences: list[Checked] = []
    pieces = [_piece(lead, group, hits, sentences, allowed) for lead, group in groups]
    return Composed("\n\n".join(pieces), tuple(sentences))


def _candidates(question: str, weigher: Weigher, hits: Sequence[Hit]) -> list[Candidate]:
    found = []
    for n, hit in enumerate(hits, 1):
        passage = hit.passage
        if n > 1 and passage.source.startswith(FAR_OFF) and not PLANS.search(question):
            continue
        served = role(passage.heading[-1]) if passage.heading else Role.ANY
        for units in spans(passage.text):
            text = passage.text[units[0].start : units[-1].end]
            said = frozenset(stems(text))
            found.append(
                Candidate(
                    n=n,
                    units=units,
                    text=text,
                    section=(passage.source, *passage.heading),
                    start=passage.start + units[0].start,
                    role=served,
                    stems=said,
                    worth=weigher.worth(n, units, text, said, served),
                    about=weigher.share(said),
                    defines=weigher.defines(text),
                )
            )
    return found


def _order(hits: Sequence[Hit], candidates: Sequence[Candidate], shape: Shape, weigher: Weigher) -> list[int]:
    """Return the numbers of the passages that are near the question, in the order in which they answer it."""
    top = max((hit.score for hit in hits), default=0.0)
    defining = {each.n for each in candidates if each.defines}
    found = []
    for n, hit in enumerate(hits, 1):
        heading = hit.passage.heading[-1] if hit.passage.heading else ""
        served = role(heading)
        near = hit.score / top if top > 0 else 1.0
        if near >= NEAR or n == 1:
            headed = weigher.share(stems(" ".join(hit.passage.heading)))
            says_what = max(float(n in defining), weigher.introduces(heading))
            earlier = PREFERRED * headed * (served is shape.prefers) + DEFINING * says_what * (
                shape.prefers in (None, Role.WHAT)
            )
            found.append((LATER.get(served, 0.0) - near - earlier, n))
    return [n for _, n in sorted(found)]


def _prose(
    candidates: Sequence[Candidate],
    shape: Shape,
    order: Sequence[int],
    weigher: Weigher,
    told: frozenset[str],
) -> list[Candidate]:
    """Return the spans of prose that answer, the best passage's first, none of which repeats another."""
    fits = [each for each in candidates if not each.is_code and each.n in order]
    if shape.prefers in (None, Role.WHAT):
        fits = _from_the_definition(fits, order)
    serving = [each for each in fits if each.role not in LATER] or fits
    least = WORTH * max((each.worth for each in serving), default=0.0) if weigher.size >= SAYS_MUCH else -1.0
    chosen: list[Candidate] = []
    said = set(told)
    for span in sorted(serving, key=lambda each: (order.index(each.n), each.start)):
        each = span.beyond(chosen)
        if each is None:
            continue
        words = sum(other.words for other in chosen)
        if words >= shape.words:
            break
        is_near = not chosen or each.source == chosen[0].source or each.about >= ELSEWHERE
        is_fitting = not chosen or words + each.words <= OVER * shape.words
        is_worth_it = each.worth >= least and _adds(each, said)
        if is_near and is_fitting and is_worth_it:
            chosen.append(each)
            said |= each.stems
    return chosen


def _from_the_definition(fits: Sequence[Candidate], order: Sequence[int]) -> list[Candidate]:
    """Return the spans without those that the first passage has before it says what the thing asked about is."""
    defining = next((each for each in fits if each.n == order[0] and each.defines), None)
    if defining is None:
        return list(fits)
    return [each for each in fits if each.n != defining.n or each.start >= defining.start]


def _sections(chosen: Sequence[Candidate]) -> list[list[Candidate]]:
    """Return spans by section, the first one first and the others as one reads them, each in the order of its text."""
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for each in chosen:
        groups.setdefault(each.section, []).append(each)
    first, *others = [sorted(group, key=lambda each: each.start) for group in groups.values()] or [[]]
    others.sort(key=lambda group: ORDER.index(group[0].role))
    return [group for group in (first, *others) if group]


def _led(sections: Sequence[list[Candidate]], shape: Shape) -> list[tuple[str, list[Candidate]]]:
    """Return sections with the mentor's words before them: where the page that answers turns to something else."""
    found: list[tuple[str, list[Candidate]]] = []
    for section in sections:
        first = section[0]
        is_turn = bool(found) and first.source == sections[0][0].source
        lead = shape.lead(first.role) if is_turn else ""
        found.append(("" if any(lead == other for other, _ in found) else lead, section))
    return found


def _example(
    candidates: Iterable[Candidate], shape: Shape, prose: Sequence[Candidate], language: str
) -> list[Candidate]:
    """Return a piece of code of the page that answers, the nearest one; none where there is none in the language."""
    sections = {each.section for each in prose[:1]}
    sources = {each.source for each in prose[:1]} or {each.source for each in candidates}
    fits = [
        each
        for each in candidates
        if each.is_code
        and each.source in sources
        and each.text.count("\n") <= shape.code
        and is_in(each.text, language)
    ]
    best = sorted(fits, key=lambda each: (each.section not in sections, -each.worth))[:1]
    return [each.alone() if _overlaps(each, prose) else each for each in best]


def _warning(
    candidates: Iterable[Candidate], shape: Shape, said: frozenset[str], prose: Sequence[Candidate]
) -> list[Candidate]:
    """Return a mistake that others make, if one is about the question and was not told already."""
    fits = [
        each
        for each in candidates
        if shape.warns
        and each.role is Role.MISTAKES
        and not each.is_code
        and each.about >= ABOUT
        and _adds(each, said)
        and not _overlaps(each, prose)
    ]
    return sorted(fits, key=lambda each: -each.worth)[:1]


def _overlaps(each: Candidate, chosen: Sequence[Candidate]) -> bool:
    return any(each.overlaps(other) for other in chosen)


def _adds(each: Candidate, said: set[str] | frozenset[str]) -> bool:
    return len(each.stems - said) >= max(2, NEW * len(each.stems))


def _piece(
    lead: str,
    group: Sequence[Candidate],
    hits: Sequence[Hit],
    sentences: list[Checked],
    allowed: Collection[str],
) -> str:
    texts = [quoted(each.n, each.units, hits[each.n - 1].passage.text, sentences, allowed) for each in group]
    body = joined([(each.n, each.units) for each in group], texts)
    apart = "\n\n" if body.startswith(("- ", "|", "```")) or (lead and group[0].is_code) else " "
    return f"{lead}{apart}{body}" if lead else body
