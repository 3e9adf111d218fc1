"""Stand-ins for what is slow, remote or random; they enter through the seams."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.messages import AIMessageChunk

from knowledge.passage import Passage
from knowledge.search import Findings, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.messages import BaseMessage
    from numpy.typing import NDArray

    from knowledge.owner import Owner


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
        summed = np.sum(
            [np.random.default_rng(seed).standard_normal(self.dimensions) for seed in seeds], axis=0
        )
        return summed / np.linalg.norm(summed)


class FakeSearch:
    """Finds the same passages for every query, and keeps the queries."""

    def __init__(self, *passages: Passage, confidence: float = 0.9) -> None:
        self._passages = passages
        self._confidence = confidence
        self.queries: list[str] = []
        self.owners: list[Owner] = []

    def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
        self.queries.append(query)
        self.owners.append(owner)
        hits = tuple(Hit(passage, 1.0 - 0.1 * n) for n, passage in enumerate(self._passages[:k]))
        return Findings(query, hits, self._confidence, {"total": 0.0})


class ScriptedModel:
    """A LangChain chat model's `stream` over given answers, word by word; more calls than answers fail."""

    def __init__(self, *answers: str, finish: str | None = "stop") -> None:
        self._answers = list(answers)
        self._finish = finish
        self.prompts: list[list[str]] = []

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        self.prompts.append([str(message.content) for message in messages])
        if not self._answers:
            raise AssertionError("a model call that no script foresees")
        for word in re.findall(r"\S+\s*|\s+", self._answers.pop(0)):
            yield AIMessageChunk(content=word)
        yield AIMessageChunk(
            content="",
            response_metadata={"finish_reason": self._finish} if self._finish else {},
            usage_metadata={"input_tokens": 7, "output_tokens": 3, "total_tokens": 10},
        )


def passage(
    text: str, *, source: str = "data.indexes", heading: str = "What an index is", n: int = 1
) -> Passage:
    """Return a passage of a page about database indexes."""
    return Passage(
        id=f"{source}:{n}",
        text=text,
        document="Database indexes",
        heading=("Database indexes", heading),
        source=source,
        start=0,
        end=len(text),
    )
