"""The baseline of keywords alone: BM25 over the very passages that the mentor searches, by bm25s as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evals.rankings import Ranked, once_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knowledge.passage import Passage


class PlainKeywords:
    """bm25s with its own tokenizer, English stop words and stemmer, and its default parameters.

    Args:
        passages: what is ranked, heading path and text.
        name: the id under which a passage counts.
    """

    def __init__(self, passages: Sequence[Passage], name: Callable[[Passage], str]) -> None:
        import bm25s
        import Stemmer

        self._names = [name(passage) for passage in passages]
        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        texts = [passage.embedded_text for passage in passages]
        tokens = bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)
        self._bm25.index(tokens, show_progress=False)

    def rank(self, query: str, depth: int) -> list[Ranked]:
        """The ids of the best ``depth`` passages, best first, each once; none that has no word of the query."""
        import bm25s

        asked = bm25s.tokenize(
            [query], stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )[0]
        if not asked:
            return []
        found = np.asarray(self._bm25.get_scores(asked), dtype=np.float64)
        best = np.lexsort((np.arange(len(found)), -found))[:depth]
        return once_each(Ranked(self._names[row], float(found[row])) for row in best if found[row] > 0)
