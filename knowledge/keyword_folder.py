"""One owner's passages by their words in a folder: a disposable tantivy index over the store, sealed and checked.

The folder's seal says whose passages of which database it holds, at which revision, and what each of its files must be.
It is written last, so that a folder whose writing was stopped, or that was damaged, exchanged or written by another
version, does not match its seal and is made anew from the store. One process writes at a time, under a lock beside the
folder; what a search reads stays as it was when it was opened, whatever is written since.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from knowledge import terms, words
from knowledge.errors import IndexUnavailable
from knowledge.owner import SHARED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from knowledge.owner import Owner
    from knowledge.store import Store

SEAL = "seal.json"
WRITER_BYTES = 64_000_000  # what tantivy gathers before it writes a segment
READ_AT_ONCE = 900  # passages
LOCK_S = 900  # a million passages are indexed in less

logger = logging.getLogger(__name__)


class Found(NamedTuple):
    """A passage and its terms in order; one that has none gives none."""

    passage: str
    terms: list[str]


class Reader:
    """What a folder held when it was opened."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        index = tantivy.Index.open(str(folder))
        index.config_reader(reload_policy="manual")
        self._schema = index.schema
        self._searcher: Any = index.searcher()  # its types lack the count of a result
        self.count: int = self._searcher.num_docs
        every = tantivy.Query.all_query()
        summed = self._searcher.aggregate(every, {"length": {"sum": {"field": "length"}}})
        self.length = int(summed["length"]["value"])

    def holding(self, field: str, value: str) -> int:
        """How many passages have a term, among ``terms``, or a word, among ``words``."""
        from tantivy import Query

        # tantivy's own count of a term includes passages that are gone
        query = Query.term_query(self._schema, field, value, index_option="basic")
        return int(self._searcher.search(query, limit=1, count=True).count)

    def beginning(self, letter: str) -> list[str]:
        """The words that begin with a letter, those of passages that are gone among them."""
        return [word for word, _ in self._searcher.terms_with_prefix("words", letter)]

    def found(self, sought: Iterable[str], k: int) -> list[Found]:
        """The ``k`` passages that tantivy scores best, roughly in order: it rounds the lengths of passages."""
        from tantivy import Occur, Query

        parts = [
            (Occur.Should, Query.term_query(self._schema, "terms", each, index_option="freq"))
            for each in sought
        ]
        return self._read(Query.boolean_query(parts), k)

    def held(self, ids: Collection[str]) -> list[Found]:
        """Those of these passages that there are."""
        from tantivy import Query

        return self._read(Query.term_set_query(self._schema, "passage", list(ids)), len(ids)) if ids else []

    def _read(self, query: Any, k: int) -> list[Found]:
        hits = self._searcher.search(query, limit=k, count=False).hits
        held = (self._searcher.doc(address) for _, address in hits)
        return [Found(each["passage"][0], each["terms"][0].split()) for each in held]

    def ids(self) -> set[str]:
        """The passages that are held."""
        from tantivy import Query

        every = self._searcher.terms_with_prefix("passage", "", filter_query=Query.all_query())
        return {passage for passage, _ in every}


