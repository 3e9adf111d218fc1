"""Which of the texts' words a misspelt one meant."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Protocol

from knowledge.terms import STOP_WORDS, term, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REPAIRED_CHARS = 4  # shorter words have too many neighbours
# A word that texts have may be a slip all the same, as where they quote one: then it is long, and its neighbour is so
# many times as common. Of the shipped curriculum's words two are, both slips quoted.
QUOTED_CHARS, COMMONER = 6, 100


class Vocabulary(Protocol):
    """The words of texts."""

    @property
    def count(self) -> int:
        """How many texts there are."""
        ...

    def knows(self, wanted: str) -> bool:
        """Whether any text has the term."""
        ...

    def written(self, word: str) -> int:
        """How many texts have the word as it is written."""
        ...

    def beginning(self, letter: str) -> Iterable[str]:
        """The words that begin with a letter; some may be of texts that are gone."""
        ...


def repaired(query: str, vocabulary: Vocabulary, is_word: Callable[[str], bool]) -> str:
    """The query with words that nobody writes, but in slips, replaced by the nearest of the texts' own.

    Args:
        query: as it was typed.
        vocabulary: of the texts.
        is_word: whether a word that no text has is a word nevertheless; then it stays.
    """
    fixed = query
    for word in dict.fromkeys(words(query)):
        odd = len(word) >= REPAIRED_CHARS and word.isalpha() and word not in STOP_WORDS
        if odd and not is_word(word):
            known = vocabulary.knows(term(word))
            meant = _slipped(word, vocabulary) if known else _nearest(word, vocabulary)
            if meant:
                fixed = _replaced(fixed, word, meant)
    return fixed


def _slipped(word: str, vocabulary: Vocabulary) -> str | None:
    """The far commoner word of which this one lacks a letter, or has two neighbouring letters exchanged."""
    least = COMMONER * max(vocabulary.written(word), 1)
    if len(word) < QUOTED_CHARS or least > vocabulary.count:
        return None
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
    filled = (word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in ascii_lowercase)
    best = max((*swapped, *filled), key=vocabulary.written)
    return best if vocabulary.written(best) >= least else None


def _nearest(word: str, vocabulary: Vocabulary) -> str | None:
    """The commonest of the nearest words: one slip in a short word, two in a long one, the first letter right.

    Two letters more are another word's ("asyncpg").
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    slips = 1 if len(word) < 6 else 2  # noqa: PLR2004 - where two slips still leave most of a word
    choices = [
        each
        for each in vocabulary.beginning(word[0])
        if abs(len(each) - len(word)) <= slips and each != word[:-2]
    ]
    near = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None)
    written = [(slip, -vocabulary.written(each), each) for each, slip, _ in near]
    return min((found for found in written if found[1]), default=(0, 0, None))[2]


def _replaced(text: str, word: str, other: str) -> str:
    at = text.lower().find(word)
    return text if at < 0 else text[:at] + other + text[at + len(word) :]
