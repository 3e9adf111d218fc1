"""Stand-ins for what is slow, remote or random; they enter through the seams."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class WordEmbedder:
    """Texts that share words are near each other; every word has a direction of its own, drawn from its hash."""

    name = "words"
    dimensions = 64

    def __init__(self) -> None:
        self.texts: list[str] = []  # everything it was asked for

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts.extend(texts)
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32)
        return vectors.reshape(len(texts), self.dimensions)

    def is_word(self, word: str) -> bool:
        return word in {"pizza", "naples"}

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = re.findall(r"\w+", text.lower()) or [""]
        seeds = [int.from_bytes(sha256(word.encode()).digest()[:8]) for word in words]
        summed = np.sum([np.random.default_rng(seed).standard_normal(self.dimensions) for seed in seeds], axis=0)
        return summed / np.linalg.norm(summed)
