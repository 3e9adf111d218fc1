"""Several processes on one home at once: two servers and commands beside them, over SQLite and Chroma on disk."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from agent.memory import Memory
from knowledge.database import open_engine
from tests.real.conftest import MENTOR, Command
from tests.real.pages import served, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDERS, DOCUMENTS = 2, 12


@pytest.fixture
def mentor(copy_of_home: Callable[[], Path]) -> Command:
    return Command(copy_of_home())


def begun(mentor: Command, *arguments: object) -> subprocess.Popen[str]:
    """Begin a command that runs beside others."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [MENTOR, *map(str, arguments)],
        env=mentor.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=mentor.home.parent,
    )


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for a command that must end well; returns what it printed."""
    said, errors = process.communicate(timeout=280)
    assert process.returncode == 0, errors
    return said


def documents(folder: Path, number: int) -> Path:
    """A folder of documents, each with a word of its own."""
    place = folder / f"documents{number}"
    place.mkdir()
    for each in range(DOCUMENTS):
        word = f"zorb{number}x{each}z"
        (place / f"{word}.md").write_text(f"# {word}\n\nA {word} is a token that is sent every 17 seconds.\n")
    return place


def test_nothing_is_lost_between_processes(mentor: Command, tmp_path: Path) -> None:
    """Two servers and four commands that read in, plan, mark and chat at once leave everything there, once and whole."""
    mentor.json("ask", "/learn Python, 10 hours a week")
    with served(mentor.home) as one, served(mentor.home) as two:
        running = [
            *(begun(mentor, "ingest", documents(tmp_path, n), "--learner", "me") for n in range(FOLDERS)),
            begun(mentor, "ask", "/learn finish by 2031-06-30"),
            begun(mentor, "progress", "done", "operations.git"),
        ]
        pages = {
            "What is a database index?": one,
            "/learn I know Git": two,
            "/learn 6 hours a week": one,
            "What is a transaction?": two,
        }
        told(pages)
        for process in running:
            ended(process)
        for number, address in enumerate((two, one)):  # the one that reads beside the index finds it too
            (said,) = told({f"How often is a zorb{number}x3z sent?": address})
            assert "every 17 seconds" in said
        # the commands keep conversations of their own
        left = httpx.get(f"{two}/everything.json").raise_for_status().json()
    assert_whole(mentor, left, {*pages, "/learn Python, 10 hours a week", "/learn finish by 2031-06-30"})
    with served(mentor.home) as again:  # whose start compares the index with the database
        (said,) = told({"How often is a zorb1x11z sent?": again})
        assert "every 17 seconds" in said


def assert_whole(mentor: Command, left: dict[str, Any], messages: set[str]) -> None:
    """Every message is there once with its answer, every plan and mark, every document, and no page is damaged."""
    turns = [turn for each in left["conversations"] for turn in each["turns"]]
    kept = [turn["message"] for turn in turns if not turn["message"].startswith("How often")]
    assert sorted(kept) == sorted(messages)
    assert all(turn["answer"] for turn in turns)
    assert [each["plan"]["version"] for each in left["plans"]] == [1, 2, 3, 4]
    plan = left["plans"][-1]["plan"]
    assert plan["hours_per_week"] == 6
    assert "2031-06-30" in str(left["profile"])  # the last message is read with the next one
    assert [event["id"] for event in left["ledger"] if event["kind"] == "done"] == ["operations.git"]
    assert len({each["title"] for each in left["documents"]}) == len(left["documents"]) == FOLDERS * DOCUMENTS
    with closing(sqlite3.connect(mentor.home / "mentor.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_address_that_is_taken_is_named(mentor: Command) -> None:
    """A second server on the same port says so in one line, names another, and the first goes on."""
    with served(mentor.home) as address:
        port = urlsplit(address).port
        refused = mentor.run("serve", "--port", port)
        assert refused.returncode == 1
        assert f"127.0.0.1:{port} cannot be listened on" in refused.stderr
        assert "mentor serve --port" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert "sorted" in told({"What is a database index?": address})[0]


def test_a_database_that_stays_locked_is_said(mentor: Command) -> None:
    """Where another process writes for longer than is waited, the command says so, keeps nothing, and works after it."""
    with closing(sqlite3.connect(mentor.home / "mentor.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = mentor.run("progress", "done", "operations.git")
        other.execute("ROLLBACK")
    assert refused.returncode == 1
    assert "another process has been writing to it for 10 seconds: try again" in refused.stderr
    assert "Traceback" not in refused.stderr
    engine = open_engine(f"sqlite:///{mentor.home}/mentor.sqlite3")
    assert Memory(engine).ledger("me") == []
    engine.dispose()
    assert mentor.run("progress", "done", "operations.git").returncode == 0
