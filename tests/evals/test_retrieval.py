"""The retrieval suite over a search whose findings are given."""

from __future__ import annotations

from functools import partial

import pytest

from evals.cases import RetrievalCase
from evals.errors import CasesError
from evals.familiar import Familiar
from evals.rankings import Ranked
from evals.retrieval import Bench, trec
from evals.sections import section_id
from knowledge.owner import SHARED
from tests.fakes import FakeSearch, passage

WHAT = passage("An index is a sorted copy.", heading="What it is")
MORE = passage("It is a tree.", heading="What it is", n=2)
WHEN = passage("Use it for filters.", heading="When to use it", n=3)
CASE = RetrievalCase(id="q1", query="when?", relevant={"data.indexes#when-to-use-it": 2})
KNOWN = frozenset({"data.indexes#what-it-is", "data.indexes#when-to-use-it"})


class _First:
    """A baseline that always finds the relevant section first."""

    def rank(self, query: str, depth: int) -> list[Ranked]:
        return [Ranked("data.indexes#when-to-use-it", 1.0)][: depth * bool(query)]


def _bench(known: frozenset[str] | None = KNOWN, familiar: Familiar | None = None) -> Bench:
    search = FakeSearch(WHAT, MORE, WHEN)
    return Bench(
        partial(search.search, owner=SHARED), section_id, {"first": _First()}, known, (), {}, familiar
    )


def test_passages_of_one_section_count_once() -> None:
    """Two passages of a section take one place, so the next section is second."""
    found = _bench().judge(CASE)
    assert found.scores["mrr@10"] == 0.5
    assert [key for key, _ in found.output["ranking"]] == [
        "data.indexes#what-it-is",
        "data.indexes#when-to-use-it",
    ]


def test_baselines_are_scored_on_the_same_case() -> None:
    """What a baseline finds is scored by the same judgements."""
    assert _bench().judge(CASE).baselines["first"]["mrr@10"] == 1.0


def test_a_section_that_is_not_there_is_an_error() -> None:
    """A case that names a section nobody has is not scored as a miss."""
    with pytest.raises(CasesError, match="there is no 'data"):
        _bench(frozenset()).judge(CASE)


def test_a_document_that_is_not_there_counts_as_missed() -> None:
    """In a folder of others' judgements a missing document is a miss, as every tool of the field counts it."""
    missing = RetrievalCase(id="q2", query="x", relevant={"gone": 1})
    assert _bench(None).judge(missing).scores["recall@10"] == 0.0


def test_the_run_file_has_the_rankings() -> None:
    """TREC's six columns, ranks from 1, scores falling."""
    lines = [line.split() for line in trec([_bench().judge(CASE)])]
    assert [(line[0], line[2], line[3]) for line in lines] == [
        ("q1", "data.indexes#what-it-is", "1"),
        ("q1", "data.indexes#when-to-use-it", "2"),
    ]
    assert float(lines[0][4]) > float(lines[1][4])


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("when do I use the index of a table?", 1.0),
        ("an index of a huge table", 2 / 3),
        ("how do I cook?", 0.0),
    ],
)
def test_a_query_that_the_index_knows_counts_apart(question: str, nearest: float) -> None:
    """What shares its words with a known question is left out of the figures of the unfamiliar ones."""
    case = CASE.model_copy(
        update={"query": "use an index of a table" if nearest == 1.0 else "index of a table"}
    )
    found = _bench(familiar=Familiar([question])).judge(case)
    assert found.output["nearest_known"] == pytest.approx(nearest, abs=0.001)
    names = {name for name in found.scores if name.startswith("unfamiliar_")}
    assert names == (set() if nearest == 1.0 else {"unfamiliar_ndcg@10", "unfamiliar_answering_recall@5"})
    assert found.baselines["first"].keys() - {"query_ms"} == found.scores.keys() - {"query_ms"}


def test_where_no_question_is_known_nothing_counts_apart() -> None:
    """A folder of others' has no questions in its index, and its figures stand once."""
    assert not any(name.startswith("unfamiliar_") for name in _bench().judge(CASE).scores)
