"""The suite `retrieval`: how well search finds what answers a question, beside keywords alone and vectors alone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from agent.build import open_embedder
from evals import beir
from evals.cases import SHIPPED, RetrievalCase, load, split
from evals.errors import CasesError
from evals.familiar import FAMILIAR, Familiar
from evals.intervals import median, p99
from evals.metric import Metric
from evals.opening import EVALUATOR, reading_mentor
from evals.outcome import Outcome
from evals.plain_bm25 import PlainKeywords
from evals.plain_dense import PlainVectors
from evals.rankings import Ranked, once_each, scores, separated, trec_lines, why
from evals.sections import section_id, sections, taken_up
from knowledge.owner import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from agent.settings import Settings
    from knowledge.embed import Embedder
    from knowledge.passage import Passage
    from knowledge.search import Findings
    from knowledge.sources import Source

FIRST = 10  # passages that a timed search returns, as an answer's does
DEPTH = 50  # passages that a ranking is made from: several may be of one section or document
SHOWN = 10
TIMED = 64  # passages embedded to measure the speed where nothing has to be read in


def _ratio(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows[..., 0].sum(axis=-1) / rows[..., 1].sum(axis=-1))


RANKED = "ndcg@10"
METRICS = (
    Metric(
        "ndcg@10", "how good the order of the first ten is, against the best possible (ir-measures nDCG@10)"
    ),
    Metric("recall@5", "share of the relevant that stand among the first five (R@5)"),
    Metric("recall@10", "share of the relevant that stand among the first ten (R@10)"),
    Metric("mrr@10", "one over the place of the first relevant, 0 beyond ten (RR@10)"),
    Metric(
        "answered@5",
        "1 where something judged best stands among the first five: what answers, not what helps",
    ),
    Metric(
        "answering_recall@5",
        "share of what is judged best that stands among the first five: of what answers, not of what helps",
    ),
    Metric(
        "unfamiliar_ndcg@10",
        f"ndcg@10 of the queries that share less than {FAMILIAR:.0%} of their words with any question the index knows",
    ),
    Metric(
        "unfamiliar_answering_recall@5",
        f"answering_recall@5 of the queries that share less than {FAMILIAR:.0%} of their words with any question the index knows",
    ),
    Metric("success@5", "1 where anything relevant stands among the first five (Success@5)"),
    Metric("capped_recall@5", "recall@5 against the most that five places can hold (R_cap@5)"),
    Metric(
        "query_ms_p50",
        "milliseconds of a search, median",
        ("query_ms",),
        median,
        high_is_good=False,
        is_timed=True,
    ),
    Metric(
        "query_ms_p99",
        "milliseconds of a search, 99th percentile",
        ("query_ms",),
        p99,
        high_is_good=False,
        is_timed=True,
    ),
)
SPEED = Metric(
    "passages_per_s",
    "passages embedded a second; of a folder of your own: cut, embedded, stored and indexed",
    ("passages", "seconds"),
    _ratio,
)


class Found(Protocol):
    """What ranks ids for a query."""

    def rank(self, query: str, depth: int) -> list[Ranked]:
        """The ids of the best ``depth`` passages, best first, each once."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What a retrieval run compares.

    Attributes:
        search: the mentor's search: a text and how many passages.
        name: the id under which a passage's source and heading count.
        baselines: by name.
        known: every id that can be found; None where judgements may name what is not there, which then counts as missed.
        speed: passages and seconds of reading in, part by part.
        familiar: the questions that the index knows; None where it knows none.
    """

    search: Callable[[str, int], Findings]
    name: Callable[[str, Sequence[str]], str]
    baselines: dict[str, Found]
    known: frozenset[str] | None
    speed: tuple[tuple[int, float], ...]
    fingerprints: dict[str, str]
    familiar: Familiar | None = None

    def judge(self, case: RetrievalCase) -> Outcome:
        """Search for one case's query with everything there is, and score it.

        Raises:
            CasesError: it names something relevant that is not there.
        """
        gone = [] if self.known is None else sorted(case.relevant.keys() - self.known)
        if gone:
            raise CasesError(f"there is no {', '.join(map(repr, gone))} to be found")
        started = perf_counter()
        findings = self.search(case.query, FIRST)
        query_ms = (perf_counter() - started) * 1000
        ranking = self.ranking(case.query)
        nearest = self.familiar.nearest(case.query) if self.familiar else 1.0
        return Outcome(
            id=case.id,
            kind=case.kind,
            split=split(case.id),
            input=case.model_dump(),
            output={
                "query": findings.query,
                "confidence": round(findings.confidence, 4),
                **({"nearest_known": round(nearest, 3)} if self.familiar else {}),
                "timings_ms": {name: round(value, 2) for name, value in findings.timings_ms.items()},
                "ranking": [[each.id, each.score] for each in ranking],
            },
            scores={**_scores(ranking, case, nearest), "query_ms": query_ms},
            baselines={name: self._baseline(each, case, nearest) for name, each in self.baselines.items()},
            reasons=tuple(why(ranking, case.relevant)),
        )

    def ranking(self, query: str) -> list[Ranked]:
        """What the mentor's search finds, best first, each id once, scores falling."""
        hits = self.search(query, DEPTH).hits
        named = (Ranked(self.name(hit.passage.source, hit.passage.heading), hit.score) for hit in hits)
        return separated(once_each(named))

    def _baseline(self, system: Found, case: RetrievalCase, nearest: float) -> dict[str, float]:
        started = perf_counter()
        ranking = system.rank(case.query, DEPTH)
        took = (perf_counter() - started) * 1000
        return {**_scores(separated(ranking), case, nearest), "query_ms": took}


