"""An answer of quotations without those that the conversation has just shown, but for one that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.compose import Composed
from agent.quoting import quoted
from agent.replies import AS_ABOVE, FROM_ABOVE
from agent.weigh import Weigher
from knowledge.sentences import units_within
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from agent.support import Checked, Span
    from knowledge.search import Hit

# of the question's words, so many more must a sentence take up than what is new, to be said again
DECIDES = 0.15
ANCHORS = 2  # sentences said again


def fresh(
    question: str,
    hits: Sequence[Hit],
    shown: Sequence[Span],
    compose: Callable[[Sequence[Span]], Composed],
    allowed: Collection[str] = (),
) -> Composed:
    """Return what the passages answer beyond what was just shown.

    The sentence that takes up most of the question is said again where it was shown: without it the rest is no answer.
    Where there is nothing else, it stands alone, and the answer says so.

    Args:
        question: as it stands alone.
        hits: the passages.
        shown: what was quoted of them just before.
        compose: makes the answer without some spans.
        allowed: addresses that may be shown.
    """
    whole = compose(())
    again = [each for each in whole.sentences if _is_shown(each, shown)]
    if not again:
        return whole
    rest = compose(shown)
    weigher = Weigher(question, hits)
    best = max((weigher.share(stems(each.text)) for each in rest.sentences), default=0.0)
    whole_ones = [each for each in again if not each.text.endswith(":")]
    top = max((weigher.share(stems(each.text)) for each in whole_ones), default=0.0)
    if rest.markdown and top < best + DECIDES:
        return rest
    sentences: list[Checked] = []
    anchors = [
        quoted(span.n, held, hits[span.n - 1].passage.text, sentences, allowed)
        for each in whole_ones
        if weigher.share(stems(each.text)) == top
        for span in each.support[:1]
        if (held := units_within(hits[span.n - 1].passage.text, span.start, span.end))
    ][:ANCHORS]
    if not anchors:
        return rest if rest.markdown else whole
    said = " ".join(anchors)
    if not rest.markdown:
        return Composed(f"{AS_ABOVE} {said}", tuple(sentences))
    return Composed(f"{FROM_ABOVE} {said}\n\n{rest.markdown}", (*sentences, *rest.sentences))


def _is_shown(each: Checked, shown: Sequence[Span]) -> bool:
    return any(
        span.n == other.n and span.start < other.end and other.start < span.end
        for span in each.support
        for other in shown
    )
