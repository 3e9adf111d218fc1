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
GO_ON = "Ask the next question whenever you like, or say *quiz me* to check yourself."
GO_AHEAD = "Go ahead."
ABOUT = (
    "I am a mentor for backend engineering. I answer from a knowledge base and show the passage behind each "
    "sentence, and I say so when I do not know. `/learn` builds a plan that fits your hours; `/help` lists the rest."
)


# What follows an answer, where it was not understood, not enough, doubted or no help.
IN_ONE_SENTENCE = "**In one sentence.**"
PLAINLY = "**More plainly.**"
BELIEVED = "**Often believed.**"
EXAMPLE_ELSEWHERE = "The page has no example in {language}; this is the one it has.\n\n"
STILL_HARD = "If one word in there is what stops you, ask me what it means: *what is ...?*"
BUILDS_ON = "*{title}* builds on {before}; if that is new to you, begin there."
NOTHING_PLAINER = "The page has no plainer words for it than those above."
NOTHING_MORE = "That is what the sources say about *{question}*; I have no more to quote on it."
NO_EXAMPLE = "The page on *{title}* has no example that I have not shown."
AROUND = "Next to it there is:"
AS_ABOVE = "*I have nothing beyond what stands above; this of it comes nearest:*"
FROM_ABOVE = "*As quoted above:*"
NOTHING_SAID = "There is nothing above to go back to: ask me something first, such as *What is an index?*"
PROOF = "The answer rests on these sentences of the sources, word for word:"
PROOF_WHERE = "*{document}*, section *{section}*"
NOT_SAID = "What they do not say: nothing quoted has {words}, so on that they prove nothing."
UNSUPPORTED = "Not from the sources, so take it as unproven: {sentence}"
HOW_SURE = "I am as sure as these sources are. They are the curriculum and the documents that were added, and I cannot check them against the world."
PRIMARY = "To check it at its origin: {links}."
WRONG = (
    "That may be. Which sentence is wrong, and what should it say? What I quoted is from {documents}. If the words are "
    "right but answer another question, say what you meant; if the source itself is wrong, a thumb down below the "
    "answer records it, and a document of yours that says it better is quoted beside it."
)
NO_HELP = (
    "Then I read it wrongly or took the wrong passage. I searched for *{question}*. Tell me what you are trying to do, what "
    "you did, and what happened instead, with the exact message if there is one."
)
NO_HELP_UNKNOWN = (
    "I had nothing to go on. Tell me what you are trying to do, what you did, and what happened instead, with the exact "
    "message if there is one; or name the technology."
)
CLOSE_BY = "Or did you mean one of these?"
UPSET_ALONE = "That sounds frustrating."
UPSET = "That is frustrating, and my answer did not make it better."
UPSET_AT_SELF = "Not getting it yet says little about you: this takes most people several attempts."
ONE_WAY_ON = "Let us take it in a smaller piece: copy the one sentence or word where it stopped making sense, or take one of these."
ONE_THING = "Tell me in one line what you are trying to do and what happens instead, and we take that alone."
FIRST_QUESTION = "What should I learn first as a backend developer?"
STARTS_WITH = "Start with *{title}*: it is the next open item of your plan (week {week}, {hours:g} h). `/today` shows what of it fits into today."
NEXT_TO = "After *{title}*, {after}."
NO_NEXT = "Nothing in the curriculum builds on *{title}*."
LOST_AT = "Then one step back. *{title}* builds on {before}: if that is shaky, begin there; if not, take it in smaller pieces."
LOST_AT_START = "Then we take it in smaller pieces."
LOST = "Then we take one step only. Choose one; `/help` lists all that I can do."
FOREIGN = "The knowledge base and I are in English only, so please ask in English."
FOREIGN_FOUND = "The knowledge base and I are in English only. I searched for the English words in your message: *{words}*."


def small_talk(message: str) -> str:
    """Return a reply to a greeting, a thank-you or a question about the mentor."""
    if re.search(r"\b(?:who|what) (?:are|can) you", message, re.IGNORECASE):
        return ABOUT
    if re.search(r"\b(?:thank|thanks|thx|cheers|great|perfect|nice|cool)\b", message, re.IGNORECASE):
        return f"You are welcome. {GO_ON}"
    if re.search(r"\b(?:bye|goodbye|see you)\b", message, re.IGNORECASE):
        return "Goodbye. This conversation is kept; you can go on with it at any time."
    return GREETING if re.match(r"\W*(?:hi|hello|hey|hiya|yo|good|how)\b", message, re.IGNORECASE) else GO_ON


def not_covered(
    nearest: Sequence[str], syllabus: Syllabus, unknown: Sequence[str] = (), *, is_all: bool = False
) -> str:
    """Return the words for a question that the knowledge base does not answer.

    Args:
        nearest: ids of the topics that are near enough to be of use, nearest first.
        syllabus: the topics.
        unknown: words of the question that no source has.
        is_all: whether it has no others.
    """
    lacking = f"no source of mine has the word{'s' if len(unknown) > 1 else ''} *{'*, *'.join(unknown)}*"
    if unknown and is_all:
        return f"I don't know: {lacking}. Write it with a word or two more, or add a document that has it."
    reason = lacking if unknown else "nothing in the knowledge base answers that"
    titles = [syllabus.topics[topic].title for topic in nearest if topic in syllabus.topics]
    near = (
        f"The nearest topics I do have: {', '.join(titles)}."
        if titles
        else "If it is about backend engineering, say it in other words or name the technology."
    )
    text = f"I don't know: {reason}, so I won't guess. {near}"
    return f"{text} You can add documents of your own, and I will answer from them."
