"""agent.hints: a task gets hints before its solution, a question gets its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.hints import STEPS, solution, task
from tests.curricula import SHORT, path, syllabus, topic
from tests.fakes import FakeSearch, passage
from tests.mentors import answered, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

CODE = {
    "id": "web.http.3",
    "kind": "code",
    "ask": "Write a function that reads the status line of a response and returns the code as a number.",
    "language": "python",
    "solution": "def code(line):\n    return int(line.split()[1])\n\nprint(code('HTTP/1.1 404 Not Found'))\n",
    "output": "404\n",
    "key_points": ["status line"],
    "from": "#it",
}
OTHER = CODE | {
    "id": "web.http.4",
    "ask": "Write a function that counts the header lines of a raw HTTP response text.",
}
HTTP = topic("web.http", title="HTTP", checks=[SHORT, CODE, OTHER])
SYLLABUS = syllabus([HTTP], [path({"beginner": {"topics": ["web.http"]}})])
ASK = CODE["ask"]


def at(step: int, check: str = "web.http.3") -> dict[str, Any]:
    return {"check": check, "topic": "web.http", "step": step}


def test_a_task_of_the_curriculum_gets_a_first_hint() -> None:
    """A check in its own words, with or without a request around it, is a task at its first step."""
    for message in (ASK, f"Can you do this for me? {ASK}"):
        found = task(message, SYLLABUS, [])
        assert found
        assert (found.check.id, found.step) == ("web.http.3", 1)


@pytest.mark.parametrize(
    "message",
    [
        SHORT["ask"],
        "What is the status line of a response?",
        "How do I write a function in Python?",
        "show me",
        "another hint",
    ],
)
def test_a_question_is_no_task(message: str) -> None:
    """A plain question, a short check that anybody may ask, and a request without a task get their plain answer."""
    assert task(message, SYLLABUS, []) is None


@pytest.mark.parametrize(
    "message", ["another hint", "next hint please", "can I get a hint?", "I'm stuck", ASK]
)
def test_another_hint_goes_one_step_on(message: str) -> None:
    """Asking for more, or bringing the task again, leads to the next step."""
    found = task(message, SYLLABUS, [at(1)])
    assert found
    assert found.step == 2


@pytest.mark.parametrize(
    "message", ["show me", "Just show me the solution please", "I give up", "tell me the answer"]
)
def test_who_asks_to_be_shown_is_shown(message: str) -> None:
    """An explicit wish to see the solution is honoured at once, whatever hints are left."""
    found = task(message, SYLLABUS, [at(1)])
    assert found
    assert found.is_shown


def test_a_wish_to_be_shown_is_remembered() -> None:
    """After it was said once the next task of the conversation is shown as well."""
    found = task(OTHER["ask"], SYLLABUS, [at(1), at(STEPS + 1)])
    assert found
    assert (found.check.id, found.is_shown) == ("web.http.4", True)


def test_a_solution_is_the_curriculums_own() -> None:
    """The solution is the check's code and what it prints."""
    found = task("show me", SYLLABUS, [at(2)])
    assert found
    assert CODE["solution"].strip() in solution(found)
    assert "404" in solution(found)


def test_a_turn_gives_hints_and_then_the_solution(engine: Engine) -> None:
    """Two hints are quoted from the section, then the code comes, and each turn remembers the step."""
    it = passage(
        "A response begins with a status line. The code is the second word of the status line.",
        source="web.http",
        heading="It",
    )
    mentor = mentor_over(engine, search=FakeSearch(it), syllabus=SYLLABUS)
    first = answered(mentor, ASK)
    said = [first, *(answered(mentor, "another hint", conversation=first.conversation) for _ in range(2))]
    assert [answer.task["step"] for answer in said if answer.task] == [1, 2, 3]
    assert all(answer.sentences for answer in said[:2])
    assert CODE["solution"].strip() not in said[0].markdown + said[1].markdown
    assert CODE["solution"].strip() in said[2].markdown
