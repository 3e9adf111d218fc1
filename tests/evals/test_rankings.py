"""Rankings: the scores that are written are the scores that are measured."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.rankings import Ranked, once_each, scores, separated, trec_lines, why

if TYPE_CHECKING:
    from pathlib import Path

RUN = [Ranked("a", 3.0), Ranked("b", 2.0), Ranked("c", 1.0)]


def test_scores_are_those_of_the_field() -> None:
    """A relevant document in second place gives the textbook values."""
    found = scores(RUN, {"b": 1})
    values = {name: found[name] for name in ("ndcg@10", "recall@5", "recall@10", "mrr@10", "success@5")}
    assert values == pytest.approx(
        {"ndcg@10": 0.6309, "recall@5": 1.0, "recall@10": 1.0, "mrr@10": 0.5, "success@5": 1.0}, abs=1e-4
    )


def test_what_helps_is_no_answer() -> None:
    """A question counts as answered by what was judged best alone, and by anything where nothing is better."""
    helped = scores(RUN, {"b": 1, "elsewhere": 2})
    assert (helped["answered@5"], helped["success@5"]) == (0.0, 1.0)
    assert scores(RUN, {"b": 1})["answered@5"] == 1.0


def test_recall_of_what_answers_leaves_out_what_helps() -> None:
    """Of two that answer one is found; what only helps counts neither way, and alone it counts in full."""
    found = scores(RUN, {"a": 1, "b": 2, "elsewhere": 2})
    assert (found["answering_recall@5"], found["recall@5"]) == (0.5, pytest.approx(2 / 3))
    assert scores(RUN, {"b": 1})["answering_recall@5"] == 1.0


def test_capped_recall_asks_for_no_more_than_five_places_hold() -> None:
    """Five relevant among the first five are all that can be, however many there are."""
    ten = {f"d{number}": 1 for number in range(10)}
    found = scores([Ranked(f"d{number}", -number) for number in range(5)], ten)
    assert (found["recall@5"], found["capped_recall@5"]) == (0.5, 1.0)


def test_nothing_found_scores_zero() -> None:
    """A query for which nothing is found scores zero and is not dropped."""
    assert set(scores([], {"b": 1}).values()) == {0.0}


@given(st.lists(st.floats(0, 50, width=32), min_size=1, max_size=20))
def test_separated_scores_fall_strictly_and_keep_the_order(values: list[float]) -> None:
    """Whatever the scores, ties among them too, every tool that sorts by them sees our order."""
    given_order = sorted(values, reverse=True)
    ranking = separated([Ranked(f"d{number}", value) for number, value in enumerate(given_order)])
    assert all(one.score > other.score for one, other in pairwise(ranking))
    assert [each.id for each in ranking] == [f"d{number}" for number in range(len(values))]


def test_a_run_file_reproduces_the_scores(tmp_path: Path) -> None:
    """ir-measures over the written file gives exactly the scores of the report, ties included."""
    tied = separated([Ranked(name, 1.25) for name in ("z", "relevant", "m", "a")])
    file = tmp_path / "run.trec"
    file.write_text("".join(trec_lines("q", tied, tag="t")), encoding="utf-8")
    measure = ir_measures.parse_measure("nDCG@10")
    read = ir_measures.calc_aggregate(
        [measure],
        [ir_measures.Qrel("q", "relevant", 1)],
        ir_measures.read_trec_run(str(file)),
    )
    assert read[measure] == scores(tied, {"relevant": 1})["ndcg@10"] == pytest.approx(0.6309, abs=1e-4)


def test_an_id_counts_once_at_its_best_place() -> None:
    """A section of several passages stands where the first of them was."""
    assert once_each([Ranked("a", 3), Ranked("b", 2), Ranked("a", 1)]) == [Ranked("a", 3), Ranked("b", 2)]


def test_reasons_name_places_and_what_came_before() -> None:
    """A person reads where each relevant one came, and what stood before the first."""
    assert why(RUN, {"c": 2, "x": 1}) == [
        "c (answers): rank 3",
        "x (helps): not found",
        "before it: a, b",
    ]
