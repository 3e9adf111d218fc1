"""What can go wrong in the knowledge base, one leaf per thing that a caller does differently.

KnowledgeError
├── ReadError              one file cannot be read: skip it and show the reason
├── EmbeddingError
│   ├── EmbeddingUnavailable   no weights, or the endpoint does not answer: install or try later
│   └── EmbeddingMismatch      vectors of another shape than stored: rebuild under another name
├── VectorIndexError
│   ├── IndexLocked            another process writes this index: read beside it by exact search
│   └── IndexUnavailable       the index cannot be reached or opened: say so, try later
├── StoreError
│   ├── StoreUnavailable       the database cannot be opened
│   │   └── StoreDamaged       its file cannot be read any more: put a backup in its place
│   ├── StoreNewer             a newer version of this program wrote the database: upgrade
│   └── DiskFull               there is no room for more documents: make some, then go on
├── SourceShipped          a page of the curriculum was to be removed: name a document instead
└── CurriculumError        a file of the curriculum is wrong: names the file and the line
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Anything that this package raises on purpose; its text may be shown to people."""


class ReadError(KnowledgeError):
    """A file that cannot become a document.

    Args:
        path: the file as it was named.
        reason: plain words, lower case, no full stop.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path!r} cannot be read: {reason}")
        self.path = path
        self.reason = reason


class EmbeddingError(KnowledgeError):
    """Text cannot be turned into vectors."""


class EmbeddingUnavailable(EmbeddingError):
    """The embedding model is missing, or its endpoint does not answer."""


class EmbeddingMismatch(EmbeddingError):
    """A vector has another number of dimensions than the embedding promises."""


class VectorIndexError(KnowledgeError):
    """The vector index cannot be used."""


class IndexLocked(VectorIndexError):
    """Another process holds the index of this folder."""


class IndexUnavailable(VectorIndexError):
    """The index cannot be opened, reached or trusted, and could not be rebuilt."""


class StoreError(KnowledgeError):
    """The database cannot be used."""


class StoreUnavailable(StoreError):
    """The database cannot be opened or reached."""


class StoreDamaged(StoreUnavailable):
    """The database's file cannot be read any more, or was never one."""


class StoreNewer(StoreError):
    """The database was written by a newer version of this program."""


class DiskFull(StoreError):
    """The disk has no room for more documents."""


class SourceShipped(KnowledgeError):
    """A page of the curriculum is not removed; the next start would read it in again."""


class CurriculumError(KnowledgeError):
    """A file of the curriculum does not hold what its form asks for."""
