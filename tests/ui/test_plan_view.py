"""ui.plan_view: what the buttons of the plan do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mentors import mentor_over
from ui.plan_view import _Plan

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    """A mentor whose learner has a plan of two hours a week."""
    made = mentor_over(engine)
    made.learn({"message": "Python, 2 hours a week"}, learner="me")
    return made


def act(mentor: Mentor, name: str, message: str = "") -> str:
    return _Plan(mentor)._acts[name]("me", {"act": name, "message": message})


def versions(mentor: Mentor) -> int:
    return len(mentor.memory.plan_versions("me"))


def test_a_change_is_shown_and_made_once_it_is_accepted(mentor: Mentor) -> None:
    """The form shows what would change and makes no version; the button below it makes one."""
    shown = act(mentor, "change", "4 hours a week and keep the flux capacitor")
    assert "<b>Understood</b>: hours a week: 4" in shown
    assert "Not understood, so left as it is" in shown
    assert "Hours a week: 4 instead of 2." in shown
    assert versions(mentor) == 1
    assert "Hours a week: 4 instead of 2." in act(mentor, "apply", "4 hours a week")
    assert versions(mentor) == 2


def test_a_change_that_was_shown_of_an_older_plan_is_shown_again(mentor: Mentor) -> None:
    """Accepting what was shown before another change makes nothing and shows what it would be now."""
    assert "data-version='1'" in act(mentor, "change", "4 hours a week")
    act(mentor, "apply", "3 hours a week")
    used = {"act": "apply", "message": "4 hours a week", "version": "1"}
    assert "Hours a week: 4 instead of 3." in _Plan(mentor)._acts["apply"]("me", used)
    assert versions(mentor) == 2
    _Plan(mentor)._acts["apply"]("me", {**used, "version": "2"})
    assert versions(mentor) == 3


def test_a_change_that_does_not_fit_can_be_left(mentor: Mentor) -> None:
    """Ways out stand beside a change that does not fit, and leaving it brings the plan back as it was."""
    shown = act(mentor, "change", "by tomorrow")
    assert "This does not fit" in shown
    assert "data-act='apply' data-message='by " in shown
    left = act(mentor, "discard")
    assert "Your plan: Python" in left
    assert "wished" not in mentor.memory.profile("me")
    assert versions(mentor) == 1


def test_what_changes_nothing_makes_no_version(mentor: Mentor) -> None:
    """The same hours again, or fitting a plan that fits, are said to change nothing."""
    assert "Nothing would change in your plan." in act(mentor, "change", "2 hours a week")
    assert "Nothing changed." in act(mentor, "accept")
    assert versions(mentor) == 1
