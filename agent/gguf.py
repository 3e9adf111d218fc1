"""Local GGUF model files: the ones offered by name, where they lie, and how they are fetched and verified."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import DownloadError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAGIC = b"GGUF"
BLOCK = 1 << 20  # bytes read at once
RECEIVED = 1 << 16  # bytes between two writes of what is fetched: what a broken connection may cost


@dataclass(frozen=True, slots=True)
class Offer:
    """A model file that `mentor model get` knows: what it is, and the digest that proves it."""

    name: str
    file: str
    repository: str
    revision: str
    size: int  # bytes
    sha256: str
    licence: str
    about: str

    def url(self, hub: str) -> str:
        """Return the file's address on a hub."""
        return f"{hub}/{self.repository}/resolve/{self.revision}/{self.file}"


OFFERS = {
    offer.name: offer
    for offer in (
        Offer(
            name="qwen2.5-coder-1.5b",
            file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
            revision="f86cb2c1fa58255f8052cc32aeede1b7482d4361",
            size=1_117_320_768,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            licence="Apache-2.0",
            about="1.5 billion parameters, 4 bits: writes usable answers on two cores",
        ),
    )
}


def folder(home: Path) -> Path:
    """Return where fetched model files lie."""
    return home / "models"


def partly(home: Path, offer: Offer) -> tuple[Path, Path]:
    """Return where a model file lies once it is whole, and where while it is fetched."""
    target = folder(home) / offer.file
    return target, target.with_suffix(".part")


def find(home: Path, name: str) -> Path:
    """Return the model file that `local:NAME` or `local:/path/file.gguf` stands for.

    Raises:
        ModelMissing: no such file, or not a GGUF file; says how to get one.
    """
    if name.endswith(".gguf") or "/" in name:
        path = Path(name).expanduser()
        if not path.is_file():
            raise ModelMissing(f"there is no model file {name!r}; check MENTOR_MODEL")
    else:
        if name not in OFFERS:
            known = ", ".join(OFFERS)
            raise ModelMissing(
                f"no local model is called {name!r}; known: {known}; or give a path to a .gguf file"
            )
        path, part = partly(home, OFFERS[name])
        if part.is_file() and not path.is_file():
            share = part.stat().st_size / OFFERS[name].size
            raise ModelMissing(
                f"of the model {name!r} {share:.0%} are here; `mentor model get {name}` fetches the rest"
            )
        if not path.is_file():
            raise ModelMissing(
                f"the model {name!r} is not on this machine; `mentor model get {name}` fetches it"
            )
        if path.stat().st_size != OFFERS[name].size:
            raise ModelMissing(
                f"the model file {path} is damaged; `mentor model get {name}` fetches it again"
            )
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ModelMissing(f"{str(path)!r} is not a GGUF model file")
    return path


def verify(path: Path, offer: Offer) -> bool:
    """Return whether a file is, byte for byte, what is offered."""
    if not path.is_file() or path.stat().st_size != offer.size:
        return False
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest() == offer.sha256


def fetch(home: Path, offer: Offer, hub: str, *, on_bytes: Callable[[int, int], None]) -> Path:
    """Fetch a model file, going on where an earlier try stopped, and verify it.

    Args:
        home: the mentor's folder.
        offer: which file.
        hub: the address of the hub, without a trailing slash.
        on_bytes: told how many bytes are here, and of how many.

    Raises:
        DownloadError: the hub cannot be reached or the file is not the one offered; what was fetched of a
            good file stays for the next try.
    """
    target, part = partly(home, offer)
    if verify(target, offer):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    _download(offer.url(hub), part, offer, on_bytes)
    if not verify(part, offer):
        part.unlink(missing_ok=True)
        raise DownloadError(
            f"what {hub} sent for {offer.name!r} is not the model: its SHA-256 differs; nothing was kept"
        )
    part.replace(target)
    return target


def _download(url: str, part: Path, offer: Offer, on_bytes: Callable[[int, int], None]) -> None:
    import httpx

    here = part.stat().st_size if part.is_file() else 0
    if here >= offer.size:
        return
    headers = {"Range": f"bytes={here}-"} if here else {}
    try:
        with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=30.0) as reply:
            reply.raise_for_status()
            resumed = reply.status_code == httpx.codes.PARTIAL_CONTENT
            kept = here if resumed else 0
            for here in _kept(reply.iter_bytes(RECEIVED), part, kept, offer.size):
                on_bytes(here, offer.size)
    except (httpx.HTTPError, OSError) as error:
        raise DownloadError(
            f"fetching {offer.name!r} from {url} stopped after {here:,} of {offer.size:,} bytes: {error}; "
            "the same command goes on from there"
        ) from error


def _kept(blocks: Iterator[bytes], part: Path, here: int, size: int) -> Iterator[int]:
    """Write blocks behind the `here` bytes that are kept; yields how many there are after each block."""
    with part.open("ab" if here else "wb") as file:
        for block in blocks:
            here += len(block)
            if here > size:
                break
            file.write(block)
            yield here
        file.flush()
        os.fsync(file.fileno())
