"""The baselines are what they say: keywords alone, vectors alone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.plain_bm25 import PlainKeywords
from evals.plain_dense import CHUNK, OVERLAP, PlainVectors, chunks
from knowledge.owner import SHARED
from knowledge.sources import Origin, Source
from tests.fakes import WordEmbedder, passage

if TYPE_CHECKING:
    from pathlib import Path

INDEX = passage("An index finds rows quickly.", source="data.indexes")
BAKING = passage("Bread rises in a warm oven.", source="cooking.bread", heading="Bread")


def _source(text: str, name: str = "data.indexes") -> Source:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Source(name, "Title", Origin.DOCUMENT, name, "0", text, "text/markdown", now, owner=SHARED)


def test_keywords_rank_the_text_with_the_words_first() -> None:
    """BM25 puts the passage with the query's words first, and leaves out one without any."""
    plain = PlainKeywords([BAKING, INDEX], lambda each: each.source)
    assert [each.id for each in plain.rank("finding rows", 10)] == ["data.indexes"]


@pytest.mark.parametrize("query", ["", "the of and", "zebra"])
def test_keywords_find_nothing_for_words_that_no_text_has(query: str) -> None:
    """A query without a word of the texts gives an empty ranking, not the first passages."""
    assert PlainKeywords([BAKING, INDEX], lambda each: each.source).rank(query, 10) == []


@given(st.text(alphabet="ab \n", max_size=6000))
def test_chunks_are_bounded_and_cover_the_text(text: str) -> None:
    """No chunk is longer than its bound, and every character that can be seen is in one."""
    spans = list(chunks(text))
    covered = {at for start, end in spans for at in range(start, end)}
    assert all(0 < end - start <= CHUNK for start, end in spans)
    assert all(at in covered for at, character in enumerate(text) if not character.isspace())


def test_neighbouring_chunks_overlap() -> None:
    """Chunks of flowing prose share up to the overlap with the one before."""
    spans = list(chunks("word " * 1000))
    shared = [before[1] - after[0] for before, after in pairwise(spans)]
    assert all(0 < each <= OVERLAP for each in shared)


def test_vectors_rank_the_likeliest_chunk_first() -> None:
    """The source whose chunk shares the query's words comes first."""
    sources = [_source("bread rises in an oven", "bread"), _source("an index finds rows", "index")]
    plain = PlainVectors(sources, lambda source, _start, _end: [source.id], WordEmbedder())
    assert [each.id for each in plain.rank("index rows", 10)] == ["index", "bread"]


def test_vectors_are_kept_for_the_next_run(tmp_path: Path) -> None:
    """A second run over the same texts embeds nothing but the query."""
    sources = [_source("an index finds rows")]
    for _ in range(2):
        embedder = WordEmbedder()
        PlainVectors(sources, lambda source, _start, _end: [source.id], embedder, cache=tmp_path / "kept.npz")
    assert embedder.texts == []
