"""Chroma's clients, on disk and served, and what their failures mean."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.address import shown
from knowledge.errors import IndexUnavailable, KnowledgeError
from knowledge.room import MAKE_ROOM, is_for_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONNECT_S, READ_S = 5.0, 30.0


def on_disk(folder: Path) -> Any:
    """A client of the Chroma files in a folder, which it makes at need."""
    chromadb = _chromadb()
    return chromadb.PersistentClient(folder, settings=chromadb.Settings(anonymized_telemetry=False))


def served(url: str) -> Any:
    """A client of the Chroma server at an address, that gives up on one that does not answer."""
    chromadb = _chromadb()
    address = urlsplit(url)
    client = chromadb.HttpClient(
        host=address.hostname or "",
        port=address.port or (443 if address.scheme == "https" else 80),
        ssl=address.scheme == "https",
        settings=chromadb.Settings(anonymized_telemetry=False),
    )
    # Chroma's client waits for ever and has no setting for it (1.5.9: `httpx.Client(timeout=None)`).
    import httpx

    client._server._session.timeout = httpx.Timeout(READ_S, connect=CONNECT_S)  # noqa: SLF001 - see above
    return client


def _chromadb() -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # chromadb imports onnxruntime, which contacts its maker
    import chromadb

    return chromadb


@contextmanager
def understood(place: str) -> Iterator[None]:
    """Chroma's many exceptions as one of ours.

    Raises:
        IndexUnavailable: Chroma failed, whatever the reason; the message says what to do.
    """
    try:
        yield
    except KnowledgeError:
        raise
    except Exception as error:  # ChromaError, ValueError, RuntimeError, httpx's and sqlite3's: no common base
        served = "://" in place
        first = _first_line(error)
        todo = "start the server (`chroma run`) or unset MENTOR_CHROMA_URL" if served else "delete the folder"
        todo = MAKE_ROOM if is_for_room(first) else todo
        raise IndexUnavailable(f"the index at {shown(place)!r} does not answer ({first}); {todo}") from error


def _first_line(error: Exception) -> str:
    return shown(str(error).partition("\n")[0])
