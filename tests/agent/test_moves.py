"""agent.moves: messages that want something done with what was said."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.moves import LONGEST, Move, is_word_for_word, move
from evals.cases import Split, split
from knowledge.words import words

ALL_SAID = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "said_next.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
SAID = [each for each in ALL_SAID if split(each["id"]) is Split.DEV]
HELD_OUT = [each for each in ALL_SAID if split(each["id"]) is Split.HELD_OUT]
MOVES = {str(each) for each in Move}
QUESTIONS = json.loads(
    (Path(__file__).parents[1] / "data" / "search_questions.json").read_text(encoding="utf-8")
)


def is_read(case: dict[str, Any]) -> bool:
    wanted = case["move"] if case["move"] in MOVES else None
    return move(case["turns"][-1], has_answer=len(case["turns"]) > 1) == wanted


@pytest.mark.parametrize("case", SAID, ids=lambda case: case["id"])
def test_each_message_is_taken_for_what_it_wants(case: dict[str, Any]) -> None:
    """A message that wants something done is that move, and every other one is a question."""
    assert is_read(case)


def test_nine_of_ten_messages_that_no_form_was_written_for_are_read() -> None:
    """Of the half that is held out nine of ten are read; nobody is told which are not, so that none is mended for itself."""
    read = sum(is_read(each) for each in HELD_OUT)
    assert read >= 0.9 * len(HELD_OUT), f"{read} of {len(HELD_OUT)}"


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


@pytest.mark.parametrize(
    "message",
    [
        "why is it so slow?",
        "is it reliable?",
        "when does it not work?",
        "is it useless?",
        "can it start again?",
        "why does it not work",
        "what if it does not work",
        "is it not useful for short text?",
        "where does it get the time from?",
        "is it short?",
        "what is the point",
        "is that a term for something else?",
        "is it too complicated for a beginner app",
        "tell me more about Go",
        "Is Go simple?",
        "summarize Go in one sentence",
        "Is Go reliable?",
        "Why is Go useless",
        "Should I give up Go?",
        "what comes after Go?",
        "what does next() do?",
        "How do I start with Go?",
        "where do I start with Go?",
        "how does a program start?",
        "how do I start an app",
        "What is source code?",
        "what is a reference",
        "what is a proof of work",
        "what is the difference between break and continue?",
        "is it wrong to repeat code?",
        "how do I say hello in code?",
        "where do I put the code",
        "how do I write simple code",
        "what is a challenge?",
        "what is a drill",
        "what does it mean to drill down",
    ],
)
@pytest.mark.parametrize("has_answer", [True, False])
def test_a_question_about_a_subject_is_never_swallowed(message: str, has_answer: bool) -> None:  # noqa: FBT001 - pytest gives it
    """What asks why, how, when, whether it is, or what a word of the trade means is looked up, in any conversation."""
    assert move(message, has_answer=has_answer) is None


@pytest.mark.parametrize(
    "message",
    [
        "what is wrong with this code?",
        "why is the answer wrong the second time?",
        "how do I prove that it works?",
        "what is a source map",
        "is it safe to go by reference?",
        "source code",
        "explain source code",
        "give it as a reference or a copy?",
        "what does continue do",
        "break and continue",
        "does it run again when it fails?",
        "how do I try again after a mistake",
        "when does the next step start?",
        "what comes next in the event loop",
        "how do I skip a test",
        "how often should it repeat",
        "how do I repeat a step in code",
        "what is simple code",
        "is it simple to get wrong?",
        "how short should a term be",
        "explain plain text",
        "are you sure it works without a lock?",
        "how can I be sure that it is done?",
        "is it true for all code?",
        "what is truth in code",
        "what happens when packets get lost?",
        "can it get lost on the way?",
        "is the code useless after that?",
        "what is a practice test",
        "what is a check",
        "how do I ask for help in code",
        "should I check it before or after?",
        "is there a simple way to test this?",
        "is there a shorter way to do this?",
        "how do I make it shorter in code",
        "is it wrong to trust it",
        "I don't get why it is useless",
        "do you need to start it again?",
        "what is a sample",
        "what is a code challenge",
        "how do I show more of it",
        "so it is never useful",
        "this is not useful for text?",
        "you mean it is useless?",
        "in case it does not work",
        "an easier way?",
        "basic",
        "what do I do after this?",
    ],
)
def test_words_of_the_talk_are_words_of_the_trade_as_well(message: str) -> None:
    """To prove, repeat, continue, check or lose is what programs do: a question with such a word stays one."""
    assert move(message, has_answer=True) is None


@pytest.mark.parametrize(
    "message",
    [
        "another question",
        "one more question",
        "one question",
        "I have a different question",
        "ok next question",
        "can I ask you something else?",
    ],
)
def test_who_announces_a_question_is_neither_tested_nor_answered(message: str) -> None:
    """An announcement waits for the question; a test is only for who asks to be tested."""
    assert move(message, has_answer=True) is Move.ANNOUNCED
    assert move(message, has_answer=False) is Move.ANNOUNCED


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("ok, thanks. can you give me an example in Go?", Move.EXAMPLE),
        ("is that really true?", Move.PROOF),
        ("what does that even mean?", Move.SIMPLER),
        ("Go on", Move.MORE),
        ("I want to go deeper", Move.MORE),
        ("what is next", Move.NEXT),
        ("ask me another question", Move.QUIZ),
        ("you are wrong. are you sure?", Move.PROOF),
    ],
)
def test_a_whole_form_is_a_move_whatever_it_begins_with(message: str, wanted: Move) -> None:
    """That nothing is swallowed does not cost what nobody could ask of a subject."""
    assert move(message, has_answer=True) is wanted


ASKED = (
    "what is a {}",
    "what are {}?",
    "how does {} work",
    "define {}",
    "the difference between {} and a lock",
    "why is it {}",
    "tell me about {}",
    "how do I {} it",
    "when should I {}",
    "does it {}?",
    "can it {}?",
    "what does {} do",
    "where do I put the {}",
    "is a {} useful?",
    "should I {}",
)


@pytest.mark.parametrize("asked", ASKED)
def test_no_word_makes_a_move_of_what_asks(asked: str) -> None:
    """Whatever word of the talk a plain question asks about, it is looked up."""
    told = {word for case in ALL_SAID for word in words(case["turns"][-1])} - {"it", "that", "this"}
    assert len(told) > 300
    assert [word for word in sorted(told) if move(asked.format(word), has_answer=True)] == []


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
def test_reading_a_message_takes_no_time(said: list[str]) -> None:
    """No message makes a pattern try without end."""
    started = perf_counter()
    move(" ".join(said), has_answer=True)
    assert perf_counter() - started < 0.5
