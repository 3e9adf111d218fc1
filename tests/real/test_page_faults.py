"""What a learner sees on the page when things go wrong in the middle of an answer: nothing is lost."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.endpoint import Endpoint, piece
from tests.real.pages import CHROMIUM, SLOW_MS, ask, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

INDEX = "What is a database index?"
SAYS = "A database index is a separate, sorted structure that maps the values of one or more columns to the rows that contain them. [1]"


def endless_questions() -> Iterator[bytes]:
    """A model that asks back for ever."""
    pause = threading.Event()
    for number in range(10_000):
        yield piece({"content": f"Which of the {number} rows does an index of a table find? "})
        pause.wait(0.05)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with Endpoint(SAYS) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def address(endpoint: Endpoint, copy_of_home: Callable[[], Path]) -> Iterator[str]:
    with served(copy_of_home(), OPENAI_BASE_URL=endpoint.address) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address)


def opened(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(address)
    expect(page.locator("#message textarea")).to_be_visible()
    yield page
    context.close()


def begin(page: Page, text: str = INDEX) -> None:
    """Ask, and wait for the first words of an answer that does not end."""
    page.locator("#message textarea").fill(text)
    page.locator("#message textarea").press("Enter")
    expect(page.locator("#messages .bot.message").last).to_contain_text("Which of the 3 rows")


def ask_again(page: Page) -> None:
    page.locator("#messages").get_by_label("Retry").click()
    expect(page.locator("#messages .bot.message").last).to_contain_text("sorted structure")


def test_a_stopped_answer_is_kept_and_asked_again(page: Page, endpoint: Endpoint) -> None:
    """The stop button is there while an answer is written; what was said stays, and the arrow asks again."""
    endpoint.script = [endless_questions(), SAYS]
    begin(page)
    page.locator("#message .stop-button").click()
    expect(page.locator("#message .submit-button")).to_be_visible()
    expect(page.locator("#message .stop-button")).to_have_count(0)
    page.reload()
    answer = page.locator("#messages .bot.message")
    expect(answer).to_contain_text("Which of the 3 rows")
    expect(answer).to_contain_text("Stopped here")
    ask_again(page)
    expect(page.locator("#messages .user.message")).to_have_count(1)


def test_a_reload_in_mid_answer_keeps_what_was_said(page: Page, endpoint: Endpoint) -> None:
    """Who loads the page again finds the question and the answer as far as it was written."""
    endpoint.script = [endless_questions(), SAYS]
    begin(page)
    page.reload()
    expect(page.locator("#messages .user.message")).to_have_text(INDEX)
    ask_again(page)


def test_two_tabs_talk_apart(browser: Browser, page: Page, endpoint: Endpoint, address: str) -> None:
    """While one tab waits for its answer another one gets its own, and neither shows the other's."""
    endpoint.script = [endless_questions(), SAYS]
    begin(page, "How does a table find the rows of an index?")
    other = next(tabs := opened(browser, address))
    ask(other, INDEX)
    expect(other.locator("#messages .user.message")).to_have_text(INDEX)
    expect(other.locator("#messages .bot.message")).to_contain_text("sorted structure")
    expect(page.locator("#messages .user.message")).to_contain_text("How does a table")
    expect(other.locator("#talks")).to_contain_text("How does a table")
    page.locator("#message .stop-button").click()
    tabs.close()


def test_a_model_that_fails_leaves_quotations(page: Page, endpoint: Endpoint) -> None:
    """Where the model does not answer the page says so, quotes the sources, and takes the next question."""
    endpoint.script = [500]
    ask(page, INDEX)
    answer = page.locator("#messages .bot.message").last
    expect(answer).to_contain_text("The language model did not answer")
    expect(answer.locator("a[href*='#source-1-']").first).to_be_visible()
    endpoint.script = [SAYS]
    ask(page, INDEX, turn=2)
    expect(page.locator("#messages .bot.message").last).to_contain_text("sorted structure")


def test_a_server_that_dies_in_mid_answer_loses_nothing(
    browser: Browser, endpoint: Endpoint, copy_of_home: Callable[[], Path]
) -> None:
    """The page says that the mentor is out of reach, finds it again, and the question is there to be asked again."""
    home = copy_of_home()
    endpoint.script = [endless_questions(), SAYS]
    with served(home, ends_by=signal.SIGKILL, OPENAI_BASE_URL=endpoint.address) as address:
        page = next(pages := opened(browser, address))
        begin(page)
    expect(page.locator("#unreachable")).to_be_visible()
    with served(home, port=urlsplit(address).port or 0, OPENAI_BASE_URL=endpoint.address):
        expect(page.locator("#unreachable")).to_be_hidden()
        page.reload()
        expect(page.locator("#messages .user.message")).to_have_text(INDEX)
        expect(page.locator("#messages .bot.message")).to_contain_text("interrupted")
        ask_again(page)
    pages.close()
