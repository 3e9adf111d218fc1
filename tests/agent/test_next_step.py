"""agent.next_step: the one thing that an answer ends with."""

from __future__ import annotations

from agent.next_step import next_step
from tests.curricula import SHORT, path, syllabus, topic

ASKED = "What is the body of a message?"
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


def test_a_check_of_the_section_that_was_quoted_comes_first() -> None:
    """Of the page's checks the one whose section the answer quotes is asked, even where its words are others."""
    far = SHORT | {"id": "web.http.3", "ask": "Who caches a reply?", "from": "#how-caching-works"}
    page = syllabus(
        [topic("web.http", title="HTTP", checks=[SHORT, far])], [path({"beginner": {"topics": ["web.http"]}})]
    )
    said = next_step("web.http", ASKED, page, None, (), sections={"How caching works"})
    assert said == "**Next.** Check yourself: Who caches a reply?"


def test_a_check_on_something_else_is_not_asked() -> None:
    """Where no check shares a word with the question or a section with the answer, there is none."""
    assert next_step("web.http", "Which port is usual?", SYLLABUS, None, ()) == ""


def test_a_check_of_a_later_stage_is_not_asked() -> None:
    """Who is said to be a beginner is not tested on what comes later; who said nothing is."""
    hard = topic("web.http", title="HTTP", checks=[SHORT], stage="advanced")
    page = syllabus([hard], [path({"advanced": {"topics": ["web.http"]}})])
    assert next_step("web.http", ASKED, page, None, (), stage="beginner") == ""
    assert SHORT["ask"] in next_step("web.http", ASKED, page, None, (), stage="advanced")
    assert SHORT["ask"] in next_step("web.http", ASKED, page, None, ())


def test_no_check_is_put_twice_in_a_conversation() -> None:
    """A check that an earlier answer ended with is not asked again."""
    assert next_step("web.http", ASKED, SYLLABUS, None, (), told=f"So. Check yourself: {SHORT['ask']}") == ""
