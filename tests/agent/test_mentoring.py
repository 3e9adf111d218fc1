"""agent.mentoring and agent.explaining: what a mentor does at a message that is no question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent import replies
from agent.memory import new_id
from knowledge.search import Findings, Hit
from tests.curricula import path, syllabus, topic
from tests.fakes import FakeSearch, ScriptedModel, passage
from tests.mentors import INDEX, INVENTS, QUESTION, SAYS, WHEN, answered, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.events import Answer
    from agent.mentor import Mentor
    from knowledge.owner import Owner
    from knowledge.syllabus import Syllabus

SLOW = "Every insert changes each index as well, so writing gets slower."
WHY = "Without an index the database reads the whole table."
BELIEVED = "Misconception: More indexes are always better. In fact: Every index slows down writing."
CODE = "An index is made by one statement:\n\n```sql\nCREATE INDEX ON orders (customer);\n```"
PAGE = (
    passage(f"{SAYS} {SLOW}", n=1),
    passage(WHY, heading="Why indexes matter", n=2),
    passage(CODE, heading="Example: an index", n=3),
    passage(BELIEVED, heading="Misconceptions about Database indexes", n=4),
)
LINK = "https://example.org/indexes"


def curriculum() -> Syllabus:
    topics = [
        topic("data.joins", title="SQL joins"),
        topic(
            "data.indexes",
            ["data.joins"],
            title="Database indexes",
            resources=[{"title": "The manual", "url": LINK}],
        ),
        topic("data.plans", ["data.indexes"], title="Query plans"),
    ]
    return syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])


class PageByPage(FakeSearch):
    """Finds the first passage for a question, and all of the page where more are wanted."""

    def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
        found = super().search(query, k, owner=owner)
        hits = found.hits if k > 8 else found.hits[:1]
        return Findings(query, tuple(Hit(hit.passage, hit.score) for hit in hits), found.confidence, {})


def talk(engine: Engine, *messages: str, mentor: Mentor | None = None) -> list[Answer]:
    """Return what the messages of one conversation are answered with, over the page on indexes."""
    mentor = mentor or mentor_over(engine, search=PageByPage(*PAGE), syllabus=curriculum())
    conversation = new_id()
    return [answered(mentor, message, conversation=conversation) for message in messages]


def test_simpler_says_what_it_is_and_what_others_get_wrong(engine: Engine) -> None:
    """The same page is said otherwise: one sentence to hold on to, plain ones that are new, and a misconception."""
    first, second = talk(engine, QUESTION, "simpler please")
    assert SLOW in first.markdown
    assert second.markdown.startswith(f"{replies.IN_ONE_SENTENCE} {SAYS}")
    assert WHY in second.markdown
    assert "In fact: Every index slows down writing." in second.markdown
    assert SLOW not in second.markdown
    assert "builds on *SQL joins*" in second.markdown


def test_an_announced_question_is_waited_for(engine: Engine) -> None:
    """Whoever has another question is told to go ahead: nothing is quoted again, and no check is opened."""
    _, second, third = talk(engine, QUESTION, "I have a different question", "simpler please")
    assert (second.markdown, second.sentences, second.choices) == (replies.GO_AHEAD, (), ())
    assert third.sentences


def test_shorter_is_one_sentence(engine: Engine) -> None:
    """A wish for brevity gets the sentence that says what the thing is, and no more."""
    _, second = talk(engine, QUESTION, "tl;dr")
    assert second.markdown == f"{replies.IN_ONE_SENTENCE} {SAYS} [1]"


def test_more_goes_on_where_the_page_was_left(engine: Engine) -> None:
    """Each wish for more gets what was not shown, until there is nothing left, which is said."""
    _, *more, last = talk(engine, QUESTION, "go on", "go on", "go on", "go on")
    assert WHY in more[0].markdown
    shown = [sentence.text for each in more for sentence in each.sentences]
    assert len(shown) == len(set(shown))
    assert last.markdown.startswith("That is what the sources say about")
    assert [choice.say for choice in last.choices] == ["What it is"]


def test_an_example_is_the_page_s_code(engine: Engine) -> None:
    """Code is shown as it stands, with its mark."""
    _, second = talk(engine, QUESTION, "example?")
    assert "```sql\nCREATE INDEX ON orders (customer);\n```" in second.markdown
    assert second.markdown.rstrip().endswith("[1]")


def test_to_repeat_is_to_say_the_same(engine: Engine) -> None:
    """The same words are said again where that is asked."""
    first, second = talk(engine, QUESTION, "can you repeat that?")
    assert [each.text for each in second.sentences] == [each.text for each in first.sentences]


def test_proof_is_each_sentence_with_where_it_stands(engine: Engine) -> None:
    """The quotations come with document and section, then what they leave open and where to check."""
    _, second = talk(engine, "What is a database index and is it free?", "prove it")
    assert f"- {SAYS} [1] (*Database indexes*, section *What an index is*)" in second.markdown
    assert "nothing quoted has *free*" in second.markdown
    assert f"[The manual]({LINK})" in second.markdown
    assert next(each.text for each in second.sentences) == SAYS


def test_what_a_model_added_is_named_as_unproven(engine: Engine) -> None:
    """A sentence that no source says is no proof, and proof says so."""
    mentor = mentor_over(engine, INDEX, WHEN, syllabus=curriculum(), model=ScriptedModel(f"{SAYS} {INVENTS}"))
    first, second = talk(engine, QUESTION, "are you sure?", mentor=mentor)
    assert INVENTS in first.markdown
    assert f"take it as unproven: {INVENTS}" in second.markdown
    assert second.model_calls == 0


def test_a_contradiction_asks_what_is_wrong(engine: Engine) -> None:
    """Nothing is taken back and nothing defended: the sources are named and the mentor asks."""
    _, second = talk(engine, QUESTION, "your answer is wrong")
    assert "Which sentence is wrong" in second.markdown
    assert "*Database indexes*" in second.markdown
    assert second.kind == "smalltalk"


def test_what_did_not_help_says_how_it_was_read(engine: Engine) -> None:
    """The question that was searched is shown, and other sections are offered."""
    _, second = talk(engine, QUESTION, "that did not help")
    assert f"*{QUESTION}*" in second.markdown
    assert "Why indexes matter" in [choice.say for choice in second.choices]


def test_anger_gets_one_sentence_and_a_way_on(engine: Engine) -> None:
    """No search, no flattery: a way on from what was discussed, or a question where nothing was."""
    alone = talk(engine, "you stupid bot")[0]
    assert replies.ONE_THING in alone.markdown
    _, after = talk(engine, QUESTION, "this is useless")
    assert after.markdown == f"{replies.UPSET} {replies.ONE_WAY_ON}"
    assert [choice.say for choice in after.choices][:2] == ["simpler", "example"]


def test_who_is_lost_is_led_one_step_back(engine: Engine) -> None:
    """What the topic builds on is named and offered; without a topic there are three ways in."""
    _, second = talk(engine, QUESTION, "I'm lost")
    assert "builds on *SQL joins*" in second.markdown
    assert [choice.say for choice in talk(engine, "I'm lost")[0].choices] == [
        "/learn",
        replies.FIRST_QUESTION,
        "/place",
    ]


def test_what_comes_next_builds_on_what_was_discussed(engine: Engine) -> None:
    """Without a plan the topics that build on this one are named, each with its aim."""
    _, second = talk(engine, QUESTION, "what should I learn next?")
    assert "*Query plans* (say what it is)" in second.markdown
    assert "/learn" in second.markdown


def test_the_first_step_without_a_plan_is_looked_up(engine: Engine) -> None:
    """Who asks how to start is answered from the sources, and told how to get a plan."""
    search = FakeSearch(*PAGE)
    answer = answered(mentor_over(engine, search=search), "how do I start?")
    assert search.queries == [replies.FIRST_QUESTION]
    assert answer.markdown.endswith(replies.TO_LEARN)


def test_the_first_step_with_a_plan_is_its_first_open_item(engine: Engine) -> None:
    """With a plan nothing is looked up: its next item is named."""
    search = FakeSearch(*PAGE)
    mentor = mentor_over(engine, search=search, syllabus=curriculum())
    mentor.learn({"path": "python"}, learner="me")
    answer = answered(mentor, "how do I start?")
    assert "Start with *SQL joins*" in answer.markdown
    assert search.queries == []


def test_the_first_step_is_what_is_neither_finished_nor_left_out(engine: Engine) -> None:
    """What was taken back is open again, and what is left out is none."""
    mentor = mentor_over(engine, search=FakeSearch(*PAGE), syllabus=curriculum())
    mentor.learn({"path": "python"}, learner="me")
    mentor.learning.record("done", ["data.joins"], learner="me")
    assert "Start with *Database indexes*" in answered(mentor, "how do I start?").markdown
    mentor.learning.record("skip", ["data.indexes"], learner="me")
    assert "Start with *Query plans*" in answered(mentor, "how do I start?").markdown
    mentor.learning.undo(["data.joins"], learner="me")
    assert "Start with *SQL joins*" in answered(mentor, "how do I start?").markdown


def test_a_follow_up_after_a_move_leans_on_the_question_before(engine: Engine) -> None:
    """A move does not change what is talked about."""
    search = PageByPage(*PAGE)
    talk(
        engine,
        QUESTION,
        "simpler please",
        "that did not help",
        "how does it work?",
        mentor=mentor_over(engine, search=search, syllabus=curriculum()),
    )
    assert search.queries[-1] == "How does database index work?"


def test_a_wish_to_be_tested_asks_about_the_topic(engine: Engine) -> None:
    """Where a topic has no checks the mentor says so in words."""
    _, second = talk(engine, QUESTION, "quiz me on this")
    assert second.kind in ("command", "failed")
    assert "indexes" in second.markdown.lower()


@pytest.mark.parametrize(
    "message", ["simpler", "shorter", "example", "go on", "prove it", "I'm lost", "next?"]
)
def test_every_quotation_of_a_move_stands_where_it_is_said_to(engine: Engine, message: str) -> None:
    """Each mark of a reply counts one of its passages, and each quote is at its place there."""
    answer = talk(engine, QUESTION, message)[1].json()
    for sentence in answer["sentences"]:
        for span in sentence["support"]:
            assert answer["passages"][span["n"] - 1]["text"][span["start"] : span["end"]] == span["quote"]


def test_a_foreign_message_is_told_the_language(engine: Engine) -> None:
    """It says that the knowledge base is in English, and searches the terms that are English anyway."""
    search = FakeSearch(*PAGE)
    mentor = mentor_over(engine, search=search, syllabus=curriculum())
    assert answered(mentor, "что такое транзакция").markdown == replies.FOREIGN
    assert search.queries == []
    answer = answered(mentor, "что такое Database index?")
    assert search.queries == ["Database index"]
    assert answer.markdown.startswith("The knowledge base and I are in English only. I searched for")
    assert SAYS in answer.markdown
