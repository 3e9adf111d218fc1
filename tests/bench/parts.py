"""The parts of a large installation, started on loopback: PostgreSQL, a Chroma server, mentors and nginx."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.real.conftest import as_user

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
STARTS_S = 400.0  # on a busy machine
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass
class Part:
    """A process, and the address where it answers."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        """Megabytes of memory that it holds; 0 once it has ended."""
        try:
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return 0.0
        return pages * os.sysconf("SC_PAGESIZE") / 1e6


def free_port() -> int:
    """Return a port on loopback where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A server with everything that keeps data through a crash; gives its SQLAlchemy address."""
    folder.mkdir()
    folder.chmod(0o777)
    data, port = folder / "data", free_port()
    as_user("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
    options = f"-k {folder} -c listen_addresses=127.0.0.1 -p {port} -c max_connections=200"
    as_user("pg_ctl", "-D", str(data), "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        as_user("pg_ctl", "-D", str(data), "-m", "fast", "stop")


@contextmanager
def chroma(folder: Path) -> Iterator[Part]:
    """Chroma's own server."""
    port = free_port()
    command = [
        Path(sys.executable).with_name("chroma"),
        "run",
        "--path",
        folder,
        "--host",
        "127.0.0.1",
        "--port",
        port,
    ]
    with _running(command, port, "/api/v2/heartbeat", folder.parent / "chroma.log") as part:
        yield part


@contextmanager
def endpoint(folder: Path, words_per_second: float = 20.0) -> Iterator[Part]:
    """A language model that is not what is measured."""
    port = free_port()
    command = [sys.executable, ROOT / "tests" / "bench" / "scripted_endpoint.py", port, words_per_second]
    with _running(command, port, "/v1/models", folder / "endpoint.log") as part:
        yield part


@contextmanager
def mentor(folder: Path, name: str, port: int | None = None, **variables: str) -> Iterator[Part]:
    """A mentor over a home of its own."""
    port = port or free_port()
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("MENTOR_", "OPENAI_"))
    }
    environment = inherited | {"MENTOR_HOME": str(folder / name), "MENTOR_LOG": "json"} | variables
    command = [Path(sys.executable).with_name("mentor"), "serve", "--port", port]
    with _running(command, port, "/ready", folder / f"{name}.log", environment) as part:
        yield part


@contextmanager
def gradio_echo(folder: Path) -> Iterator[Part]:
    """A bare Gradio chat."""
    port = free_port()
    command = [sys.executable, ROOT / "tests" / "bench" / "echo_app.py", port]
    with _running(command, port, "/config", folder / "echo.log") as part:
        yield part


@contextmanager
def nginx(folder: Path, mentors: list[Part]) -> Iterator[Part]:
    """Nginx with the configuration that is shipped, before these mentors."""
    assert NGINX, "nginx is not installed"
    port = free_port()
    text = (
        (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8").replace("listen 8080", f"listen {port}")
    )
    for number, part in enumerate(mentors, 1):
        text = text.replace(f"mentor-{number}:7860", f"127.0.0.1:{part.port}")
    text = text.replace("/dev/stdout", str(folder / "nginx.log"))
    place = folder / "nginx"
    place.mkdir()
    (place / "nginx.conf").write_text(text, encoding="utf-8")
    place.chmod(0o777)
    command = [NGINX, "-c", place / "nginx.conf", "-p", place, "-g", f"daemon off; pid {place}/pid;"]
    with _running(command, port, "/health", folder / "nginx-errors.log") as part:
        yield part


@contextmanager
def _running(
    command: list[object], port: int, path: str, log: Path, environment: dict[str, str] | None = None
) -> Iterator[Part]:
    with ExitStack() as stack:
        errors = stack.enter_context(log.open("ab"))
        process = subprocess.Popen(
            list(map(str, command)), env=environment, stdout=errors, stderr=errors, cwd=log.parent
        )
        try:
            _await(process, f"http://127.0.0.1:{port}{path}", log)
            yield Part(process, port)
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + STARTS_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(address, timeout=5).status_code < 400:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer:\n{log.read_text(errors='replace')[-3000:]}")
