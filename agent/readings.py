"""Which of two readings of a message counts: the one whose passages answer better."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.question import Question
    from knowledge.search import Findings


def read(question: Question, search: Callable[[str], Findings]) -> tuple[Question, Findings]:
    """Return the reading of a message that is answered better, with what was found for it; at most two searches."""
    found = search(question.text)
    other = question.either
    if other is None or found.confidence >= question.sure_from:
        return question, found
    also = search(other.text)
    return (other, also) if also.confidence > found.confidence else (question, found)
