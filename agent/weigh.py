"""How well a span of a passage answers a question, by signs that can be named."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from agent.question import subjects
from agent.shapes import Role, role
from knowledge.sentences import Kind
from knowledge.words import content_words, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from knowledge.search import Hit
    from knowledge.sentences import Unit

ASIDE = re.compile(
    r"\([^()]*\)|, (?:or|also called|in full) [^,]{1,40},"
)  # what a short name stands for; another name
ORDERS = re.compile(r"(?:use|choose|prefer|take|do not|never|misconception)\b", re.IGNORECASE)
OPENING = 6  # words
AMOUNT = re.compile(
    r"\bhow (?:many|much|long|big|large|small|often|fast|far|high|old)\b|\b(?:what|which) (?:numbers?|percentage|size)\b",
    re.IGNORECASE,
)
HOW_LONG = re.compile(r"how long\b", re.IGNORECASE)
BEING = re.compile(r"\b(?:is|are|means|stands for)\b(?! (?:no|not|never|only)\b)")
SHORT_NAME = re.compile(r"\(([\w./+-]+)\)")  # "a common table expression (CTE)"
PLACE = re.compile(r"\s(?:in|on|for|of|with)\s", re.IGNORECASE)  # "in SQL" says where a thing is found
ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
# a heading of the curriculum, such as "What encryption is and what it is not"
INTRODUCES = re.compile(r"^what (.+?) (?:is|are|means?)(?: and .+)?$", re.IGNORECASE)
# What each sign of a span counts towards the share of a good answer that it gives: by least squares over 300 questions
# that the curriculum's topics ask about themselves, whose key points are known.
SHARE, HEADED, RECIPROCAL, FIRST, DEFINES, WEIGHS = 0.23, -0.02, 0.11, 0.03, 0.28, 0.24
LENGTH, RARITY, GROUPED, LEANS = 0.044, -0.107, -0.06, 0.065
ROLES = {Role.HOW: 0.018, Role.MISTAKES: -0.02, Role.ASIDE: -0.02}
BASE = 0.04


class Weigher:
    """How well spans answer one question: the words they take up, their heading, their passage's rank, their place."""

    def __init__(self, question: str, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._asked = stems(question)
        self._is_amount = AMOUNT.search(question) is not None
        about = subjects(question)
        self._sides = [stems(PLACE.split(each, maxsplit=1)[0]) for each in about]
        self._subject = self._sides[0] if len(about) == 1 else set()
        self._rare = _rarity([hit.passage.text for hit in hits])
        self._all = sum(self._rare.get(word, 1.0) for word in self._asked) or 1.0

    @property
    def size(self) -> int:
        """How many stems the question has: how much it says."""
        return len(self._asked)

    @property
    def asks_an_amount(self) -> bool:
        """Whether a number answers the question."""
        return self._is_amount

    def role(self, heading: str) -> Role:
        """Return what a section is for; how long a thing takes is no aside to who asks for an amount."""
        return Role.ANY if self._is_amount and HOW_LONG.match(heading) else role(heading)

    def worth(self, n: int, units: Sequence[Unit], text: str, said: frozenset[str], role: Role) -> float:
        """Return about how much of a good answer a span of passage `n` gives, from 0; more is better."""
        hit = self._hits[n - 1]
        headed = stems(" ".join((hit.passage.document, *hit.passage.heading)))
        several = len(units) > 1
        return (
            BASE
            + SHARE * self.share(said)
            + HEADED * self.share(headed)
            + RECIPROCAL / n
            + FIRST * (n == 1)
            + DEFINES * self.defines(text)
            + WEIGHS * self._weighs(said)
            + LENGTH * math.log(len(text.split()) or 1)
            + RARITY * self._rarity(said)
            + GROUPED * several
            + LEANS * (several and units[0].kind is Kind.SENTENCE)
            + ROLES.get(role, 0.0)
        )

    def share(self, said: Collection[str]) -> float:
        """Return how much of the question a set of stems takes up, from 0 to 1, rare words more."""
        return sum(self._rare.get(word, 1.0) for word in self._asked.intersection(said)) / self._all

    def is_about(self, said: Collection[str]) -> bool:
        """Return whether a set of stems has more of a question of three words or more than one, which may be chance."""
        return len(self._asked.intersection(said)) >= min(2, (len(self._asked) + 1) // 2)

    def _rarity(self, said: Collection[str]) -> float:
        """How far from the common subject a span is: words that stand in all passages are its core."""
        return sum(self._rare.get(word, 1.0) for word in said) / (len(said) or 1)

    def _weighs(self, said: Collection[str]) -> float:
        """How well a span weighs the two things of a question: it names both, and what is asked of them."""
        if len(self._sides) < 2 or not all(side and side.issubset(said) for side in self._sides):  # noqa: PLR2004 - a pair
            return 0.0
        rest = self._asked.difference(*self._sides)
        return len(rest.intersection(said)) / len(rest) if rest else 1.0

    def states(self, text: str) -> frozenset[int]:
        """Return which of the two things that a question weighs a sentence speaks of: it opens on it, and orders nothing."""
        if len(self._sides) < 2 or ORDERS.match(text):  # noqa: PLR2004 - a pair
            return frozenset()
        opening = stems(" ".join(text.split()[:OPENING]))
        return frozenset(n for n, side in enumerate(self._sides) if side and side <= opening)

    def defines(self, text: str) -> bool:
        """Return whether a span says what the thing asked about is: it alone opens the span, then a verb of being."""
        subject, *after = BEING.split(text, maxsplit=1)
        named = ARTICLE.sub("", ASIDE.sub("", subject))
        is_plain = words(named) == content_words(named)  # "If each shard" says nothing of what one is
        names = [stems(named), *map(stems, SHORT_NAME.findall(subject))]
        return bool(
            after and is_plain and any(name in (self._asked, self._subject) for name in names if name)
        )

    def introduces(self, heading: str) -> float:
        """Return how nearly a section introduces the thing asked about, from 0 to 1: "What database sharding is"."""
        found = INTRODUCES.match(heading)
        named = content_words(found[1]) if found else []
        subject = stems(" ".join(named))
        if not self._asked or not self._asked <= subject or stem(named[-1]) not in self._asked:
            return 0.0
        return len(self._asked) / len(subject)


def _rarity(texts: Sequence[str]) -> dict[str, float]:
    """Return how telling each word is among the passages: words that stand in all of them tell little."""
    holding = Counter(word for text in texts for word in stems(text))
    return {word: math.log(1 + len(texts) / count) for word, count in holding.items()}
