"""The sentence that decides a question of yes or no: where the sources have one, the answer begins with it.

Nothing is decided here: no yes and no no is added to what the sentence says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.compose import Composed
from agent.question import YES_NO
from agent.quoting import quoted
from agent.spans import spans
from agent.weigh import Weigher
from knowledge.sentences import Kind
from knowledge.words import content_words, stem, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from agent.support import Checked, Span
    from knowledge.search import Hit
    from knowledge.sentences import Unit

DECIDES = 0.85  # share of the question's words that the sentence takes up, rare words more
LONGEST = 45  # words: a longer sentence says too much else
EARLY = 6  # words within which it names what is asked about
PASSAGES = 5  # of the best; what stands further down is about something else


def is_yes_no(question: str) -> bool:
    """Whether a question can be answered by yes or no."""
    return YES_NO.match(question) is not None


def decided(
    question: str,
    hits: Sequence[Hit],
    compose: Callable[[Sequence[Span]], Composed],
    allowed: Collection[str] = (),
    shown: Sequence[Span] = (),
) -> Composed:
    """Return an answer that begins with the sentence that decides, where there is one; else as it is composed.

    Args:
        question: as it stands alone.
        hits: the passages, best first.
        compose: makes the answer without some spans.
        allowed: addresses that may be shown.
        shown: what was shown before; it is not said again.
    """
    found = _deciding(question, hits, shown) if is_yes_no(question) else None
    if found is None:
        return compose(())
    n, units = found
    sentences: list[Checked] = []
    first = quoted(n, units, hits[n - 1].passage.text, sentences, allowed)
    rest = compose([span for each in sentences for span in each.support])
    return Composed("\n\n".join(filter(None, (first, rest.markdown))), (*sentences, *rest.sentences))


def _deciding(
    question: str, hits: Sequence[Hit], shown: Sequence[Span]
) -> tuple[int, tuple[Unit, ...]] | None:
    """Return the passage's number and the units of the sentence that decides; None where none does."""
    weigher = Weigher(question, hits)
    named = [stem(word) for word in content_words(question)[:1]]
    best: tuple[float, int, int, tuple[Unit, ...]] | None = None
    for n, units, text in _sentences(hits):
        if any(span.n == n and span.start < units[-1].end and units[0].start < span.end for span in shown):
            continue
        share = weigher.share(stems(text))
        length = len(text.split())
        is_early = bool(stems(" ".join(text.split()[:EARLY])).intersection(named))
        if share >= DECIDES and is_early and (best is None or (share, -n, -length) > best[:3]):
            best = (share, -n, -length, units)
    return (-best[1], best[3]) if best else None


def _sentences(hits: Sequence[Hit]) -> Iterator[tuple[int, tuple[Unit, ...], str]]:
    for n, hit in enumerate(hits[:PASSAGES], 1):
        for units in spans(hit.passage.text):
            text = hit.passage.text[units[0].start : units[-1].end]
            is_sentence = len(units) == 1 and units[0].kind in (Kind.SENTENCE, Kind.ITEM)
            if is_sentence and len(text.split()) <= LONGEST and not text.endswith(("?", ":")):
                yield n, units, text
