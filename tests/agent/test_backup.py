"""agent.backup: everything in one file, taken while others write, put back whole or not at all."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from agent import backup
from agent.accounts import Accounts
from agent.backup import back_up, restore
from agent.conversations import Conversations
from agent.dialogues import Dialogues
from agent.errors import BackupError, MemoryUnavailable
from agent.export import export
from agent.memory import Memory
from agent.model_reading import ModelReader
from agent.settings import Settings
from knowledge.database import open_engine
from knowledge.errors import StoreNewer, StoreUnavailable
from knowledge.owner import SHARED
from knowledge.passage import Passage
from knowledge.sources import Origin, Source
from knowledge.store import Store
from tests.mentors import small_syllabus
from tests.pages import CHEAP, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "canary-7f3a"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "here").mkdir()
    return Settings(home=tmp_path / "here")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    (tmp_path / "there").mkdir()
    return Settings(home=tmp_path / "there")


def with_engine(settings: Settings, work: Callable[[Any], Any]) -> Any:
    engine = open_engine(settings.database)
    try:
        return work(engine)
    finally:
        engine.dispose()


def filled(engine: Any) -> None:
    """A learner with a conversation, a plan and progress; an account that is signed in; a document with a vector."""
    memory = Memory(engine)
    turn = memory.begin_turn("ada", None, f"What is an index? {CANARY}")
    memory.finish_turn("ada", turn.id, question="What is an index?", answer={"answer": "sorted"})
    memory.begin_turn("ada", turn.conversation, "an open one")
    memory.remember_plan("ada", {"goal": "a job"}, {"weeks": 1})
    memory.record("ada", [{"id": "one"}, {"id": "two"}])
    accounts = Accounts(engine, hasher=CHEAP)
    accounts.add("ada", PASSWORD)
    accounts.sign_in("ada", PASSWORD, address="192.0.2.1")
    source, passage, vectors = document()
    Store(engine).put(source, [passage], embedding="e", vectors=vectors)


def document() -> tuple[Source, Passage, dict[str, Any]]:
    passage = Passage("note:1", "Zorblatt tokens.", "Zorblatt", ("Zorblatt",), "note", 0, 16)
    source = Source(
        id="note",
        title="Zorblatt",
        origin=Origin.DOCUMENT,
        owner=SHARED,
        location="note.md",
        sha256="0" * 64,
        text=passage.text,
        media_type="text/markdown",
        read_at=backup.datetime(2026, 11, 30, tzinfo=backup.UTC),
    )
    return source, passage, {passage.digest: np.arange(3, dtype=np.float32)}


def exported(engine: Any) -> Any:
    """Everything that is kept, as it can be compared."""
    store = Store(engine)
    ids, vectors = store.all_vectors("e", scope=SHARED)
    return (
        export(
            Memory(engine),
            Conversations(engine),
            Dialogues(engine, small_syllabus(), ModelReader(small_syllabus(), lambda: None)),
            store,
            "ada",
        ),
        [
            turn.asked_at
            for each in Memory(engine).conversations("ada")
            for turn in Memory(engine).turns("ada", each.id)
        ],
        [account.name for account in Accounts(engine, hasher=CHEAP).all()],
        store.sources(owner=SHARED),
        store.all_passages(owner=SHARED),
        ids,
        vectors.tolist(),
    )


def test_what_is_restored_is_what_was_backed_up(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """On an empty machine a restored backup gives everything back, uploads as well."""
    with_engine(settings, filled)
    upload = settings.home / "uploads" / "ab" / "note.md"
    upload.parent.mkdir(parents=True)
    upload.write_text("# Zorblatt")
    manifest = back_up(settings, tmp_path / "b.zip")
    assert manifest.rows == {"learners": 1, "turns": 2, "plans": 1, "source": 1}
    assert restore(elsewhere, tmp_path / "b.zip") == (manifest, None)
    assert with_engine(elsewhere, exported) == with_engine(settings, exported)
    assert (elsewhere.home / "uploads" / "ab" / "note.md").read_text() == "# Zorblatt"


def test_a_restored_ledger_goes_on(settings: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    """After a restore the next event follows those before it."""
    with_engine(settings, filled)
    back_up(settings, tmp_path / "b.zip")
    restore(elsewhere, tmp_path / "b.zip")
    with_engine(elsewhere, lambda engine: Memory(engine).record("ada", [{"id": "three"}]))
    ledger = with_engine(elsewhere, lambda engine: Memory(engine).ledger("ada"))
    assert [event["id"] for event in ledger] == ["one", "two", "three"]


def test_a_backup_lets_nobody_in(settings: Settings, tmp_path: Path) -> None:
    """Nobody else may read the file, no session is in it, and no byte of one."""
    with_engine(settings, filled)
    back_up(settings, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    token = (
        sqlite3.connect(settings.home / "mentor.sqlite3").execute("SELECT token FROM sessions").fetchone()[0]
    )
    with zipfile.ZipFile(tmp_path / "b.zip") as pack:
        assert token.encode() not in pack.read("mentor.sqlite3")
        assert CANARY.encode() in pack.read("mentor.sqlite3")


def test_a_backup_is_taken_while_others_write(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """Under constant writing a backup ends, and holds a state that was: every message before its last one."""
    memory_engine = open_engine(settings.database)
    memory = Memory(memory_engine)
    first = memory.begin_turn("ada", None, "0")
    stop, wrote = threading.Event(), []

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            memory.begin_turn("ada", first.conversation, str(number))
            wrote.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(wrote) < 20:
            stop.wait(0.01)
        before = len(wrote)
        back_up(settings, tmp_path / "b.zip")
        after = len(wrote)
    finally:
        stop.set()
        writer.join()
        memory_engine.dispose()
    restore(elsewhere, tmp_path / "b.zip")
    kept = with_engine(elsewhere, lambda engine: Memory(engine).turns("ada", first.conversation))
    assert [turn.message for turn in kept] == [str(n) for n in range(len(kept))]
    assert before < len(kept) <= after + 2


def test_a_restore_is_seen_by_who_is_running(settings: Settings, tmp_path: Path) -> None:
    """A mentor that runs on during a restore finds the restored state at its next call, and looks for documents anew."""
    engine = open_engine(settings.database)
    filled(engine)
    store = Store(engine)
    store.mark("index", added=["note:1"])
    back_up(settings, tmp_path / "b.zip")
    revision, identity = store.revision(owner=SHARED), store.identity()
    Memory(engine).record("ada", [{"id": "after the backup"}])
    _, kept = restore(settings, tmp_path / "b.zip", replace=True)
    assert [event["id"] for event in Memory(engine).ledger("ada")] == ["one", "two"]
    assert store.revision(owner=SHARED) > revision
    assert store.identity() == identity
    assert store.pending("index", scope=SHARED) == (["note:1"], [])
    engine.dispose()
    assert kept
    assert restore(settings, kept, replace=True)[0].rows["turns"] == 2
    ledger = with_engine(settings, lambda engine: Memory(engine).ledger("ada"))
    assert [event["id"] for event in ledger] == ["one", "two", "after the backup"]


def test_nothing_is_replaced_unasked(settings: Settings, tmp_path: Path) -> None:
    """Where there are learners a restore stops, says how to go on, and changes nothing."""
    with_engine(settings, filled)
    back_up(settings, tmp_path / "b.zip")
    before = with_engine(settings, exported)
    with pytest.raises(BackupError, match="--replace puts the backup in their place"):
        restore(settings, tmp_path / "b.zip")
    assert with_engine(settings, exported) == before


def test_a_database_that_only_does_not_answer_stays_where_it_is(settings: Settings, tmp_path: Path) -> None:
    """What cannot be opened for another reason than damage is not moved away by --replace."""
    with_engine(settings, filled)
    back_up(settings, tmp_path / "b.zip")
    before = (settings.home / "mentor.sqlite3").read_bytes()
    for name in ("wal", "shm"):
        file = settings.home / f"mentor.sqlite3-{name}"
        file.unlink(missing_ok=True)
        file.mkdir()
    with pytest.raises(StoreUnavailable, match="unable to open database file"):
        restore(settings, tmp_path / "b.zip", replace=True)
    assert (settings.home / "mentor.sqlite3").read_bytes() == before


def test_a_damaged_database_is_set_aside(settings: Settings, tmp_path: Path) -> None:
    """A database that cannot be read is kept beside the restored one."""
    with_engine(settings, filled)
    before = with_engine(settings, exported)
    back_up(settings, tmp_path / "b.zip")
    (settings.home / "mentor.sqlite3").write_bytes(b"damaged" * 1000)
    restore(settings, tmp_path / "b.zip", replace=True)
    assert with_engine(settings, exported) == before
    assert [file.read_bytes()[:7] for file in settings.home.glob("*.damaged-*")] == [b"damaged"]


def test_another_file_is_not_written_over(settings: Settings, tmp_path: Path) -> None:
    """A backup goes into a file of its own."""
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(BackupError, match="is there already"):
        back_up(settings, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_a_backup_that_cannot_be_written_is_said(settings: Settings, tmp_path: Path) -> None:
    """Where there is no folder, the message names the file and nothing is left."""
    with pytest.raises(BackupError, match=r"nowhere.*No such file or directory; nothing was changed"):
        back_up(settings, tmp_path / "nowhere" / "b.zip")


def without_manifest(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as pack:
        pack.writestr("mentor.sqlite3", b"x")


def changed(file: Path, **changes: Any) -> None:
    """Write a backup anew with another manifest or other contents."""
    with zipfile.ZipFile(file) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    manifest = json.loads(files["manifest.json"])
    files |= {name: content for name, content in changes.items() if isinstance(content, bytes)}
    manifest |= {name: value for name, value in changes.items() if not isinstance(value, bytes)}
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as pack:
        for name, content in files.items():
            pack.writestr(name, content)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.write_bytes(b"no archive"), "is no backup of a mentor, or is cut off"),
        (lambda file: file.write_bytes(file.read_bytes()[:-200]), "is no backup of a mentor, or is cut off"),
        (without_manifest, "is no backup of a mentor; `mentor backup FILE` makes one"),
        (lambda file: changed(file, format=9), "is of format 9; upgrade the program"),
        (lambda file: changed(file, surprise=1), "is no backup of a mentor"),
        (lambda file: changed(file, **{"mentor.sqlite3": b"other"}), "'mentor.sqlite3' in .* is damaged"),
        (lambda file: changed(file, files={"mentor.sqlite3": "0", "../x": "0"}), "damaged|holds no file"),
        (lambda file: changed(file, files={"uploads/../../x": "0", "mentor.sqlite3": "0"}), "holds no file"),
        (lambda file: changed(file, files={"/etc/x": "0", "mentor.sqlite3": "0"}), "holds no file"),
        (lambda file: file.unlink(), "No such file"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(
    settings: Settings, tmp_path: Path, spoil: Callable[[Path], Any], said: str
) -> None:
    """A file that is cut, changed, of another form or not there is refused with the reason, and nothing is touched."""
    with_engine(settings, filled)
    before = with_engine(settings, exported)
    back_up(settings, tmp_path / "b.zip")
    spoil(tmp_path / "b.zip")
    with pytest.raises(BackupError, match=said):
        restore(settings, tmp_path / "b.zip", replace=True)
    assert with_engine(settings, exported) == before
    assert not (tmp_path / "x").exists()
    assert not list(settings.home.glob(".restore-*"))


def test_a_backup_of_a_newer_program_is_refused(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """What this version cannot read is not put in place."""
    with_engine(settings, filled)
    with sqlite3.connect(settings.home / "mentor.sqlite3") as connection:
        connection.execute("UPDATE agent_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreNewer, match="upgrade the program"):
        back_up(settings, tmp_path / "b.zip")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(settings: Settings, tmp_path: Path) -> None:
    """A read-only folder is named."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(BackupError, match="Permission denied"):
        back_up(settings, folder / "b.zip")


def test_a_database_that_does_not_answer_is_no_backup(tmp_path: Path) -> None:
    """Where the server is down no file is left behind."""
    settings = Settings(home=tmp_path, database_url="postgresql+psycopg://me@127.0.0.1:1/x")
    with pytest.raises((MemoryUnavailable, Exception), match="cannot be opened"):
        back_up(settings, tmp_path / "b.zip")
    assert list(tmp_path.iterdir()) == []
