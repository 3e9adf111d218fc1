"""Ranked lists -> scores by ir-measures and lines of TREC's run format, both from the very same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MEASURES = {
    "ndcg@10": "nDCG@10",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr@10": "RR@10",
    "success@5": "Success@5",
}
FIRST = 5


class Ranked(NamedTuple):
    """A document, or a section of one, with the score that ranks it."""

    id: str
    score: float


def once_each(found: Iterable[Ranked]) -> list[Ranked]:
    """The list with every id at its best place only."""
    best: dict[str, Ranked] = {}
    for each in found:
        best.setdefault(each.id, each)
    return list(best.values())


def separated(ranking: Sequence[Ranked]) -> list[Ranked]:
    """The list with scores that fall strictly.

    The field's tools order a run by its scores, held as 32-bit floats, and ties by the ids, backwards. A score
    that would not fall is lowered to the next float, so that every tool sees our order.
    """
    last = np.float32(np.inf)
    fallen = []
    for each in ranking:
        score = np.float32(each.score)
        last = score if score < last else np.nextafter(last, np.float32(-np.inf))
        fallen.append(Ranked(each.id, float(last)))
    return fallen


def scores(ranking: Sequence[Ranked], relevant: Mapping[str, int]) -> dict[str, float]:
    """The `MEASURES` of one ranking, best first, scores falling, and three that follow from its judgements.

    ``answered@5`` and ``answering_recall@5`` are success and recall with the best grade that was judged, which is any
    grade where there is only one;
    ``capped_recall@5`` is recall against the most that five places can hold (R_cap of BEIR, Thakur et al. 2021).
    """
    import ir_measures

    best = max(relevant.values(), default=1)
    names = {
        **MEASURES,
        "answered@5": f"Success(rel={best})@{FIRST}",
        "answering_recall@5": f"R(rel={best})@{FIRST}",
    }
    measures = {name: ir_measures.parse_measure(measure) for name, measure in names.items()}
    judged = [ir_measures.Qrel("q", key, grade) for key, grade in relevant.items()]
    run = [ir_measures.ScoredDoc("q", each.id, each.score) for each in ranking]
    found: dict[Any, float] = {
        each.measure: each.value for each in ir_measures.iter_calc(measures.values(), judged, run)
    }
    scored = {name: float(found[measure]) for name, measure in measures.items()}
    there = sum(grade > 0 for grade in relevant.values())
    return {**scored, "capped_recall@5": scored["recall@5"] * there / min(there, FIRST) if there else 0.0}


def trec_lines(query: str, ranking: Sequence[Ranked], *, tag: str) -> Iterator[str]:
    """The ranking of one query in TREC's run format; its scores read back as the same floats."""
    for rank, each in enumerate(ranking, 1):
        yield f"{query} Q0 {each.id} {rank} {each.score!r} {tag}\n"


def why(ranking: Sequence[Ranked], relevant: Mapping[str, int]) -> list[str]:
    """Where the relevant ones came, and what came before them, in plain sentences."""
    place = {each.id: rank for rank, each in enumerate(ranking, 1)}
    wanted = sorted(relevant, key=lambda key: (-relevant[key], place.get(key, len(place) + 1)))
    said = [
        f"{key} ({'answers' if relevant[key] > 1 else 'helps'}): "
        + (f"rank {place[key]}" if key in place else "not found")
        for key in wanted
        if relevant[key] > 0
    ]
    first = min((place[key] for key in wanted if key in place), default=len(ranking) + 1)
    above = [each.id for each in ranking[: min(first - 1, 3)]]
    return [*said, *([f"before it: {', '.join(above)}"] if above else [])]
