"""A question -> the passages that answer it, best first, and how sure it is that they do."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from knowledge import confidence
from knowledge.keywords import Keywords
from knowledge.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from knowledge.embed import Embedder
    from knowledge.exact import VectorIndex
    from knowledge.passage import Passage
    from knowledge.store import Store

CANDIDATES = 50  # from each ranking
AGREEING = 10  # how far down both rankings are compared
KEYWORD_SHARE, COVERAGE_SHARE, HEADING_SHARE = 0.2, 0.2, 0.1
SAME_WORDS = 0.85  # share of common words above which two passages say the same


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score; scores of different queries do not compare."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found.

    Attributes:
        query: as it was searched, misspelt words repaired.
        hits: best first; empty when there is nothing to find.
        confidence: 0 to 1, that the passages answer the query; below 0.5 they do not.
        timings_ms: embed, dense, keyword, rerank, total.
    """

    query: str
    hits: tuple[Hit, ...]
    confidence: float
    timings_ms: dict[str, float]


class Search(Protocol):
    """What finds passages."""

    def search(self, query: str, k: int = 10) -> Findings:
        """At most ``k`` passages for the query."""
        ...


class _Held(NamedTuple):
    """The state of the store that searches run over."""

    revision: int
    ids: list[str]
    keywords: Keywords


class _Candidate(NamedTuple):
    passage: Passage
    cosine: float
    keyword: float  # BM25, as a share of the best
    words: frozenset[str]
    coverage: float  # share of the query's words, by what they tell
    headed: float  # the same for the heading path alone


class HybridSearch:
    """Dense and keyword rankings fused, then reranked by how much of the question a passage takes up.

    Follows the store by itself: what another process reads in is found by the next search.

    Args:
        store: where passages are.
        index: what finds the nearest vectors.
        embedder: the model of that index.
    """

    def __init__(self, store: Store, index: VectorIndex, embedder: Embedder) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._lock = Lock()
        self._held: _Held | None = None

    def search(self, query: str, k: int = 10) -> Findings:
        """See `Search.search`.

        Raises:
            EmbeddingError: the query cannot be embedded.
            VectorIndexError: the index cannot be asked.
        """
        held = self._current()
        watch = _Watch()
        asked = held.keywords.repaired(query, self._embedder.is_word)
        vector = self._embedder.embed([asked])[0]
        watch.lap("embed")
        near = {found.passage: found.similarity for found in self._index.nearest(vector, CANDIDATES)}
        watch.lap("dense")
        keyed = _best(held.keywords.scores(asked), held.ids)
        watch.lap("keyword")
        weights = held.keywords.weights(asked)
        candidates = self._candidates(vector, near, keyed, weights)
        ranked = _without_repeats(sorted(candidates, key=_score, reverse=True))[: max(k, 0)]
        signs = _signs(ranked, near, keyed, weights, held.keywords)
        watch.lap("rerank")
        hits = tuple(Hit(candidate.passage, _score(candidate)) for candidate in ranked)
        return Findings(asked, hits, confidence.confidence(signs) if hits else 0.0, watch.laps())

    def _current(self) -> _Held:
        """What the store holds now, read anew when it changed."""
        with self._lock:
            revision = self._store.revision()
            if self._held is None or self._held.revision != revision:
                self._index.catch_up()
                passages = self._store.all_passages()
                keywords = Keywords(passage.embedded_text for passage in passages)
                self._held = _Held(revision, [passage.id for passage in passages], keywords)
            return self._held

    def _candidates(
        self,
        vector: NDArray[np.float32],
        near: dict[str, float],
        keyed: dict[str, float],
        weights: dict[str, float],
    ) -> list[_Candidate]:
        """Everything either ranking found, measured the same way."""
        ids, vectors = self._store.vectors(self._embedder.name, keyed.keys() - near.keys())
        cosines = {**near, **(dict(zip(ids, (vectors @ vector).tolist(), strict=True)) if ids else {})}
        top = max(keyed.values(), default=1.0)
        found = []
        for passage in self._store.passages(cosines):
            heading = frozenset(terms(" ".join(passage.heading)))
            said = heading | frozenset(terms(passage.text))
            found.append(
                _Candidate(
                    passage,
                    cosines[passage.id],
                    keyed.get(passage.id, 0.0) / top,
                    said,
                    _share(weights, said),
                    _share(weights, heading),
                )
            )
        return found


class _Watch:
    """Milliseconds between laps."""

    def __init__(self) -> None:
        self._started = self._last = perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = perf_counter()
        self._laps[name] = (now - self._last) * 1000
        self._last = now

    def laps(self) -> dict[str, float]:
        return {**self._laps, "total": (self._last - self._started) * 1000}


def _score(candidate: _Candidate) -> float:
    return (
        candidate.cosine
        + KEYWORD_SHARE * candidate.keyword
        + COVERAGE_SHARE * candidate.coverage
        + HEADING_SHARE * candidate.headed
    )


def _best(scores: NDArray[np.float32], ids: Sequence[str]) -> dict[str, float]:
    """The best passages by keywords, best first; those without a word of the query are none."""
    k = min(CANDIDATES, len(scores))
    if not k:
        return {}
    rows = np.argpartition(-scores, k - 1)[:k]
    return {
        ids[row]: float(scores[row]) for row in rows[np.lexsort((rows, -scores[rows]))] if scores[row] > 0
    }


def _share(weights: dict[str, float], said: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in said) / total if total else 0.0


def _without_repeats(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """The first of any that say the same in nearly the same words."""
    kept: list[_Candidate] = []
    for candidate in ranked:
        if all(_overlap(candidate.words, other.words) < SAME_WORDS for other in kept):
            kept.append(candidate)
    return kept


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _signs(
    ranked: Sequence[_Candidate],
    near: dict[str, float],
    keyed: dict[str, float],
    weights: dict[str, float],
    keywords: Keywords,
) -> confidence.Signs:
    known = frozenset(word for word in weights if keywords.knows(word))
    both = set(list(near)[:AGREEING]) & set(list(keyed)[:AGREEING])
    return confidence.Signs(
        cosine=max(near.values(), default=0.0),
        coverage=max((candidate.coverage for candidate in ranked[:3]), default=0.0),
        known=_share(weights, known),
        agreement=len(both) / AGREEING,
    )
