"""Runs a function of ours in a process of its own, with limits, so that a bad file can end nothing but that.

The child is ``python -m knowledge.child``: it limits itself, refuses what a reader of files has no business
with, then calls ``main(arguments, given) -> bytes`` of the module named.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

# Audit events (docs.python.org/3/library/audit_events.html) of reaching out: none of it is reading a file.
_REFUSED = (
    "socket.connect",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
)
_FAILED = 3  # the child's own exit status for an error that it has put into words


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a child may use.

    Attributes:
        cpu_s: processor time.
        wall_s: time on the clock, start of the interpreter included.
        memory_bytes: address space.
        file_bytes: the largest file it may write; 0 for none.
    """

    cpu_s: int
    wall_s: float
    memory_bytes: int
    file_bytes: int = 0


class ChildFailed(Exception):
    """The child did not finish; the text says why in plain words."""


def run(module: str, *arguments: str, given: bytes = b"", allowance: Allowance) -> bytes:
    """What ``module.main`` returns in a child.

    Raises:
        ChildFailed: it raised, ran into a limit, or died.
    """
    order = json.dumps({"module": module, "arguments": arguments, "allowance": asdict(allowance)})
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-P", "-m", "knowledge.child", order],
            input=given,
            capture_output=True,
            timeout=allowance.wall_s,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ChildFailed(f"it took longer than {allowance.wall_s:g} seconds") from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _FAILED:
        raise ChildFailed(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    raise ChildFailed(_ended(done.returncode, allowance))


def environment(*more: str) -> dict[str, str]:
    """What a child is told of this process's environment, `more` by name: little, and above all no keys."""
    names = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", *more)
    kept = {name: os.environ[name] for name in names if name in os.environ}
    paths = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "ORT_DISABLE_TELEMETRY": "1"}


def _ended(status: int, allowance: Allowance) -> str:
    if -status in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)):
        return f"it needed more than {allowance.cpu_s} seconds of processor time"
    return "its reader crashed" if status < 0 else f"its reader ended with status {status}"


def _limit(allowance: Allowance) -> None:
    """Hold this process to its allowance; Windows knows none of the limits, there the clock has to do."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (allowance.cpu_s, allowance.cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (allowance.file_bytes, allowance.file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses a limit on address space
        resource.setrlimit(resource.RLIMIT_AS, (allowance.memory_bytes, allowance.memory_bytes))


def _refuse(event: str, _arguments: Any) -> None:
    if event in _REFUSED:
        raise PermissionError(f"{event} is not allowed here")


def _main() -> int:
    order = json.loads(sys.argv[1])
    _limit(Allowance(**order["allowance"]))
    sys.addaudithook(_refuse)
    try:
        answer = import_module(order["module"]).main(order["arguments"], sys.stdin.buffer.read())
    except MemoryError:
        reason = f"it needed more than {order['allowance']['memory_bytes'] >> 20} MiB of memory"
    except Exception as error:  # noqa: BLE001 - sixteen readers' exceptions become one reason (SECURITY: documents)
        reason = " ".join(str(error).split())[:300] or type(error).__name__
    else:
        sys.stdout.buffer.write(answer)
        return 0
    sys.stderr.write(f"\n{reason}\n")
    return _FAILED


if __name__ == "__main__":
    sys.exit(_main())
