"""Whether there is room on the disk for what is about to be written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from knowledge.errors import DiskFull

if TYPE_CHECKING:
    from pathlib import Path

# Left for what must always be written: answers, plans and progress. A small disk gives a twentieth.
KEPT_BYTES, KEPT_SHARE = 500_000_000, 0.05


MAKE_ROOM = "make room on the disk, which is full or fails; what was kept before is there"
_SAY_SO = ("disk is full", "disk I/O error", "No space left")


def is_for_room(said: str) -> bool:
    """Say whether the words of a library's error mean that a disk has no room, or fails."""
    return any(each in said for each in _SAY_SO)


def check_room(folder: Path, *, needed: int = 0) -> None:
    """Refuse to fill the disk of a folder with documents.

    Args:
        folder: where they go.
        needed: bytes that are about to be written.

    Raises:
        DiskFull: too little would be left.
    """
    usage = shutil.disk_usage(folder)
    kept = min(KEPT_BYTES, int(usage.total * KEPT_SHARE))
    if usage.free - needed < kept:
        raise DiskFull(
            f"the disk of {str(folder)!r} has {usage.free / 1e6:,.0f} MB left, and {kept / 1e6:,.0f} MB of them are "
            "kept free; make room, or remove documents, and read them in again: what was done stays done"
        )
