"""A sentence that no passage supports -> the quotation that says what it was about, once, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.spans import spans
from agent.statement import statement
from agent.support import Checked, Span, Verdict, without_marks
from knowledge.sentences import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

ABOUT = 0.4  # share of the sentence's content that the quotation must have, so that it is about the same
FEWEST = 2  # content words that they must share
SAID = 0.6  # share of its content that stands in quotations which are shown already
LONGEST = 3  # sentences of a quotation that stands for one
IN_PLACE = "quoted in place of a sentence that nothing supports"


def repaired(
    sentence: str, passages: Sequence[str], quoted: Collection[Span], named: Collection[int] = ()
) -> Checked | None:
    """Return the quotation to show in place of a sentence that nothing supports; None where none is about it.

    Args:
        sentence: without its marks.
        passages: what may be quoted.
        quoted: what was shown before, which is not shown again.
        named: numbers of the passages that the sentence named, which come first.
    """
    said = set(statement(sentence).content)
    best: tuple[float, Span] | None = None
    for span in _quotations(passages):
        held = statement(span.quote).content
        shared = len(said & set(held))
        if shared < max(FEWEST, ABOUT * len(said)) or any(_overlap(span, other) for other in quoted):
            continue
        worth = shared / len(said) + shared / len(held) + 0.2 * (span.n in named)
        if best is None or worth > best[0]:
            best = (worth, span)
    if best is None:
        return None
    text = without_marks(" ".join(best[1].quote.split()))
    return Checked(text, Verdict.SUPPORTED, (best[1],), IN_PLACE)


def is_said(sentence: str, quoted: Iterable[Span]) -> bool:
    """Return whether quotations that are shown already are about the same as a sentence: it adds nothing to them."""
    said = set(statement(sentence).content)
    held = {each for span in quoted for each in statement(span.quote).content}
    return len(said & held) >= max(FEWEST, SAID * len(said))


def _quotations(passages: Sequence[str]) -> Iterator[Span]:
    for n, passage in enumerate(passages, 1):
        for units in spans(passage):
            if len(units) <= LONGEST and all(unit.kind in (Kind.SENTENCE, Kind.ITEM) for unit in units):
                start, end = units[0].start, units[-1].end
                yield Span(n, passage[start:end], start, end)


def _overlap(one: Span, other: Span) -> bool:
    return one.n == other.n and one.start < other.end and other.start < one.end
