"""Citations are judged by what the quoted span itself says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.events import Answer
from agent.support import Checked, Span, Verdict
from evals.citations import scores, unsupported_rate
from evals.plain_dense import PlainVectors
from evals.plain_rag import answer
from knowledge.owner import SHARED
from knowledge.search import Hit
from knowledge.sources import Origin, Source
from tests.fakes import WordEmbedder, passage

SAYS = "A queue keeps messages until a worker has taken them."
ALSO = "A worker confirms a message once its work is done."
PASSAGE = passage(f"{SAYS} {ALSO}")


def _answer(*sentences: Checked) -> Answer:
    return Answer("answered", "", "q", "c", "l", sentences=sentences, hits=(Hit(PASSAGE, 1.0),))


def _cited(text: str, quote: str) -> Checked:
    at = PASSAGE.text.index(quote)
    return Checked(text, Verdict.SUPPORTED, (Span(1, quote, at, at + len(quote)),))


def test_a_quote_that_says_the_sentence_is_precise() -> None:
    """A citation is precise where the quote, read alone, says its sentence, and not where another one does."""
    assert scores(_answer(_cited(SAYS, SAYS)))["citation_precision"] == 1.0
    assert scores(_answer(_cited(SAYS, ALSO)))["citation_precision"] == 0.0


def test_a_sourced_sentence_without_a_citation_lowers_recall() -> None:
    """A statement that a passage says and that is not cited counts against recall; one that none says does not."""
    uncited = Checked(ALSO, Verdict.GENERAL)
    invented = Checked("Queues were invented by an otter in a hat.", Verdict.GENERAL)
    found = scores(_answer(_cited(SAYS, SAYS), uncited, invented))
    assert found["citation_recall"] == 0.5
    assert found["unsupported_rate"] == pytest.approx(2 / 3)


def test_an_answer_that_states_nothing_has_no_figures() -> None:
    """A question back cites nothing and states nothing, so nothing is scored."""
    assert scores(_answer(Checked("Which queue?", Verdict.QUESTION))) == {}


def test_a_texts_statements_are_checked_one_by_one() -> None:
    """Fragments and questions are no statements; of the rest the share that no passage says is given."""
    text = f"{SAYS} Queues were invented by an otter in a hat.\n\nIndeed! Which queue do you mean by that?"
    assert unsupported_rate(text, [PASSAGE.text]) == 0.5
    assert unsupported_rate("Indeed!", [PASSAGE.text]) is None


def test_a_tutorials_answer_is_asked_with_the_nearest_chunks() -> None:
    """The prompt holds the chunks nearest to the question and the question; without a model they are the answer."""
    texts = {"queues": SAYS, "bread": "Bread rises in a warm oven."}
    now = datetime.now(UTC)
    sources = [
        Source(key, key, Origin.DOCUMENT, key, "0", text, "text/markdown", now, owner=SHARED)
        for key, text in texts.items()
    ]
    vectors = PlainVectors(sources, lambda source, _start, _end: [source.id], WordEmbedder())
    asked: list[str] = []

    def complete(prompt: str) -> str:
        asked.append(prompt)
        return "They wait."

    reply = answer(vectors, "where do messages of a queue wait", complete)
    assert (reply.text, reply.chunks[0]) == ("They wait.", SAYS)
    assert SAYS in asked[0]
    assert "Question: where do messages of a queue wait" in asked[0]
    assert answer(vectors, "messages of a queue", None).text.startswith(SAYS)
