"""What a case of a model's answer must be, and that those which ship are such cases."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from agent.support import Verdict, check
from evals.cases import SHIPPED, Split, load, split
from evals.errors import CasesError
from evals.model_answers import FaultKind, ModelAnswer
from evals.sections import slug
from knowledge.syllabus import SHIPPED as CURRICULUM

ROW = {"id": "a", "kind": "faulty", "question": "q", "sections": ["data.indexes#x"], "answer": "It is 3 [1]."}
MARK = re.compile(r"\[(\d{1,2})\](?!\()")


def _refusal(tmp_path: Path, **change: object) -> str:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({**ROW, **change}), encoding="utf-8")
    with pytest.raises(CasesError) as refused:
        load(path, ModelAnswer)
    return str(refused.value)


def test_a_fault_that_is_not_in_the_answer_is_refused(tmp_path: Path) -> None:
    """A fault is located by its own words, so words that the answer does not have would locate nothing."""
    fault = {"kind": "changed_number", "sentence": "It is 4 [1]."}
    assert "does not stand in the answer just once" in _refusal(tmp_path, faults=[fault])


def test_a_faulty_answer_names_its_faults(tmp_path: Path) -> None:
    """An answer that is called faulty and names no fault could not be judged."""
    assert "either sound, or faulty" in _refusal(tmp_path)


def test_every_kind_of_fault_ships_in_both_splits() -> None:
    """Development and held-out answers hold every kind of fault, so that none is judged on one side alone."""
    answers = load(SHIPPED / "model_answers.jsonl", ModelAnswer)
    found = {(split(each.id), fault.kind) for each in answers for fault in each.faults}
    assert len(found) == 2 * len(FaultKind)


def test_the_marks_of_shipped_answers_name_their_sources() -> None:
    """No mark of a shipped answer points beyond its list of sources; a wrong mark names the wrong one of them."""
    for each in load(SHIPPED / "model_answers.jsonl", ModelAnswer):
        marks = {int(mark) for mark in MARK.findall(each.answer)}
        assert marks <= set(range(1, len(each.sections) + 1)), each.id


def test_the_sources_of_shipped_answers_are_sections_of_the_curriculum() -> None:
    """Every source of a shipped answer is a section that the curriculum has."""
    there = {
        f"{area.name}.{page.stem}#{slug(line[3:])}"
        for area in (CURRICULUM / "topics").iterdir()
        for page in area.glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    }
    named = {
        section for each in load(SHIPPED / "model_answers.jsonl", ModelAnswer) for section in each.sections
    }
    assert named <= there


CONTRARY = json.loads(
    (Path(__file__).parents[1] / "data" / "contrary_sentences.json").read_text(encoding="utf-8")
)


def test_the_contrary_of_a_source_is_hardly_ever_believed() -> None:
    """Of sentences that turn round what their sources say, at most one in a hundred passes the check."""
    cases = {each.id: each for each in load(SHIPPED / "model_answers.jsonl", ModelAnswer)}
    passed = [
        row["sentence"]
        for row in CONTRARY
        if check(row["sentence"], [_section(each) for each in cases[row["case"]].sections]).verdict
        is Verdict.SUPPORTED
    ]
    assert len(passed) <= 0.01 * len(CONTRARY), passed


def test_nothing_was_made_from_held_out_answers() -> None:
    """What the check is fitted on comes from development answers alone."""
    assert {split(row["case"]) for row in CONTRARY} == {Split.DEV}


def _section(name: str) -> str:
    topic, _, wanted = name.partition("#")
    area, _, page = topic.partition(".")
    text = (CURRICULUM / "topics" / area / f"{page}.md").read_text(encoding="utf-8")
    return next(part for part in text.split("\n## ") if slug(part.partition("\n")[0]) == wanted)
