"""Source: one document that the mentor may cite, with where it came from and when it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.owner import Owner


class Origin(StrEnum):
    """Who answers for a source."""

    CURRICULUM = "curriculum"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Source:
    """One document as it was read.

    Attributes:
        id: a topic's id for the curriculum; name and path of the file for a document.
        title: what people are shown.
        origin: the curriculum, or a document that was added to it.
        location: the path as it was given, or the place in the curriculum.
        sha256: of the raw bytes; an unchanged one is not read again.
        text: as read and cleaned; what passages' spans point into.
        media_type: such as ``text/markdown``.
        read_at: in UTC.
        chunking: the way in which it was cut; another one cuts it anew.
        licence: an SPDX identifier, if known.
        url: where the source can be opened, if anywhere.
        owner: who alone may find it; `knowledge.owner.SHARED` for everybody.
    """

    id: str
    title: str
    origin: Origin
    location: str
    sha256: str
    text: str
    media_type: str
    read_at: datetime
    chunking: str = ""
    licence: str | None = None
    url: str | None = None
    owner: Owner = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as lists show it, without its text.

    Attributes:
        words: how many its text has, by the spaces between them; the others are those of `Source`.
    """

    id: str
    title: str
    origin: Origin
    location: str
    sha256: str
    media_type: str
    read_at: datetime
    licence: str | None
    url: str | None
    owner: Owner
    words: int
