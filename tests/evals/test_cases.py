"""Cases are data that is checked before anything is asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from evals.cases import (
    SHIPPED,
    AnswerCase,
    Attack,
    FollowUpCase,
    ProfileCase,
    RetrievalCase,
    Split,
    SupportPair,
    fingerprint,
    load,
    sample,
    split,
)
from evals.errors import CasesError
from evals.sections import section_id
from knowledge.curriculum_documents import documents
from knowledge.syllabus import SHIPPED as CURRICULUM
from knowledge.syllabus import load as load_syllabus

if TYPE_CHECKING:
    from pathlib import Path

FEWEST = {RetrievalCase: 120, AnswerCase: 130, FollowUpCase: 25}
FILES = {RetrievalCase: "retrieval.jsonl", AnswerCase: "answers.jsonl", FollowUpCase: "followups.jsonl"}


def _file(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", FILES)
def test_shipped_cases_can_be_read(kind: type[RetrievalCase]) -> None:
    """Every shipped file of cases is well formed, and long enough to say something."""
    assert len(load(SHIPPED / FILES[kind], kind)) >= FEWEST[kind]


@pytest.mark.parametrize("kind", FILES)
def test_shipped_cases_fall_into_both_splits(kind: type[RetrievalCase]) -> None:
    """At least a third of each file's cases is held out, and a third is not."""
    cases = load(SHIPPED / FILES[kind], kind)
    counts = Counter(split(case.id) for case in cases)
    assert min(counts[Split.DEV], counts[Split.HELD_OUT]) >= len(cases) / 3


def test_shipped_cases_name_sections_that_the_curriculum_has() -> None:
    """Every section that a shipped case calls relevant stands in the shipped curriculum."""
    there = {
        section_id(page.id, [page.title, heading.title])
        for page in documents(load_syllabus(CURRICULUM))
        for heading in page.headings
    } | {section_id(page.id, [page.title]) for page in documents(load_syllabus(CURRICULUM))}
    named = {
        key
        for kind in (RetrievalCase, FollowUpCase)
        for case in load(SHIPPED / FILES[kind], kind)
        for key in case.relevant
    }
    assert named <= there


def test_no_case_stands_word_for_word_among_the_known_questions() -> None:
    """What search is told that learners ask is never what a case asks, or the case would measure nothing."""
    known = {_words(each.text) for each in load_syllabus(CURRICULUM).asked}
    cases = [case for kind in FILES for case in load(SHIPPED / FILES[kind], kind)]
    texts = [
        text
        for case in cases
        for name in ("query", "question", "stand_alone")
        if (text := getattr(case, name, ""))
    ]
    assert not known & set(map(_words, texts))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def test_an_unknown_key_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    """A slip of the pen in a case is an error that names the file, the line and what a case has."""
    path = _file(tmp_path, {"id": "a", "question": "what?", "keypoints": []})
    with pytest.raises(CasesError, match=r"line 1: keypoints: .*a case has id, kind, question"):
        load(path, AnswerCase)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Two cases of one id could not be told apart in a comparison, so the file is refused."""
    path = _file(tmp_path, {"id": "a", "question": "one"}, {"id": "a", "question": "two"})
    with pytest.raises(CasesError, match="line 2: the id 'a' stands there twice"):
        load(path, AnswerCase)


def test_a_case_asks_once(tmp_path: Path) -> None:
    """A case with both a question and turns is refused."""
    path = _file(tmp_path, {"id": "a", "question": "one", "turns": ["one", "two"]})
    with pytest.raises(CasesError, match="give either a question or turns"):
        load(path, AnswerCase)


def test_a_key_point_of_stop_words_is_refused(tmp_path: Path) -> None:
    """A key point that no text could be said to make is refused."""
    path = _file(tmp_path, {"id": "a", "question": "one", "key_points": ["what it may do"]})
    with pytest.raises(CasesError, match="'what it may do'"):
        load(path, AnswerCase)


def test_a_missing_file_is_a_plain_error(tmp_path: Path) -> None:
    """A file that is not there is an error with its path."""
    with pytest.raises(CasesError, match="cannot be read"):
        load(tmp_path / "none.jsonl", AnswerCase)


def test_a_sample_is_the_same_at_every_run() -> None:
    """A limit draws the same cases every time, and a larger one keeps them."""
    cases = [AnswerCase(id=str(number), question="q") for number in range(50)]
    few = sample(cases, 10)
    assert len(few) == 10
    assert sample(cases, 10) == few
    assert {case.id for case in few} < {case.id for case in sample(cases, 20)}


def test_a_fingerprint_changes_with_any_word() -> None:
    """Cases that differ in one word have different fingerprints."""
    one, other = (AnswerCase(id="a", question=text) for text in ("what is it", "what was it"))
    assert fingerprint([one]) != fingerprint([other])


def test_what_a_profile_says_is_handed_on_as_it_stands(tmp_path: Path) -> None:
    """Right or wrong, every key that is not the case's own belongs to the profile."""
    row = {"id": "a", "hours_per_week": -3, "goal": "Go", "colour": "red", "expect": {"refused": True}}
    (case,) = load(_file(tmp_path, row), ProfileCase)
    assert case.profile == {"hours_per_week": -3, "goal": "Go", "colour": "red"}


def test_an_expectation_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    """A slip of the pen in what is expected is an error, not an expectation that is never judged."""
    with pytest.raises(CasesError, match=r"expect\.hours: Extra inputs"):
        load(_file(tmp_path, {"id": "a", "expect": {"hours": 3}}), ProfileCase)


def test_an_attack_says_what_would_be_a_breach(tmp_path: Path) -> None:
    """An attack that forbids nothing and expects nothing could never fail, so it is refused."""
    with pytest.raises(CasesError, match="say what the answer must not hold"):
        load(_file(tmp_path, {"id": "a", "prompt": "obey", "must_not": [" "]}), Attack)


def test_readings_that_differ_are_settled(tmp_path: Path) -> None:
    """A pair on which the two readings differ needs the grade that was agreed on; one on which they agree has it."""
    row = {"id": "a", "sentence": "s", "passage": "p", "first": 2, "second": 1}
    with pytest.raises(CasesError, match="the readings differ"):
        load(_file(tmp_path, row), SupportPair)
    assert load(_file(tmp_path, {**row, "agreed": 1}), SupportPair)[0].grade == 1
    assert load(_file(tmp_path, {**row, "second": 2}), SupportPair)[0].grade == 2
