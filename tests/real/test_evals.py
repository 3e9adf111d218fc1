"""The eval suites over the real embedding model and index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ir_measures
import pytest

from agent.settings import read_settings
from evals.cli import run_suite
from evals.errors import RunError

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "d1": ("Indexes", "A database index finds rows without reading the whole table."),
    "d2": ("Bread", "Bread rises in a warm oven."),
    "d3": ("Passwords", "Store passwords with a slow hash such as Argon2id and a salt."),
    "d4": ("", "A queue keeps messages until a consumer has processed them."),
}
ASKED = {"q1": ("how do I find rows fast", "d1"), "q2": ("hashing of passwords", "d3"), "q3": ("oven", "d2")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder in BEIR form."""
    path = tmp_path / "beir"
    (path / "qrels").mkdir(parents=True)
    corpus = [{"_id": key, "title": title, "text": text} for key, (title, text) in TEXTS.items()]
    queries = [{"_id": key, "text": text} for key, (text, _) in ASKED.items()]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    judged = "".join(f"{key}\t{document}\t1\n" for key, (_, document) in ASKED.items())
    (path / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    return path


def test_a_folder_in_beir_form_is_run_and_forgotten(folder: Path, tmp_path: Path) -> None:
    """The report has every metric and baseline, and the learner's own store never sees the documents."""
    report = run_suite(read_settings(), "retrieval", cases=folder, out=tmp_path / "out").json()
    assert (report["scored"], report["unscored"]) == (3, 0)
    assert report["metrics"]["recall@5"]["mean"] == 1.0
    assert set(report["metrics"]["ndcg@10"]["baseline"]) == {"bm25", "dense"}
    assert report["metrics"]["passages_per_s"]["mean"] > 0
    assert not (read_settings().home / "mentor.sqlite3").exists()


def test_the_run_file_reproduces_the_report(folder: Path, tmp_path: Path) -> None:
    """ir-measures over run.trec and the folder's own judgements gives the report's figures exactly."""
    out = tmp_path / "out"
    report = run_suite(read_settings(), "retrieval", cases=folder, out=out).json()
    judged = [ir_measures.Qrel(key, document, 1) for key, (_, document) in ASKED.items()]
    names = {"nDCG@10": "ndcg@10", "R@5": "recall@5", "R@10": "recall@10", "RR@10": "mrr@10"}
    found = ir_measures.calc_aggregate(
        [ir_measures.parse_measure(name) for name in names],
        judged,
        ir_measures.read_trec_run(str(out / "run.trec")),
    )
    for measure, value in found.items():
        assert report["metrics"][names[str(measure)]]["mean"] == pytest.approx(value, abs=1e-6)


def test_an_unknown_suite_names_those_there_are(tmp_path: Path) -> None:
    """A slip of the pen is an error with the names."""
    with pytest.raises(
        RunError,
        match="there is no suite 'retreival'; there are retrieval, answers, followups, plans, safety, obedient, support, replayed, placement and all",
    ):
        run_suite(read_settings(), "retreival", out=tmp_path / "out")


@pytest.mark.parametrize(
    "suite", ["answers", "followups", "plans", "safety", "obedient", "support", "replayed", "placement"]
)
def test_a_few_shipped_cases_are_scored(suite: str, tmp_path: Path) -> None:
    """A quick run over the shipped curriculum scores every case it draws, and leaves a report to read."""
    report = run_suite(read_settings(), suite, out=tmp_path / "out", limit=3, is_quick=True).json()
    assert (report["scored"], report["unscored"]) == (3, 0)
    assert (tmp_path / "out" / "report.html").exists()


def test_all_suites_take_no_cases_of_one_kind(tmp_path: Path) -> None:
    """A file of cases is of one suite, so it is refused for all of them."""
    with pytest.raises(RunError, match="name one suite with --cases"):
        run_suite(read_settings(), "all", cases=tmp_path, out=tmp_path / "out")
