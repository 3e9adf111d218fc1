"""The code that stands beside the passages found, where an answer wants an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.code_language import FENCE
from agent.shapes import shape_of
from knowledge.search import Hit

if TYPE_CHECKING:
    from agent.question import Question
    from knowledge.search import Findings

MOST = 2  # pieces of one section


def with_code(question: Question, findings: Findings) -> tuple[Hit, ...]:
    """Return the passages found, best first, and after them the code of the first one's section where it is wanted.

    A long section is several passages, and code has few of a question's words: its own is often not found with it.
    """
    code = [each for each in findings.rest if FENCE.search(each.text)]
    if not code or not shape_of(question.text, question.asked).code:
        return findings.hits
    least = findings.hits[-1].score
    return (*findings.hits, *(Hit(each, least) for each in code[:MOST]))
