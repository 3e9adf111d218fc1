"""ui.today: the day as HTML, and the checks that are answered in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.errors import PlanError
from tests.mentors import mentor_over
from ui.first_plan import form, told
from ui.today import marked, pane, question
from ui.today_view import Day, hours_of
from ui.words import PLACED_NONE

if TYPE_CHECKING:
    from sqlalchemy import Engine

TOPIC = {
    "kind": "topic",
    "id": "data.indexes",
    "title": "Indexes",
    "minutes": 75,
    "because": "a goal of the path",
    "check": None,
}
CHECK = {
    "check": "data.indexes.1",
    "title": "Indexes",
    "because": "due",
    "kind": "choice",
    "ask": "Which `one`?",
}
REVIEW = {**TOPIC, "kind": "review", "check": "data.indexes.1", "minutes": 3}


def day(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "day": "2026-03-02",
        "minutes": sum(each["minutes"] for each in actions),
        "note": "",
        "actions": list(actions),
        "held_back": 0,
        "behind": [],
        "week": None,
    }
    return whole | more


def test_one_thing_comes_first() -> None:
    """The first action has the one button that stands out, the others stand below it."""
    shown = pane(day(TOPIC, {**TOPIC, "id": "data.plans", "title": "Plans"}))
    assert "Monday, 2 March" in shown
    assert "about 2 h 30" in shown
    assert shown.count("class='primary'") == 1
    assert shown.index("Indexes") < shown.index("Then") < shown.index("Plans")
    assert "A goal of the path." in shown


def test_a_topic_opens_its_page_and_a_review_asks() -> None:
    """What is studied is read and then recorded; what is reviewed is answered."""
    assert "data-read='data.indexes'" in pane(day(TOPIC))
    shown = pane(day(REVIEW))
    assert "data-act='ask' data-id='data.indexes'" in shown
    assert "data-act='done'" not in shown


def test_the_days_of_a_project_open_its_page() -> None:
    """The last step of a project leads to the project, which is what is recorded."""
    shown = pane(day({**TOPIC, "kind": "milestone", "id": "projects.api.done"}))
    assert "data-read='projects.api'" in shown
    assert "data-act='done' data-id='projects.api'" in shown


def test_the_week_is_a_bar_with_words() -> None:
    """How much of the week is done is said as well as drawn."""
    week = {"number": 3, "planned_hours": 8.0, "done_hours": 2.0}
    shown = pane(day(TOPIC, week=week))
    assert "aria-label='Week 3: 2 of 8 hours'" in shown
    assert "width:25%" in shown


def test_open_things_of_earlier_weeks_lead_to_the_plan() -> None:
    """What was left open is said without blame, with the way to fit the plan."""
    assert "data-view='plan'" in pane(day(TOPIC, behind=["data.plans"]))
    assert "data-view='plan'" not in pane(day(TOPIC))


def test_without_a_plan_the_way_to_one_is_shown() -> None:
    """Who has no plan sees the form alone, and of it only what was filled in is told."""
    shown = pane(day(), form=form([("python", "Python")]))
    assert "data-act='learn'" in shown
    assert "Monday" not in shown
    sent = {"act": "learn", "message": " a job ", "hours_per_week": "", "towards": "python"}
    assert told(sent) == {"message": "a job", "path": "python"}


def test_a_choice_is_answered_with_a_click(engine: Engine) -> None:
    """Each option is a button that sends its letter."""
    shown = question({**CHECK, "options": ["<b>a</b>", "c"]})
    assert "data-act='answer' data-check='data.indexes.1' data-text='b'" in shown
    assert "<code>one</code>" in shown
    assert "<b>a</b>" not in shown


def test_a_free_answer_is_compared_by_the_learner() -> None:
    """Where only the learner can tell, the key stands beside two buttons and no verdict is given."""
    shown = marked(
        {
            "check": "data.indexes.3",
            "topic": "data.indexes",
            "title": "Indexes",
            "right": None,
            "expected": "Every index.",
            "why": "",
            "key_points": [{"text": "every index", "found": True}, {"text": "entry", "found": False}],
            "next_due": None,
            "is_given": True,
        }
    )
    assert "<li class='found'>every index</li><li class='open'>entry</li>" in shown
    assert shown.count("data-act='judge'") == 2
    assert "Not right" not in shown


@pytest.mark.parametrize(("text", "hours"), [("", None), (" 2,5 ", 2.5), ("3", 3.0)])
def test_hours_are_read_as_people_write_them(text: str, hours: float | None) -> None:
    """A comma counts as a point, and nothing as nothing."""
    assert hours_of(text) == hours


def test_hours_that_are_none_are_refused() -> None:
    """What is no number is said to be none."""
    with pytest.raises(PlanError, match="write a number such as"):
        hours_of("two")


def test_the_view_goes_through_a_whole_day(engine: Engine) -> None:
    """Buttons make a plan, record what is done and take it back, and what is wrong is said in place."""
    view = Day(mentor_over(engine))
    steps = view._acts
    assert "Database indexes" in steps["learn"]("me", {"message": "", "hours_per_week": "2"})
    recorded = steps["done"]("me", {"act": "done", "id": "data.indexes", "hours": "1.5"})
    assert "Recorded: Database indexes." in recorded
    assert "data-act='undo'" in recorded
    assert "Taken back: Database indexes." in steps["undo"]("me", {})


def test_a_newcomer_is_asked_what_they_know(engine: Engine) -> None:
    """Placement is offered to who has a plan and recorded nothing, goes from check to check, and can be ended."""
    view = Day(mentor_over(engine))
    assert "data-act='place'" not in view.whole("me")
    assert "data-act='place'" in view._acts["learn"]("me", {"hours_per_week": "2"})
    assert view._acts["place"]("me", {}) == view.whole(
        "me", PLACED_NONE
    )  # the small curriculum has no checks


def test_a_placement_goes_on_after_each_answer() -> None:
    """While one is placed, not knowing is an answer, leaving ends it, and the next button leads on."""
    asked = {**CHECK, "options": ["a", "b"]}
    shown = question(asked, is_placing=True)
    assert "data-text='I do not know'" in shown
    assert "data-act='stop'" in shown
    assert "data-act='stop'" not in question(asked)
    result = {
        "check": "x.1",
        "topic": "x",
        "title": "X",
        "right": True,
        "expected": "a",
        "why": "",
        "next_due": None,
        "is_given": True,
    }
    assert "data-act='place'" in marked(result, then="place")


def test_who_does_not_know_is_not_called_wrong() -> None:
    """The answer and its reason are shown as after a wrong one, without the word."""
    result = {
        "check": "x.1",
        "topic": "x",
        "title": "X",
        "right": False,
        "expected": "a",
        "why": "Because.",
        "next_due": "2026-03-09",
    }
    unknown, wrong = (marked({**result, "is_given": is_given}) for is_given in (False, True))
    assert "Not known yet" in unknown
    assert "Not right" in wrong
    assert "Because." in unknown
    assert "Not right" not in unknown
    assert "is-wrong" not in unknown


def test_a_form_that_opens_leaves_its_button_where_it_is() -> None:
    """The button that opens the form for real hours holds nothing that could make it grow under the pointer."""
    shown = pane(day(TOPIC))
    assert "<details class='mark'><summary aria-controls='mark-form'>Done …</summary></details>" in shown
    assert shown.index("</details>") < shown.index("data-act='skip'") < shown.index("<form id='mark-form'")


def test_a_topic_can_be_enough_for_today(engine: Engine) -> None:
    """Its time of the day is recorded with one press, and it stays open."""
    view = Day(mentor_over(engine))
    view._acts["learn"]("me", {"message": "", "hours_per_week": "2"})
    assert "data-act='studied' data-id='data.indexes' data-minutes='" in view.whole("me")
    shown = view._acts["studied"]("me", {"act": "studied", "id": "data.indexes", "minutes": "15"})
    assert "Noted for today: Database indexes. It stays open." in shown
