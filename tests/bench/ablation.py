"""What each stage of a search is worth, and what it costs; run it as ``python tests/bench/ablation.py [FOLDER...]``.

Searches for every development case of the shipped ones (``--held-out``: of the others, to be run rarely and tuned to
never), or for the queries of folders in BEIR form, with everything there is and with one stage left out at a time.
A gain is everything minus without, with the 95 % interval of the paired difference; a cost is the median difference
in processor time of one search, both run right after each other. MENTOR_HOME decides where the curriculum is indexed.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np

from agent.build import open_embedder
from agent.settings import Settings
from evals import beir
from evals.cases import SHIPPED, RetrievalCase, Split, load, split
from evals.intervals import difference, mean
from evals.opening import reading_mentor
from evals.rankings import Ranked, once_each, scores, separated
from evals.sections import section_id
from knowledge.candidates import WEIGHTS, Weights
from knowledge.exact import ExactIndex
from knowledge.owner import SHARED
from knowledge.search import HybridSearch

SHOWN = ("ndcg@10", "recall@10", "answering_recall@5")
DEPTH = 50
FUSED = 60  # k of reciprocal rank fusion, Cormack, Clarke and Buettcher 2009
ALL, VECTORS, KEYWORDS, RANKS = "everything", "vectors alone", "keywords alone", "both by reciprocal rank"


class Unrepairing:
    """An embedder to which every word is one, so that none is repaired."""

    def __init__(self, embedder) -> None:
        self.name, self.dimensions, self.embed = embedder.name, embedder.dimensions, embedder.embed

    def is_word(self, _word: str) -> bool:
        """Always."""
        return True


def variants(store, embedder, questions) -> dict[str, HybridSearch]:
    """Searches by name, everything first."""
    index = ExactIndex(store, embedder.name)

    def search(*, weights=WEIGHTS, questions=questions, embedder=embedder):
        return HybridSearch(store, index, embedder, questions=questions, weights=weights)

    nothing = Weights(question=0, keyword=0, coverage=0, heading=0, page=0, aside=0, mistakes=0, project=0)
    found = {
        ALL: search(),
        "known questions": search(questions=()),
        "keywords": search(weights=replace(WEIGHTS, keyword=0)),
        "coverage": search(weights=replace(WEIGHTS, coverage=0)),
        "headings": search(weights=replace(WEIGHTS, heading=0)),
        "coverage and headings": search(weights=replace(WEIGHTS, coverage=0, heading=0)),
        "support of the page": search(weights=replace(WEIGHTS, page=0)),
        "cost of asides": search(weights=replace(WEIGHTS, aside=0)),
        "cost of mistakes and projects": search(weights=replace(WEIGHTS, mistakes=0, project=0)),
        "passage beside its questions": search(weights=replace(WEIGHTS, question=1)),
        "repair of words": search(embedder=Unrepairing(embedder)),
        VECTORS: search(weights=nothing, questions=(), embedder=Unrepairing(embedder)),
        KEYWORDS: search(weights=replace(nothing, keyword=1e6), questions=(), embedder=Unrepairing(embedder)),
    }
    asked = ("known questions", "passage beside its questions")
    return found if questions else {name: each for name, each in found.items() if name not in asked}


def fused(*rankings: list[Ranked]) -> list[Ranked]:
    """Rankings by the sum of their reciprocal ranks."""
    total: dict[str, float] = {}
    for ranking in rankings:
        for place, each in enumerate(ranking, 1):
            total[each.id] = total.get(each.id, 0.0) + 1 / (FUSED + place)
    return [Ranked(key, score) for key, score in sorted(total.items(), key=lambda item: -item[1])]


def measured(searches, cases, name) -> tuple[dict[str, np.ndarray], dict[str, list[float]]]:
    """By variant: scores, shape ``(cases, metrics)``, and the processor time of each search in ms."""
    rows = {variant: [] for variant in (*searches, RANKS)}
    times = {variant: [] for variant in searches}
    for case in cases:
        rankings = {}
        for variant, search in searches.items():
            search.search(case.query, DEPTH, owner=SHARED)  # what loads once, and vectors kept from then on
            started = process_time()
            hits = search.search(case.query, DEPTH, owner=SHARED).hits
            times[variant].append((process_time() - started) * 1000)
            rankings[variant] = once_each(Ranked(name(hit.passage), hit.score) for hit in hits)
        rankings[RANKS] = fused(rankings[VECTORS], rankings[KEYWORDS])
        for variant, ranking in rankings.items():
            scored = scores(separated(ranking), case.relevant)
            rows[variant].append([scored[each] for each in SHOWN])
    return {variant: np.array(values) for variant, values in rows.items()}, times


def show(title: str, found, times) -> None:
    """Print one set's table."""
    everything = found[ALL]
    print(f"\n{title}, {len(everything)} queries")
    print(f"{'':32}" + "".join(f"{name:>30}" for name in SHOWN) + f"{'ms of processor time':>24}")
    print(
        f"{ALL:32}"
        + "".join(f"{value:>30.3f}" for value in everything.mean(axis=0))
        + f"{median(times[ALL]):>24.1f}"
    )
    for variant, values in found.items():
        if variant == ALL:
            continue
        cells = [f"{_gain(everything[:, [n]], values[:, [n]]):>30}" for n in range(len(SHOWN))]
        costs = [one - other for one, other in zip(times[ALL], times.get(variant, []), strict=False)]
        label = f"over {variant}" if variant in (VECTORS, KEYWORDS, RANKS) else variant
        print(f"{label:32}" + "".join(cells) + (f"{median(costs):>+24.1f}" if costs else ""))


def _gain(new: np.ndarray, old: np.ndarray) -> str:
    gain = difference(new, old, mean)
    return f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]" if gain else "-"


def main() -> None:
    """Measure and print."""
    folders = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
    settings = Settings()
    if not folders:
        half = Split.HELD_OUT if "--held-out" in sys.argv else Split.DEV
        mentor = reading_mentor(settings, lambda *_: None)
        cases = [each for each in load(SHIPPED / "retrieval.jsonl", RetrievalCase) if split(each.id) is half]
        searches = variants(mentor.store, open_embedder(settings), mentor.syllabus.asked)
        show(
            f"curriculum, {half}",
            *measured(searches, cases, lambda each: section_id(each.source, each.heading)),
        )
        mentor.close()
    for folder in folders:
        read = beir.read(folder)
        embedder = open_embedder(settings)
        with beir.indexed(read, embedder, on_progress=lambda *_: None) as there:
            searches = variants(there.store, embedder, ())
            show(folder.name, *measured(searches, read.cases, lambda each: each.source))


if __name__ == "__main__":
    main()
