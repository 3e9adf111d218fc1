"""Kills and a crowd, in small; the long forms are tests/bench/kills.py and tests/bench/load.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.parts import NGINX

ROOT = Path(__file__).parents[2]


def ran(*command: object) -> subprocess.CompletedProcess[str]:
    """Run a script of tests/bench to its end."""
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_nothing_acknowledged_is_lost_to_kills() -> None:
    """After kills amid chat, planning, reading, opening and migration everything acknowledged is there once."""
    done = ran("tests.bench.kills", 5)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "faults: 0" in done.stdout


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_a_crowd_outlives_a_mentor(postgresql: str | None, read_in: Path) -> None:
    """Behind nginx a killed mentor costs the answers in flight there; none that was shown is lost, mixed or doubled."""
    if postgresql is None:
        pytest.skip("PostgreSQL is not installed")
    pytest.importorskip("psycopg")
    crowd = ("--learners", 4, "--seconds", 20, "--alone", 5, "--think", 1, 3, "--home", read_in)
    done = ran("tests.bench.load", *crowd)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "shown and not kept 0, kept twice 0" in done.stdout
