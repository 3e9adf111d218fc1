"""A GGUF model served on loopback by a child process: a crash in C++ must not take the mentor down.

The child is this module run as a program. It prints its address when the model is loaded, and ends when
its standard input closes, which is also what happens when the mentor dies.
"""

from __future__ import annotations

import atexit
import json
import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from agent.errors import ModelMissing, ModelUnavailable
from knowledge import tokens
from knowledge.child import environment

if TYPE_CHECKING:
    from pathlib import Path

LOAD_S = 300.0  # a large file on a slow disk
READ_S = 60.0  # a few hundred tokens on a slow machine
COUNT_S = 2.0  # counting takes milliseconds, unless the child is busy or gone
LOOK_S = 5.0  # the child answers between two batches
BATCH = (
    128  # tokens read at once: between two batches the child sees who has hung up and writes for the others
)
KEPT_MIB = 1024  # for conversations that have left their slot and may come back
GPU = ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES")  # how a build for a graphics card finds it


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running child: its OpenAI-compatible address and the key that only this process knows."""

    address: str
    key: str
    process: subprocess.Popen[str]

    def is_alive(self) -> bool:
        """Whether the child is still there."""
        return self.process.poll() is None

    def count(self, text: str) -> int:
        """Return how many tokens a text has for the model; nearly so where the child does not answer."""
        told = self._ask("POST", "/tokenize", COUNT_S, {"content": text, "add_special": False})
        return len(told["tokens"]) if isinstance(told, dict) and "tokens" in told else tokens.count(text)

    def busy(self) -> int:
        """Return how many requests the child works on; 0 where it does not answer."""
        slots = self._ask("GET", "/slots", LOOK_S)
        return sum(bool(slot.get("is_processing")) for slot in slots) if isinstance(slots, list) else 0

    def read_ahead(self, system: str) -> None:
        """Let the model read what every prompt begins with; a child that fails at it says so when it is asked."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": ""}]
        self._ask("POST", "/v1/chat/completions", READ_S, {"messages": messages, "max_tokens": 1})

    def _ask(self, method: str, path: str, seconds: float, order: object = None) -> Any:
        """Return what the child answers as JSON; None where it does not."""
        import httpx

        address = f"{self.address.removesuffix('/v1')}{path}"
        bearer = {"Authorization": f"Bearer {self.key}"}
        try:
            answer = httpx.request(method, address, json=order, headers=bearer, timeout=seconds)
            return answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            return None

    def close(self) -> None:
        """End the child; may be called twice."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def serve(path: Path, *, context_tokens: int, slots: int, threads: int) -> LocalServer:
    """Start a child that serves the model at `path`; returns when it is loaded.

    Args:
        path: the GGUF file.
        context_tokens: tokens of each slot.
        slots: requests served at once.
        threads: threads of the computation.

    Raises:
        ModelMissing: the extra is not installed, or the file is not a model.
        ModelUnavailable: the child did not get ready in time.
    """
    if find_spec("xllamacpp") is None:
        raise ModelMissing("local models need the extra `local`: pip install 'backend-mentor[local]'")
    order = {
        "path": str(path),
        "context_tokens": context_tokens * slots,
        "slots": slots,
        "threads": threads,
        "key": secrets.token_urlsafe(24),
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "agent.local"],  # -P: a folder's own `agent` package is none of ours
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(*GPU),
    )
    server = LocalServer(_ready(process, order), str(order["key"]), process)
    atexit.register(server.close)
    return server


def _ready(process: subprocess.Popen[str], order: dict[str, object]) -> str:
    assert process.stdin
    assert process.stdout
    timer = threading.Timer(LOAD_S, process.kill)
    timer.start()
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        line = ""
    finally:
        late = not timer.is_alive()
        timer.cancel()
    if line.startswith("http://127.0.0.1:"):
        return line.strip() + "/v1"
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    if late:
        raise ModelUnavailable(f"the model {order['path']!r} did not load within {LOAD_S:.0f} s")
    raise ModelMissing(
        f"{order['path']!r} could not be loaded as a model; "
        "`mentor model list` shows what is verified, `mentor model get NAME` fetches it again"
    )


def main() -> None:
    """Serve the model named by one line of JSON on standard input until that input closes."""
    import xllamacpp

    order = json.loads(sys.stdin.readline())
    params = xllamacpp.CommonParams()
    params.model.path = order["path"]
    params.n_ctx = order["context_tokens"]
    params.n_parallel = order["slots"]
    params.cpuparams.n_threads = order["threads"]
    params.n_batch = params.n_ubatch = BATCH
    params.cache_ram_mib = KEPT_MIB
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [order["key"]]
    params.ui = False
    server = xllamacpp.Server(params)
    sys.stdout.write(server.listening_address + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
