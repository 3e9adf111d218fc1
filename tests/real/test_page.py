"""The page in a browser, over a real server: what a learner does on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from agent.commands import TABLE
from tests.real.pages import CHROMIUM, QUESTION, SLOW_MS, ask, faults, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def address(copy_of_home: Callable[[], Path]) -> Iterator[str]:
    with served(copy_of_home()) as found:
        yield found


@pytest.fixture
def asked_for() -> list[str]:
    """Every address that the page asks for."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, asked_for: list[str]) -> Iterator[Page]:
    """The page as a first visitor sees it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.on("request", lambda request: asked_for.append(request.url))
    page.on("websocket", lambda opened: asked_for.append(opened.url))
    page.goto(address)
    expect(page.locator("#message textarea")).to_be_visible()
    yield page
    context.close()


def test_a_question_gets_a_cited_answer_beside_its_sources(page: Page) -> None:
    """The answer carries marks, and the pane beside it shows the passages with the quoted words marked."""
    ask(page, QUESTION)
    answer = page.locator("#messages .bot.message").last
    expect(answer).to_contain_text("session")
    expect(answer.locator("a[href*='#source-1-']").first).to_be_visible()
    quoted = page.locator("#sources .passage mark").first.inner_text().split()
    assert len(quoted) >= 5
    assert " ".join(quoted[:5]) in " ".join(answer.inner_text().split())


def test_a_mark_opens_the_document_at_its_words(page: Page) -> None:
    """A click on a mark opens the whole document, the words that the answer rests on in sight; Escape shuts it."""
    ask(page, QUESTION)
    mark = page.locator("#messages .bot.message a[href*='#source-1-']").last
    mark.click()
    reader = page.locator("#reader")
    expect(reader.locator("mark").first).to_be_in_viewport()
    assert reader.locator("h2, h3").count() > 5
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    expect(mark).to_be_focused()


def test_commands_are_hinted_and_completed(page: Page) -> None:
    """A slash lists the commands, letters narrow the list, and Tab completes the first."""
    field = page.locator("#message textarea")
    field.press_sequentially("/")
    expect(page.locator("#hints li")).to_have_count(len(TABLE))
    field.press_sequentially("plan")
    expect(page.locator("#hints li")).to_have_count(1)
    field.press("Tab")
    expect(field).to_have_value("/plan ")
    expect(page.locator("#hints li")).to_have_count(0)


def test_what_fits_has_no_bar_to_scroll(page: Page) -> None:
    """Where a view holds all that it shows, none of its parts can be scrolled."""
    ask(page, "/help stop")
    taller = page.evaluate(
        """() => [...document.querySelectorAll('#talks, #messages, #sources')]
            .filter((part) => part.scrollHeight > part.clientHeight + 1).map((part) => part.id)"""
    )
    assert taller == []


def test_help_lists_the_commands(page: Page) -> None:
    """/help answers with the table of commands."""
    ask(page, "/help")
    expect(page.locator("#messages .bot.message table")).to_contain_text("/learn [WHAT YOU WANT]")


def test_a_follow_up_goes_on_from_the_answer(page: Page) -> None:
    """A follow-up is read with what was asked before, and its sources come first."""
    ask(page, QUESTION)
    ask(page, "and which of the two can I revoke?", turn=2)
    first = page.locator("#sources .turn > summary").first
    expect(first).to_contain_text("sessions and JWT")
    expect(page.locator("#messages .bot.message").last).to_contain_text("revo")


def test_a_first_plan_is_made_and_followed(page: Page) -> None:
    """One sentence gives today's task; what is checked off in the plan is shown as a change before it is kept."""
    page.get_by_role("tab", name="Today").click()
    page.get_by_label("What do you want to reach?").fill("First job with Python")
    page.get_by_role("textbox", name="Hours a week").fill("6")
    page.get_by_role("button", name="Build my plan", exact=True).click()
    expect(page.locator("#today .next h3")).to_be_visible()
    page.get_by_role("button", name="Start").first.click()
    expect(page.locator("#reader h2").first).to_have_text(page.locator("#today .next h3").inner_text())
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Plan").click()
    weeks = page.locator("#plan details.week")
    expect(weeks.first).to_contain_text("of 6 h")
    assert weeks.count() > 10
    for number in range(2):
        page.locator("#plan button.box[aria-pressed=false]").first.click()
        expect(page.locator("#plan button.box[aria-pressed=true]")).to_have_count(number + 1)
    page.get_by_role("button", name="Fit it to my progress").click()
    expect(page.locator("#plan .preview")).to_contain_text("Finished")
    expect(page.locator("#plan header")).to_contain_text("version 1")
    page.get_by_role("button", name="Accept the change").click()
    expect(page.locator("#plan header")).to_contain_text("version 2")
    with page.expect_download() as download:
        page.get_by_text("Take it with you").click()
        page.get_by_role("link", name="Calendar").click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_reload_restores_the_conversation(page: Page) -> None:
    """After a reload the question, the answer and its sources are there again."""
    ask(page, QUESTION)
    before = page.locator("#messages .bot.message").last.inner_text()
    page.reload()
    expect(page.locator("#messages .user.message")).to_contain_text(QUESTION)
    assert page.locator("#messages .bot.message").last.inner_text() == before
    expect(page.locator("#sources .passage mark").first).to_be_attached()


