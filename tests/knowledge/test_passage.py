"""What a passage is called and what of it is embedded."""

from __future__ import annotations

import subprocess
import sys

from knowledge.passage import Passage, passage_id


def passage(**changes):
    given = {
        "id": "a:1",
        "text": "Body.",
        "document": "Title",
        "heading": ("Top", "Below"),
        "source": "a",
        "start": 0,
        "end": 5,
    }
    return Passage(**{**given, **changes})


def test_passage_id_stays_when_only_the_place_changes():
    """The id depends on source, heading and text alone."""
    assert passage_id("a", ("T",), "x") == passage_id("a", ("T",), "x")
    assert (
        len(
            {
                passage_id("a", ("T",), "x"),
                passage_id("b", ("T",), "x"),
                passage_id("a", ("U",), "x"),
                passage_id("a", ("T",), "y"),
            }
        )
        == 4
    )


def test_embedded_text_begins_with_the_heading_path():
    """What is embedded is the heading path, then the text."""
    assert passage().embedded_text == "Top > Below\nBody."


def test_embedded_text_without_headings_is_the_text():
    """A passage before any heading is embedded as it is."""
    assert passage(heading=()).embedded_text == "Body."


def test_digest_differs_with_the_heading():
    """The same words under another heading have a vector of their own."""
    assert passage().digest != passage(heading=("Top",)).digest


def test_importing_passage_loads_no_heavy_library():
    """Importing the type costs no library."""
    heavy = "numpy, sqlalchemy, chromadb, onnxruntime, bm25s, tokenizers, alembic, tiktoken, lxml"
    code = f"import sys, knowledge.passage; print(sorted(set('{heavy}'.split(', ')) & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
