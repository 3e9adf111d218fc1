"""What short forms stand for, as the texts themselves say it: "change data capture (CDC)", "CDC (change data capture)".

A question may use the short form where the pages use the long one, and then shares neither words nor meaning with them.
Found as by Schwartz and Hearst 2003, more strictly: each letter begins a word of the long form, in order.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORT = r"[A-Z]{2,6}"
AFTER = re.compile(rf"\(({SHORT})\)")
BEFORE = re.compile(rf"\b({SHORT}) \(([A-Za-z][\w -]{{4,70}})[),;:]")
BACK_CHARS = 80  # before a short form in brackets, in which its long form stands
PART = re.compile(r"[A-Za-z0-9]+")
LIGHT = frozenset(("of", "and", "the", "for", "in", "to", "a", "by", "with", "on", "as", "or"))
# so common in questions that no page needs to say it
KNOWN = {
    "gc": "garbage collection",
    "cdc": "change data capture",
    "di": "dependency injection",
    "fk": "foreign key",
    "pk": "primary key",
}

COMMONER = 3  # times as many texts must have the rarest word of the long form
WORD_CHARS = 2  # in small letters so short a form may be a word or a command ("cd")


class Vocabulary(Protocol):
    """The words of texts."""

    def written(self, word: str) -> int:
        """How many texts have the word as it is written."""
        ...


def abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Return short forms, lower case, with the long form that is written out for them most often."""
    found: dict[str, Counter[str]] = {short: Counter([long]) for short, long in KNOWN.items()}
    for text in texts:
        pairs = [
            (match[1], text[max(0, match.start() - BACK_CHARS) : match.start()])
            for match in AFTER.finditer(text)
        ]
        pairs += [(match[1], match[2]) for match in BEFORE.finditer(text)]
        for short, around in pairs:
            if long := _long(short, around):
                found.setdefault(short.lower(), Counter())[long.lower()] += 1
    return {short: longs.most_common(1)[0][0] for short, longs in found.items()}


def expanded(query: str, forms: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """Return a query with its short forms written out where the texts have the long form's words more often.

    Args:
        query: as it was asked.
        forms: short forms, lower case, and long ones.
        vocabulary: of the texts.
    """

    def written_out(match: re.Match[str]) -> str:
        said, short = match.group(), match.group().lower()
        long = forms.get(short)
        if long is None or (len(short) <= WORD_CHARS and not said.isupper() and short not in KNOWN):
            return said
        rarest = min(vocabulary.written(word) for word in PART.findall(long) if word not in LIGHT)
        return long if rarest >= COMMONER * max(vocabulary.written(short), 1) else said

    return re.sub(r"(?<![\w./-])[A-Za-z][A-Za-z0-9]{1,5}(?![\w/-]|\.\w)", written_out, query)


def _long(short: str, around: str) -> str | None:
    """Return the last or the first words around a short form whose initials are its letters; None where none are."""
    letters = list(short.lower())
    parts = [(match.group().lower(), match.start(), match.end()) for match in PART.finditer(around)]
    for first in reversed(range(len(parts))):
        heavy = [word for word, _, _ in parts[first:] if word not in LIGHT]
        if parts[first][0] not in LIGHT and [word[0] for word in heavy] == letters:
            return " ".join(around[parts[first][1] : parts[-1][2]].split())
    return None
