"""Profiles: what a form may say, and how a wrong one is refused."""

from __future__ import annotations

from datetime import date

import pytest

from agent.errors import ProfileError
from agent.learner import Profile, read_profile


def test_an_empty_profile_is_a_profile():
    """Everything in a profile may be missing."""
    assert read_profile({}) == Profile()


def test_a_profile_reads_the_json_of_the_interface():
    """Dates, ranges and lists arrive as JSON writes them."""
    profile = read_profile(
        {"deadline": "2027-03-01", "away": [["2026-12-20", "2027-01-03"]], "known": ["SQL"]}
    )
    assert profile.deadline == date(2027, 3, 1)
    assert profile.away == ((date(2026, 12, 20), date(2027, 1, 3)),)
    assert profile.known == ("SQL",)


def test_a_lone_text_stands_for_a_list():
    """A form that says one language without brackets means a list of one."""
    assert read_profile({"languages": "go"}).languages == ("go",)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"hours": 5},
            "unknown key 'hours' in the profile; known keys: goal, path, languages, stage, known, hours_per_week",
        ),
        ({"hours_per_week": 0}, "hours_per_week is 0; it must be from 0.25 to 80"),
        ({"hours_per_week": 100}, "hours_per_week is 100; it must be from 0.25 to 80"),
        ({"hours_per_week": float("nan")}, "hours_per_week is nan; it must be from 0.25 to 80"),
        ({"hours_per_week": "eight"}, "hours_per_week is 'eight'; write a number such as 8"),
        ({"deadline": "soon"}, "deadline is 'soon'; write it as 2027-12-31"),
        (
            {"stage": "expert"},
            "stage is 'expert': input should be 'none', 'beginner', 'intermediate' or 'advanced'",
        ),
        ({"away": [["2027-01-02", "2027-01-01"]]}, "away must go forward: 2027-01-02 to 2027-01-01 does not"),
        ({"start": "9999-12-31"}, "start is '9999-12-31': "),
        (["goal"], "a profile is a set of keys and values, not list; known keys: goal"),
    ],
)
def test_a_wrong_profile_is_refused_in_plain_words(values, message):
    """The message names the key, its value and what would do."""
    with pytest.raises(ProfileError) as refused:
        read_profile(values)
    assert str(refused.value).startswith(message)


def test_every_wrong_value_is_named():
    """Two wrong values give one message with both."""
    with pytest.raises(ProfileError, match=r"stage is 'x'.*; hours_per_week is -1"):
        read_profile({"stage": "x", "hours_per_week": -1})
