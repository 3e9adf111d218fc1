"""A question -> the passages that answer it, best first, and how sure it is that they do."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from functools import partial
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from knowledge.abbreviations import abbreviations, expanded
from knowledge.asked import asked
from knowledge.candidates import (
    OF_ONES_OWN,
    WEIGHTS,
    Candidate,
    beside_their_pages,
    costs,
    is_of_another_language,
    is_of_project,
    language_asked,
    read_heading,
    share,
    without_repeats,
)
from knowledge.confidence import Signs, confidence
from knowledge.keywords import Keywords
from knowledge.owner import SHARED
from knowledge.spelling import repaired
from knowledge.terms import terms
from knowledge.words import content_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from knowledge.asked import Asked
    from knowledge.asked_question import AskedQuestion
    from knowledge.candidates import Weights
    from knowledge.embed import Embedder
    from knowledge.exact import VectorIndex
    from knowledge.keywords_on_disk import KeywordFolders, KeywordsOnDisk
    from knowledge.owner import Owner
    from knowledge.passage import Passage
    from knowledge.store import Store

CANDIDATES = 50  # from each ranking
QUESTIONS = 20  # of the questions that are known to be answered
# Owners whose passages and keyword index are in memory at once; one without documents needs none of their own.
OWNERS_HELD = 16
# A passage's id stands for its words, so its vector never changes; reading fifty of them takes 3 ms of SQL.
VECTORS_KEPT = 20_000
OWN_WEIGHED = 200  # passages of one's own, where these are asked of, however far from the question
AROUND = 10_000  # characters: a document without headings is one section, however long
SURE_OF = 3  # how many of the first passages are asked for their coverage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score; scores of different queries do not compare."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found.

    Attributes:
        query: as it was searched, short forms written out and misspelt words repaired.
        hits: best first; empty when there is nothing to find.
        confidence: 0 to 1, that the passages answer the query; below 0.5 they do not.
        timings_ms: embed, dense, keyword, rerank, total.
        signs: what the confidence was computed from; None where something else judged.
        rest: what else stands under the heading of the first hit and not far from it, in the order of its text.
        unknown: words of the query that no text has.
    """

    query: str
    hits: tuple[Hit, ...]
    confidence: float
    timings_ms: dict[str, float]
    signs: Signs | None = None
    rest: tuple[Passage, ...] = ()
    unknown: tuple[str, ...] = ()


class Search(Protocol):
    """What finds passages."""

    def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
        """At most ``k`` passages for the query, of those that the owner may find."""
        ...


