"""agent.next_step: the one thing that an answer ends with."""

from __future__ import annotations

from agent.next_step import next_step
from tests.curricula import SHORT, path, syllabus, topic

ASKED = "What is a status code?"
HTTP = topic("web.http", title="HTTP", checks=[SHORT])
SYLLABUS = syllabus([HTTP, topic("web.rest")], [path({"beginner": {"topics": ["web.http", "web.rest"]}})])
PLAN = {"weeks": [{"number": 3, "items": [{"id": "web.http"}]}]}


def test_a_topic_ends_on_a_check_of_its_own() -> None:
    """Without a plan the next step is a question to check oneself."""
    assert next_step("web.http", ASKED, SYLLABUS, None, ()) == f"**Next.** Check yourself: {SHORT['ask']}"


def test_the_plan_says_where_a_topic_belongs() -> None:
    """With a plan the week of the topic is named first."""
    said = next_step("web.http", ASKED, SYLLABUS, PLAN, ())
    assert said.startswith("**Next.** This belongs to week 3 of your plan, *HTTP*.")


def test_what_is_done_is_in_no_week_to_come() -> None:
    """A finished topic is not announced again."""
    assert "week" not in next_step("web.http", ASKED, SYLLABUS, PLAN, {"web.http"})


def test_the_same_question_is_no_next_step() -> None:
    """A check that asks what was just answered is passed over."""
    assert next_step("web.http", SHORT["ask"], SYLLABUS, None, ()) == ""


def test_a_document_of_ones_own_has_no_next_step() -> None:
    """Where the answer is from no topic, and where a topic has no checks, nothing is added."""
    assert next_step("my-notes", ASKED, SYLLABUS, PLAN, ()) == ""
    assert next_step("web.rest", ASKED, SYLLABUS, None, ()) == ""