def test_conversations_are_found_renamed_and_deleted(page: Page) -> None:
    """A conversation is listed while it runs, found by its words, renamed in its row, and deleted after asking."""
    ask(page, "What is a database index?")
    rows = page.locator("#talks li")
    expect(rows.first).to_contain_text("What is a database index?")
    rows.first.locator("summary").click()
    rows.first.get_by_label("New title").fill("My zebra notes")
    rows.first.get_by_role("button", name="Save").click()
    expect(rows.first).to_contain_text("My zebra notes")
    page.get_by_label("Find a conversation").fill("zebra")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("My zebra notes")
    rows.first.locator("summary").click()
    rows.first.get_by_role("button", name="Delete", exact=True).click()
    rows.first.get_by_role("button", name="Delete for good?").click()
    expect(page.locator("#messages .user.message")).to_have_count(0)
    expect(page.locator("#talks")).not_to_contain_text("zebra")


def test_a_message_is_changed_and_asked_again(page: Page) -> None:
    """An edited message takes the place of the old one, and what it offers next can be asked with a click."""
    ask(page, "What is a database index?")
    page.locator("#messages").get_by_label("Edit", exact=True).click()
    page.locator("#messages textarea").fill(QUESTION)
    page.locator("#messages").get_by_label("Submit").click()
    expect(page.locator("#messages .user.message")).to_have_text(QUESTION)
    expect(page.locator("#messages .bot.message")).to_contain_text("session")
    offered = page.locator("#messages .option").first
    text = offered.inner_text()
    offered.click()
    expect(page.locator("#messages .user.message").last).to_have_text(text)
    expect(page.locator("#messages .bot.message")).to_have_count(2)


def test_an_uploaded_document_is_answered_from(page: Page, tmp_path: Path) -> None:
    """A Markdown file added on the Library page is listed, and a question about it is answered from it."""
    note = tmp_path / "zorblatt.md"
    note.write_text(
        "# The Zorblatt protocol\n\n## What it is\n\n"
        "The Zorblatt protocol is our own way of handing a job from one worker to another. "
        "A worker sends a Zorblatt token every 17 seconds.\n",
        encoding="utf-8",
    )
    page.get_by_role("tab", name="Library").click()
    page.locator("#upload input[type=file]").set_input_files(note)
    expect(page.locator("#library .said")).to_contain_text("Added The Zorblatt protocol")
    page.locator("#library").get_by_role("button", name="See what was read").click()
    expect(page.locator("#reader .page")).to_contain_text("handing a job from one worker")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Chat").click()
    ask(page, "What is the Zorblatt protocol?")
    expect(page.locator("#messages .bot.message").last).to_contain_text(
        "handing a job from one worker to another"
    )


