"""ui.library: documents of one's own, added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mentors import mentor_over
from ui.library import add, choices, remove, rows

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from agent.mentor import Mentor


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


@pytest.fixture
def note(tmp_path: Path) -> str:
    path = tmp_path / "received" / "note.md"
    path.parent.mkdir()
    path.write_text("# A <b>note</b>\n\nIt says something.\n", encoding="utf-8")
    return str(path)


def test_an_added_document_is_kept_and_listed(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A file is copied to where it stays, read in, and shown in the table and the list of removable ones."""
    assert add(mentor, tmp_path / "uploads", [note]).startswith("Added note-")
    assert (tmp_path / "uploads" / "note.md").is_file()
    assert "1 pages" not in rows(mentor)
    assert len(choices(mentor)) == 1


def test_the_same_document_again_changes_nothing(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A file added twice is said to be the same."""
    add(mentor, tmp_path / "uploads", [note])
    assert add(mentor, tmp_path / "uploads", [note]).endswith("has not changed.")


def test_what_cannot_be_read_is_said_with_its_reason(mentor: Mentor, tmp_path: Path) -> None:
    """A file of another form is refused by name, and the page goes on."""
    path = tmp_path / "program.pdf"
    path.write_bytes(b"MZ\x90\x00")
    assert add(mentor, tmp_path / "uploads", [str(path)]).startswith("program.pdf was not added: ")
    assert choices(mentor) == []


def test_a_removed_document_is_gone(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A document is removed once; the second time there is none."""
    add(mentor, tmp_path / "uploads", [note])
    ((_, source),) = choices(mentor)
    assert remove(mentor, source) == f"Removed {source}."
    assert remove(mentor, source) == f"There is no document {source}."
    assert remove(mentor, None) == "Choose a document first."


def test_nothing_of_a_document_is_mark_up(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A title with tags in it is shown as characters."""
    add(mentor, tmp_path / "uploads", [note])
    assert "<b>note" not in rows(mentor)
