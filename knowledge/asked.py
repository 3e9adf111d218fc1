"""Questions in learners' own words, each with the section that answers it.

Somebody who meets a problem does not know what it is called: "two workers take the same job" shares no word with
"pessimistic locking", and their vectors are not near either. A question written down beside the section is: it is
compared with what is asked, and the passage that answers it counts as being as near as the question is
(document expansion by questions, Nogueira, Yang, Lin and Cho 2019; written by people here, not generated).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from knowledge import shipped
from knowledge.owner import SHARED
from knowledge.page_check import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from knowledge.asked_question import AskedQuestion
    from knowledge.embed import Embedder
    from knowledge.passage import Passage
    from knowledge.store import Store


class Asked:
    """Questions with their vectors, each with the passage that answers it.

    Args:
        vectors: of the questions, shape ``(n, dimensions)``.
        passages: the ids of the passages that answer them, in the same order.
    """

    def __init__(self, vectors: NDArray[np.float32], passages: Sequence[str]) -> None:
        self._vectors = vectors
        self._passages = passages

    def nearest(self, vector: NDArray[np.float32], k: int) -> dict[str, float]:
        """The passages that answer the ``k`` questions nearest to a vector, with the cosine of the nearer question."""
        if not self._passages:
            return {}
        similarities = np.vecdot(self._vectors, vector)  # as in `knowledge.exact`, without threads
        k = min(k, len(self._passages))
        first = np.argpartition(-similarities, k - 1)[:k]
        found: dict[str, float] = {}
        for row in first[np.lexsort((first, -similarities[first]))]:
            found.setdefault(self._passages[row], float(similarities[row]))
        return found


def asked(
    questions: Sequence[AskedQuestion], passages: Iterable[Passage], store: Store, embedder: Embedder
) -> Asked:
    """The questions whose sections are among the passages; of a section the passage nearest to the question.

    Raises:
        EmbeddingError: a question has no vector yet, and none can be made.
    """
    sections = defaultdict(list)
    for passage in passages:
        if len(passage.heading) > 1:
            sections[passage.source, slug(passage.heading[1])].append(passage.id)
    known = [each for each in questions if (each.source, each.section) in sections]
    if not known:
        return Asked(np.empty((0, 0), dtype=np.float32), [])
    made = vectors(known, store, embedder)
    wanted = {each for question in known for each in sections[question.source, question.section]}
    ids, rows = store.vectors(
        embedder.name, wanted, owner=SHARED
    )  # only pages of the curriculum are asked for
    row = {key: number for number, key in enumerate(ids)}
    kept, answers = [], []
    for number, question in enumerate(known):
        there = [row[each] for each in sections[question.source, question.section] if each in row]
        if there:
            kept.append(number)
            answers.append(ids[there[int(np.argmax(rows[there] @ made[number]))]])
    return Asked(made[kept], answers)


def vectors(questions: Sequence[AskedQuestion], store: Store, embedder: Embedder) -> NDArray[np.float32]:
    """The questions' vectors, shape ``(n, dimensions)``: those kept or shipped, and the rest, made and kept.

    Raises:
        EmbeddingError: none can be made.
    """
    texts = {each.digest: each.text for each in questions}
    found = store.known_vectors(embedder.name, texts.keys())
    fresh = shipped.vectors(embedder.name, texts.keys() - found.keys())
    lacking = [digest for digest in texts if digest not in found and digest not in fresh]
    if lacking:
        fresh |= dict(zip(lacking, embedder.embed([texts[digest] for digest in lacking]), strict=True))
    if fresh:
        store.keep_vectors(embedder.name, fresh)
    found |= fresh
    return np.array([found[each.digest] for each in questions], dtype=np.float32)
