"""ui.library: documents of one's own, added and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.admission import Limits
from knowledge.curriculum_documents import documents
from knowledge.owner import SHARED, private
from knowledge.pace import Step
from knowledge.sources import Origin
from tests.mentors import mentor_over
from ui.library import add as read_in
from ui.library import kept, remove, rows
from ui.readings import Reading

if TYPE_CHECKING:
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


def add(mentor: Mentor, folder: Path, names: list[str], learner: str) -> str:
    """Keep uploaded files and read them in, as the page does."""
    return read_in(mentor, folder, kept(folder, names, learner), learner)


def own(mentor: Mentor) -> list[str]:
    """Return the ids of the learner's documents."""
    return [each.id for each in mentor.store.sources(Origin.DOCUMENT, owner=private("me"))]


def write(path: Path, text: str) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_added_document_is_kept_and_listed(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A file is moved to where it stays, read in, and shown in the table and the list of removable ones."""
    assert add(mentor, tmp_path / "uploads", [note], "me") == "Added A <b>note</b>."
    assert [path.name for path in (tmp_path / "uploads").rglob("*.md")] == ["note.md"]
    assert not (tmp_path / "received" / "note.md").exists()
    shown = rows(mentor, "me")
    (source,) = own(mentor)
    assert f"data-act='remove' data-id='{source}'" in shown
    assert f"data-read='{source}'" in shown
    assert "6 words read" in shown


def test_the_same_document_again_changes_nothing(mentor: Mentor, tmp_path: Path) -> None:
    """A file added twice is said to be the same."""
    for _ in range(2):
        said = add(
            mentor, tmp_path / "uploads", [write(tmp_path / "in" / "note.md", "# Same\n\nWords.\n")], "me"
        )
    assert said == "Same has not changed."


def test_two_documents_of_one_name_are_both_kept(mentor: Mentor, tmp_path: Path) -> None:
    """A file does not take the place of another one that has its name."""
    for title in ("One", "Two"):
        add(
            mentor,
            tmp_path / "uploads",
            [write(tmp_path / "in" / "note.md", f"# {title}\n\nIt says {title}.\n")],
            "me",
        )
    assert len(own(mentor)) == 2


def test_what_cannot_be_read_is_said_with_its_reason(mentor: Mentor, tmp_path: Path) -> None:
    """A file of another form is refused by name, nothing of it is kept, and the page goes on."""
    path = tmp_path / "program.pdf"
    path.write_bytes(b"MZ\x90\x00")
    assert add(mentor, tmp_path / "uploads", [str(path)], "me").startswith("program.pdf was not added: ")
    assert own(mentor) == []
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_that_cannot_be_kept_is_said(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A folder that cannot be written is said before anything is read."""
    (tmp_path / "uploads").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="uploads"):
        kept(tmp_path / "uploads", [note], "me")
    assert own(mentor) == []


def test_a_removed_document_is_gone(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A document is removed with its file, once; the second time there is none."""
    uploads = tmp_path / "uploads"
    add(mentor, uploads, [note], "me")
    (source,) = own(mentor)
    assert remove(mentor, source, "me") == "Removed A <b>note</b>."
    assert list(uploads.iterdir()) == []
    assert remove(mentor, source, "me") == "This document is not there any more."
    assert remove(mentor, None, "me") == "Choose a document first."


def test_what_everybody_finds_is_removed_by_who_is_alone(mentor: Mentor, note: str) -> None:
    """A document for everybody is the only learner's to remove; where there are several, nobody's on the page."""
    mentor.library.ingest([Path(note)], owner=SHARED)
    (source,) = own(mentor)
    assert "data-act='remove'" not in rows(mentor, "me")
    assert remove(mentor, source, "me") == "This document is not there any more."
    assert own(mentor) == [source]
    assert f"data-act='remove' data-id='{source}'" in rows(mentor, "me", owns_shared=True)
    assert remove(mentor, source, "me", owns_shared=True) == "Removed A <b>note</b>."
    assert own(mentor) == []


def test_a_page_of_the_curriculum_stays(mentor: Mentor, tmp_path: Path) -> None:
    """A page of the curriculum is not removed, and the reader is told so."""
    mentor.library.sync_curriculum(documents(mentor.syllabus))
    assert "is a page of the curriculum and stays" in remove(mentor, "data.indexes", "me")
    assert mentor.store.source("data.indexes", owner=SHARED)


def test_a_file_that_was_not_uploaded_stays(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """Removing a document that was read where it lies leaves the file there."""
    mentor.library.ingest([Path(note)], owner=private("me"))
    (source,) = own(mentor)
    remove(mentor, source, "me")
    assert Path(note).is_file()


def test_nothing_of_a_document_is_mark_up(mentor: Mentor, note: str, tmp_path: Path) -> None:
    """A title with tags in it is shown as characters."""
    add(mentor, tmp_path / "uploads", [note], "me")
    assert "<b>note" not in rows(mentor, "me", said="Removed A <b>note</b>.")


def test_a_reading_shows_how_far_it_is(mentor: Mentor) -> None:
    """While documents are read the list says which, how far, and that the page may be left."""
    step = Step("My <notes>", 2, 4, 1, 2, left_s=90.0)
    shown = rows(mentor, "me", Reading(is_running=True, step=step))
    assert "Reading 2 of 4: My &lt;notes&gt; (about 2 min left)" in shown
    assert "width:38%" in shown
    assert "You can leave this page" in shown


@pytest.mark.parametrize(
    ("most", "size", "taken"), [(1, 100, True), (0, 100, False), (1, 18, False), (1, 19, True)]
)
def test_documents_beyond_a_learners_limits_are_not_taken(
    engine: Engine,
    tmp_path: Path,
    most: int,
    size: int,
    taken: bool,  # noqa: FBT001 - pytest hands it over
) -> None:
    """At its limits a library still takes a document; beyond one of them it says which, and keeps no file."""
    mentor = mentor_over(engine)
    mentor.admission.limits = Limits(3, 40, 20, 500, 1000, most, size)
    folder = tmp_path / "uploads"
    folder.mkdir()
    file = folder / "note.md"
    file.write_text("# Note\n\nTwenty by.\n")
    said = read_in(mentor, folder, [file], "ada")
    assert said.startswith("Added") is taken
    assert file.exists() is taken
