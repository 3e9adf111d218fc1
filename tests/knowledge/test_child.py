"""A child that may only compute."""

from __future__ import annotations

import re

import pytest

from knowledge import child

SMALL = child.Allowance(cpu_s=5, wall_s=20, memory_bytes=512 << 20)

MODULE = """
import os, socket, subprocess
def main(arguments, given):
    return eval(arguments[0], {"given": given, "os": os, "socket": socket, "subprocess": subprocess})
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "played.py").write_text(MODULE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "played"


def test_run_returns_what_main_returns(module):
    """Bytes go in and come out."""
    assert child.run(module, "given[::-1]", given=b"abc", allowance=SMALL) == b"cba"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0", "division by zero"),
        ("socket.create_connection(('127.0.0.1', 9))", "socket.connect is not allowed here"),
        ("subprocess.run(['true'])", "subprocess.Popen is not allowed here"),
        ("os.system('true')", "os.system is not allowed here"),
        ("os.fork()", "os.fork is not allowed here"),
        ("b'x' * (1 << 30)", "it needed more than 512 MiB of memory"),
        ("os.write(os.open('wrote', os.O_CREAT | os.O_WRONLY), b'x')", "File too large"),
        ("os._exit(7)", "its reader ended with status 7"),
        ("os.abort()", "its reader crashed"),
    ],
)
def test_run_says_why_a_child_failed(module, code, message, tmp_path, monkeypatch):
    """Whatever a child does, the parent lives and has a reason."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(child.ChildFailed, match=re.escape(message)):
        child.run(module, code, allowance=SMALL)


def test_run_ends_a_child_that_computes_too_long(module):
    """Processor time is bounded."""
    brief = child.Allowance(cpu_s=1, wall_s=20, memory_bytes=512 << 20)
    with pytest.raises(child.ChildFailed, match="more than 1 seconds of processor time"):
        child.run(module, "sum(iter(int, 1))", allowance=brief)


def test_run_ends_a_child_that_waits_too_long(module):
    """Time on the clock is bounded too."""
    brief = child.Allowance(cpu_s=5, wall_s=0.5, memory_bytes=512 << 20)
    with pytest.raises(child.ChildFailed, match=r"longer than 0\.5 seconds"):
        child.run(module, "os.read(os.pipe()[0], 1)", allowance=brief)


def test_run_hands_no_key_to_the_child(module, monkeypatch):
    """Secrets in the environment stay with the parent."""
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert child.run(module, "repr(dict(os.environ)).encode()", allowance=SMALL).find(b"secret") == -1
