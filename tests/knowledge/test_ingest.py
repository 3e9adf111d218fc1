"""How files and the curriculum come into the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from knowledge.database import open_engine
from knowledge.errors import EmbeddingUnavailable, SourceShipped
from knowledge.exact import ExactIndex
from knowledge.incoming import Skipped, document_id
from knowledge.ingest import Library
from knowledge.owner import SHARED
from knowledge.sources import Origin
from knowledge.store import Store
from tests.fakes import WordEmbedder

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    id: str
    title: str
    text: str
    url: str | None = None


@pytest.fixture
def store(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.db")
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def library(store, embedder):
    return Library(store, ExactIndex(store, embedder.name), embedder, clock=lambda: NOW)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Alpha\n\nAlpha says one thing.\n")
    (folder / "b.txt").write_text("Beta says another thing.\n")
    (folder / "c.zip").write_bytes(b"PK\x03\x04")
    (folder / ".hidden.md").write_text("unseen")
    return folder


def test_ingest_reads_the_files_of_a_folder(library, store, folder):
    """Every readable file is a source; any other is skipped with its reason."""
    done = library.ingest([folder], owner=SHARED)
    assert done.added == [document_id(folder / "a.md", SHARED), document_id(folder / "b.txt", SHARED)]
    assert done.skipped == [
        Skipped(str(folder / "c.zip"), "only Markdown, text, HTML, PDF and DOCX files are read")
    ]
    source = store.source(done.added[0], owner=SHARED)
    assert (source.title, source.origin, source.read_at) == ("Alpha", Origin.DOCUMENT, NOW)
    assert source.location == str(folder / "a.md")


def test_passages_point_into_the_source(library, store, folder):
    """A passage's span is its text in the text of its source."""
    library.ingest([folder], owner=SHARED)
    for passage in store.all_passages(owner=SHARED):
        assert store.source(passage.source, owner=SHARED).text[passage.start : passage.end] == passage.text


def test_ingest_again_embeds_nothing(library, folder, embedder):
    """A file that has not changed costs a hash."""
    first = library.ingest([folder], owner=SHARED)
    embedder.texts.clear()
    again = library.ingest([folder], owner=SHARED)
    assert (again.unchanged, again.added, embedder.texts) == (first.added, [], [])


def test_ingest_of_a_changed_file_embeds_what_changed(library, folder, embedder):
    """Only new passages are embedded; the source is replaced."""
    library.ingest([folder], owner=SHARED)
    embedder.texts.clear()
    (folder / "a.md").write_text("# Alpha\n\nAlpha says one thing.\n\n## More\n\nNew.\n")
    done = library.ingest([folder], owner=SHARED)
    assert done.replaced == [document_id(folder / "a.md", SHARED)]
    assert embedder.texts == ["Alpha > More\nNew."]


def test_ingest_of_a_missing_file_is_skipped(library, tmp_path):
    """A path that leads nowhere is named, and does not stop the rest."""
    done = library.ingest([tmp_path / "nowhere.md"], owner=SHARED)
    assert done.skipped == [Skipped(str(tmp_path / "nowhere.md"), "there is no such file")]


def test_ingest_tells_its_progress(library, folder):
    """Each source tells how many of its passages are done, the last time all of them."""
    steps = []
    library.ingest([folder], owner=SHARED, on_progress=steps.append)
    last = steps[-1]
    assert (last.title, last.number, last.sources, last.passage, last.passages) == ("b", 2, 3, 1, 1)


def test_ingest_resumes_where_the_embedding_stopped(library, tmp_path, embedder):
    """Vectors made before a failure are not made again."""
    path = tmp_path / "long.md"
    path.write_text("\n\n".join(f"# Part {n}\n\nText {n}." for n in range(40)))
    whole = embedder.embed
    calls = []

    def failing(texts):
        calls.append(texts)
        if len(calls) == 2:
            raise EmbeddingUnavailable("gone")
        return whole(texts)

    embedder.embed = failing
    with pytest.raises(EmbeddingUnavailable):
        library.ingest([path], owner=SHARED)
    made = len(embedder.texts)
    embedder.embed = whole
    library.ingest([path], owner=SHARED)
    assert made > 0
    assert len(embedder.texts) == 40


