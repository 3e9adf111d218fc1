"""agent.fresh: an answer without what was just shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.compose import Composed, compose
from agent.fresh import fresh
from agent.question import Asked
from agent.replies import AS_ABOVE, FROM_ABOVE
from agent.support import Span
from knowledge.search import Hit
from tests.fakes import passage

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFINES = "A cursor is a pointer to the last row that was read."
MORE = "The cursor of an API is opaque, so that clients cannot build their own."
OTHER = "Backups of photographs are made at night, when nobody looks at them."


def over(*sentences: str) -> list[Hit]:
    return [Hit(passage(" ".join(sentences), heading="What cursors are"), 1.0)]


def answer(question: str, hits: Sequence[Hit], *shown: str) -> Composed:
    text = hits[0].passage.text
    spans = [Span(1, each, text.index(each), text.index(each) + len(each)) for each in shown]
    return fresh(
        question, hits, spans, lambda without: compose(question, Asked.DEFINITION, hits, shown=without)
    )


def test_what_was_not_shown_is_answered_whole() -> None:
    """Without anything shown before, the answer is the composer's own."""
    hits = over(DEFINES, MORE)
    whole = compose("What is a cursor?", Asked.DEFINITION, hits)
    assert answer("What is a cursor?", hits) == whole
    assert DEFINES in whole.markdown


def test_what_was_shown_is_not_quoted_again() -> None:
    """What is new and as near to the question takes the place of what was shown."""
    found = answer("Is the cursor of an API opaque?", over(DEFINES, MORE), DEFINES)
    assert MORE in found.markdown
    assert DEFINES not in found.markdown


def test_where_nothing_is_new_the_nearest_sentence_is_named_as_such() -> None:
    """An answer is never empty: the sentence that comes nearest is said again, and that there is no more."""
    found = answer("Is the cursor of an API opaque?", over(DEFINES, MORE), DEFINES, MORE)
    assert found.markdown.startswith(AS_ABOVE)
    assert MORE in found.markdown
    assert [each.text for each in found.sentences] == [MORE]


def test_a_sentence_that_decides_is_said_again_before_what_is_new() -> None:
    """Where what is new says much less of what was asked, the deciding sentence comes first."""
    found = answer("What pointer is a cursor to the last row?", over(DEFINES, OTHER), DEFINES)
    assert found.markdown.startswith((FROM_ABOVE, AS_ABOVE))
    assert DEFINES in found.markdown


def test_every_quotation_stands_where_it_is_said_to() -> None:
    """Whatever is said again or anew is, character for character, at its place in its passage."""
    hits = over(DEFINES, MORE, OTHER)
    for shown in ((DEFINES,), (DEFINES, MORE), (MORE, OTHER)):
        for each in answer("What is a cursor of an API?", hits, *shown).sentences:
            span = each.support[0]
            assert hits[span.n - 1].passage.text[span.start : span.end] == span.quote
