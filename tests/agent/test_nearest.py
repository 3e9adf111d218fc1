"""agent.nearest: what is near to a question that nothing answers."""

from __future__ import annotations

from dataclasses import replace

from agent.nearest import nearest, unknown
from knowledge.confidence import Signs
from knowledge.search import Findings, Hit
from tests.curricula import path, syllabus, topic
from tests.fakes import passage

SYLLABUS = syllabus(
    [topic("data.indexes", title="Database indexes")], [path({"beginner": {"topics": ["data.indexes"]}})]
)


def findings(*, cosine: float = 0.3) -> Findings:
    return Findings(
        "q", (Hit(passage("Sorted."), 1.0),), 0.1, {}, Signs(cosine=cosine, coverage=0.0, known=1.0)
    )


def test_a_topic_is_near_by_a_word_of_its_title() -> None:
    """A question that names what a page is called finds it near, in any form of the word."""
    assert nearest("which indexing does Napoleon use", findings(), SYLLABUS) == ("data.indexes",)


def test_a_topic_is_near_by_its_meaning() -> None:
    """Without a common word the first passage's page is near where its meaning is."""
    assert nearest("sorted lookup structure", findings(cosine=0.6), SYLLABUS) == ("data.indexes",)
    assert nearest("sorted lookup structure", findings(cosine=0.5), SYLLABUS) == ()


def test_nothing_is_near_to_what_shares_no_word() -> None:
    """No topic is better than an absurd one."""
    assert nearest("what is the capital of France", findings(), SYLLABUS) == ()


def test_words_that_no_source_has_are_told_from_the_others() -> None:
    """They are named, with whether the question has no others of its own."""
    lacking = replace(findings(), unknown=("foobarium",))
    assert unknown("what is a Foobarium", lacking) == (("foobarium",), True)
    assert unknown("what is the best Foobarium", lacking) == (("foobarium",), True)
    assert unknown("what is a Foobarium index", lacking) == (("foobarium",), False)
    assert unknown("what is an index", findings()) == ((), False)
    assert unknown("what is an index", None) == ((), False)
