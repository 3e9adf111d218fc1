"""ui.chat_parts: what the chat is laid out of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mentors import answered, mentor_over
from ui import chat_parts, words

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_the_first_page_helps_to_choose_a_path(engine: Engine) -> None:
    """One of its examples begins to ask, one thing at a time, with what to press; none of them is a dead end."""
    mentor = mentor_over(engine)
    offered = {each["display_text"]: each["text"] for each in chat_parts.messages().examples or ()}
    begun = answered(mentor, next(says for label, says in offered.items() if "choose a path" in label))
    assert "(1 of" in begun.markdown
    assert begun.choices
    assert offered.keys() == set(words.EXAMPLES.values())
    assert all(answered(mentor, each).kind != "failed" for each in offered.values())
