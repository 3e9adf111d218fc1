"""The mentor's own fixed words: what it says where nothing is looked up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.syllabus import Syllabus

NOT_FROM_SOURCES = "Not from the sources: the model adds this, and nothing here confirms it."
MODEL_LEFT_OUT = (
    "*What the model wrote was left out: nothing in the sources supports it. This is what the sources say:*"
)
MODEL_FAILED = "*The language model {failed}: {error}. {rest} Ask again to retry.*"
MODEL_FAILED_QUOTED = "What follows is quoted from the sources."
MODEL_FAILED_SHOWN = "What was checked before that stands above."
TO_LEARN = (
    "Write `/learn` and what you want, in your own words, and I build your plan: "
    "`/learn I know some Python, 8 hours a week, first job as a backend developer`."
)
GREETING = (
    "Hello. Ask me anything about backend engineering, such as *What is an index?* or "
    "*Sessions or JWT for my first login system?*, or write `/learn` to build your plan."
)
ABOUT = (
    "I am a mentor for backend engineering. I answer from a knowledge base and show the passage behind each "
    "sentence, and I say so when I do not know. `/learn` builds a plan that fits your hours; `/help` lists the rest."
)


def small_talk(message: str) -> str:
    """Return a reply to a greeting, a thank-you or a question about the mentor."""
    if re.search(r"\b(?:who|what) (?:are|can) you", message, re.IGNORECASE):
        return ABOUT
    if re.search(r"\b(?:thank|thanks|thx|cheers|great|perfect|nice|cool)\b", message, re.IGNORECASE):
        return "You are welcome. Ask the next question whenever you like."
    if re.search(r"\b(?:bye|goodbye|see you)\b", message, re.IGNORECASE):
        return "Goodbye. This conversation is kept; you can go on with it at any time."
    return GREETING


def not_covered(nearest: Sequence[str], syllabus: Syllabus) -> str:
    """Return the words for a question that the knowledge base does not answer."""
    text = "I don't know: nothing in the knowledge base answers that, so I won't guess."
    titles = [syllabus.topics[topic].title for topic in nearest if topic in syllabus.topics]
    if titles:
        text += f" The nearest topics I do have: {', '.join(titles)}."
    return f"{text} You can add documents of your own, and I will answer from them."
