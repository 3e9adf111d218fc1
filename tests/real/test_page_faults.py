"""What a learner sees on the page when things go wrong in the middle of an answer: nothing is lost."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.endpoint import Endpoint, piece, stream
from tests.real.pages import CHROMIUM, SLOW_MS, ask, send, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

INDEX = "What is a database index?"
SAYS = "A database index is a separate, sorted structure that maps the values of one or more columns to the rows that contain them. [1]"


class Held:
    """An answer of two sentences, the second of which is said once the test lets it."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        yield piece({"content": f"{SAYS} "})
        yield piece({"content": "An index "})  # so that the first sentence is known to have ended
        self.go_on.wait(SLOW_MS / 1000)
        yield from stream("is paid for by every write. [1]")


def endless_questions(pause_s: float = 0.05) -> Iterator[bytes]:
    """A model that asks back for ever."""
    pause = threading.Event()
    for number in range(10_000):
        yield piece({"content": f"Which of the {number} rows does an index of a table find? "})
        pause.wait(pause_s)


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
    send(page, text)
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
    expect(page.locator("#message .stop-button")).to_be_hidden()
    page.reload()
    answer = page.locator("#messages .bot.message")
    expect(answer).to_contain_text("Which of the 3 rows")
    expect(answer).to_contain_text("Stopped here")
    ask_again(page)
    expect(page.locator("#messages .user.message")).to_have_count(1)


def asked_and_held(page: Page, endpoint: Endpoint) -> Held:
    """Ask, and return the answer of which the page shows the first sentence."""
    held = Held()
    endpoint.script = [held]
    endpoint.requests.clear()
    send(page, INDEX)
    assert_first_sentence(page)
    return held


def assert_first_sentence(page: Page) -> None:
    expect(page.locator("#messages .user.message")).to_have_text(INDEX)
    expect(page.locator("#messages .bot.message")).to_contain_text("sorted structure")
    expect(page.locator("#message .stop-button")).to_be_visible()
    expect(page.locator("#message .submit-button")).to_be_hidden()


def assert_whole(page: Page) -> None:
    """The question and its answer are there once, and the next one may be asked."""
    expect(page.locator("#messages .bot.message")).to_contain_text("paid for by every write")
    expect(page.locator("#message .submit-button")).to_be_visible()
    expect(page.locator("#messages .user.message")).to_have_text(INDEX)
    expect(page.locator("#messages .bot.message")).to_have_count(1)


def test_an_answer_goes_on_after_a_reload(page: Page, endpoint: Endpoint) -> None:
    """Who loads the page again in mid-answer sees it go on to its end; it is written once, and kept once."""
    held = asked_and_held(page, endpoint)
    page.reload()
    assert_first_sentence(page)
    held.go_on.set()
    assert_whole(page)
    page.reload()
    assert_whole(page)
    assert len(endpoint.requests) == 1


def test_an_answer_ends_while_nobody_looks(page: Page, endpoint: Endpoint, address: str) -> None:
    """Who leaves in mid-answer and comes back later finds it whole."""
    held = asked_and_held(page, endpoint)
    page.goto("about:blank")
    held.go_on.set()
    page.goto(address)
    assert_whole(page)
    assert len(endpoint.requests) == 1


def test_a_second_tab_follows_the_answer(page: Page, endpoint: Endpoint, address: str) -> None:
    """A second tab shows the same answer as it is written; asking there waits, and what was typed stays."""
    held = asked_and_held(page, endpoint)
    other = page.context.new_page()
    other.goto(address)
    assert_first_sentence(other)
    other.locator("#message textarea").fill("And when does it hurt?")
    other.locator("#message textarea").press("Enter")
    expect(other.get_by_text("still being answered")).to_be_visible()
    expect(other.locator("#message textarea")).to_have_value("And when does it hurt?")
    held.go_on.set()
    assert_whole(page)
    assert_whole(other)
    assert len(endpoint.requests) == 1


def test_another_conversation_is_read_in_mid_answer(page: Page, endpoint: Endpoint) -> None:
    """While an answer is written another conversation is opened and stays; the answer goes on and is found again."""
    endpoint.script = [SAYS]
    ask(page, "What is a composite index?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#messages .user.message")).to_have_count(0)
    held = asked_and_held(page, endpoint)
    rows = page.locator("#talks .open")
    rows.filter(has_text="composite").click()
    expect(page.locator("#messages .user.message")).to_have_text("What is a composite index?")
    rows.filter(has_text=INDEX).first.click()
    assert_first_sentence(page)
    rows.filter(has_text="composite").click()
    expect(page.locator("#messages .user.message")).to_have_text("What is a composite index?")
    held.go_on.set()
    expect(page.locator("#message .submit-button")).to_be_visible()
    rows.filter(has_text=INDEX).first.click()
    assert_whole(page)


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
    """The page says that the mentor is out of reach, finds it again by itself, and offers the question that is kept."""
    home = copy_of_home()
    endpoint.script = [endless_questions(), SAYS]
    with served(home, ends_by=signal.SIGKILL, OPENAI_BASE_URL=endpoint.address) as address:
        page = next(pages := opened(browser, address))
        begin(page)
        page.locator("#message textarea").fill("What I type meanwhile")
    expect(page.locator("#unreachable")).to_be_visible()
    with served(home, port=urlsplit(address).port or 0, OPENAI_BASE_URL=endpoint.address):
        expect(page.locator("#unreachable")).to_be_hidden()
        expect(page.locator("#messages .user.message")).to_have_text(INDEX)
        expect(page.locator("#messages .bot.message")).to_contain_text("Your question is kept")
        expect(page.locator("#message textarea")).to_have_value("What I type meanwhile")
        page.get_by_role("button", name="Ask it again").click()
        expect(page.locator("#messages .bot.message")).to_contain_text("sorted structure")
        expect(page.locator("#messages .user.message")).to_have_text(INDEX)
        page.reload()
        expect(page.locator("#messages .bot.message")).to_contain_text("sorted structure")
        expect(page.locator("#messages .user.message")).to_have_text(INDEX)
    pages.close()


def test_a_server_told_to_end_keeps_what_was_written(
    browser: Browser, endpoint: Endpoint, copy_of_home: Callable[[], Path]
) -> None:
    """An answer that does not end in the time that a restart gives it is there as far as it was written."""
    home = copy_of_home()
    endpoint.script = [endless_questions(pause_s=1)]  # longer than a server waits before it ends
    with served(home, OPENAI_BASE_URL=endpoint.address) as address:
        page = next(pages := opened(browser, address))
        begin(page)
    with served(home, port=urlsplit(address).port or 0, OPENAI_BASE_URL=endpoint.address):
        expect(page.locator("#messages .bot.message")).to_contain_text("Stopped here")
        expect(page.locator("#messages .bot.message")).to_contain_text("Which of the 3 rows")
        expect(page.locator("#messages .user.message")).to_have_text(INDEX)
    pages.close()