class HybridSearch:
    """Dense and keyword rankings fused by score, with how much of the question a passage takes up.

    Follows the store by itself: what another process reads in is found by the next search.

    Args:
        store: where passages are.
        index: what finds the nearest vectors.
        embedder: the model of that index.
        questions: known to be answered by a section; one that is near brings its passage near.
        weights: of what is added to the cosine.
        folders: where the words of more passages than memory should hold are; None holds them all the same.
    """

    def __init__(
        self,
        store: Store,
        index: VectorIndex,
        embedder: Embedder,
        *,
        questions: Sequence[AskedQuestion] = (),
        weights: Weights = WEIGHTS,
        folders: KeywordFolders | None = None,
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._questions = questions
        self._scoring = weights
        self._folders = folders
        self._lock = Lock()
        self._held: OrderedDict[Owner, _Held] = OrderedDict()
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
        """See `Search.search`.

        Raises:
            EmbeddingError: the query cannot be embedded.
            VectorIndexError: an index cannot be asked.
        """
        held = self._current(owner)
        watch = _Watch()
        text = expanded(query, held.forms, held.keywords)
        text = repaired(text, held.keywords, self._embedder.is_word)
        vector = self._embedder.embed([text])[0]
        watch.lap("embed")
        near = {
            found.passage: found.similarity for found in self._index.nearest(vector, CANDIDATES, owner=owner)
        }
        watch.lap("dense")
        keyed = held.keywords.best(text, CANDIDATES)
        watch.lap("keyword")
        weights = held.keywords.weights(text)
        answering = held.asked.nearest(vector, QUESTIONS)
        own = self._own(query, owner)
        others = keyed.keys() | answering.keys() | set(sorted(own)[:OWN_WEIGHED])
        cosines = self._cosines(vector, near, others, owner)
        cosines |= {
            key: own + self._scoring.question * max(cosine - own, 0.0)
            for key, cosine in answering.items()
            for own in (cosines.get(key, 0.0),)
        }
        ranked = held.candidates(text, cosines, keyed, weights, self._scoring, own)
        known = share(weights, frozenset(filter(held.keywords.knows, weights)))
        signs = _signs([*near.values(), *answering.values()], ranked, known)
        hits = tuple(Hit(each.passage, each.score) for each in without_repeats(ranked, max(k, 0)))
        rest = held.rest(hits)
        watch.lap("rerank")
        unknown = tuple(each for each in dict.fromkeys(content_words(text)) if not _has(held.keywords, each))
        sure = confidence(signs) if ranked else 0.0
        return Findings(text, hits, sure, watch.laps(), signs, rest, unknown)

    def _current(self, owner: Owner) -> _Held:
        """What an owner may find now, read anew when it changed; those who have nothing of their own share one."""
        with self._lock:
            own, revision = self._store.revisions(owner=owner)
            whose = owner if own else SHARED
            held = self._held.get(whose)
            if held is None or held.revision != revision:
                self._index.catch_up(whose)
                held = self._held[whose] = self._read(whose, revision)
            self._held.move_to_end(whose)
            while len(self._held) > OWNERS_HELD:
                del self._held[next(each for each in self._held if each != SHARED)]
            return held

    def _read(self, owner: Owner, revision: int) -> _Held:
        """What an owner may find: its passages in memory, or where there are too many, the folders of their words."""
        if self._folders and self._folders.are_for(owner):
            answering = {each.source for each in self._questions}
            asked_of = list(self._store.passages_of(answering, scope=SHARED))
            reading = partial(self._store.passages, owner=owner)
            forms = abbreviations(each.text for each in asked_of)
            section = partial(self._store.section, within=AROUND, owner=owner)
            on_disk = self._folders.keywords(owner)
            return _Held(revision, on_disk, reading, section, self._asked(asked_of), forms)
        passages = {each.id: each for each in self._store.all_passages(owner=owner)}
        sections = defaultdict(list)
        for each in passages.values():
            read_heading(each.heading)  # is kept; a question should not wait for it
            sections[each.source, each.heading].append(each)
        keywords = Keywords({key: each.embedded_text for key, each in passages.items()})
        return _Held(
            revision,
            keywords,
            lambda ids: [passages[each] for each in ids if each in passages],
            lambda of: [
                each for each in sections[of.source, of.heading] if abs(each.start - of.start) <= AROUND
            ],
            self._asked(passages.values()),
            abbreviations(each.text for each in passages.values()),
        )

    def _own(self, query: str, owner: Owner) -> frozenset[str]:
        """The passages that a query asks for as the owner's own; none where it does not."""
        is_asked = owner != SHARED and OF_ONES_OWN.search(query)
        return frozenset(self._store.passage_ids(scope=owner)) if is_asked else frozenset()

    def _asked(self, passages: Collection[Passage]) -> Asked:
        return asked(self._questions, passages, self._store, self._embedder)

    def _cosines(
        self, vector: NDArray[np.float32], near: Mapping[str, float], others: AbstractSet[str], owner: Owner
    ) -> dict[str, float]:
        """The similarity of everything that any ranking found."""
        wanted = others - near.keys()
        kept = self._index.held(wanted, owner=owner)
        kept |= {key: self._vectors[key] for key in wanted if key in self._vectors}
        if len(kept) < len(wanted):
            ids, rows = self._store.vectors(self._embedder.name, wanted - kept.keys(), owner=owner)
            fresh = dict(zip(ids, rows, strict=True))
            if len(self._vectors) + len(fresh) > VECTORS_KEPT:
                self._vectors = {}
            self._vectors.update(fresh)
            kept |= fresh
        cosines = np.vecdot(np.stack(list(kept.values())), vector).tolist() if kept else ()
        return {**near, **dict(zip(kept, cosines, strict=True))}


class _Held(NamedTuple):
    """What an owner may find in one state of the store.

    Attributes:
        revision: the state.
        keywords: the words of the passages.
        passages: reads those of these ids that there are.
        section: reads those that stand around one in its source, under its heading.
        asked: questions that they are known to answer.
        forms: short forms, and the long ones that they stand for.
    """

    revision: int
    keywords: Keywords | KeywordsOnDisk
    passages: Callable[[Collection[str]], Sequence[Passage]]
    section: Callable[[Passage], Sequence[Passage]]
    asked: Asked
    forms: Mapping[str, str]

    def candidates(
        self,
        query: str,
        cosines: Mapping[str, float],
        keyed: Mapping[str, float],
        weights: Mapping[str, float],
        scoring: Weights,
        preferred: AbstractSet[str],
    ) -> list[Candidate]:
        """Everything that any ranking found, best first; what was forgotten meanwhile is left out."""
        total = sum(weights.values()) or 1.0
        aside, mistakes, project = costs(scoring, query, weights.keys())
        language = language_asked(query)
        coverages = self.keywords.coverage(cosines.keys(), weights)
        found = []
        for passage in self.passages(cosines.keys()):
            key, heading = passage.id, read_heading(passage.heading)
            coverage = coverages.get(key, 0.0)
            score = (
                cosines[key]
                + scoring.keyword * min(keyed.get(key, 0.0) / total, 1.0)
                + scoring.coverage * coverage
                + scoring.heading * share(weights, heading.terms)
                - aside * heading.is_aside
                - mistakes * heading.is_mistakes
                - project * is_of_project(passage)
                + scoring.own * (key in preferred)
                - (scoring.language if language and is_of_another_language(passage, language) else 0.0)
            )
            found.append(Candidate(passage, score, coverage))
        return beside_their_pages(found, scoring.page)

    def rest(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """The passages of the first hit's section that are not among the hits, in the order of its text."""
        if not hits:
            return ()
        first, there = hits[0].passage, {hit.passage.id for hit in hits}
        found = [each for each in self.section(first) if each.id not in there]
        return tuple(sorted(found, key=lambda each: (each.start, each.id)))


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


def _has(keywords: Keywords | KeywordsOnDisk, word: str) -> bool:
    """Whether any text has a word, or a part of it."""
    return not terms(word) or any(map(keywords.knows, terms(word)))


def _signs(cosines: Sequence[float], ranked: Sequence[Candidate], known: float) -> Signs:
    coverage = max((candidate.coverage for candidate in ranked[:SURE_OF]), default=0.0)
    return Signs(cosine=max(cosines, default=0.0), coverage=coverage, known=known)
