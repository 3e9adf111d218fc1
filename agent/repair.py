"""A sentence that no passage supports -> the quotation that says what it was about, once, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.alike import LIGHT
from agent.spans import spans
from agent.statement import statement
from agent.support import Checked, Span, Verdict, without_marks
from knowledge.sentences import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

ABOUT = 0.4  # share of the sentence's content that the quotation must have, so that it is about the same
FEWEST = 2  # content words that they must share
SAID = 0.6  # share of its content that stands in quotations which are shown already
NAMED = 0.2  # what it is worth that the sentence names the quotation's passage
TOGETHER = 0.5  # share of its content that several quotations must have together
LONGEST = (
    3  # sentences of a quotation that stands for one, and quotations that stand for one that joins several
)
IN_PLACE = "quoted in place of a sentence that nothing supports"


def repaired(
    sentence: str, passages: Sequence[str], shown: Sequence[Span], named: Collection[int] = ()
) -> Checked | None:
    """Return what to quote in place of a sentence that nothing supports; None where nothing is about it.

    A sentence that joins what several sentences of a passage that it names say gives way to all of them. Where the
    best quotation is shown already, what is returned is empty.

    Args:
        sentence: without its marks.
        passages: what may be quoted.
        shown: what was quoted before or supports what was shown, in its order; it is not shown again.
        named: numbers of the passages that the sentence named, which come first.
    """
    said = set(statement(sentence).content)
    found = [*_quotations(passages, shown[-1] if shown else None)]
    best = max(found, key=lambda span: _worth(span, said, named), default=None)
    chosen = (best,) if best and _worth(best, said, named) else _pieces(said, found, named)
    if not chosen:
        return None
    if any(_overlap(span, other) for span in chosen for other in shown):
        return Checked("", Verdict.SUPPORTED, (), IN_PLACE)
    text = without_marks(" ".join(" ".join(span.quote for span in chosen).split()))
    return Checked(text, Verdict.SUPPORTED, chosen, IN_PLACE)


def _worth(span: Span, said: set[str], named: Collection[int]) -> float:
    """Return how good a quotation is in place of a sentence; 0 where it is not about the same."""
    held = statement(span.quote).content
    shared = len(said & set(held))
    if shared < max(FEWEST, ABOUT * len(said)):
        return 0.0
    return shared / len(said) + shared / len(held) + NAMED * (span.n in named)


def is_said(sentence: str, quoted: Iterable[Span]) -> bool:
    """Return whether a sentence adds nothing to quotations that are shown already: they are about the same, or it states nothing."""
    said = set(statement(sentence).content)
    held = {each for span in quoted for each in statement(span.quote).content}
    return len(said & held) >= max(FEWEST, SAID * len(said)) or len(said - LIGHT) < FEWEST


def _pieces(said: set[str], found: Sequence[Span], named: Collection[int]) -> tuple[Span, ...]:
    """Return quotations of one named passage that are about a sentence together, in its order; empty where none are."""
    for n in named:
        chosen: list[Span] = []
        left = set(said)
        for span in sorted(
            (each for each in found if each.n == n), key=lambda each: -len(said & _content(each))
        ):
            is_apart = not any(_overlap(span, other) for other in chosen)
            if is_apart and len(chosen) < LONGEST and len(left & _content(span)) >= FEWEST:
                chosen.append(span)
                left -= _content(span)
        if len(chosen) > 1 and len(said - left) >= TOGETHER * len(said):
            return tuple(sorted(chosen, key=lambda each: each.start))
    return ()


def _content(span: Span) -> set[str]:
    return set(statement(span.quote).content)


def _quotations(passages: Sequence[str], last: Span | None) -> Iterator[Span]:
    """Yield what can be quoted by itself, or right after what was shown last."""
    for n, passage in enumerate(passages, 1):
        for units in spans(passage):
            if len(units) > LONGEST or any(unit.kind not in (Kind.SENTENCE, Kind.ITEM) for unit in units):
                continue
            new = [unit for unit in units if not (last and last.n == n and last.start < unit.end <= last.end)]
            start, end = (new or units)[0].start, units[-1].end
            yield Span(n, passage[start:end], start, end)


def _overlap(one: Span, other: Span) -> bool:
    return one.n == other.n and one.start < other.end and other.start < one.end
