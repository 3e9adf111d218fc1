"""ui.talks: the list of conversations as HTML."""

from __future__ import annotations

from datetime import UTC, date, datetime

from agent.conversations import Listed
from ui.talks import rows
from ui.words import NO_CONVERSATIONS, NOTHING_FOUND

TODAY = date(2026, 3, 2)


def listed(id_: str, title: str, day: date) -> Listed:
    return Listed(id_, title, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def test_conversations_stand_under_their_days() -> None:
    """Each day is named once, the last used first."""
    html = rows(
        [
            listed("a", "one", TODAY),
            listed("b", "two", TODAY),
            listed("c", "three", date(2026, 3, 1)),
            listed("d", "four", date(2025, 12, 24)),
        ],
        current=None,
        today=TODAY,
        zone=UTC,
    )
    order = [
        html.index(word)
        for word in (">Today<", "one", "two", ">Yesterday<", "three", ">24 Dec 2025<", "four")
    ]
    assert order == sorted(order)


def test_the_open_one_is_marked() -> None:
    """The conversation that is shown is told to everybody, also to those who do not see the page."""
    html = rows([listed("a", "one", TODAY), listed("b", "two", TODAY)], current="b", today=TODAY, zone=UTC)
    assert html.count("aria-current") == 1
    assert "data-id='b' aria-current='true'" in html


def test_a_title_is_words() -> None:
    """What a learner wrote cannot be an element of the page."""
    html = rows([listed("a", "<b>'\"", TODAY)], current=None, today=TODAY, zone=UTC)
    assert "<b>" not in html
    assert "&lt;b&gt;&#x27;&quot;" in html


def test_an_empty_list_says_why() -> None:
    """Nothing kept and nothing found are two things."""
    assert NO_CONVERSATIONS in rows([], current=None, today=TODAY)
    assert NOTHING_FOUND in rows([], current=None, today=TODAY, is_search=True)
