"""Keyword ranking of passages by BM25, what their vocabulary is, and which of its words a misspelt one meant."""

from __future__ import annotations

import math
from collections import Counter
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from knowledge.terms import STOP_WORDS, joined_terms, term, terms, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

# Lucene's BM25 with its defaults; b as in Robertson and Zaragoza 2009.
K1, B = 1.2, 0.75
REPAIRED_CHARS = 4  # shorter words have too many neighbours
# A word that texts have may be a slip all the same, as where they quote one: then it is long, and its neighbour is so
# many times as common. Of the shipped curriculum's words two are, both slips quoted.
QUOTED_CHARS, COMMONER = 6, 100


class Keywords:
    """An index of texts by their words, made once and never changed.

    Args:
        texts: what is indexed; a text is known by its place, from 0.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        from bm25s import BM25

        self._count = 0
        self._holding: Counter[str] = Counter()
        self._surface: Counter[str] = Counter()
        corpus = [self._read(text) for text in texts]
        self._commonest = max(self._surface.values(), default=0)
        self._bm25 = BM25(k1=K1, b=B, method="lucene")
        if self._holding:
            self._bm25.index(corpus, show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """The BM25 score of every text, shape ``(n,)``; zero where no word of the query stands."""
        asked = [each for each in dict.fromkeys(terms(query) + joined_terms(query)) if self.knows(each)]
        if not asked:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(asked), dtype=np.float32)

    def weights(self, query: str) -> dict[str, float]:
        """How much each term of the query tells: its inverse document frequency, as Lucene computes it.

        A term that no text has tells most.
        """
        holding = {each: self._holding[each] for each in terms(query)}
        return {each: math.log(1 + (self._count - n + 0.5) / (n + 0.5)) for each, n in holding.items()}

    def knows(self, wanted: str) -> bool:
        """Whether any text has the term."""
        return wanted in self._holding

    def repaired(self, query: str, is_word: Callable[[str], bool]) -> str:
        """The query with words that nobody writes, but in slips, replaced by the nearest of the texts' own.

        Args:
            query: as it was typed.
            is_word: whether a word that no text has is a word nevertheless; then it stays.
        """
        fixed = query
        for word in dict.fromkeys(words(query)):
            odd = len(word) >= REPAIRED_CHARS and word.isalpha() and word not in STOP_WORDS
            if odd and not is_word(word):
                meant = self._slipped(word) if self.knows(term(word)) else self._nearest(word)
                if meant:
                    fixed = _replaced(fixed, word, meant)
        return fixed

    def _read(self, text: str) -> list[str]:
        found = words(text)
        self._surface.update(set(found))
        kept = [term(word) for word in found if word not in STOP_WORDS]
        self._holding.update(set(kept))
        self._count += 1
        return kept

    def _slipped(self, word: str) -> str | None:
        """The far commoner word of which this one lacks a letter, or has two neighbouring letters exchanged."""
        if len(word) < QUOTED_CHARS or COMMONER * self._surface[word] > self._commonest:
            return None
        swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
        filled = (word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in ascii_lowercase)
        best = max((*swapped, *filled), key=lambda each: self._surface[each])
        return best if self._surface[best] >= COMMONER * max(self._surface[word], 1) else None

    def _nearest(self, word: str) -> str | None:
        """The commonest of the nearest words: one slip in a short word, two in a long one, the first letter right.

        Two letters more are another word's ("asyncpg").
        """
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        slips = 1 if len(word) < 6 else 2  # noqa: PLR2004 - where two slips still leave most of a word
        choices = [
            each
            for each in self._surface
            if each[0] == word[0] and abs(len(each) - len(word)) <= slips and each != word[:-2]
        ]
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None)
        best = min(near, key=lambda found: (found[1], -self._surface[found[0]]), default=None)
        return best[0] if best else None


def _replaced(text: str, word: str, other: str) -> str:
    at = text.lower().find(word)
    return text if at < 0 else text[:at] + other + text[at + len(word) :]
