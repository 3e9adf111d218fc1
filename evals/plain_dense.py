"""The baseline of vectors alone, as LangChain and Chroma give it out of the box.

Chunks of 1,000 characters that overlap by 200, cut at paragraphs, lines, words, then anywhere, as the splitter of
LangChain's tutorial does; the top k by cosine. The vectors are made by the mentor's own embedder, whose local
model is also Chroma's default (all-MiniLM-L6-v2), and compared exactly: no graph index stands between, so the
baseline is, if anything, a little better than the library.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from evals.rankings import Ranked, once_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from knowledge.embed import Embedder
    from knowledge.sources import Source

CHUNK, OVERLAP = 1000, 200  # characters
BOUNDARIES = ("\n\n", "\n", " ")
AT_ONCE = 64


class PlainVectors:
    """Chunks and their vectors.

    Args:
        sources: what is cut and ranked.
        names: the ids for which the characters of a source count, the most of them first.
        embedder: makes the vectors.
        cache: a file that keeps vectors of chunks from one run to the next, if any.
        on_progress: told how many chunks are embedded, and of how many.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        names: Callable[[Source, int, int], Sequence[str]],
        embedder: Embedder,
        *,
        cache: Path | None = None,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        cut = [(source, start, end) for source in sources for start, end in chunks(source.text)]
        self._names = [names(*each) for each in cut]
        self._embedder = embedder
        texts = [source.text[start:end] for source, start, end in cut]
        self._texts = texts
        self._vectors = _embedded(texts, embedder, cache, on_progress)

    def nearest(self, query: str, k: int) -> list[tuple[str, float]]:
        """The texts of the best ``k`` chunks with their cosines, best first."""
        similar = self._vectors @ self._embedder.embed([query])[0]
        best = np.lexsort((np.arange(len(similar)), -similar))[:k]
        return [(self._texts[row], float(similar[row])) for row in best]

    def rank(self, query: str, depth: int) -> list[Ranked]:
        """The ids of the best ``depth`` chunks, best first, each once."""
        similar = self._vectors @ self._embedder.embed([query])[0]
        best = np.lexsort((np.arange(len(similar)), -similar))[:depth]
        return once_each(Ranked(name, float(similar[row])) for row in best for name in self._names[row])


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of at most `CHUNK` characters that follow each other with up to `OVERLAP` characters in common."""
    pieces = list(_pieces(text, 0, len(text), BOUNDARIES))
    first = 0
    for last in range(len(pieces)):
        is_full = last + 1 == len(pieces) or pieces[last + 1][1] - pieces[first][0] > CHUNK
        if not is_full:
            continue
        start, end = pieces[first][0], pieces[last][1]
        if text[start:end].strip():
            yield start, end
        following = pieces[last + 1][1] if last + 1 < len(pieces) else end
        first = next(
            (
                each
                for each in range(first + 1, last + 1)
                if end - pieces[each][0] <= OVERLAP and following - pieces[each][0] <= CHUNK
            ),
            last + 1,
        )


def _pieces(text: str, start: int, end: int, boundaries: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Spans that cover the text, none longer than a chunk, cut at the coarsest boundary that does it."""
    if not boundaries:
        yield from ((at, min(at + CHUNK, end)) for at in range(start, end, CHUNK))
        return
    at = start
    while at < end:
        found = text.find(boundaries[0], at, end)
        stop = end if found < 0 else found + len(boundaries[0])
        if stop - at > CHUNK:
            yield from _pieces(text, at, stop, boundaries[1:])
        else:
            yield at, stop
        at = stop


def _embedded(
    texts: Sequence[str], embedder: Embedder, cache: Path | None, on_progress: Callable[[int, int], None]
) -> NDArray[np.float32]:
    keys = [sha256(f"{embedder.name}\n{text}".encode()).hexdigest()[:32] for text in texts]
    held = _cached(cache)
    lacking = [row for row, key in enumerate(keys) if key not in held]
    for at in range(0, len(lacking), AT_ONCE):
        on_progress(at, len(lacking))
        part = lacking[at : at + AT_ONCE]
        made = embedder.embed([texts[row] for row in part])
        held.update(zip((keys[row] for row in part), made, strict=True))
    vectors = [held[key] for key in keys]
    if cache and lacking:
        cache.parent.mkdir(parents=True, exist_ok=True)
        fresh = cache.with_suffix(".new.npz")
        np.savez(fresh, keys=np.array(keys), vectors=np.array(vectors, dtype=np.float32))
        fresh.replace(cache)
    return np.array(vectors, dtype=np.float32).reshape(len(texts), -1)


def _cached(cache: Path | None) -> dict[str, NDArray[np.float32]]:
    if not cache or not cache.exists():
        return {}
    try:
        with np.load(cache, allow_pickle=False) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}  # cut off by a kill: what it kept is made again
