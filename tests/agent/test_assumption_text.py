"""agent.assumption_text: what was assumed, as people read it."""

from __future__ import annotations

from datetime import date

import pytest

from agent.assumption_text import told
from agent.intake import complete
from agent.learner import read_profile
from tests.agent.test_background import SHIPPED


@pytest.mark.parametrize(
    ("field", "value", "because", "sentence", "correction"),
    [
        (
            "hours_per_week",
            "8",
            "what fits beside a job",
            "You study **8** hours a week, which fits beside a job",
            "5 hours a week",
        ),
        (
            "deadline",
            "none",
            "no date was named",
            "You have **no deadline**: no date was named",
            "by 2027-12-31",
        ),
        (
            "route",
            "career_changer",
            "your words say so",
            "You come as a **career changer**, as you said",
            "another goal, such as my first job",
        ),
        (
            "known",
            "Foo",
            "nothing was taken out for it",
            "You named **Foo**: nothing was taken out for it",
            "",
        ),
        ("new_field", "x", "why", "new field: **x**: why", ""),
    ],
)
def test_an_assumption_is_a_sentence_with_its_correction(
    field: str, value: str, because: str, sentence: str, correction: str
) -> None:
    """Each says what was taken, why, and what to say where it is wrong."""
    assert told({"field": field, "value": value, "because": because}) == (sentence, correction)


def test_no_field_is_shown_by_its_name() -> None:
    """Whatever the intake assumes has a sentence of its own, in no name of a field."""
    message = (
        "I know SQL and Fortran, no Docker, Rust, by next year, in another profession, senior, first job, "
        "away in July, I do not know Git, 5 hours a week or 900 hours a week, start in May"
    )
    for said in ({}, {"message": message}, {"stage": "advanced", "hours_per_week": 4, "message": message}):
        for each in complete(read_profile(said), SHIPPED, date(2026, 11, 30)).assumed:
            sentence, _ = told({"field": each.field, "value": each.value, "because": each.because})
            assert sentence[0].isupper(), each
            assert "_" not in sentence, each
