"""How near a case's query is to a question that search already knows: what it would find by heart and not by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILIAR = 0.7  # from which share of words in common a query counts as known already


class Familiar:
    """The questions in learners' words that are part of the index.

    Args:
        questions: each as it is indexed.
    """

    def __init__(self, questions: Iterable[str]) -> None:
        self._known = {frozenset(stems(each)) for each in questions}

    def nearest(self, query: str) -> float:
        """Return the Jaccard index, 0 to 1, of the stems of a query's content words and the nearest question's."""
        said = stems(query)
        return max((len(said & each) / len(said | each) for each in self._known if said | each), default=0.0)
