"""What a topic and its checks may look like."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.topic import Hours, Stage
from tests.curricula import topic

CHECK = {"id": "web.http.1", "ask": "What?", "from": "#what"}


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (
            {"kind": "choice", "options": ["a", "b", "c"], "answer": "a"},
            "a choice needs four different options",
        ),
        (
            {"kind": "choice", "options": ["a", "b", "c", "c"], "answer": "a"},
            "a choice needs four different options",
        ),
        ({"kind": "choice", "options": ["a", "b", "c", "d"], "answer": "e"}, "one of them the answer"),
        ({"kind": "short", "answer": "a"}, "a check of kind short needs answer and key_points"),
        ({"kind": "open", "key_points": ["a"]}, "a check of kind open needs answer and key_points"),
        ({"kind": "code", "language": "go"}, "a check of kind code needs language, solution and output"),
    ],
)
def test_a_check_that_cannot_be_graded_is_refused(check, message):
    """Each kind of check needs what it is graded by."""
    with pytest.raises(ValidationError, match=message):
        topic("web.http", checks=[CHECK | check])


def test_a_choice_is_keyed_by_its_text():
    """The answer of a choice is an option's text, so that options may be shown in any order."""
    check = {"kind": "choice", "options": ["a", "b", "c", "d"], "answer": "c"}
    assert topic("web.http", checks=[CHECK | check]).checks[0].answer == "c"


def test_hours_must_be_in_order():
    """A low estimate above the typical one is refused."""
    with pytest.raises(ValidationError, match=r"hours must order low <= typical <= high, not 3.0, 2.0, 4.0"):
        Hours(low=3, typical=2, high=4)


def test_stages_have_a_rank():
    """Stages are ordered from beginner to advanced."""
    assert [stage.rank for stage in Stage] == [0, 1, 2]


def test_a_topic_knows_its_area():
    """The area is the first part of the id."""
    assert topic("web.http").area == "web"
