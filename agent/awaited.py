"""The model file that answers are to be written with, while it is not on this machine: how far its fetching is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.gguf import OFFERS, partly

WRITES_S = 20.0  # a fetching that has written nothing for so long has stopped


@dataclass(frozen=True, slots=True)
class Awaited:
    """A model that is not here yet.

    Args:
        name: what the settings call it; of a path its last part.
        here: bytes that are fetched.
        size: bytes of the whole file; 0 where nobody knows where it comes from.
        is_coming: whether it is being fetched now.
    """

    name: str
    here: int = 0
    size: int = 0
    is_coming: bool = False


def awaited(spec: str, home: Path, *, now: float) -> Awaited | None:
    """Return the model file that answers wait for; None where they wait for none.

    Args:
        spec: the setting, such as `local:NAME`.
        home: the mentor's folder.
        now: seconds since 1970, as files are stamped.
    """
    provider, _, name = spec.partition(":")
    if provider != "local":
        return None
    if name not in OFFERS:
        path = Path(name).expanduser()
        return None if path.is_file() else Awaited(path.name)
    offer = OFFERS[name]
    target, part = partly(home, offer)
    if target.is_file():
        return None
    try:
        found = part.stat()
    except FileNotFoundError:
        return Awaited(name, size=offer.size)
    return Awaited(name, found.st_size, offer.size, is_coming=now - found.st_mtime < WRITES_S)
