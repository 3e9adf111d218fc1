"""ui.plan_map: the next steps of a plan as a picture."""

from __future__ import annotations

from typing import Any

from ui.plan_map import SHOWN, picture


def item(id_: str, *builds_on: str, kind: str = "topic", title: str = "") -> dict[str, Any]:
    return {"kind": kind, "id": id_, "title": title or id_.upper(), "prerequisites": builds_on}


def plan(*weeks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"weeks": [{"number": number, "items": items} for number, items in enumerate(weeks, 1)]}


def test_what_builds_on_something_stands_to_its_right_with_a_line() -> None:
    """Each week is a column, and a line leads from a topic to what builds on it; the picture says so in words."""
    shown = picture(plan([item("a"), item("r", kind="review")], [item("b", "a")]))
    assert shown.count("<path") == 1
    assert ">Week 1<" in shown
    assert ">Week 2<" in shown
    assert "A; B, which builds on A." in shown
    assert ">R<" not in shown


def test_what_is_done_is_left_out() -> None:
    """The picture shows what comes next: finished things and their weeks are gone, and a part is shown once."""
    shown = picture(plan([item("a")], [item("b", "a")], [item("b", "a"), item("c", "b")]), done=["a"])
    assert "Week 1" not in shown
    assert shown.count("<rect") == 2
    assert shown.count("<path") == 1


def test_a_long_plan_shows_its_next_steps() -> None:
    """No more boxes than help are drawn, however long the plan is."""
    assert picture(plan(*([item(f"t{n}")] for n in range(40)))).count("<rect") == SHOWN


def test_a_finished_plan_has_no_picture() -> None:
    """Where nothing is left there is nothing to draw."""
    assert picture(plan([item("a")]), done=["a"]) == ""


def test_titles_are_words() -> None:
    """A title cannot be mark-up, and a long one is cut to two lines."""
    shown = picture(plan([item("a", title="<b>x</b> " + "very long words " * 9)]))
    assert "<b>" not in shown
    assert shown.count("<text x='17'") == 2
