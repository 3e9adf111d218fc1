"""agent.deciding: the sentence that decides a question of yes or no comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.compose import Composed, compose
from agent.deciding import decided, is_yes_no
from agent.question import kind
from agent.support import Span
from knowledge.search import Hit
from tests.fakes import passage

if TYPE_CHECKING:
    from collections.abc import Sequence

KEEPS = "A stateless service keeps nothing in its process that a later request depends on."
DECIDES = "HTTP is stateless: the server treats each request on its own."
ASKS = "Is HTTP stateless?"
HITS = [
    Hit(passage(f"{KEEPS} Any instance can answer.", heading="What stateless means"), 1.0),
    Hit(passage(f"HTTP is the protocol of the web. {DECIDES}", heading="What HTTP is", n=2), 0.9),
]


def answer(question: str, hits: Sequence[Hit] = HITS, shown: Sequence[Span] = ()) -> Composed:
    return decided(
        question, hits, lambda first: compose(question, kind(question), hits, shown=first), shown=shown
    )


@pytest.mark.parametrize(
    "question",
    [
        "Is HTTP stateless?",
        "so does a commit lock rows?",
        "can a foreign key be null",
        "should I hash passwords?",
    ],
)
def test_a_question_of_yes_or_no_is_told_by_its_verb(question: str) -> None:
    """A verb that comes first asks for a decision."""
    assert is_yes_no(question)


@pytest.mark.parametrize(
    "question",
    ["what is HTTP", "is HTTP stateless or stateful?", "can you explain HTTP?", "how is HTTP stateless"],
)
def test_a_choice_or_a_wish_is_no_question_of_yes_or_no(question: str) -> None:
    """Two things to choose from, a request to explain, and every other question are answered as they were."""
    assert not is_yes_no(question)


def test_the_deciding_sentence_comes_first_and_once() -> None:
    """It opens the answer with its mark, and what follows does not repeat it."""
    found = answer(ASKS)
    assert found.markdown.startswith(f"{DECIDES} [2]\n\n")
    assert found.markdown.count(DECIDES) == 1
    assert KEEPS in found.markdown
    assert found.sentences[0].text == DECIDES


def test_nothing_is_decided_that_no_sentence_says() -> None:
    """Where none takes up the question, the answer is the composer's own."""
    question = "Is HTTP encrypted?"
    assert answer(question) == compose(question, kind(question), HITS)


def test_a_question_of_another_kind_is_left_to_the_composer() -> None:
    """A sentence with all words of the question does not open the answer to what is asked otherwise."""
    assert answer("Why HTTP stateless?") == compose("Why HTTP stateless?", kind("Why HTTP stateless?"), HITS)


def test_what_was_shown_decides_no_more() -> None:
    """A sentence that stands above is not said again."""
    text = HITS[1].passage.text
    start = text.index(DECIDES)
    shown = [Span(2, DECIDES, start, start + len(DECIDES))]
    assert not answer(ASKS, shown=shown).markdown.startswith(DECIDES)


def test_a_sentence_that_only_mentions_the_thing_late_decides_nothing() -> None:
    """It must begin with what is asked about: elsewhere the same words say something else."""
    late = passage("Most people who write servers believe in vain that everything stateless is HTTP.", n=3)
    question = "Is HTTP stateless?"
    hits = [Hit(late, 1.0)]
    assert answer(question, hits) == compose(question, kind(question), hits)
