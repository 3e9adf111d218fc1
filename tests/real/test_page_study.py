"""Studying on the page, in a browser: what is read, what is asked, and how it is answered with a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.real.pages import CHROMIUM, SLOW_MS, ask, faults, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def address(copy_of_home: Callable[[], Path]) -> Iterator[str]:
    with served(copy_of_home()) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(address)
    expect(page.locator("#message textarea")).to_be_visible()
    yield page
    context.close()


def test_a_page_of_the_curriculum_is_found_and_read(page: Page, address: str) -> None:
    """The library lists every page by area; what is typed finds one, and a press opens it whole."""
    page.goto(f"{address}/#library")
    expect(page.locator("#shelf details")).to_have_count(8)
    page.get_by_label("Find a page of the curriculum").press_sequentially("locking")
    found = page.locator("#shelf .name").first
    expect(found).to_contain_text("lock", ignore_case=True)
    title = found.inner_text()
    found.click()
    expect(page.locator("#reader header h2")).to_have_text(title)
    expect(page.locator("#reader .page")).to_contain_text("Common mistakes")
    assert faults(page) == []


def test_a_check_is_answered_with_a_press(page: Page) -> None:
    """In the chat the options of a check are buttons; not knowing is one of them, and is not called wrong."""
    ask(page, "/review web.http-fundamentals")
    options = page.locator("#messages .option")
    expect(options).to_have_count(5)
    options.last.click()
    told = page.locator("#messages .bot.message").last
    expect(told).to_contain_text("Not known yet. The answer:")
    expect(told).not_to_contain_text("Not right")


def test_a_day_is_studied_from_its_page(page: Page, address: str) -> None:
    """Who has read today's page can be asked about it there, and stop for today; the day knows it at once."""
    page.goto(f"{address}/#today")
    page.get_by_label("What do you want to reach?").fill("Python, 8 hours a week")
    page.get_by_role("button", name="Build my plan", exact=True).click()
    title = page.locator("#today .next h3").inner_text()
    done = page.locator("#today .mark summary")
    before = done.bounding_box()
    done.click()
    expect(page.get_by_label("Hours it took you (you may leave it out)")).to_be_visible()
    assert done.bounding_box() == before
    page.locator("#today .next").get_by_role("button", name="Start").click()
    expect(page.locator("#reader header h2")).to_have_text(title)
    page.locator("#reader").get_by_role("button", name="Ask me about it").click()
    page.locator("#reader").get_by_role("button", name="I do not know").click()
    expect(page.locator("#reader")).to_contain_text("Not known yet")
    page.locator("#reader").get_by_role("button", name="Back to the page").click()
    page.locator("#reader").get_by_role("button", name="Enough for today").click()
    expect(page.locator("#reader [role=status]")).to_contain_text(f"Noted for today: {title}. It stays open.")
    assert faults(page) == []
    page.locator("#reader header").get_by_role("button", name="Close").click()
    expect(page.locator("#today")).to_contain_text("That was today's study. It goes on tomorrow.")
