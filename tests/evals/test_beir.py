"""Folders in BEIR form are read as they come, and refused where they are not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from evals.beir import read
from evals.errors import CasesError

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = (
    {"_id": "d1", "title": "Indexes", "text": "An index finds rows.\n# not a heading"},
    {"_id": "d2", "title": "", "text": "Bread rises."},
)
QUERIES = ({"_id": "q1", "text": "find rows"}, {"_id": "q2", "text": "nobody judged this"})
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t1\n"


def _folder(path: Path, corpus: tuple[dict[str, str], ...] = CORPUS, qrels: str = QRELS) -> Path:
    (path / "qrels").mkdir()
    for name, rows in (("corpus", corpus), ("queries", QUERIES)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (path / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return path


def test_queries_without_judgements_are_left_out(tmp_path: Path) -> None:
    """Only queries with a relevant document are cases, as in BEIR's own evaluation."""
    cases = read(_folder(tmp_path)).cases
    assert [(case.id, case.relevant) for case in cases] == [("q1", {"d1": 1})]


def test_a_title_becomes_the_heading_and_the_text_none(tmp_path: Path) -> None:
    """The title stands above the text as its heading, and no line of the text becomes one."""
    documents = read(_folder(tmp_path)).documents
    assert documents[0].text.startswith("# Indexes\n\nAn index finds rows.")
    assert "\n# not" not in documents[0].text
    assert documents[1].text == "Bread rises."


@pytest.mark.parametrize(
    ("corpus", "qrels", "says"),
    [
        ((*CORPUS, CORPUS[0]), QRELS, "two documents of one id"),
        (({"_id": "d 1", "text": "x"},), QRELS, "is empty or has a space"),
        (({"id": "d1", "text": "x"},), QRELS, "line 1: a row of BEIR has _id and text"),
        (CORPUS, "q1\td1\tmuch\n", "line 1: a judgement has a query, a document and a number"),
        (CORPUS, "query-id\tcorpus-id\tscore\n", "no query with a relevant document"),
    ],
)
def test_a_folder_in_another_form_is_refused(
    tmp_path: Path, corpus: tuple[dict[str, str], ...], qrels: str, says: str
) -> None:
    """What is wrong with a folder is said with its file and line."""
    with pytest.raises(CasesError, match=says):
        read(_folder(tmp_path, corpus, qrels))
