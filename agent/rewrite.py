"""A follow-up rewritten by a model so that it stands alone, where the rules are unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.writer import Message
from knowledge.words import stems
from prompts import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.writer import Usage, Writer

CHARS = 400  # a question is short; what is longer is an answer


def rewritten(writer: Writer, message: str, history: Sequence[str], usage: Usage) -> str | None:
    """Return the message as a question that stands alone, or None when the model's words cannot be trusted.

    Trusted is one line that keeps the message's own words and adds only words of the conversation.

    Raises:
        ModelError: the model does not answer.
    """
    prompt = render("rewrite", questions="\n".join(f"- {question}" for question in history), message=message)
    text = writer.complete([Message("user", prompt)], usage).strip().strip('"')
    said, known = stems(message), stems(" ".join(history))
    kept = len(said & stems(text)) / len(said) if said else 1.0
    if not text or "\n" in text or len(text) > CHARS or kept < 0.5 or not stems(text) <= said | known:  # noqa: PLR2004
        return None
    return text
