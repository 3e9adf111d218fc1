"""The baseline of a tutorial's retrieval-augmented generation: four chunks by vector, put before the same model.

The chunks are those that LangChain and Chroma give out of the box, four of them as their retriever does; without a
language model they are shown as they are. How near the best chunk is to the question is its confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.plain_dense import PlainVectors

K = 4  # chunks: the default of LangChain's retriever
ASK = """Use the following context to answer the question. If the context does not answer it, say that you do not know.

Context:
{context}

Question: {question}
Answer:"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the baseline shows, how sure it is (the best chunk's cosine), and the chunks that it had."""

    text: str
    confidence: float
    chunks: tuple[str, ...]


def answer(vectors: PlainVectors, question: str, complete: Callable[[str], str] | None) -> Reply:
    """The baseline's answer to a question that stands alone.

    Raises:
        ModelError: the model cannot be asked.
    """
    found = vectors.nearest(question, K)
    chunks = tuple(text for text, _ in found)
    context = "\n\n".join(chunks)
    text = complete(ASK.format(context=context, question=question)) if complete else context
    return Reply(text, max((score for _, score in found), default=0.0), chunks)
