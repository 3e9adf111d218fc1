"""Keyword ranking of passages by BM25, in memory, and what their vocabulary is."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from knowledge.terms import STOP_WORDS, joined_terms, term, terms, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Lucene's BM25 with its defaults; b as in Robertson and Zaragoza 2009.
K1, B = 1.2, 0.75


class Keywords:
    """An index of texts by their words, made once and never changed.

    Args:
        texts: what is indexed, by id; of texts with equal scores the one that comes first here is the better.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        from bm25s import BM25

        self._ids = list(texts)
        self._rows = {key: row for row, key in enumerate(self._ids)}
        self._holding: Counter[str] = Counter()
        self._surface: Counter[str] = Counter()
        corpus = [self._read(text) for text in texts.values()]
        self._bm25 = BM25(k1=K1, b=B, method="lucene")
        if self._holding:
            self._bm25.index(corpus, show_progress=False)

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self._ids)

    def best(self, query: str, k: int) -> dict[str, float]:
        """The BM25 scores of the ``k`` best texts by id, best first; a text without a word of the query is none."""
        sought = [each for each in asked_terms(query) if self.knows(each)]
        k = min(k, self.count)
        if not sought or k <= 0:
            return {}
        scores = np.asarray(self._bm25.get_scores(sought), dtype=np.float32)
        rows = np.argpartition(-scores, k - 1)[:k]
        ordered = rows[np.lexsort((rows, -scores[rows]))]
        return {self._ids[row]: float(scores[row]) for row in ordered if scores[row] > 0}

    def coverage(self, ids: Collection[str], weights: Mapping[str, float]) -> dict[str, float]:
        """How much of the terms' total weight each of these texts has, 0 to 1, by id."""
        there = [each for each in ids if each in self._rows]
        rows = [self._rows[each] for each in there]
        found = np.zeros(len(rows))
        for each, tells in weights.items():
            if self.knows(each):
                found += tells * (self._bm25.get_scores([each])[rows] > 0)
        return dict(zip(there, (found / (sum(weights.values()) or 1.0)).tolist(), strict=True))

    def weights(self, query: str) -> dict[str, float]:
        """How much each term of the query tells: its inverse document frequency, as Lucene computes it.

        A term that no text has tells most.
        """
        return {each: weight(self._holding[each], self.count) for each in terms(query)}

    def knows(self, wanted: str) -> bool:
        """Whether any text has the term."""
        return wanted in self._holding

    def written(self, word: str) -> int:
        """How many texts have the word as it is written."""
        return self._surface[word]

    def beginning(self, letter: str) -> Iterable[str]:
        """The words that begin with a letter."""
        return (each for each in self._surface if each[0] == letter)

    def _read(self, text: str) -> list[str]:
        found = words(text)
        self._surface.update(set(found))
        kept = [term(word) for word in found if word not in STOP_WORDS]
        self._holding.update(set(kept))
        return kept


def asked_terms(query: str) -> list[str]:
    """What a query looks for, each once: its terms, and those that neighbouring words would give as one."""
    return list(dict.fromkeys(terms(query) + joined_terms(query)))


def weight(holding: int, count: int) -> float:
    """The inverse document frequency of a term that so many of the texts hold, as Lucene computes it."""
    return math.log(1 + (count - holding + 0.5) / (holding + 0.5))
