"""Room on the disk."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from knowledge.errors import DiskFull
from knowledge.room import check_room, is_for_room


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("total", "free", "is_full"),
    [
        (100_000_000_000, 500_000_001, False),
        (100_000_000_000, 499_999_999, True),
        (1_000_000_000, 50_000_001, False),
        (1_000_000_000, 49_999_999, True),
    ],
)
def test_documents_never_take_what_is_left_for_answers(monkeypatch, tmp_path, total, free, is_full):
    """Below 500 MB, or a twentieth of a small disk, no document is taken, and the message says what to do."""
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage(total, total - free, free))
    if not is_full:
        check_room(tmp_path)
        return
    with pytest.raises(DiskFull, match="make room, or remove documents"):
        check_room(tmp_path)


def test_what_is_about_to_be_written_counts(monkeypatch, tmp_path):
    """A file that would take the last room is refused before it is written."""
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage(10**12, 0, 600_000_000))
    check_room(tmp_path, needed=100_000_000)
    with pytest.raises(DiskFull):
        check_room(tmp_path, needed=100_000_001)


@pytest.mark.parametrize(
    ("said", "is_full"),
    [
        ("database or disk is full", True),
        ("disk I/O error", True),
        ("[Errno 28] No space left on device: '/x'", True),
        ("error returned from database: (code: 13) database or disk is full", True),
        ("attempt to write a readonly database", False),
    ],
)
def test_a_full_disk_is_known_by_what_libraries_say(said: str, *, is_full: bool) -> None:
    """Whoever reports it, the way out is to make room, and never to delete what was kept."""
    assert is_for_room(said) is is_full
