"""agent.follow_up: messages that lean on what was said before."""

from __future__ import annotations

import pytest

from agent.follow_up import leans, stand_alone
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
        ("How does a JWT work?", "show me an example", "Show me an example of JWT"),
        ("Sessions or JWT?", "is the second one safe in a browser?", "Is JWT safe in a browser?"),
        ("tell me about backups", "how do I test them?", "How do I test backups?"),
        (
            "How do I deploy a FastAPI app?",
            "and in production?",
            "How do I deploy a FastAPI app in production?",
        ),
        ("how do I write tests with pytest", "and in Java?", "how do I write tests in Java?"),
        ("how do I hash passwords in node", "same in go?", "how do I hash passwords in go"),
        ("what is a connection pool", "how big should it be?", "How big should connection pool be?"),
        ("what is Redis", "can I lose data with it?", "Can I lose data with Redis?"),
        ("explain database migrations", "can I undo one?", "Can I undo database migrations?"),
        ("What is Docker?", "do I need that?", "Do I need Docker?"),
        ("What is Docker?", "what are the downsides?", "Docker: what are the downsides?"),
        ("what is a pod", "mine keeps crashing, what do I do?", "My pod keeps crashing, what do I do?"),
        ("what is sharding", "so how do I choose the key?", "Sharding: how do I choose the key?"),
        ("How do I deploy an app?", "how long does that take?", "Deploy an app: how long does that take?"),
        ("what is PUT", "and PATCH?", "what is PATCH"),
        ("what is oauth", "ok, and openid connect?", "what is openid connect"),
        ("what is Docker", "is there a simpler way?", "Docker: is there a simpler way?"),
        ("when should I use Redis", "not use?", "When should I not use Redis?"),
        ("What is Redis?", "and when not?", "When should I not use Redis?"),
        ("how do I cache an API", "when should I not?", "When should I not cache an API?"),
        ("how do I deploy an app", "what can go wrong?", "Deploy an app: what can go wrong?"),
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
        "How do I handle secrets so that they never end up in git?",
        "is it worth learning Go in 2026",
        "is it safe to store passwords in plain text?",
        "If a consumer crashes while it reads a message, is the message lost?",
        "a job that survives restarts",
        "what does this error mean: ECONNREFUSED",
        "should I learn Docker before Redis or the other way round?",
        "is one database per service enough?",
        "What is the capital of France?",
        "something else: how do I write a CV?",
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


def test_leans_on_nothing_when_it_names_its_subject() -> None:
    """An opening `and` alone does not make a follow-up of a question with a subject of its own."""
    assert not leans("And how do I debug a deadlock?", VOCABULARY)