class KeywordFolder:
    """The index of what belongs to one owner.

    Args:
        folder: where it is kept.
        store: the truth.
        scope: the owner.
    """

    def __init__(self, folder: Path, store: Store, scope: Owner) -> None:
        self._folder = folder
        self._store = store
        self._scope = scope
        self._checked: dict[str, list[int]] = {}
        self._opened: tuple[dict[str, Any], Reader] | None = None

    def follow(self) -> Reader:
        """What the store holds now; the folder is written where it differs, and made anew where it is spoiled.

        Raises:
            IndexUnavailable: the folder cannot be written, or another process writes it for too long.
        """
        with _locked(self._folder):
            revision = self._store.scope_revision(self._scope)
            if fault := self._fault():
                if self._folder.exists():
                    logger.warning(
                        "the keyword index at %s is made anew from the database: %s", self._folder, fault
                    )
                self._clear()
            if fault or self._seal()["revision"] != revision:
                self._write()
                self._put_seal(revision)
            seal = self._seal()
            if self._opened is None or self._opened[0] != seal:
                self._opened = (seal, Reader(self._folder))
            return self._opened[1]

    def remove(self) -> None:
        """Delete the folder.

        Raises:
            IndexUnavailable: as in `follow`.
        """
        with _locked(self._folder):
            self._clear()

    def _write(self) -> None:
        """Put in what is missing and take out what is gone, in one commit.

        tantivy keeps a deleted passage's words until it merges files: what was somebody's own is written anew.
        """
        from tantivy import Document, Index

        wanted = set(self._store.passage_ids(scope=self._scope))
        held = Reader(self._folder).ids() if self._folder.exists() else set()
        removed = held - wanted
        if removed and (self._scope != SHARED or 2 * len(removed) > len(held)):
            self._clear()
            held = removed = set()
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = Index(_schema(), path=str(self._folder)).writer(WRITER_BYTES, num_threads=1)
        for gone in removed:
            writer.delete_documents_by_term("passage", gone)
        for part in _parts(sorted(wanted - held)):
            for passage in self._store.passages(part, owner=self._scope):
                text = passage.embedded_text
                kept = terms.terms(text)
                said = " ".join(dict.fromkeys(terms.words(text)))
                writer.add_document(
                    Document(passage=passage.id, terms=" ".join(kept), words=said, length=len(kept))
                )
        writer.commit()
        writer.wait_merging_threads()

    def _fault(self) -> str:
        """Why the folder is not what its seal says; empty when it is."""
        try:
            seal = self._seal()
            if seal["of"] != self._of():
                return "it is of another database or version"
            for name, (size, _) in seal["files"].items():
                if (self._folder / name).stat().st_size != size:
                    return f"{name} has another size"
                if self._checked.get(name) != seal["files"][name]:
                    if _sum(self._folder / name) != seal["files"][name]:
                        return f"{name} is damaged"
                    self._checked[name] = seal["files"][name]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            return f"it is not whole: {error!r}"
        self._checked = dict(seal["files"])
        return ""

    def _of(self) -> str:
        """Whose passages, of which database, cut into terms in which way, by which tantivy."""
        made_by = sha256(
            b"".join(Path(str(each.__file__)).read_bytes() for each in (terms, words))
        ).hexdigest()
        return repr((self._store.identity(), self._scope, made_by, version("tantivy")))

    def _seal(self) -> dict[str, Any]:
        return dict(json.loads((self._folder / SEAL).read_text(encoding="utf-8")))

    def _put_seal(self, revision: int) -> None:
        files = {
            each.name: _sum(each)
            for each in self._folder.iterdir()
            if each.name not in (SEAL, ".managed.json") and not each.name.endswith(".lock")
        }
        part = self._folder / f"{SEAL}.part"
        with part.open("w", encoding="utf-8") as file:
            json.dump({"of": self._of(), "revision": revision, "files": files}, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / SEAL)
        self._checked = files

    def _clear(self) -> None:
        self._opened = None
        self._checked = {}
        if self._folder.is_dir():
            shutil.rmtree(self._folder)
        else:
            self._folder.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The right to write the folder, among all processes of this machine."""
    from filelock import FileLock, Timeout

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock", timeout=LOCK_S):
            yield
    except Timeout:
        raise IndexUnavailable(
            f"the keyword index at {str(folder)!r} has been written by another process for {LOCK_S} s; stop that one"
        ) from None
    except OSError as error:
        raise IndexUnavailable(
            f"the keyword index at {str(folder)!r} cannot be written ({error.strerror}); make room or give the right"
        ) from error


def _schema() -> Any:
    from tantivy import SchemaBuilder

    fields = SchemaBuilder()
    fields.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("terms", stored=True, tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    fields.add_integer_field("length", fast=True)
    return fields.build()


def _sum(file: Path) -> list[int]:
    """Size and CRC-32."""
    found = size = 0
    with file.open("rb") as opened:
        while part := opened.read(1 << 20):
            found, size = crc32(part, found), size + len(part)
    return [size, found]


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[at : at + READ_AT_ONCE] for at in range(0, len(values), READ_AT_ONCE))
