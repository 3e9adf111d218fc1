"""agent.checking: which check is asked, and what code says of an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from agent.checking import choose, find, gives_up, has_check, judge
from agent.errors import PlanError
from agent.progress import Event, Kind, progress
from knowledge.topic import Check
from tests.curricula import CHOICE, SHORT, syllabus, topic

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
CODE = {
    "id": "web.http.3",
    "kind": "code",
    "ask": "Print the numbers 1 and 2.",
    "language": "python",
    "solution": "print(1)\nprint(2)",
    "output": "1\n2\n",
    "from": "#it",
}


def check(values: dict[str, Any]) -> Check:
    return Check.model_validate(values)


@pytest.mark.parametrize("answer", ["c", "C.", "3", "404: not found", " 404 NOT FOUND "])
def test_an_option_is_named_by_letter_number_or_text(answer):
    """However the right option is named, code says that it is right."""
    assert judge(check(CHOICE), answer).right is True


def test_a_wrong_option_is_wrong_and_says_why():
    """Code decides a choice, and shows the key and its reason."""
    verdict = judge(check(CHOICE), "a")
    assert (verdict.right, verdict.expected) == (False, "404: not found")
    assert verdict.why == "Codes from 400 on blame the request."


def test_what_is_no_option_is_refused():
    """Words that name no option are no wrong answer."""
    with pytest.raises(PlanError, match="'maybe' is none of the options; name one by its letter, a to d"):
        judge(check(CHOICE), "maybe")


def test_words_in_common_decide_nothing():
    """An answer that holds every key point, and denies it, is left to the learner to judge."""
    verdict = judge(check(SHORT), "Anything but Content-Type.")
    assert verdict.right is None
    assert [(each.text, each.found) for each in verdict.key_points] == [("Content-Type", True)]


def test_a_key_point_is_found_as_whole_words():
    """A key point inside another word is not found."""
    assert not judge(check(SHORT), "The content-types").key_points[0].found


def test_the_keys_own_words_are_right():
    """An answer that is the key itself needs no judge."""
    assert judge(check(SHORT), "the content-type header").right is True


@pytest.mark.parametrize(
    "answer",
    ["I don't know.", "I don\N{RIGHT SINGLE QUOTATION MARK}t know", "no idea", "?", "pass", "Skip it", "idk"],
)
@pytest.mark.parametrize("asked", [CHOICE, SHORT, CODE])
def test_giving_up_is_no_wrong_answer(asked, answer):
    """Who does not know says so, sees the answer, and is not called wrong; it does not count as known."""
    verdict = judge(check(asked), answer)
    assert (verdict.right, verdict.is_given) == (False, False)
    assert verdict.expected


def test_words_of_giving_up_that_are_the_answer_are_the_answer():
    """Where the key or an option is such a word, it is an answer."""
    keyword = check({**SHORT, "answer": "pass", "key_points": ["pass"]})
    options = check({**CHOICE, "options": ["skip", "pass", "x", "y"], "answer": "pass"})
    assert judge(keyword, "`pass`").right is True
    assert (judge(options, "pass").right, judge(options, "skip").is_given) == (True, True)


@pytest.mark.parametrize(
    "said", ["I know", "not sure about indexes, but they are sorted", "skip list", "passwords"]
)
def test_other_words_are_no_giving_up(said):
    """An answer that only holds such words is one."""
    assert not gives_up(said)


def test_an_empty_answer_is_refused():
    """Nothing is recorded for an answer of blanks."""
    with pytest.raises(PlanError, match="there is no answer"):
        judge(check(SHORT), "  ")


@pytest.mark.parametrize(
    ("answer", "right"), [("1\n2", True), ("1 \n2\n", True), ("1 2", None), ("2\n1", None)]
)
def test_a_programs_output_is_compared_line_by_line(answer, right):
    """What a program prints is right if it is the whole output; else the learner compares."""
    assert judge(check(CODE), answer).right is right


def test_checks_take_turns():
    """What was never asked comes first, then what was asked longest ago; the shortest kind before the others."""
    about = topic("web.http", checks=[CODE, SHORT, CHOICE])
    asked, answered = [], []
    for day in range(1, 5):
        chosen = choose(about, progress(answered))
        assert chosen
        asked.append(chosen.id)
        answered.append(Event(Kind.CHECK, chosen.id, AT.replace(month=12, day=day), right=True))
    assert asked == ["web.http.1", "web.http.2", "web.http.3", "web.http.1"]


def test_a_topic_without_checks_asks_nothing():
    """Where there is no check there is nothing to choose."""
    assert choose(topic("web.http"), progress([])) is None


def test_a_check_is_found_by_its_id():
    """A check comes with its topic; an id that is gone is refused by name."""
    graph = syllabus([topic("web.http", checks=[CHOICE])], [])
    assert find(graph, "web.http.1")[1].answer == "404: not found"
    assert not has_check(graph, "web.http.9")
    with pytest.raises(PlanError, match=r"no check 'web.http.9'"):
        find(graph, "web.http.9")
