"""The embedding model as it ships, against sentence-transformers."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge import minilm
from knowledge.embed import LocalEmbedder

pytestmark = pytest.mark.real
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def embedder(home):
    return LocalEmbedder(home)


@pytest.fixture(scope="module")
def texts():
    return json.loads((DATA / "minilm_reference.json").read_text())


def test_vectors_agree_with_sentence_transformers(embedder, texts):
    """Of 200 texts, short, long, code, in many languages and empty, each vector is the reference within cosine 0.9999.

    The reference: sentence-transformers 6.2.0 and torch 2.13.0 on a processor, kept in half precision.
    """
    with np.load(DATA / "minilm_reference.npz") as stored:
        reference = stored["vectors"].astype(np.float32)
    reference /= np.linalg.norm(reference, axis=1, keepdims=True)
    cosines = (embedder.embed(texts) * reference).sum(axis=1)
    assert len(cosines) == 200
    assert cosines.min() >= 0.9999


def test_vectors_are_of_unit_length(embedder, texts):
    """A product of two vectors is their cosine."""
    assert np.allclose(np.linalg.norm(embedder.embed(texts[:20]), axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_in_any_company(embedder):
    """What else is embedded changes nothing, not in the last bit."""
    alone = embedder.embed(["an index"])[0]
    assert (embedder.embed(["x " * 300, "an index", ""])[1] == alone).all()


def test_no_text_gives_no_vector(embedder):
    """Nothing in, nothing out."""
    assert embedder.embed([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("word", "known"), [("pizza", True), ("France", True), ("pasword", False), ("kubernets", False)]
)
def test_the_vocabulary_tells_words_from_slips(embedder, word, known):
    """Common words are in the vocabulary whole, misspelt ones are not."""
    assert embedder.is_word(word) is known


def test_the_network_is_written_once(embedder, home):
    """The file is made at the first use, and no part of one is left."""
    embedder.embed(["x"])
    (file,) = (each for each in (home / "models").iterdir() if each.suffix != ".lock")
    assert file.suffix == ".onnx"
    written = file.stat().st_mtime_ns
    LocalEmbedder(home).embed(["x"])
    assert file.stat().st_mtime_ns == written


def test_two_that_begin_at_once_write_it_once(tmp_path):
    """What a killed process began is written over, and who comes while it is written waits for it."""
    folder = tmp_path / "models"
    folder.mkdir()
    graph = minilm.graph_path(tmp_path)
    graph.with_suffix(".part").write_bytes(b"half")
    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(lambda _: LocalEmbedder(tmp_path).embed(["x"]), range(2)))
    assert np.array_equal(*rows)
    assert {each.suffix for each in folder.iterdir()} == {".onnx", ".lock"}


def test_embedding_imports_neither_torch_nor_onnx(home, embedder):
    """Once the network is written, neither is needed."""
    embedder.embed(["x"])
    code = (
        "import sys; from pathlib import Path; from knowledge.embed import LocalEmbedder; "
        f"LocalEmbedder(Path({str(home)!r})).embed(['x']); "
        "print(sorted({'torch', 'onnx', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout.strip() == "[]"
