"""Passage: a stretch of a source that can be found, shown and cited; the only type that leaves search."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one source, cut at its own boundaries.

    Attributes:
        id: stable while heading and text stay the same: the source's id and a hash of both.
        text: exactly ``source.text[start:end]``.
        document: the title that people are shown.
        heading: titles from the document's top heading down to the one above the text; empty before any.
        source: the source's id; a topic's id for the curriculum.
        start: first character in the source's text.
        end: one past the last character.
        url: where the source can be opened, if anywhere.
    """

    id: str
    text: str
    document: str
    heading: tuple[str, ...]
    source: str
    start: int
    end: int
    url: str | None = None

    @property
    def embedded_text(self) -> str:
        """The heading path above the text: what is embedded and keyword-indexed."""
        return "\n".join(filter(None, (" > ".join(self.heading), self.text)))

    @property
    def digest(self) -> str:
        """SHA-256 of the embedded text: the key under which its vector is stored once."""
        return sha256(self.embedded_text.encode()).hexdigest()


def passage_id(source: str, heading: tuple[str, ...], text: str) -> str:
    """The id of a passage, from nothing but where it stands and what it says."""
    said = "\n".join((*heading, text)).encode()
    return f"{source}:{sha256(said).hexdigest()[:16]}"
