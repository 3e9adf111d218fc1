"""What of the passages found may be quoted, with what is known of each piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import TYPE_CHECKING

from agent.shapes import Role
from agent.spans import spans
from knowledge.sentences import Kind
from knowledge.words import numbers, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.support import Span
    from agent.weigh import Weigher
    from knowledge.search import Hit
    from knowledge.sentences import Unit

PLANS = re.compile(
    r"\b(?:paths?|projects?|roadmap|learn|portfolio|build|capstone|stages?|career)\b", re.IGNORECASE
)
FAR_OFF = ("paths.", "projects.")  # pages whose words are about many things: only where they are asked for


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
    is_about: bool  # whether that is more than one of several, its headings included; a mistake's say nothing
    defines: bool
    states: frozenset[int]  # which of two things that are compared it speaks of

    @property
    def source(self) -> str:
        """The document it stands in."""
        return self.section[0]

    @property
    def is_code(self) -> bool:
        """Whether it is a piece of code, with or without the sentence before it."""
        return any(unit.kind is Kind.CODE for unit in self.units)

    @property
    def has_number(self) -> bool:
        """Whether it states an amount."""
        return bool(numbers(self.text))

    @property
    def is_list(self) -> bool:
        """Whether it is a list with what announces it."""
        return len(self.units) > 1 and self.units[-1].kind is Kind.ITEM

    @property
    def words(self) -> int:
        """How many words it has; between the first sentences of items there are others, which are not its own."""
        offset = self.units[0].start
        return sum(len(self.text[unit.start - offset : unit.end - offset].split()) for unit in self.units)

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
        said = (self.text[unit.start - offset : unit.end - offset] for unit in units)
        start = self.start + units[0].start - offset
        return replace(self, units=units, text=text, start=start, stems=frozenset(stems(" ".join(said))))

    def alone(self) -> Candidate:
        """Return the code without the sentence before it, which was quoted already."""
        return self._only(tuple(unit for unit in self.units if unit.kind is Kind.CODE))

    def overlaps(self, other: Candidate) -> bool:
        """Whether both hold the same characters of a passage."""
        return (
            self.n == other.n
            and self.units[0].start < other.units[-1].end
            and other.units[0].start < self.units[-1].end
        )

    def continues(self, other: Candidate) -> bool:
        """Whether it goes on in the paragraph in which another one ends."""
        return self.n == other.n and self.units[0].paragraph == other.units[-1].paragraph


def candidates(question: str, weigher: Weigher, hits: Sequence[Hit]) -> list[Candidate]:
    """Return every span of the passages, those of one passage in the order of its text."""
    found = []
    for n, hit in enumerate(hits, 1):
        passage = hit.passage
        if n > 1 and passage.source.startswith(FAR_OFF) and not PLANS.search(question):
            continue
        served = weigher.role(passage.heading[-1]) if passage.heading else Role.ANY
        headed = stems(" ".join(passage.heading))
        for units in spans(passage.text):
            text = passage.text[units[0].start : units[-1].end]
            said = frozenset(stems(" ".join(unit.of(passage.text) for unit in units)))
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
                    is_about=weigher.is_about(said if served is Role.MISTAKES else said | headed),
                    defines=weigher.defines(text),
                    states=weigher.states(text),
                )
            )
    return found
