"""agent.moves: messages that want something done with what was said."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.moves import LONGEST, Move, is_word_for_word, move

SAID = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "said_next.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
MOVES = {str(each) for each in Move}
QUESTIONS = json.loads(
    (Path(__file__).parents[1] / "data" / "search_questions.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", SAID, ids=lambda case: case["id"])
def test_each_message_is_taken_for_what_it_wants(case: dict[str, object]) -> None:
    """A message that wants something done is that move, and every other one is a question."""
    turns = case["turns"]
    assert isinstance(turns, list)
    wanted = case["move"] if case["move"] in MOVES else None
    assert move(turns[-1], has_answer=len(turns) > 1) == wanted


@pytest.mark.parametrize(
    "message", [*(case["ask"] for case in QUESTIONS["covered"]), *QUESTIONS["elsewhere"], *QUESTIONS["near"]]
)
def test_a_question_is_no_move(message: str) -> None:
    """What learners ask of the knowledge base is looked up, whatever was said before."""
    assert move(message, has_answer=True) is None


@pytest.mark.parametrize("message", ["simpler", "prove it", "go on", "example?", "that did not help"])
def test_what_is_about_an_answer_needs_one(message: str) -> None:
    """Before anything was answered, there is nothing that could be simpler, proved or gone on with."""
    assert move(message, has_answer=True) is not None
    assert move(message, has_answer=False) is None


def test_how_to_start_after_an_answer_is_about_the_answer() -> None:
    """Alone it asks for the way into the subject; after an answer it leans on that, unless it says otherwise."""
    assert move("how do I start?", has_answer=False) is Move.START
    assert move("how do I start?", has_answer=True) is None
    assert move("how do I start with all this?", has_answer=True) is Move.START


@pytest.mark.parametrize(
    "message",
    [
        "is garbage collection stupid in Go?",
        "my query is terrible, 4 seconds for ten rows",
        "why is this useless index still there",
        "what does git bisect bad do",
        "how do I test my API",
        "explain transactions in simple terms",
        "show me code for a worker pool",
        "what is the source of a TLS certificate",
        "prove that my backup works",
        "is this stupid error from postgres or from my pool",
        "how do i prove a jwt is valid",
        "whats the shorter way to write a for loop in go",
        "example of a foreign key constraint violation",
        "what next.js needs on the backend",
        "how do i start a goroutine",
        "where does the jwt secret go",
        "what is a wrong status code for a missing resource",
        "why does my test help nothing",
        "what more do I need than an index to make this query fast",
        "how do i explain technical debt to my boss",
        "is kafka overwhelming for a small team",
        "is the second one harder to learn?",
        "how can I see that it works?",
        "how long does it take to learn?",
        "what is a short circuit",
        "why is it called that?",
        "do I need to know more math?",
        "is it worth learning now?",
        "when do I use it?",
        "what's the downside of that",
        "and how do I undo it?",
        "where does it run?",
        "can it break?",
    ],
)
def test_a_message_with_a_subject_of_its_own_is_a_question(message: str) -> None:
    """Anger, proof and code are moves where nothing else is named."""
    assert move(message, has_answer=True) is None


def test_a_wish_to_hear_it_again_may_want_the_same_words() -> None:
    """To repeat is to say the same; to explain again is not."""
    assert is_word_for_word("can you repeat that?")
    assert not is_word_for_word("explain that again")


WORDS = st.sampled_from(
    [
        "a",
        "an",
        "i",
        "is",
        "so",
        "that",
        "this",
        "it",
        "not",
        "too",
        "much",
        "really",
        "just",
        "please",
        "can",
        "what",
        "how",
        "do",
        "explain",
        "say",
        "again",
        "more",
        "in",
        "words",
        "and",
        "ok",
        "stupid",
        "waste",
        "time",
        "all",
        "'s",
        "me",
        "for",
        "sure",
        "source",
        "prove",
        "test",
        "give",
        "next",
        "start",
        "lost",
        ".",
        ",",
        "!",
        "?",
    ]
)


@given(st.lists(WORDS, max_size=LONGEST + 2))
def test_reading_a_message_takes_no_time(words: list[str]) -> None:
    """No message makes a pattern try without end."""
    started = perf_counter()
    move(" ".join(words), has_answer=True)
    assert perf_counter() - started < 0.5
