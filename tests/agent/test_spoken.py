"""agent.spoken: commands in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import evals
from agent.commands import Command, Name
from agent.spoken import meant, spoken
from knowledge.syllabus import load

CASES = Path(evals.__file__).parent / "cases"


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("what should I do today?", Name.TODAY),
        ("Ok, what should I study this evening, please?", Name.TODAY),
        ("What\N{RIGHT SINGLE QUOTATION MARK}s next?", Name.TODAY),
        ("what now", Name.TODAY),
        ("whats next", Name.TODAY),
        ("what am I supposed to do now?", Name.TODAY),
        ("what's my next step", Name.TODAY),
        ("is there a review due?", Name.TODAY),
        ("where was I?", Name.TODAY),
        ("how am I doing?", Name.PROGRESS),
        ("How far have I come so far?", Name.PROGRESS),
        ("can you show me my progress", Name.PROGRESS),
        ("am I still on track?", Name.PROGRESS),
        ("what have I finished this week", Name.PROGRESS),
        ("show me my plan", Name.PLAN),
        ("quiz me", Name.REVIEW),
    ],
)
def test_a_command_may_be_said_in_words(message: str, name: Name) -> None:
    """The day, one's standing, the plan and a review can be asked for without knowing the commands."""
    command = spoken(message)
    assert command
    assert (command.name, command.rest) == (name, "")


@pytest.mark.parametrize(
    "message",
    [
        "what should I learn next after SQL?",
        "what should I learn first",
        "what is Next.js",
        "what's next in the event loop",
        "how am I doing error handling wrong?",
        "what have I done wrong in this query",
        "am I behind a proxy?",
        "how do I plan my schema?",
        "test me on SQL",
        "what is due to a race condition",
        "",
    ],
)
def test_a_question_stays_a_question(message: str) -> None:
    """A message that goes on to a subject is looked up."""
    assert spoken(message) is None


def test_no_question_of_the_cases_is_taken_for_a_command() -> None:
    """None of the questions that the mentor is measured on, and none in learners' words, is caught."""
    cases = [
        case
        for name in ("answers", "followups", "retrieval", "model_answers")
        for case in map(json.loads, (CASES / f"{name}.jsonl").read_text().splitlines())
    ]
    shipped = load()
    texts = [
        text for case in cases for text in (case.get("question"), case.get("query"), *case.get("turns", ()))
    ]
    texts += [each.text for each in shipped.asked]
    texts += [check.ask for topic in shipped.topics.values() for check in topic.checks]
    asked = [text for text in texts if text]
    assert len(asked) > 2000
    assert sum(spoken(text) is not None for text in asked) == 0


def test_a_wish_to_be_tested_is_about_what_was_discussed() -> None:
    """After an answer a check of its topic is meant; before anything was said, whatever is due."""
    assert meant("quiz me on this", topic=lambda: "data.indexes", has_plan=False) == Command(
        Name.REVIEW, "data.indexes"
    )
    assert meant("quiz me", topic=lambda: None, has_plan=False) == Command(Name.REVIEW, "")


def test_what_comes_next_is_the_plan_s_only_where_there_is_one() -> None:
    """With a plan it is asked; without one the mentor advises."""
    assert meant("what should I learn next?", topic=lambda: None, has_plan=True) == Command(Name.TODAY, "")
    assert meant("what should I learn next?", topic=lambda: None, has_plan=False) is None
    assert meant("what do I do today?", topic=lambda: None, has_plan=False) == Command(Name.TODAY, "")
