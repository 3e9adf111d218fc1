"""The same thing said otherwise: plainer, shorter, more of it, an example of it; quoted from the page at hand.

Nothing that the conversation has shown is shown again, but for one sentence to hold on to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent import replies
from agent.code_language import is_in, language_of
from agent.discussed import shown_of
from agent.moves import Move, is_word_for_word
from agent.quoting import joined, quoted
from agent.shapes import Role, role
from agent.spans import spans
from agent.weigh import Weigher
from knowledge.sentences import Kind, units_within
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.discussed import Discussed
    from agent.support import Checked
    from knowledge.search import Hit
    from knowledge.sentences import Unit

ONE_SENTENCE = 45  # words: a longer one is no short answer
PLAIN = 2  # plain spans shown
EXPLAINS = (Role.WHAT, Role.WHY, Role.HOW, Role.EXAMPLE, Role.ANY)  # sections that say what a thing is
SAYS_SOMETHING = 8  # words
SHORT_WORDS = 20  # of a sentence that reads easily
LONG_WORD = 10  # characters
MORE_WORDS = 80  # of a section that comes next
HARD, LONG, CODE = 0.08, 0.03, 0.25  # what a long word, a word too many and a piece of code take off
CODE_LINES = 40
MISCONCEPTION = re.compile(r"misconception:", re.IGNORECASE)


@dataclass
class Quotations:
    """What is quoted while a reply is put together: the passages in the order of their use, and the sentences."""

    allowed: frozenset[str] = frozenset()
    hits: list[Hit] = field(default_factory=list)
    sentences: list[Checked] = field(default_factory=list)

    def add(self, hit: Hit, of: Sequence[Unit]) -> str:
        """Return a span of a passage as Markdown with its mark."""
        ids = [each.passage.id for each in self.hits]
        if hit.passage.id not in ids:
            self.hits.append(hit)
            ids.append(hit.passage.id)
        n = ids.index(hit.passage.id) + 1
        return quoted(n, of, hit.passage.text, self.sentences, self.allowed)


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the page at hand that may be quoted."""

    hit: Hit
    units: tuple[Unit, ...]
    text: str
    role: Role
    about: float  # share of the question's words
    defines: bool
    is_shown: bool

    @property
    def is_prose(self) -> bool:
        """Whether it is neither code nor a table."""
        return all(unit.kind in (Kind.SENTENCE, Kind.ITEM) for unit in self.units)

    @property
    def opens_paragraph(self) -> bool:
        """Whether nothing stands before it that it could rest on: no sentence of its paragraph, and no code."""
        before = self.hit.passage.text[: self.units[0].start]
        return not before.strip() or (
            before.rstrip(" ").endswith("\n") and not before.rstrip().endswith("```")
        )

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands."""
        return self.hit.passage.source, self.hit.passage.start + self.units[0].start

    @property
    def plainness(self) -> float:
        """How easily it reads: short sentences of short words, and no code in them."""
        said = self.text.split()
        too_long = max(0, len(said) / len(self.units) - SHORT_WORDS)
        hard = sum(len(word.strip("`.,;:()")) >= LONG_WORD for word in said)
        return self.about - HARD * hard - LONG * too_long - CODE * self.text.count("`") / 2


def explained(
    move: Move, message: str, at: Discussed, page: Sequence[Hit], language: str, into: Quotations
) -> str:
    """Return what a move wants to hear of what was discussed, as Markdown; empty where the page has nothing for it.

    Args:
        move: one of those that want it said otherwise.
        message: what the learner wrote.
        at: what was discussed.
        page: the passages of its page, best first.
        language: the learner's programming language, for examples; empty where nobody knows.
        into: gets what is quoted.
    """
    pieces = list(_pieces(at, page))
    if move is Move.SHORTER:
        return _shorter(at, pieces, into)
    if move is Move.AGAIN and is_word_for_word(message):
        return _repeated(at, into)
    if move is Move.EXAMPLE:
        return _example(pieces, language_of(message) or language_of(at.question) or language, into)
    if move is Move.MORE:
        return _more(pieces, into)
    return _plainly(pieces, into)


def _pieces(at: Discussed, page: Sequence[Hit]) -> Iterator[Piece]:
    weigher = Weigher(at.question, page)
    before = shown_of(page, at.shown)
    for n, hit in enumerate(page, 1):
        text = hit.passage.text
        served = role(hit.passage.heading[-1]) if hit.passage.heading else Role.ANY
        for of in spans(text):
            said = text[of[0].start : of[-1].end]
            is_shown = any(
                each.n == n and each.start < unit.end and unit.start < each.end
                for each in before
                for unit in of
            )
            yield Piece(hit, of, said, served, weigher.share(stems(said)), weigher.defines(said), is_shown)


def _shorter(at: Discussed, pieces: Sequence[Piece], into: Quotations) -> str:
    """The sentence that says what the thing is, or the one of the answer that is nearest to the question."""
    short = [
        each
        for each in pieces
        if each.is_prose and len(each.text.split()) <= ONE_SENTENCE and len(each.units) == 1
    ]
    defining = [each for each in short if each.defines]
    told = [each for each in short if each.is_shown]
    best = next(iter(defining), None) or max(told or short, key=lambda each: each.about, default=None)
    return f"{replies.IN_ONE_SENTENCE} {into.add(best.hit, best.units)}" if best else _repeated(at, into)


def _plainly(pieces: Sequence[Piece], into: Quotations) -> str:
    """What the thing is, what else the page says of it in plain words, and what others get wrong."""
    prose = [each for each in pieces if each.is_prose]
    defining = next((each for each in prose if each.defines), None)
    fresh = [
        each
        for each in prose
        if not each.is_shown and not MISCONCEPTION.match(each.text) and each != defining
    ]
    serving = [each for each in fresh if each.role in EXPLAINS and len(each.text.split()) >= SAYS_SOMETHING]
    opening = [each for each in serving if each.opens_paragraph]
    near = [each for each in opening if each.about > 0] or opening
    plain = sorted(sorted(near, key=lambda each: -each.plainness)[:PLAIN], key=lambda each: each.place)
    wrong = [each for each in prose if MISCONCEPTION.match(each.text) and not each.is_shown]
    believed = max(wrong, key=lambda each: each.about, default=None)
    parts = []
    if defining:
        parts.append(f"{replies.IN_ONE_SENTENCE} {into.add(defining.hit, defining.units)}")
    if plain:
        parts.append(f"{replies.PLAINLY} {' '.join(into.add(each.hit, each.units) for each in plain)}")
    if believed:
        parts.append(f"{replies.BELIEVED} {into.add(believed.hit, believed.units)}")
    return "\n\n".join(parts)


def _more(pieces: Sequence[Piece], into: Quotations) -> str:
    """The section of the page that comes next: the best of those that were not shown, as far as it is read in a minute."""
    fresh = [each for each in pieces if each.is_prose and not each.is_shown and each.role is not Role.ASIDE]
    if not fresh:
        return ""
    # pieces come by passage, the best first; what others get wrong comes last
    first = min(fresh, key=lambda each: each.role is Role.MISTAKES)
    section = sorted((each for each in fresh if each.hit is first.hit), key=lambda each: each.place)
    chosen: list[Piece] = []
    for each in section:
        words = sum(len(other.text.split()) for other in chosen)
        if words < MORE_WORDS and not any(_overlap(each, other) for other in chosen):
            chosen.append(each)
    heading = first.hit.passage.heading
    texts = [into.add(each.hit, each.units) for each in chosen]
    body = joined([(1, each.units) for each in chosen], texts)
    apart = "\n\n" if body.startswith("- ") else " "
    return f"**{heading[-1]}.**{apart}{body}" if heading else body


def _example(pieces: Sequence[Piece], language: str, into: Quotations) -> str:
    """A piece of code of the page in the language, one of its examples first; else an example in words."""
    fresh = [each for each in pieces if not each.is_shown]
    code = [
        each for each in fresh if not each.is_prose and any(unit.kind is Kind.CODE for unit in each.units)
    ]
    fits = [each for each in code if is_in(each.text, language) and each.text.count("\n") <= CODE_LINES]
    best = max(fits or code, key=lambda each: (each.role is Role.EXAMPLE, each.about), default=None)
    if best is not None:
        lead = "" if best in fits else replies.EXAMPLE_ELSEWHERE.format(language=language.capitalize())
        return f"{lead}{into.add(best.hit, best.units)}"
    told = [each for each in fresh if each.is_prose and each.role is Role.EXAMPLE]
    return "\n\n".join(into.add(each.hit, each.units) for each in told[:PLAIN])


def _repeated(at: Discussed, into: Quotations) -> str:
    """What was quoted, once more."""
    found = {hit.passage.id: hit for hit in at.hits}
    return "\n\n".join(_again(at, found, into))


def _again(at: Discussed, found: dict[str, Hit], into: Quotations) -> Iterable[str]:
    for each in at.quotes:
        held = units_within(each.passage.text, each.start, each.end)
        if held and each.passage.id in found:
            yield into.add(found[each.passage.id], held)


def _overlap(one: Piece, other: Piece) -> bool:
    return (
        one.hit.passage.id == other.hit.passage.id
        and one.units[0].start < other.units[-1].end
        and other.units[0].start < one.units[-1].end
    )
