"""A disk that is full, fills up, or may not be written: one clear sentence, nothing half kept, and it goes on."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tests.endpoint import Endpoint, piece, stream
from tests.real.conftest import Command
from tests.real.pages import QUESTION, SLOW_MS, serving, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of a running process are Linux' own")

SAYS = "make room on the disk, which is full or fails; what was kept before is there"
TWO = "What is a database index?"
THREE = "How do I store passwords safely?"
PLAN = "/learn Python, 8 hours a week"


def mounted(folder: Path, megabytes: int) -> bool:
    """Put a small disk of its own at a folder; whether that may be done here."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
    return subprocess.run(["mount", *options, folder], capture_output=True, check=False).returncode == 0  # noqa: S603, S607 - our own command


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a home and the embedding model, gone after the test."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted(folder, 256):
        pytest.skip("a small disk needs the right to mount one; the other tests limit files instead")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)  # noqa: S603, S607 - our own command


def fill(disk: Path) -> Path:
    """Take all the room that a disk has left; returns the file that holds it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    return filler


@contextmanager
def no_growth(process: int) -> Iterator[None]:
    """Let a running process write to no file, as on a full disk, until the block ends."""
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))


@dataclass(frozen=True)
class Kept:
    """What the database of a home holds; of the turns whether they were answered, and not only told what is wrong."""

    messages: list[str]
    answered: list[bool]
    plans: int
    verdict: str


def kept(home: Path) -> Kept:
    """Return what is kept, as the database itself tells."""
    with sqlite3.connect(home / "mentor.sqlite3") as database:
        turns = database.execute(
            "SELECT message, coalesce(json_extract(answer, '$.kind'), 'failed') <> 'failed' FROM turns ORDER BY asked_at, number"
        ).fetchall()
        (plans,) = database.execute("SELECT count(*) FROM plans").fetchone()
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
    return Kept([message for message, _ in turns], [bool(answered) for _, answered in turns], plans, verdict)


def asked(address: str, message: str) -> str:
    """Return the talk that the page shows after a message."""
    (talk,) = told({message: address})
    return talk


def last(talk: str) -> str:
    """Return what the mentor said last."""
    (*_, said) = (each for each in json.loads(talk) if each["role"] == "assistant")
    return "".join(part["text"] for part in said["content"])


def assert_one_sentence(said: str) -> None:
    """One line in words, with the way out; no trace of a program."""
    assert SAYS in said
    assert "\n" not in said
    assert "Traceback" not in said


def test_a_full_disk_is_said_and_room_mends_it(copy_of_home: Callable[[], Path], disk: Path) -> None:
    """On a full disk what does not fit is refused in a sentence, what was shown is kept whole, and with room all works."""
    home = disk / "home"
    shutil.copytree(copy_of_home(), home)
    with serving(home) as (address, _process):
        assert "session" in asked(address, QUESTION)
        filler = fill(disk)
        shown, refused = [QUESTION], 0
        while refused < 3:  # the database's log has some room of its own, and what is small fits for longer
            anew = f"/learn start over, Python, {4 + len(shown) % 20} hours a week"
            said = last(asked(address, anew))
            if SAYS in said:
                assert_one_sentence(said)
                refused += 1
            else:
                assert "This plan follows" in said
                shown.append(anew)
            assert len(shown) < 100
        whole = kept(home)
        assert [
            message for message, answered in zip(whole.messages, whole.answered, strict=True) if answered
        ] == shown
        assert 0 <= whole.plans - (len(shown) - 1) <= refused  # a plan may still fit whose answer does not
        assert whole.verdict == "ok"
        filler.unlink()
        assert "sorted" in asked(address, TWO)
        assert "This plan follows" in asked(address, "/learn start over, Go, 5 hours a week")
    assert kept(home).messages == [*whole.messages, TWO, "/learn start over, Go, 5 hours a week"]
    assert kept(home).plans == whole.plans + 1


def test_a_start_on_a_full_disk_is_one_line(copy_of_home: Callable[[], Path], disk: Path) -> None:
    """A server that cannot write ends at once and says why; with room it starts over what was kept."""
    home = disk / "home"
    shutil.copytree(copy_of_home(), home)
    assert Command(home).run("ask", QUESTION).returncode == 0
    before, filler = kept(home), fill(disk)
    ran = Command(home).run("serve", "--port", 0)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    (said,) = (line for line in ran.stderr.splitlines() if line.startswith("mentor: "))
    assert SAYS in said or "cannot be written (No space left on device)" in said
    filler.unlink()
    with serving(home) as (address, _process):
        assert "sorted" in asked(address, TWO)
    assert kept(home).messages == [*before.messages, TWO]


def test_files_that_may_not_grow_are_said_and_room_mends_it(copy_of_home: Callable[[], Path]) -> None:
    """Where no file may be written any more, what was kept can still be read, and what is asked is refused whole."""
    home = copy_of_home()
    with serving(home) as (address, process):
        assert "session" in asked(address, QUESTION)
        before = kept(home)
        with no_growth(process):
            for message in (TWO, PLAN, "/progress done git"):
                assert_one_sentence(last(asked(address, message)))
        assert kept(home) == before
        for message in (THREE, PLAN):
            assert SAYS not in asked(address, message)
    assert kept(home).messages == [QUESTION, THREE, PLAN]
    assert kept(home).answered == [True] * 3
    assert kept(home).plans == 1


def test_a_disk_that_fills_in_mid_answer_keeps_the_question(copy_of_home: Callable[[], Path]) -> None:
    """An answer whose end cannot be kept says so; its question is kept, unanswered, and may be asked again."""
    home, go_on, has_begun = copy_of_home(), Event(), Event()

    class Held(Endpoint):
        def next(self) -> Iterator[bytes]:
            def said() -> Iterator[bytes]:
                yield piece({"content": "A database index is a separate, sorted structure. [1] "})
                has_begun.set()
                go_on.wait(SLOW_MS / 1000)
                yield from stream("It is paid for by every write. [1]")

            return said()

    with Held("") as endpoint, serving(home, OPENAI_BASE_URL=endpoint.address) as (address, process):
        talks: list[str] = []
        asking = Thread(target=lambda: talks.append(asked(address, TWO)))
        asking.start()
        assert has_begun.wait(SLOW_MS / 1000)
        with no_growth(process):
            go_on.set()
            asking.join(SLOW_MS / 1000)
        assert_one_sentence(last(talks[0]))
        assert kept(home) == Kept([TWO], [False], 0, "ok")
        assert SAYS not in asked(address, "/help")
    assert kept(home) == Kept([TWO, "/help"], [False, True], 0, "ok")


@contextmanager
def read_only(home: Path) -> Iterator[None]:
    """A home that nobody may write to, root neither, until the block ends; skips where that cannot be arranged."""
    if os.geteuid() != 0:
        folders = [home, *(each for each in home.rglob("*") if each.is_dir())]
        for each in folders:
            each.chmod(0o555)
        yield
        for each in folders:
            each.chmod(0o755)
        return
    bound = subprocess.run(["mount", "--bind", home, home], capture_output=True, check=False)  # noqa: S603, S607 - our own command
    if bound.returncode != 0:
        pytest.skip("root may write everywhere, and may not mount anything here")
    subprocess.run(["mount", "-o", "remount,ro,bind", home], check=True)  # noqa: S603, S607 - our own command
    yield
    subprocess.run(["umount", "-l", home], check=True)  # noqa: S603, S607 - our own command


@pytest.mark.parametrize("command", [["serve", "--port", 0], ["ask", QUESTION], ["ingest", "note.md"]])
def test_a_home_that_may_not_be_written_is_one_line(
    copy_of_home: Callable[[], Path], command: list[object]
) -> None:
    """A command over a home that is read-only ends with a sentence that names the folder and the way out."""
    home = copy_of_home()
    (home.parent / "note.md").write_text("# A note\n\nIt says something.\n", encoding="utf-8")
    with read_only(home):
        ran = Command(home).run(*command)
    assert ran.returncode == 1
    (said,) = (line for line in ran.stderr.splitlines() if not line.startswith("opening the knowledge base"))
    assert said.startswith(f"mentor: the folder {str(home)!r} cannot be written")
    assert said.endswith("set MENTOR_HOME to a folder that can")
    assert Command(home).run("ask", QUESTION).returncode == 0


def test_the_limit_on_files_ends_no_process() -> None:
    """The signal that comes with that limit is ignored, so that the failed write is met in words."""
    assert signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN
