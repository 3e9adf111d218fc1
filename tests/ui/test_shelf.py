"""ui.shelf: every page of the curriculum, to find and open."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.syllabus import SHIPPED, load
from tests.curricula import path, project, syllabus, topic
from ui.shelf import shelf

SHIPPED_PAGES = load(SHIPPED)
SMALL = syllabus(
    [
        topic("data.indexes", title="Database <b>indexes</b>", outcomes=["Read a query plan"]),
        topic("data.sql", title="SQL"),
        topic("web.http", title="HTTP"),
    ],
    [path({"beginner": {"topics": ["web.http"]}})],
    [project("projects.shop", ["web.http"])],
)


def opened(shown: str) -> list[str]:
    return re.findall(r"data-read='([^']*)'", shown)


def test_every_page_is_there_once_to_open() -> None:
    """Topics stand in their areas, projects at the end, and each opens in the reader."""
    assert opened(shelf(SMALL)) == ["data.indexes", "data.sql", "web.http", "projects.shop"]
    assert sorted(opened(shelf(SHIPPED_PAGES))) == sorted(SHIPPED_PAGES.ids())
    assert shelf(SHIPPED_PAGES).count("<details>") == 8


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("indexing", "data.indexes"),
        ("query plans", "data.indexes"),
        ("sql", "data.sql"),
        ("HT", "web.http"),
        ("shop", "projects.shop"),
    ],
)
def test_a_page_is_found_by_what_it_is_about(text: str, first: str) -> None:
    """Words of its title or of what one can do after it find it, in any form, also while they are typed."""
    assert opened(shelf(SMALL, text))[0] == first


def test_titles_come_first() -> None:
    """Of the pages that speak of a thing, those that are about it are shown first."""
    found = opened(shelf(SHIPPED_PAGES, "rate limiting"))
    assert "rate" in SHIPPED_PAGES.entry(found[0]).title.lower()


def test_what_is_finished_is_said() -> None:
    """A page that the learner has finished says so, and its area counts it."""
    shown = shelf(SMALL, done={"data.sql"})
    assert "Beginner · 2 hours · finished" in shown
    assert "1 of 2" in shown


def test_nothing_found_is_said() -> None:
    """Words that no page has find nothing, and the page says that."""
    assert "No page of the curriculum speaks of that." in shelf(SMALL, "zebra crossing")


def test_a_title_is_characters() -> None:
    """Mark-up in a title is shown as it is written."""
    assert "<b>indexes" not in shelf(SMALL)


@given(st.text(max_size=300))
def test_whatever_is_typed_shows_pages_or_says_that_there_are_none(text: str) -> None:
    """No text breaks the shelf, and what it shows are pages that there are."""
    shown = shelf(SMALL, text)
    assert set(opened(shown)) <= set(SMALL.ids())
    assert opened(shown) or "speaks of that" in shown
