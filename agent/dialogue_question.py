"""Whether what is said to the intake is a question to be looked up, not an answer of the learner's; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.question import Asked, kind
from knowledge.words import stem, stems

if TYPE_CHECKING:
    from agent.familiar import Vocabulary

_ASKING = re.compile(
    r"^\W*(?:what|why|how|when|where|which|who|can|could|should|would|is|are|does|do|did|will|explain|tell me|show me|define|compare"
    r"|(?:the )?(?:difference|differences|meaning|purpose) (?:between|of))\b",
    re.IGNORECASE,
)
_TO_BE_TOLD = re.compile(
    r"\b(?:explain|define|describe|compare|tell me|show me|what(?:'?s| is| are| does)|how (?:do|does|can|should)|difference between)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\?\s*$")
_FEW_WORDS = 4  # "maybe Go?" is an answer
_AIMING = re.compile(
    r"\b(?:i|i'm|i'd|want|wish|become|becoming|be|build|building|make|making|create|learn|learning|study|get|find|work|working|"
    r"job|career|developer|engineer|programmer|architect|path|switch|change|earn|start|own|that|this|it)\b",
    re.IGNORECASE,
)
# "payment systems" names what somebody wants to build
_BUILT = re.compile(
    r"\b(?:apis?|apps?|systems?|servers?|services?|sites?|websites?|shops?|tools?|platforms?|backends?|startups?|games?|bots?|products?)\b",
    re.IGNORECASE,
)
_QUESTIONS = (Asked.COMPARISON, Asked.DEBUGGING, Asked.WHY, Asked.CODE)
_TERM_CHARS = 3
_FEW_TITLES = 3
_QUESTION_WORDS = 3  # "wrong" asks nothing


def wants_telling(message: str) -> bool:
    """Say whether a message asks, anywhere in it, to have something explained."""
    return "?" in message or any(each.search(message) for each in (_ASKING, _TO_BE_TOLD))


def asks(message: str, *, is_answer: bool) -> bool:
    """Say whether a message has the form of a question; a few words with a mark may be an unsure answer."""
    is_unsure = is_answer and len(message.split()) <= _FEW_WORDS
    return _ASKING.match(message) is not None or (_MARKED.search(message) is not None and not is_unsure)


def names_topic(message: str, vocabulary: Vocabulary) -> bool:
    """Say whether words that answer nothing read like a question put in a few words, such as "JWT revocation"."""
    if _AIMING.search(message):
        return False
    words = [each.lower() for each in re.findall(r"[\w+#]+", message)]
    if 1 < len(words) <= _FEW_WORDS and not _BUILT.search(message) and _names_title(words, vocabulary):
        return True
    if kind(message) in _QUESTIONS and len(words) >= _QUESTION_WORDS:
        return True
    return any(len(each) >= _TERM_CHARS and vocabulary.named(each) for each in words)


def _names_title(words: list[str], vocabulary: Vocabulary) -> bool:
    """Say whether one of a few words stands in so few titles that it names what they are about: "cursor pagination"."""
    titles = [stems(topic.title) for topic in vocabulary.syllabus.topics.values()]
    counts = [sum(stem(word) in title for title in titles) for word in words if len(word) > _TERM_CHARS]
    return any(0 < count <= _FEW_TITLES for count in counts)
