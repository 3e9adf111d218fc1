"""What a stretch of text states, in a form that can be compared: content, guards, negations, numbers, order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.alike import meaning
from agent.guard_words import BACKWARD, DENIED_BEFORE, GLUE, GUARDS, NEGATIONS
from knowledge.words import identifiers, words

if TYPE_CHECKING:
    from collections.abc import Sequence

NEGATED = 3  # content words after a negation that it may be about
CAPITAL = re.compile(r"(?<=[a-z,;)] )[A-Z][\w.+#-]*\w")
VERSION = re.compile(r"\b[A-Z][\w.+#]*\s+(\d[\w.]*)")  # Python 3.13: it counts nothing
PHRASES = (
    (re.compile(r"\bat once\b|\bright away\b|\bstraight away\b"), "immediately"),
    (re.compile(r"\bat the same time\b|\bsimultaneous(?:ly)?\b"), "simultaneously"),
    (re.compile(r"\b(?:for instance|for example|such as|in other words|that is why)\b"), " "),
    (re.compile(r"\btry it again\b|\btry again\b"), "retry"),
    (re.compile(r"\b(?:have|has) to\b"), "must"),
    (re.compile(r"\bas long as\b"), "if"),
    (re.compile(r"\b(\w+)n['’]t\b"), r"\1 not"),
    (re.compile(r"\bcannot\b"), "can not"),
    (re.compile(r"\b(?:rather than|instead of)\b"), "instead"),
    (re.compile(r"\bas well as\b"), "and"),
    (re.compile(r"\bper (second|minute|hour|day|week|month|year)\b"), r"a \1"),
    (re.compile(r"\bover (?=\d)"), "above "),
    (re.compile(r"\bunder (?=\d)"), "below "),
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
    (re.compile(r"(?<=\d)\s?%"), " percent"),
    (re.compile(r"\bthe (?:two|three|four)\b(?! \w+(?:s|est|er)\b)"), "they"),
    (re.compile(r"^once\b|\bonce (?=you|the|it|they|an?\b)"), "after "),
    (re.compile(r"\bas soon as\b"), "when"),
    (re.compile(r"\b(?:prior to|ahead of)\b"), "before"),
    (re.compile(r"\bthanks to\b"), "because"),
    (re.compile(r"\bkeep an eye on\b"), "watch"),
    (re.compile(r"\bno matter (?=how|what|which|where|who)\b"), " "),
    (re.compile(r"\bonce an? (?=(?:second|minute|hour|day|week|month|year)\b)"), " "),
    (re.compile(r"\ba few\b"), "some"),
    (re.compile(r"\b(?:no|not any) longer\b"), "not"),
    (re.compile(r"\bby (?=\w+ing\b)"), "with "),
    (re.compile(r"\b(look|set|clean|back|speed)(?:s|ed|ing|ting)? up\b"), r"\1up"),
    (re.compile(r"\broll(?:s|ed|ing)? back\b"), "rollback"),
    (re.compile(r"\bturn(?:s|ed|ing)? up\b"), "appear"),
    (re.compile(r"\b(?:on|of) (?:its|their|your) own\b"), "alone"),
    (re.compile(r"\bgets? rid of\b"), "remove"),
    (re.compile(r"\b(?:over and over|again and again)\b"), "repeatedly"),
)
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
    if word != "one"  # mostly a pronoun
} | {
    "fifteen": "15",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "ninety": "90",
    "hundred": "100",
    "hundreds": "100",
    "thousand": "1000",
    "thousands": "1000",
    "million": "1000000",
    "millions": "1000000",
    "billion": "1000000000",
    "dozen": "12",
    "dozens": "12",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a stretch of text states.

    Attributes:
        content: stems of its content words in order, synonyms made one.
        order: the same with the guards and negations between them.
        guards: the classes of its guard words.
        bound: each guard with the content that it may be about.
        negated: for each negation the content that it may be about.
        numbers: each number with the stem before it and the two after it.
        text: lower case, without backticks.
        names: its identifiers, and the words with a capital that do not begin it.
    """

    content: tuple[str, ...]
    order: tuple[str, ...]
    guards: frozenset[str]
    bound: tuple[tuple[str, frozenset[str]], ...]
    negated: tuple[frozenset[str], ...]
    numbers: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    text: str
    names: frozenset[str]


@lru_cache(maxsize=4096)
def statement(text: str) -> Statement:
    """Read a stretch of text."""
    plain = text.replace("’", "'")
    lowered = plain.lower()
    for pattern, said in PHRASES:
        lowered = pattern.sub(said, lowered)
    spoken = [NUMBER_WORDS.get(word, word) for word in words(lowered)]
    tagged = [(word, _content(word)) for word in spoken]
    content = tuple(each for _, each in tagged if each)
    versions = {number.lower() for number in VERSION.findall(plain)}
    bound, negated, numbers = [], [], []
    for at, (word, _) in enumerate(tagged):
        if word in DENIED_BEFORE:
            negated.append(frozenset(each for _, each in tagged[:at] if each))
        elif word in NEGATIONS:
            negated.append(frozenset(_after(tagged[at + 1 :], NEGATED)))
        elif word in GUARDS:
            near = _after(tagged[at + 1 :], 1) + (_before(tagged[:at]) if GUARDS[word] in BACKWARD else [])
            bound.append((GUARDS[word], frozenset(near)))
        elif word[0].isdigit():
            counted = () if word in versions else tuple(_after(tagged[at + 1 :], 2))
            numbers.append((word, tuple(_before(tagged[:at])), counted))
    return Statement(
        content=content,
        order=tuple(
            each or GUARDS.get(word, "") or "not" * (word in NEGATIONS)
            for word, each in tagged
            if _tells(word)
        ),
        guards=frozenset(name for name, _ in bound),
        bound=tuple(bound),
        negated=tuple(negated),
        numbers=tuple(numbers),
        text=plain.lower().replace("`", ""),
        names=frozenset(identifiers(plain)) | frozenset(name.lower() for name in CAPITAL.findall(plain)),
    )


def _tells(word: str) -> bool:
    return bool(_content(word)) or word in GUARDS or word in NEGATIONS


def _before(tagged: Sequence[tuple[str, str]]) -> list[str]:
    return [each for _, each in tagged if each][-1:]


def _after(tagged: Sequence[tuple[str, str]], most: int) -> list[str]:
    """Return the next content words, as far as the next guard or negation."""
    near = takewhile(lambda each: each[0] not in GUARDS and each[0] not in NEGATIONS, tagged)
    return [each for _, each in near if each][:most]


def _content(word: str) -> str:
    """Return a content word's stem with its synonyms made one; nothing for other words."""
    if word in GLUE or word in GUARDS or word in NEGATIONS:
        return ""
    return meaning(word)