def test_vectors_of_a_reading_that_never_ended_go_with_the_next(library, store, tmp_path, embedder):
    """A file that was given up half-way and then changed leaves no vector of what it said."""
    path = tmp_path / "long.md"
    path.write_text("\n\n".join(f"# Part {n}\n\nText {n}." for n in range(40)))
    store.keep_ahead(embedder.name, {"never": embedder.embed(["never"])[0]})
    path.write_text("# Part\n\nText.")
    library.ingest([path], owner=SHARED)
    assert store.known_vectors(embedder.name, ["never"]) == {}
    assert store.without_vector(embedder.name, scope=SHARED) == []


def test_vectors_of_what_is_no_passage_stay(library, store, folder, embedder):
    """What was kept for other uses is not swept away."""
    store.keep_vectors(embedder.name, {"asked": embedder.embed(["asked"])[0]})
    library.ingest([folder], owner=SHARED)
    assert list(store.known_vectors(embedder.name, ["asked"])) == ["asked"]


def test_ingest_is_found_at_once(store, folder, embedder):
    """The index has followed when ingest returns."""
    index = ExactIndex(store, embedder.name)
    Library(store, index, embedder).ingest([folder], owner=SHARED)
    assert len(index.nearest(embedder.embed(["beta"])[0], 5, owner=SHARED)) == 2


def test_remove_forgets_the_source(library, store, folder):
    """After a removal nothing of the source is left; a second one finds none."""
    done = library.ingest([folder], owner=SHARED)
    assert library.remove(done.added[0], owner=SHARED)
    assert store.source(done.added[0], owner=SHARED) is None
    assert not library.remove(done.added[0], owner=SHARED)


def test_a_page_of_the_curriculum_is_not_removed(library, store):
    """A page of the curriculum stays, and the error says what can be removed."""
    library.sync_curriculum([Page("x.a", "A", "# A\n\none")])
    with pytest.raises(
        SourceShipped, match=r"'x\.a' is a page of the curriculum and stays; documents of your own"
    ):
        library.remove("x.a", owner=SHARED)
    assert store.source("x.a", owner=SHARED)


def test_sync_curriculum_makes_the_store_hold_exactly_the_pages(library, store):
    """New pages are added, changed ones replaced, missing ones removed, others left."""
    library.sync_curriculum(
        [Page("x.a", "A", "# A\n\none"), Page("x.b", "B", "# B\n\ntwo"), Page("x.c", "C", "# C\n\nthree")]
    )
    done = library.sync_curriculum(
        [Page("x.a", "A", "# A\n\none"), Page("x.b", "B", "# B\n\nother"), Page("x.d", "D", "# D\n\nfour")]
    )
    assert (done.added, done.replaced, done.unchanged, done.removed) == (["x.d"], ["x.b"], ["x.a"], ["x.c"])
    assert {each.id for each in store.sources(Origin.CURRICULUM, owner=SHARED)} == {"x.a", "x.b", "x.d"}


def test_sync_curriculum_leaves_documents_alone(library, store, folder):
    """The learner's own documents are not the curriculum's to remove."""
    library.ingest([folder], owner=SHARED)
    library.sync_curriculum([Page("x.a", "A", "# A\n\none")])
    assert len(store.sources(Origin.DOCUMENT, owner=SHARED)) == 2


def test_another_embedding_makes_the_missing_vectors(library, store, folder):
    """After a change of the embedding the next reading embeds everything once more, without the files."""
    library.ingest([folder], owner=SHARED)
    other = WordEmbedder()
    other.name = "other"
    Library(store, ExactIndex(store, "other"), other).ingest([], owner=SHARED)
    assert store.without_vector("other", scope=SHARED) == []
    assert len(other.texts) == len(store.all_passages(owner=SHARED))


@pytest.mark.parametrize("name", ["Notes on SQL.md", "日本.md", "." * 3 + ".md"])
def test_document_id_is_readable_and_its_own(tmp_path, name):
    """An id has the name for people and the place for uniqueness."""
    one, other = document_id(tmp_path / name, SHARED), document_id(tmp_path / "sub" / name, SHARED)
    assert one != other
    assert one == document_id(tmp_path / name, SHARED)
    assert set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
