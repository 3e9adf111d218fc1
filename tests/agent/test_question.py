"""agent.question: what is asked, and of what."""

from __future__ import annotations

import pytest

from agent.question import Asked, kind, subjects


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


@pytest.mark.parametrize(
    "text",
    [
        "I need the query plan",
        "I want the execution plan of my slow query",
        "I need a cron schedule that runs every night",
        "I need a schedule that runs every night",
        "I need a backup plan for Postgres",
        "I want a disaster recovery plan",
        "make me a migration plan",
        "I need a plan for my database",
        "write a plan to migrate from MySQL",
    ],
)
def test_a_plan_for_something_else_is_no_plan_of_study(text: str) -> None:
    """A plan or schedule that a system needs is none for its learner."""
    assert kind(text) is not Asked.PLAN


@pytest.mark.parametrize(
    "text",
    [
        "I need a plan",
        "I want a study plan",
        "I'd like a Go learning schedule, 6 hours a week",
        "I need a backend roadmap",
        "give me a detailed plan, please",
        "make me a plan to become a backend developer",
        "I want a plan for the next six months",
        "I need a plan that fits my week",
    ],
)
def test_a_plan_alone_or_for_studying_is_a_plan_of_study(text: str) -> None:
    """A plan of which nothing else is said, or which is called one for studying, is asked of the mentor."""
    assert kind(text) is Asked.PLAN


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What is an error budget?", Asked.DEFINITION),
        ("what are error codes", Asked.DEFINITION),
        ("What is a deadlock?", Asked.DEFINITION),
        ("what's a memory leak", Asked.DEFINITION),
        ("What is a crash loop?", Asked.DEFINITION),
        ("explain failure modes", Asked.DEFINITION),
        ("What is a stack trace?", Asked.DEFINITION),
        ("bug bounty", Asked.DEFINITION),
        ("exception handling", Asked.DEFINITION),
        ("How should I do error handling in Express?", Asked.HOW_TO),
        ("How do I set a timeout in Go?", Asked.HOW_TO),
        ("Why does TCP have slow start?", Asked.WHY),
    ],
)
def test_a_term_with_a_word_of_trouble_in_it_is_no_trouble(text: str, asked: Asked) -> None:
    """What is named after trouble, made on purpose or asked for as a notion is nothing to be mended."""
    assert kind(text) is asked


@pytest.mark.parametrize(
    "text",
    [
        "What is this error?",
        "what does my error mean",
        "What is wrong with my query?",
        "my pod is in a crash loop",
        "How do I fix a deadlock?",
        "error handling middleware is broken",
        "I get an exception when I call the API",
        "The error budget page is slow",
        "the request timed out",
    ],
)
def test_trouble_that_somebody_has_is_to_be_mended(text: str) -> None:
    """A report of trouble asks for its cause, whatever terms it names."""
    assert kind(text) is Asked.DEBUGGING


def test_subjects_of_a_comparison() -> None:
    """A comparison is about the two things it weighs."""
    assert subjects("What is the difference between REST and GraphQL?") == ["REST", "GraphQL"]
