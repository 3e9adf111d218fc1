"""Text -> vectors of unit length, by the model on this machine or by an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from knowledge import minilm
from knowledge.errors import EmbeddingMismatch, EmbeddingUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# max_seq_length in the model's sentence_bert_config.json; what is beyond does not reach the vector.
WINDOW = 256
THREADS = 2
# Texts a request to an endpoint: the common servers take at least this many.
REQUEST_TEXTS = 64
CONNECT_S, READ_S, RETRIES = 5.0, 30.0, 2


class Embedder(Protocol):
    """What turns text into vectors."""

    @property
    def name(self) -> str:
        """The model; vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length in the order of the texts, shape ``(n, dimensions)``.

        Raises:
            EmbeddingUnavailable: there is no model, or it does not answer.
            EmbeddingMismatch: it answers with vectors of another length.
        """
        ...

    def is_word(self, word: str) -> bool:
        """Whether the model's vocabulary holds the word whole: then it is hardly a slip of the pen."""
        ...


class LocalEmbedder:
    """all-MiniLM-L6-v2 by ONNX Runtime; agrees with sentence-transformers within cosine 0.9999.

    Args:
        home: where the network is written once, under ``models/``; 90 MB.
    """

    name = "all-minilm-l6-v2"
    dimensions = minilm.DIMENSIONS

    def __init__(self, home: Path) -> None:
        self._home = home

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`; a text beyond 256 word pieces is represented by its beginning.

        One text at a time: without padding a query costs 4 ms and a passage 31 ms of CPU, and batches of
        4 or 16 were not faster on two cores.
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, encoded in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = np.array([encoded.ids], dtype=np.int32)
            vectors[row] = self._session.run(None, {"ids": ids})[0][0]
        return vectors

    def is_word(self, word: str) -> bool:
        """See `Embedder.is_word`."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(minilm.model_folder() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(WINDOW)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        path = minilm.graph_file(self._home)
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at import: 1.29 and later contact their maker
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        # Threads that spin while they wait doubled the processor time on a busy machine and saved no time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its exceptions share no base class but this
            raise EmbeddingUnavailable(
                f"the embedding model at {str(path)!r} cannot be loaded; delete the file to have it written anew: {error}"
            ) from error


class EndpointEmbedder:
    """An embedding model behind an OpenAI-compatible endpoint.

    Args:
        model: as the endpoint names it.
        dimensions: the length of its vectors.
        base_url: where the endpoint is; None for OpenAI's own.
        api_key: sent as a bearer token; servers on the own machine take any.
    """

    def __init__(self, model: str, *, dimensions: int, base_url: str | None, api_key: str) -> None:
        self.name = model
        self.dimensions = dimensions
        self._base_url = base_url
        self._api_key = api_key

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`."""
        parts = [self._request(texts[at : at + REQUEST_TEXTS]) for at in range(0, len(texts), REQUEST_TEXTS)]
        return np.concatenate(parts) if parts else np.empty((0, self.dimensions), dtype=np.float32)

    def is_word(self, word: str) -> bool:  # noqa: ARG002 - an endpoint does not tell its vocabulary
        """See `Embedder.is_word`."""
        return False

    def _request(self, texts: Sequence[str]) -> NDArray[np.float32]:
        from openai import OpenAIError

        try:
            answer = self._client.embeddings.create(
                model=self.name, input=list(texts), encoding_format="float"
            )
            rows = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
            vectors = np.array(rows, dtype=np.float32)
        except OpenAIError as error:
            # The text of an error may repeat the key: only its kind is passed on.
            reason = f"{type(error).__name__} from {self._base_url or 'the OpenAI endpoint'!r}"
            raise EmbeddingUnavailable(f"the embedding {self.name!r} does not answer: {reason}") from None
        except (AttributeError, TypeError, ValueError) as error:
            raise EmbeddingUnavailable(f"the embedding {self.name!r} answers no vectors") from error
        if vectors.ndim != 2 or len(vectors) != len(texts):  # noqa: PLR2004 - a row for each text
            raise EmbeddingUnavailable(f"the embedding {self.name!r} answers no vectors")
        if vectors.shape[1] != self.dimensions:
            raise EmbeddingMismatch(
                f"the embedding {self.name!r} has {vectors.shape[1]} dimensions, not {self.dimensions}; "
                "correct the setting"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise EmbeddingUnavailable(f"the embedding {self.name!r} answers vectors without a direction")
        normalised: NDArray[np.float32] = np.divide(vectors, lengths, dtype=np.float32)
        return normalised

    @cached_property
    def _client(self) -> Any:
        from openai import DefaultHttpxClient, OpenAI, Timeout

        timeout = Timeout(READ_S, connect=CONNECT_S)
        return OpenAI(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=timeout,
            max_retries=RETRIES,
            # A redirect would carry texts and key to a host that nobody chose.
            http_client=DefaultHttpxClient(follow_redirects=False, timeout=timeout),
        )
