"""Keyword ranking of passages by BM25 from folders on disk, where there are too many to hold in memory.

tantivy was chosen by measurement. Over 100,000 texts of 70 terms (curriculum passages cut and joined), processor time of
a query's median, and memory: bm25s 0.9 ms and 166 MB in every process; tantivy 1.8 ms, of which most is reading the
hundred passages that are scored exactly, and 10 MB; SQLite's FTS5 33 ms and 5 MB. The best fifty of bm25s are all among
tantivy's first hundred; of FTS5's first fifty 95 % are the same. PostgreSQL's own ranking knows no document frequencies.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from knowledge.candidates import share
from knowledge.keyword_folder import KeywordFolder
from knowledge.keywords import K1, B, asked_terms, weight
from knowledge.owner import SHARED, visible
from knowledge.terms import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from knowledge.keyword_folder import Reader
    from knowledge.owner import Owner
    from knowledge.store import Store

# Passages that one owner may find, up to which their words are held in memory; see tests/bench/scale.py.
MEMORY_UP_TO = 14_000
ROUGH = 2  # times as many are taken in tantivy's order as are scored exactly


class KeywordsOnDisk:
    """The same ranking and vocabulary as `knowledge.keywords.Keywords` has over all that is in the folders.

    tantivy chooses the passages, and they are scored anew: it rounds lengths, counts passages that are gone, and knows
    of one folder only.
    """

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers
        self.count = sum(each.count for each in readers)
        self._mean_length = sum(each.length for each in readers) / max(self.count, 1)

    def best(self, query: str, k: int) -> dict[str, float]:
        """See `knowledge.keywords.Keywords.best`; of texts with equal scores the one with the lesser id is the better."""
        holding = {each: self._holding(each) for each in asked_terms(query)}
        weights = {each: weight(n, self.count) for each, n in holding.items() if n}
        if not weights or k <= 0:
            return {}
        scores = {
            found.passage: self._score(found.terms, weights)
            for reader in self._readers
            for found in reader.found(weights, ROUGH * k)
        }
        return dict(sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:k])

    def coverage(self, ids: Collection[str], weights: Mapping[str, float]) -> dict[str, float]:
        """See `knowledge.keywords.Keywords.coverage`."""
        return {
            found.passage: share(weights, frozenset(found.terms))
            for reader in self._readers
            for found in reader.held(ids)
        }

    def weights(self, query: str) -> dict[str, float]:
        """See `knowledge.keywords.Keywords.weights`."""
        return {each: weight(self._holding(each), self.count) for each in terms(query)}

    def knows(self, wanted: str) -> bool:
        """Whether any text has the term."""
        return any(each.holding("terms", wanted) for each in self._readers)

    def written(self, word: str) -> int:
        """How many texts have the word as it is written."""
        return sum(each.holding("words", word) for each in self._readers)

    def beginning(self, letter: str) -> Iterable[str]:
        """The words that begin with a letter; some may be of texts that are gone."""
        return {word for each in self._readers for word in each.beginning(letter)}

    def _holding(self, wanted: str) -> int:
        return sum(each.holding("terms", wanted) for each in self._readers)

    def _score(self, held: Sequence[str], weights: dict[str, float]) -> float:
        norm = K1 * (1 - B + B * len(held) / self._mean_length)
        return sum(tells * (n := held.count(each)) / (n + norm) for each, tells in weights.items())


class KeywordFolders:
    """A folder of its own for what is shared and for each owner's own, once there is more than fits in memory.

    Args:
        place: where the folders are kept, on a disk of this machine.
        store: the truth.
        memory_up_to: passages that an owner may find up to which nothing is written.
    """

    def __init__(self, place: Path, store: Store, *, memory_up_to: int = MEMORY_UP_TO) -> None:
        self._place = place
        self._store = store
        self._memory_up_to = memory_up_to
        self._folders: dict[Owner, KeywordFolder] = {}
        self._sweep()

    def are_for(self, owner: Owner) -> bool:
        """Whether an owner may find too much to be held in memory."""
        return sum(self._store.count(scope=each) for each in visible(owner)) > self._memory_up_to

    def keywords(self, owner: Owner) -> KeywordsOnDisk:
        """The words of what an owner may find now.

        Raises:
            IndexUnavailable: a folder cannot be written.
        """
        scopes = [each for each in visible(owner) if self._store.count(scope=each)]
        return KeywordsOnDisk([self._folder(each).follow() for each in scopes])

    def catch_up(self, owner: Owner) -> None:
        """Hold what the store holds of what an owner may find, and nothing of what is gone.

        Raises:
            IndexUnavailable: a folder cannot be written.
        """
        needed = self.are_for(owner)
        for scope in visible(owner):
            if needed and self._store.count(scope=scope):
                self._folder(scope).follow()
            elif scope == owner and self._path(scope).exists():
                self._folder(scope).remove()
                del self._folders[scope]

    def _sweep(self) -> None:
        """Delete what is left of owners who have nothing any more, as another process found."""
        needed = {self._path(each) for each in self._store.scopes()}
        for path in self._place.glob(f"{self._store.identity()}-*"):
            if path.suffix != ".lock" and path not in needed:
                KeywordFolder(path, self._store, SHARED).remove()

    def _folder(self, scope: Owner) -> KeywordFolder:
        return self._folders.setdefault(scope, KeywordFolder(self._path(scope), self._store, scope))

    def _path(self, scope: Owner) -> Path:
        whose = sha256(scope.encode()).hexdigest()[:32] if scope else "shared"
        return self._place / f"{self._store.identity()}-{whose}"
