"""agent.follow_up: messages that lean on what was said before."""

from __future__ import annotations

import pytest

from agent.follow_up import Leaning, leans, stand_alone
from agent.question import Asked
from knowledge.confidence import COVERED
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
        ("what are goroutines", "in Python?", "what are asyncio in Python?"),
        (
            "how do I start a new project in node with npm",
            "and in Python?",
            "how do I start a new project in Python with pip and virtual environments",
        ),
        ("what is a connection pool", "how big should it be?", "How big should connection pool be?"),
        ("what is Redis", "can I lose data with it?", "Can I lose data with Redis?"),
        ("explain database migrations", "can I undo one?", "Can I undo database migrations?"),
        ("What is Docker?", "do I need that?", "Do I need Docker?"),
        ("What is Docker?", "what are the downsides?", "Docker: what are the downsides?"),
        ("what is a pod", "mine keeps crashing, what do I do?", "My pod keeps crashing, what do I do?"),
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


@pytest.mark.parametrize(
    "message",
    [
        "And how do I debug a deadlock?",
        "so what is a race condition?",
        "how do I undo the last commit?",
        "which one-way hash is fast?",
    ],
)
def test_leans_on_nothing_when_it_names_its_subject(message: str) -> None:
    """An opening `and`, a definition or "the last" of something named makes no follow-up of a whole question."""
    assert leans(message, VOCABULARY) is Leaning.NOT


@pytest.mark.parametrize(
    ("before", "message", "leaning"),
    [
        ("what is sharding", "so how do I choose the key?", "Sharding: how do I choose the key?"),
        (
            "how do websockets work",
            "what if I have more than one server?",
            "Websockets: what if I have more than one server?",
        ),
        ("what is a mutex in go", "but should I use the channel?", "Mutex in go: should I use the channel?"),
    ],
)
def test_a_message_with_a_subject_that_may_lean_has_two_readings(
    before: str, message: str, leaning: str
) -> None:
    """It is given alone and with what was asked before, whatever the search says of the first; no model is asked."""

    def never(_message: str, _history: object) -> str:
        raise AssertionError("a model was asked")

    found = stand_alone(message, [before], VOCABULARY, never)
    assert found.text == message.partition(" ")[2] if message.startswith(("so", "but")) else message
    assert found.either
    assert found.either.text == leaning
    assert found.sure_from > 1.0


def test_what_leans_for_sure_may_still_be_read_alone_where_nothing_else_answers() -> None:
    """A message that points outside and has words of its own is searched alone where the rewritten one is not covered."""
    found = stand_alone("can I lose data with it?", ["What is Redis?"], VOCABULARY)
    assert found.text == "Can I lose data with Redis?"
    assert found.either
    assert (found.either.text, found.sure_from) == ("can I lose data with it?", COVERED)


def test_what_names_nothing_has_one_reading() -> None:
    """Words that can be asked of anything are never searched alone."""
    assert stand_alone("what are the downsides?", ["What is Docker?"], VOCABULARY).either is None


@pytest.mark.parametrize(
    ("before", "message", "alone"),
    [
        (
            "where do I keep API keys",
            "and if I already committed it?",
            "where do I keep API keys if I already committed it?",
        ),
        (
            "how do I cache API responses",
            "and when the data changes?",
            "how do I cache API responses when the data changes?",
        ),
        ("where do I keep API keys", "how do I rotate them?", "How do I rotate API keys?"),
        ("how do I use mocks", "do I need them?", "Do I need mocks?"),
    ],
)
def test_a_circumstance_belongs_to_the_question_before(before: str, message: str, alone: str) -> None:
    """A clause without a question of its own is added to the one before; what that asked about is its object."""
    assert stand_alone(message, [before], VOCABULARY).text == alone


@pytest.mark.parametrize(
    ("message", "alone"),
    [
        ("thanks! how do I keep an image small?", "how do I keep an image small?"),
        ("cool, thank you. what is a b-tree?", "what is a b-tree?"),
        ("hi mentor, what is Docker?", "what is Docker?"),
        ("right join or left join?", "right join or left join?"),
        ("nice level of a process", "nice level of a process"),
    ],
)
def test_a_courtesy_is_no_part_of_a_question(message: str, alone: str) -> None:
    """Thanks and greetings before a question are not searched for; words that only look like them are."""
    assert stand_alone(message, []).text == alone


@pytest.mark.parametrize("message", ["thx a lot", "thanks, very clear", "ok great"])
def test_thanks_stay_whole(message: str) -> None:
    """A message that only thanks is no question about what follows the thanks."""
    found = stand_alone(message, ["What is Docker?"], VOCABULARY)
    assert (found.text, found.asked) == (message, Asked.SMALLTALK)


def test_a_property_that_was_asked_for_is_not_what_is_talked_about() -> None:
    """After "is it encrypted?" the next "it" is still the thing; after a question on a narrower thing it is that."""
    history = ["what is a JWT", "Is JWT encrypted?"]
    assert stand_alone("where do I store it?", history, VOCABULARY).text == "Where do I store JWT?"
    history = ["what is a JWT", "what is JWT revocation"]
    assert stand_alone("how does it work?", history, VOCABULARY).text == "How does JWT revocation work?"


@pytest.mark.parametrize("message", ["not null", "not working", "or"])
def test_what_names_nothing_else_is_kept_as_it_is(message: str) -> None:
    """A negation or a bare "or" is no thing that the question before could be asked of."""
    assert stand_alone(message, ["What is a database index?"]).text == message