VIEWS = ("Today", "Plan", "Progress", "Library")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_shuts_anybody_out(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """Axe finds nothing serious or critical on any view, by day and by night."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(address)
    expect(page.locator("#message textarea")).to_be_visible()
    found = {"first visit": faults(page)}
    ask(page, QUESTION)
    expect(page.locator("#messages .option").first).to_be_visible()
    found["answer"] = faults(page)
    page.locator("#messages .bot.message a").first.click()
    expect(page.locator("#reader mark").first).to_be_visible()
    found["document"] = faults(page)
    page.keyboard.press("Escape")
    for view in VIEWS:
        page.get_by_role("tab", name=view).click()
        expect(page.locator(f"#{view.lower()}")).not_to_be_empty()
        found[view] = faults(page)
    context.close()
    assert {view: each for view, each in found.items() if each} == {}


def test_the_search_for_faults_finds_one(browser: Browser) -> None:
    """A picture without words and pale text are found where they are planted."""
    page = browser.new_page()
    page.set_content(
        "<html lang=en><title>x</title><main><img src='data:,'><p style='color:#ccc'>pale</p></main>"
    )
    assert {each.partition(":")[0] for each in faults(page)} == {"image-alt", "color-contrast"}
    page.close()


def test_the_page_is_used_without_a_mouse(page: Page) -> None:
    """Tabs answer to arrow keys, a slash begins a command from anywhere, and the arrows choose one."""
    page.get_by_role("tab", name="Chat").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Today")).to_have_attribute("aria-selected", "true")
    assert page.url.endswith("#today")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("tab", name="Chat").focus()
    page.keyboard.press("/")
    expect(page.locator("#message textarea")).to_be_focused()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#hints li.chosen b").inner_text()
    page.keyboard.press("Tab")
    expect(page.locator("#message textarea")).to_have_value(f"{chosen.split()[0]} ")


def test_an_answer_is_judged_without_a_mouse(page: Page) -> None:
    """A thumb and a reason are given by the keyboard, and are there again after a reload."""
    ask(page, "What is a database index?")
    answers = page.locator("#messages")
    answers.get_by_label("Like", exact=True).focus()
    page.keyboard.press("Enter")
    expect(answers.get_by_label("Liked", exact=True)).to_be_visible()
    page.reload()
    expect(answers.get_by_label("Liked", exact=True)).to_be_visible()
    answers.get_by_label("Feedback").focus()
    page.keyboard.press("Tab")
    reason = page.locator("#messages .extra-feedback-option").first
    expect(reason).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers.get_by_label("Liked", exact=True)).to_have_count(0)
    page.reload()
    expect(page.locator("#messages .bot.message")).to_be_visible()
    expect(answers.get_by_label("Liked", exact=True)).to_have_count(0)


def test_a_message_is_changed_asked_again_and_copied_without_a_mouse(page: Page) -> None:
    """Each is done by the keyboard alone, and the focus goes on from there."""
    ask(page, "What is a database index?")
    messages, field = page.locator("#messages"), page.locator("#message textarea")
    messages.get_by_label("Edit", exact=True).focus()
    page.keyboard.press("Enter")
    expect(messages.locator("textarea")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    expect(messages.get_by_label("Submit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(messages.locator(".user.message")).to_have_text(QUESTION)
    expect(messages.locator(".bot.message")).to_contain_text("session")
    expect(field).to_be_focused()
    expect(page.locator("#message .submit-button")).to_be_visible()
    messages.get_by_label("Retry").focus()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(messages.locator(".user.message")).to_have_text(QUESTION)
    expect(page.locator("#message .submit-button")).to_be_visible()
    messages.get_by_label("Copy message").last.focus()
    page.keyboard.press("Enter")
    expect(messages.get_by_label("Copied message")).to_be_focused()


def test_nothing_leaves_the_machine(page: Page, asked_for: list[str]) -> None:
    """A visit to every view, with a question and a document, asks nothing of any other host."""
    ask(page, QUESTION)
    page.locator("#messages .bot.message a").first.click()
    expect(page.locator("#reader mark").first).to_be_visible()
    page.keyboard.press("Escape")
    for view in VIEWS:
        page.get_by_role("tab", name=view).click()
        expect(page.locator(f"#{view.lower()}")).not_to_be_empty()
    asked_hosts = {urlsplit(url).hostname for url in asked_for if not url.startswith(("data:", "blob:"))}
    assert asked_hosts == {"127.0.0.1"}
