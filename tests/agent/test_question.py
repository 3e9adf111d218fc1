"""agent.question: what is asked, and follow-ups that stand alone."""

from __future__ import annotations

import pytest

from agent.question import Asked, kind, leans, stand_alone, subjects
from knowledge.words import stem

VOCABULARY = frozenset(
    stem(word) for word in ["sessions", "jwt", "index", "docker", "redis", "password", "hashing", "deadlock"]
)


@pytest.mark.parametrize(
    ("before", "message", "alone"),
    [
        (
            "Sessions or JWT for my first login system?",
            "and which of the two can I revoke?",
            "Which of sessions and JWT can I revoke?",
        ),
        ("What is Redis?", "what about Memcached?", "What is Memcached?"),
        ("How do I paginate results in Python?", "and in Go?", "How do I paginate results in Go?"),
        ("How do I hash passwords?", "why?", "Why? How do I hash passwords?"),
        ("What is a composite index?", "when does it hurt?", "When does composite index hurt?"),
        ("How does a JWT work?", "how do I revoke it?", "How do I revoke JWT?"),
        ("How does a JWT work?", "show me an example", "Show me a code example of JWT"),
        ("Sessions or JWT?", "is the second one safe in a browser?", "Is JWT safe in a browser?"),
    ],
)
def test_stand_alone_fills_in_what_a_follow_up_leans_on(before: str, message: str, alone: str) -> None:
    """A pronoun, an ellipsis or an ordinal is replaced by what it stands for."""
    assert stand_alone(message, [before], VOCABULARY).text == alone


@pytest.mark.parametrize(
    "message",
    [
        "How do transactions work?",
        "How does a JWT work and how do I revoke it?",
        "My server crashes, how do I debug it?",
    ],
)
def test_stand_alone_leaves_a_whole_question_alone(message: str) -> None:
    """A question whose pronouns refer to its own words is not touched, and no model is asked."""

    def never(_message: str, _history: object) -> str:
        raise AssertionError("a model was asked")

    assert stand_alone(message, ["What is Kafka?"], VOCABULARY, never).text == message


def test_stand_alone_needs_a_history() -> None:
    """The first message of a conversation is taken as it is."""
    assert stand_alone("and what about it?", [], VOCABULARY).by == "as is"


def test_stand_alone_asks_the_model_only_where_rules_are_unsure() -> None:
    """What the rules cannot place goes to the model, and its rewriting is used."""
    asked = []

    def model(message: str, _history: object) -> str:
        asked.append(message)
        return "What about salts when hashing passwords?"

    found = stand_alone("what about salts?", ["How do I hash passwords?"], VOCABULARY, model)
    assert (found.text, found.by, asked) == (
        "What about salts when hashing passwords?",
        "model",
        ["what about salts?"],
    )


def test_stand_alone_takes_the_words_of_a_follow_up_as_they_are() -> None:
    """Backslashes in a message are its own, not a pattern's."""
    assert stand_alone(r"what about C:\Users?", ["What is SQL?"], VOCABULARY).text == r"What is C:\Users?"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("make me a plan", Asked.PLAN),
        ("Can you build me a learning roadmap?", Asked.PLAN),
        ("/ learn", Asked.PLAN),
        ("What is an index?", Asked.DEFINITION),
        ("redis", Asked.DEFINITION),
        ("How do I paginate results?", Asked.HOW_TO),
        ("REST vs GraphQL", Asked.COMPARISON),
        ("Should I use MongoDB or PostgreSQL?", Asked.CHOICE),
        ("My queries are slow", Asked.DEBUGGING),
        ("Why do we need indexes?", Asked.WHY),
        ("Show me an example of a goroutine", Asked.CODE),
        ("What salary can I expect?", Asked.CAREER),
        ("thanks a lot!", Asked.SMALLTALK),
    ],
)
def test_kind_of_a_question(text: str, asked: Asked) -> None:
    """The words of a question decide the shape of its answer."""
    assert kind(text) is asked


def test_subjects_of_a_comparison() -> None:
    """A comparison is about the two things it weighs."""
    assert subjects("What is the difference between REST and GraphQL?") == ["REST", "GraphQL"]


def test_leans_on_nothing_when_it_names_its_subject() -> None:
    """An opening `and` alone does not make a follow-up of a question with a subject of its own."""
    assert not leans("And how do I debug a deadlock?", VOCABULARY)
