"""agent.background and agent.said over the shipped curriculum: what a learner's words say that they know."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake import complete
from agent.learner import Learner, read_profile
from knowledge.syllabus import load

SHIPPED = load()
PYTHON, GO, JAVASCRIPT = (f"languages.{each}-fundamentals" for each in ("python", "go", "javascript"))
SHELL, HTTP, SQL = "operations.command-line", "web.http-fundamentals", "data.sql-basics"


def learner(message: str) -> Learner:
    return complete(read_profile({"message": message}), SHIPPED, date(2026, 11, 30)).learner


def knows(message: str) -> set[str]:
    return {each.id for each in learner(message).known}


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ("I want to get strong in backend with Go, coming from Node", "go"),
        ("I am a JavaScript developer and want backend with Go", "go"),
        ("get good at backend in Go", "go"),
        ("become really good with Go", "go"),
        ("strong in backend with Go", "go"),
    ],
)
def test_the_wish_chooses_the_path(message: str, path: str) -> None:
    """What a learner wants to be good at chooses the path, not the language that they come from."""
    assert learner(message).path == path
    assert GO not in knows(message)


@pytest.mark.parametrize(
    "message",
    [
        "I know Python",
        "I have some Python",
        "I've done some Python, 5 hours a week",
        "with some Python experience",
        "I can code a bit in Python",
        "I am a Python developer",
        "I took a Python course",
    ],
)
def test_a_language_counts_and_teaches_no_shell(message: str) -> None:
    """A language may be known in many words, and says nothing of the command line."""
    assert PYTHON in knows(message)
    assert SHELL not in knows(message)


@pytest.mark.parametrize(
    "message",
    [
        "I am a senior frontend developer and want to learn backend with Node.js",
        "I have 6 years of experience as a frontend engineer (React), want backend with Node",
    ],
)
def test_years_at_the_front_end_are_no_years_of_backend(message: str) -> None:
    """A senior front-end developer has JavaScript, HTTP and Git, and nothing of databases, sessions or projects."""
    known = knows(message)
    assert {JAVASCRIPT, HTTP, "operations.git"} <= known
    assert not {
        each for each in known if each.startswith(("data.", "security.", "projects.", "architecture."))
    }


def test_years_of_backend_count_as_before() -> None:
    """A senior backend engineer has the beginner stage, though somebody moves from the front end beside them."""
    assert SQL in knows("senior backend engineer, want Kubernetes")
    assert SQL in knows("10 years as a full stack developer with React, want to learn Go")
