"""agent.beside: the code of the section that was found first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.beside import MOST, with_code
from agent.question import Asked, Question
from knowledge.search import Findings, Hit
from tests.fakes import passage

FOUND = Hit(passage("An index is a sorted copy of a column.", n=1), 0.9)
CODE = [passage(f"```sql\nCREATE INDEX number_{n} ON books (author);\n```", n=n) for n in range(2, 6)]
WORDS = passage("It costs time on every write.", n=9)
FINDINGS = Findings("add an index", (FOUND,), 0.9, {}, rest=(WORDS, *CODE))


def test_code_of_the_section_comes_after_what_was_found() -> None:
    """Where an example is wanted, the first pieces of the section's code are numbered after the passages found."""
    found = with_code(Question("How do I add an index?", Asked.HOW_TO, "as is"), FINDINGS)
    assert [hit.passage for hit in found] == [FOUND.passage, *CODE[:MOST]]
    assert all(hit.score <= FOUND.score for hit in found)


@pytest.mark.parametrize("findings", [replace(FINDINGS, rest=(WORDS,)), replace(FINDINGS, hits=(), rest=())])
def test_nothing_is_added_where_there_is_no_code(findings: Findings) -> None:
    """Other words of the section, and a search that found nothing, leave what was found as it is."""
    assert with_code(Question("How do I add an index?", Asked.HOW_TO, "as is"), findings) == findings.hits


def test_nothing_is_added_where_no_example_is_wanted() -> None:
    """A definition is answered in words."""
    question = Question("What is an index?", Asked.DEFINITION, "as is")
    assert with_code(question, FINDINGS) == FINDINGS.hits
