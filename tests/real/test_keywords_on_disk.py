"""Keyword ranking of the whole curriculum, from disk and from memory."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evals.retrieval import shipped_cases
from knowledge.chunk import chunk
from knowledge.curriculum_documents import documents
from knowledge.document import from_markdown
from knowledge.keywords import Keywords
from knowledge.keywords_on_disk import KeywordFolders
from knowledge.owner import SHARED
from knowledge.sources import Origin, Source
from knowledge.store import Store
from knowledge.syllabus import SHIPPED, load

pytestmark = pytest.mark.real
DEPTH = 50  # as deep as search looks


def test_both_engines_rank_the_curriculum_alike(engine, tmp_path):
    """Every shipped question gets the same passages in the same order from disk as from memory, but for equal scores."""
    store = Store(engine)
    read_at = datetime(2026, 11, 30, tzinfo=UTC)
    for page in documents(load(SHIPPED)):
        passages = chunk(from_markdown(page.text, title=page.title), source=page.id)
        source = Source(
            page.id, page.id, Origin.CURRICULUM, "", "0", "", "text/markdown", read_at, owner=SHARED
        )
        store.put(source, passages, embedding="none", vectors={})
    memory = Keywords({each.id: each.embedded_text for each in store.all_passages(owner=SHARED)})
    disk = KeywordFolders(tmp_path, store).keywords(SHARED)
    assert disk.count == memory.count > 1_000
    for case in shipped_cases(None):
        found, wanted = disk.best(case.query, DEPTH), memory.best(case.query, DEPTH)
        assert list(found.values()) == pytest.approx(list(wanted.values()), rel=1e-4), case.id
        last = min(wanted.values(), default=0.0) * 1.001
        assert {key for key in found if found[key] > last} == {key for key in wanted if wanted[key] > last}
