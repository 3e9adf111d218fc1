"""The vectors that ship, against the curriculum and the model that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge import shipped
from knowledge.chunk import chunk
from knowledge.curriculum_documents import documents
from knowledge.document import from_markdown
from knowledge.embed import LocalEmbedder
from knowledge.syllabus import load

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def passages():
    pages = documents(load(ROOT / "knowledge" / "curriculum"))
    return [
        each for page in pages for each in chunk(from_markdown(page.text, title=page.title), source=page.id)
    ]


def test_every_passage_of_the_curriculum_has_a_vector(passages):
    """Nothing is left to compute at the first start; `python -m knowledge.shipped` mends it."""
    digests = [each.digest for each in passages]
    lacking = set(digests) - shipped.vectors(shipped.EMBEDDING, digests).keys()
    assert not lacking, f"{len(lacking)} of {len(passages)} passages: run python -m knowledge.shipped"


def test_shipped_vectors_agree_with_the_model(passages, tmp_path):
    """A vector that ships is the model's within cosine 0.9999."""
    sample = passages[:: len(passages) // 40]
    made = LocalEmbedder(tmp_path).embed([each.embedded_text for each in sample])
    stored = shipped.vectors(shipped.EMBEDDING, [each.digest for each in sample])
    assert len(stored) > 30
    for each, vector in zip(sample, made, strict=True):
        if each.digest in stored:
            assert float(np.dot(stored[each.digest], vector)) >= 0.9999


def test_another_embedding_has_no_shipped_vectors(passages):
    """Vectors of one model are never taken for another's."""
    assert shipped.vectors("other", [passages[0].digest]) == {}
