"""ui.plan_weeks: all weeks of a plan as a picture."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lxml import etree

from tests.drawn import item, plan
from ui.plan_weeks import weeks_picture

WEEKS = plan(
    [item("a"), item("b", "a", kind="project", title="B <i>", hours=5)],
    [item("r", kind="review", hours=0.5), item("b.done", "b", kind="milestone", title="B: works")],
)


def drawn(shown: dict[str, Any] = WEEKS, **more: Any) -> etree._Element:
    return etree.fromstring(weeks_picture(shown, **({"today": "2026-12-22"} | more)))


def bars(root: etree._Element) -> list[tuple[str, float, str]]:
    """Each bar's class, its share of the width and what it says."""
    return [
        (each.get("class"), float(each.get("width").rstrip("%")), each.findtext("title"))
        for each in root.iter("svg")
        if each.get("class", "").startswith("is-")
    ]


def test_each_week_shows_what_falls_into_it_and_how_far_that_is() -> None:
    """A bar's length is its hours; done, next, locked and review differ, and a milestone is named."""
    found = bars(drawn(done=["a"]))
    assert [(kind, said) for kind, _, said in found] == [
        ("is-done", "A (done, 2 hours)"),
        ("is-next", "B <i> (can begin, 5 hours)"),
        ("is-review", "R (0.5 hours)"),
        ("is-next", "B: works (milestone, can begin, 2 hours)"),
    ]
    widths = [width for _, width, _ in found]
    assert widths[1] / widths[0] == pytest.approx(2.5, abs=0.01)


def test_a_sign_stands_beside_every_colour() -> None:
    """Each bar holds a sign, so that nobody has to tell colours apart."""
    root = drawn(done=["a"])
    marked = [each for each in root.iter("svg") if each.get("class", "").startswith("is-")]
    signs = [each.find("path").get("d") for each in marked]
    assert len(set(signs)) == 4


def test_days_away_stand_where_hours_would_be() -> None:
    """A week's days away are drawn behind its bar, and said."""
    short = plan([item("a", hours=4)])
    short["weeks"][0]["budget_hours"] = 4
    away = [(date(2026, 12, 25), date(2026, 12, 29))]
    found = bars(drawn(short, away=away))
    assert found[-1][0] == "is-away"
    assert found[-1][1] / found[0][1] == pytest.approx(3 / 4, abs=0.01)
    assert found[-1][2] == "days away: 3"


def test_the_week_of_today_is_marked() -> None:
    """One week is the one that one is in."""
    assert len(drawn().findall(".//rect[@class='today']")) == 1
    assert drawn(today="2027-06-01").findall(".//rect[@class='today']") == []


def test_the_picture_is_told_week_by_week() -> None:
    """Who cannot see it hears each week with its day and what is in it; a new year is named."""
    empty = plan([item("a")], [], [])
    said = drawn(empty).findtext("desc")
    assert said.startswith("Week 1, from 21 Dec 2026: A (can begin, 2 hours).")
    assert "Week 2, from 28 Dec 2026: nothing is planned." in said
    assert "4 Jan ’27" in "".join(drawn(empty).itertext())


def test_a_plan_without_weeks_has_no_picture() -> None:
    """Where nothing is planned there is nothing to draw."""
    assert weeks_picture(plan(), today="2026-12-22") == ""
