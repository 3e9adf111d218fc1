"""Where files that were uploaded are kept, so that they stay findable: each owner's apart from the others'."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.owner import Owner

FOLDER = "uploads"  # in the mentor's folder


def keep(received: Path, folder: Path, owner: Owner) -> Path:
    """Move a file below a folder named for whose it is and what is in it, whole or not at all; returns where it is.

    Raises:
        OSError: it cannot be kept; the file received is left where it was.
    """
    with received.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()[:16]
    below = folder / sha256(owner.encode()).hexdigest()[:16] / digest
    target = below / received.name
    below.mkdir(parents=True, exist_ok=True)
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=below, delete=False) as to, received.open("rb") as file:
            part = Path(to.name)
            shutil.copyfileobj(file, to)
        part.replace(target)
    except OSError:
        if part:
            part.unlink(missing_ok=True)
        _tidy(below, folder)
        raise
    received.unlink()
    return target


def discard(location: str, folder: Path) -> None:
    """Delete a file that was uploaded; any other stays."""
    file = Path(location)
    if ".." not in file.parts and file.is_relative_to(folder):
        with suppress(OSError):  # a file that cannot be deleted takes room, and is read by nothing
            file.unlink()
        _tidy(file.parent, folder)


def _tidy(empty: Path, folder: Path) -> None:
    """Remove a folder, and those around it, that hold nothing any more."""
    with suppress(OSError):
        while empty != folder:
            empty.rmdir()
            empty = empty.parent
