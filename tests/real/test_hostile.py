"""Hostile files, each read as an upload is: refused in plain words, or read without what nobody would see."""

from __future__ import annotations

import os
import re
import resource
import unicodedata
from html.parser import HTMLParser

import pytest

from agent.clean import clean
from knowledge import chunk
from knowledge.errors import ReadError
from knowledge.exact import ExactIndex
from knowledge.incoming import found
from knowledge.ingest import Library
from knowledge.owner import private
from knowledge.read import Limits, parse, read
from knowledge.sources import Origin
from knowledge.store import Store
from tests.fakes import WordEmbedder
from tests.hostile import FILES, NAMES
from ui.sources import pane

LIMITS = Limits(cpu_s=6)
ADA = private("ada")
WITHOUT_WORDS = {"tounicode-bomb.pdf"}  # its letters stand for characters that there are not
# What a reason must not read like: our own program's insides.
INSIDES = re.compile(r"Traceback|Error\b|Exception|0x[0-9a-f]{4}|/site-packages/|<class|line \d+, in")
OF_THE_PAGE = {"section", "header", "details", "summary", "span", "div", "p", "button", "mark"}
# what Markdown may become: it neither runs, nor fetches, nor leads anywhere
OF_PLAIN_TEXT = {f"h{level}" for level in range(1, 7)} | {
    *("p", "ul", "ol", "li", "pre", "code", "em", "strong", "blockquote", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _Elements(HTMLParser):
    """What a browser would make of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def elements(html):
    parser = _Elements()
    parser.feed(html)
    return parser.found


def shown(document):
    """The sources pane over a document's passages."""
    cut = chunk.chunk(document, source="note-1")
    passages = [
        {
            "n": n,
            "id": each.id,
            "document": each.document,
            "heading": list(each.heading),
            "source": each.source,
            "start": each.start,
            "end": each.end,
            "text": each.text,
            "url": None,
            "score": 1.0,
        }
        for n, each in enumerate(cut[:20], 1)
    ]
    return pane([(1, {"kind": "answered", "question": "q", "passages": passages, "sentences": []})])


def test_there_are_enough_of_them():
    """The corpus holds at least sixty files, of every kind that is read."""
    assert len(FILES) >= 60
    assert {name.rpartition(".")[2] for name in FILES} == {"pdf", "docx", "html", "md", "txt"}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_does_no_harm(name):
    """It is refused with a reason in plain words, or read within its limits, and nothing hidden in it is read."""
    raw = FILES[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        document = parse(raw, name=name, limits=LIMITS)
    except ReadError as error:
        reason = error.reason
        assert 8 < len(reason) <= 300
        assert reason[0].islower()
        assert not INSIDES.search(reason), reason
    else:
        assert "SECRET" not in document.text + document.title
        assert "SEEN" in document.text or name in WITHOUT_WORDS
        assert "root:" not in document.text
        unseen = {unicodedata.category(letter) for letter in document.text} & {"Cc", "Cf", "Cs", "Co"}
        assert unseen <= {"Cc"}
        assert not STEERING.search(document.text)
        made = {tag for tag, _ in elements(shown(document))}
        assert made <= OF_THE_PAGE | OF_PLAIN_TEXT
        for passage in chunk.chunk(document, source="note-1")[:20]:
            assert not elements(clean(passage.text).replace("`", ""))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= LIMITS.cpu_s + 2


def test_a_hostile_name_does_no_harm(engine, tmp_path):
    """Whatever a file is called, it is read in or skipped by name, shown as words, and writes nowhere else."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in NAMES:
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123 - a name that is no text
            file.write(b"Something is said here.\n")
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    (folder / "passwords.md").symlink_to("/etc/passwd")
    with (folder / "sparse.md").open("wb") as file:
        file.truncate(1 << 40)
    store, embedder = Store(engine), WordEmbedder()
    library = Library(store, ExactIndex(store, embedder.name), embedder, home=tmp_path)
    done = library.ingest([folder], owner=ADA)
    sources = store.sources(Origin.DOCUMENT, owner=ADA)
    assert len(sources) + len(done.skipped) == len(list(found([folder])))
    assert {"it is larger than 25 MB", "it is not a file"} <= {each.reason for each in done.skipped}
    for source in sources:
        assert not STEERING.search(source.title)
        assert "\n" not in source.title
        assert "\u202e" not in source.title
        source.location.encode()
        assert "root:" not in source.text
    assert library.ingest([folder], owner=ADA).added == []
    assert not (tmp_path / "SECRET").exists()


@pytest.mark.parametrize("path", ["/dev/zero", "/proc/self/mem", "a\x00b.md", "/etc/passwd"])
def test_what_is_no_document_is_not_read(path):
    """A device, a process's memory, a name with a zero byte and a file of another kind are refused."""
    with pytest.raises(ReadError):
        read(path)
