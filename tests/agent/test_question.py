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


def test_subjects_of_a_comparison() -> None:
    """A comparison is about the two things it weighs."""
    assert subjects("What is the difference between REST and GraphQL?") == ["REST", "GraphQL"]
