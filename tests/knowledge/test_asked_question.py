"""asked.yaml as the syllabus reads it."""

from __future__ import annotations

import pytest

from knowledge.asked_question import AskedQuestion
from knowledge.errors import CurriculumError
from knowledge.syllabus import SHIPPED, load, read


def written(folder, text):
    (folder / "asked.yaml").write_text(text)
    syllabus, errors = read(folder)
    return syllabus.asked, [str(error) for error in errors]


def test_questions_carry_their_page_and_section(tmp_path):
    """Every question knows the section that answers it."""
    asked, errors = written(
        tmp_path, "web.http:\n  what-http-is:\n    - how do pages travel\n    - what is curl for\n"
    )
    assert (asked[1], errors) == (AskedQuestion("what is curl for", "web.http", "what-http-is"), [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a.b: [x]\n", "asked.yaml:1: 'a.b' needs a mapping of headings to lists of questions"),
        ("a.b:\n  c: x\n", "asked.yaml:2: 'a.b#c' needs a list of questions"),
        ("a.b:\n  c: ['']\n", "asked.yaml:2: 'a.b#c' needs a list of questions"),
        ("a.b:\n  c: [x]\n  d:\n    - x\n", "asked.yaml:4: 'x' stands under 'a.b#c' too"),
    ],
)
def test_another_form_is_an_error_with_its_line(tmp_path, text, message):
    """What is wrong is named with its place."""
    assert written(tmp_path, text)[1] == [message]


def test_a_wrong_file_stops_the_loading(tmp_path):
    """Loading raises what reading reports."""
    (tmp_path / "asked.yaml").write_text("- x\n")
    with pytest.raises(CurriculumError, match=r"asked\.yaml:1"):
        load(tmp_path)


def test_the_shipped_questions_are_many():
    """Nearly every topic that ships has questions in learners' words."""
    syllabus = load(SHIPPED)
    assert len({each.source for each in syllabus.asked} & syllabus.topics.keys()) >= 0.9 * len(
        syllabus.topics
    )
