"""agent.day_commands: checks in a conversation, and what can be said to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import curricula
from tests.curricula import CHOICE, SHORT, path, topic
from tests.mentors import answered, mentor_over
from ui.chat import restore

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.events import Answer
    from agent.mentor import Mentor

LETTERS = ["/answer a", "/answer b", "/answer c", "/answer d"]
UNKNOWN = "/answer I don't know"


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return with_checks(engine, CHOICE)


def with_checks(engine: Engine, *checks: dict[str, object]) -> Mentor:
    about = topic("web.http", checks=list(checks))
    return mentor_over(
        engine, syllabus=curricula.syllabus([about], [path({"beginner": {"topics": [about.id]}})])
    )


def said(answer: Answer) -> list[str]:
    return [each.say for each in answer.choices]


def test_each_option_of_a_check_is_a_button(mentor: Mentor) -> None:
    """A question with options is answered with a press, on the page too, and so is not knowing."""
    asked = answered(mentor, "/review http")
    assert said(asked) == [*LETTERS, UNKNOWN]
    assert asked.choices[2].label == "c: 404: not found"
    shown = restore(mentor, "me", asked.conversation).messages[-1]
    assert [each["value"] for each in shown["options"]] == [*LETTERS, UNKNOWN]
    judged = answered(mentor, "/answer c", conversation=asked.conversation)
    assert judged.markdown.startswith("Right. Codes from 400 on")
    assert not judged.choices


@pytest.mark.parametrize("reply", ["I don't know", "no idea", "skip", UNKNOWN])
def test_not_knowing_shows_the_answer_and_is_no_mistake(mentor: Mentor, reply: str) -> None:
    """The explanation comes, nothing is called wrong, and the check does not count as known."""
    asked = answered(mentor, "/review http")
    told = answered(mentor, reply, conversation=asked.conversation)
    assert told.markdown.startswith("Not known yet. The answer: 404: not found. Codes from 400 on")
    assert mentor.progress("me").answers == {"web.http.1": False}


def test_an_options_own_words_answer_it(mentor: Mentor) -> None:
    """What stands on the button may be typed."""
    asked = answered(mentor, "/review http")
    assert answered(mentor, "404: not found", conversation=asked.conversation).markdown.startswith("Right.")


@pytest.mark.parametrize("words", ["no idea", "2", "c"])
def test_an_answer_elsewhere_is_none(mentor: Mentor, words: str) -> None:
    """Where no check was asked right before, such words are a message like any other; the check stays open."""
    asked = answered(mentor, "/review http")
    answered(mentor, "What is an index?", conversation=asked.conversation)
    for conversation in (asked.conversation, None):
        answered(mentor, words, conversation=conversation)
    assert mentor.progress("me").asked == "web.http.1"


def test_a_free_answer_is_judged_with_a_button(engine: Engine) -> None:
    """Where only the learner can tell, both judgements are buttons."""
    mentor = with_checks(engine, SHORT)
    asked = answered(mentor, "/review http")
    assert said(asked) == [UNKNOWN]
    compared = answered(mentor, "/answer some header", conversation=asked.conversation)
    assert said(compared) == ["/answer right", "/answer wrong"]
    answered(mentor, "/answer right", conversation=asked.conversation)
    assert mentor.progress("me").answers == {"web.http.2": True}