def _scores(ranking: Sequence[Ranked], case: RetrievalCase, nearest: float) -> dict[str, float]:
    """Return the scores of a ranking, some of them twice where the query is near no question that the index knows."""
    found = scores(ranking, case.relevant)
    if nearest >= FAMILIAR:
        return found
    return found | {f"unfamiliar_{name}": found[name] for name in ("ndcg@10", "answering_recall@5")}


@contextmanager
def curriculum_bench(
    settings: Settings, on_progress: Callable[[int, int, str], None], *, is_quick: bool = False
) -> Iterator[Bench]:
    """The bench over the shipped curriculum, as the mentor itself has it indexed; sections count.

    A quick one has no baselines and no speed: those take longer than everything else.

    Documents that were read in for everybody are in the index too, and may push sections down, as they do for learners.
    """
    mentor = reading_mentor(settings, on_progress)
    try:
        embedder = open_embedder(settings)
        passages = mentor.store.all_passages(owner=SHARED)
        yield Bench(
            search=partial(mentor.search, learner=EVALUATOR),
            name=section_id,
            baselines={}
            if is_quick
            else {
                "bm25": PlainKeywords(passages, lambda passage: section_id(passage.source, passage.heading)),
                "dense": plain_vectors(mentor.store.sources(owner=SHARED), settings, embedder, on_progress),
            },
            known=frozenset(section_id(each.source, each.heading) for each in passages),
            speed=() if is_quick else _timed(embedder, passages),
            fingerprints={
                "index": mentor.store.fingerprint(embedder.name, owner=SHARED),
                "embedding": embedder.name,
            },
            familiar=Familiar(each.text for each in mentor.syllabus.asked),
        )
    finally:
        mentor.close()


def plain_vectors(
    sources: Sequence[Source],
    settings: Settings,
    embedder: Embedder,
    on_progress: Callable[[int, int, str], None],
) -> PlainVectors:
    """The dense baseline over sources whose sections count."""
    parts = {source.id: sections(source) for source in sources}
    return PlainVectors(
        sources,
        lambda source, start, end: taken_up(parts[source.id], start, end),
        embedder,
        cache=settings.home / "evals" / "plain_dense.npz",
        on_progress=lambda done, total: on_progress(done, total, "chunks for the dense baseline"),
    )


@contextmanager
def beir_bench(
    folder: beir.Folder, settings: Settings, on_progress: Callable[[int, int, str], None]
) -> Iterator[Bench]:
    """The bench over a folder in BEIR form; documents count."""
    embedder = open_embedder(settings)
    embedder.embed(["warm"])  # loads the model, so that the speed is that of reading in
    with beir.indexed(folder, embedder, on_progress=on_progress) as there:
        yield Bench(
            search=partial(there.search.search, owner=SHARED),
            name=lambda source, _heading: source,
            baselines={
                "bm25": PlainKeywords(there.store.all_passages(owner=SHARED), lambda passage: passage.source),
                "dense": PlainVectors(
                    there.store.sources(owner=SHARED),
                    lambda source, _start, _end: [source.id],
                    embedder,
                    on_progress=lambda done, total: on_progress(done, total, "chunks for the dense baseline"),
                ),
            },
            known=None,
            speed=there.speed,
            fingerprints={
                "index": there.store.fingerprint(embedder.name, owner=SHARED),
                "embedding": embedder.name,
            },
        )


def shipped_cases(path: Path | None) -> tuple[RetrievalCase, ...]:
    """The cases of a file, or those that ship."""
    return load(path or SHIPPED / "retrieval.jsonl", RetrievalCase)


def trec(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The mentor's rankings in TREC's run format."""
    for each in outcomes:
        ranking = [Ranked(key, score) for key, score in each.output.get("ranking", [])]
        yield from trec_lines(each.id, ranking, tag="mentor")


def _timed(embedder: Embedder, passages: Sequence[Passage]) -> tuple[tuple[int, float], ...]:
    texts = [passage.embedded_text for passage in passages[:: max(1, len(passages) // TIMED)]]
    embedder.embed(texts[:1])
    parts = []
    for at in range(0, len(texts), 8):
        started = perf_counter()
        embedder.embed(texts[at : at + 8])
        parts.append((len(texts[at : at + 8]), perf_counter() - started))
    return tuple(parts)
