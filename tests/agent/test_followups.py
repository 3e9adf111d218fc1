"""agent.followups: what the curriculum suggests to ask next."""

from __future__ import annotations

from typing import Any

import pytest

from agent.followups import SHOWN, FollowUp, commands, follow_ups
from knowledge.syllabus import Syllabus, load
from tests.curricula import path, syllabus, topic

BODY = """
## What indexes are

Sorted copies.

## How indexes work

They are sorted.

## Example: an index

Code.

## When to use an index

Often.

## Common mistakes with indexes

Too many.
"""
PLANS = "\n## What query plans are\n\nThey say how.\n"


def curriculum() -> Syllabus:
    return syllabus(
        [
            topic("data.indexes", title="Indexes", body=BODY),
            topic("data.plans", ["data.indexes"], title="Query plans", body=PLANS),
        ],
        [path({"beginner": {"topics": ["data.indexes", "data.plans"]}})],
    )


def answer(*cited: tuple[str, str], kind: str = "answered", **more: Any) -> dict[str, Any]:
    """Return an answer of a sentence from each (source, heading)."""
    return {
        "kind": kind,
        "passages": [
            {"n": n, "source": source, "heading": ["Page", heading]}
            for n, (source, heading) in enumerate(cited, 1)
        ],
        "sentences": [
            {"support": [{"n": n, "quote": "x", "start": 0, "end": 1}]} for n in range(1, len(cited) + 1)
        ],
        **more,
    }


def test_the_next_questions_are_the_pages_other_sections_and_its_neighbour() -> None:
    """Two sections that the answer did not come from, the most helpful first, and what builds on the topic."""
    assert follow_ups(answer(("data.indexes", "What indexes are")), curriculum()) == (
        FollowUp("Common mistakes with indexes", "data.indexes"),
        FollowUp("When to use an index", "data.indexes"),
        FollowUp("What query plans are", "data.plans"),
    )


def test_what_is_done_is_not_suggested() -> None:
    """A finished neighbour makes room for one more section."""
    found = follow_ups(answer(("data.indexes", "What indexes are")), curriculum(), done={"data.plans"})
    assert [each.text for each in found] == [
        "Common mistakes with indexes",
        "When to use an index",
        "How indexes work",
    ]


def test_nothing_is_suggested_twice() -> None:
    """What was asked before in the conversation is left out, however it was written."""
    found = follow_ups(
        answer(("data.indexes", "What indexes are")), curriculum(), asked=["common mistakes with INDEXES "]
    )
    assert "Common mistakes with indexes" not in [each.text for each in found]


def test_an_honest_no_leads_to_the_nearest_topics() -> None:
    """Where nothing is known the pages nearest to the question are offered."""
    assert follow_ups(answer(kind="not_covered", nearest=["data.plans", "gone"]), curriculum()) == (
        FollowUp("What query plans are", "data.plans"),
    )


@pytest.mark.parametrize("kind", ["command", "smalltalk", "failed"])
def test_what_came_from_no_source_suggests_nothing(kind: str) -> None:
    """Replies that nothing was looked up for have no next question."""
    assert follow_ups(answer(("data.indexes", "What indexes are"), kind=kind), curriculum()) == ()


def test_a_document_of_ones_own_suggests_nothing() -> None:
    """The curriculum knows no neighbours of a document that is not its own."""
    assert follow_ups(answer(("notes-md", "Notes")), curriculum()) == ()


def test_every_topic_of_the_curriculum_leads_on() -> None:
    """After the opening of any page that is shipped there are things to ask, none of them an exercise."""
    shipped = load()
    for each in shipped.topics.values():
        found = follow_ups(answer((each.id, "What it is")), shipped)
        assert 1 <= len(found) <= SHOWN, each.id
        assert not [one.text for one in found if one.text.startswith(("Practice", "Example"))]


@pytest.mark.parametrize(
    ("message", "offered"),
    [
        (
            "I want to learn Node in 6 months, 10 hours a week",
            "/learn I want to learn Node in 6 months, 10 hours a week",
        ),
        ("Can you make me a study plan?", "/learn Can you make me a study plan?"),
        ("what should I learn next, after SQL?", "/today"),
        ("What's next", None),  # it is answered as that command itself
        ("/learn Go, 5 hours a week", "/today"),
        ("What is a query plan?", None),
        ("How many hours does an index take?", None),
        ("/help", None),
    ],
)
def test_a_wish_is_offered_as_its_command(message: str, offered: str | None) -> None:
    """Who wants a plan or the next step is offered the command for it; a question is only a question."""
    assert commands(message) == ((offered,) if offered else ())
