"""Hostile questions, documents and model answers in a real browser: none of them runs or asks another host for anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.endpoint import Endpoint
from tests.payloads import FOREIGN, PAYLOADS
from tests.real.conftest import Command
from tests.real.pages import CHROMIUM, SLOW_MS, ask, served, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def address(copy_of_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose documents and whose model say nothing but attacks."""
    home, folder = copy_of_home(), tmp_path_factory.mktemp("hostile")
    document = folder / "<img src=x onerror=window.pwned=1>.md"
    document.write_text(
        "# Zorblatt <img src=x onerror=window.pwned=1>\n\n## What it is <script>window.pwned=1</script>\n\n"
        "The Zorblatt protocol is a way of handing over jobs.\n\n" + "\n\n".join(PAYLOADS)
    )
    for number, payload in enumerate(PAYLOADS):  # each as a file's name, a title and a text
        name = payload.replace("/", "\N{DIVISION SLASH}").replace("\n", " ")[:60]
        form, text = (
            ("md", f"# {payload}\n\n{payload}"),
            ("txt", payload),
            ("html", f"<h1>{payload}</h1>{payload}"),
        )[number % 3]
        (folder / f"{name} {number}.{form}").write_text(f"{text}\n\nA word about jobs.", encoding="utf-8")
    ingested = Command(home).run("ingest", folder)
    assert ingested.returncode == 0, ingested.stderr
    with Endpoint("\n\n".join(PAYLOADS)) as endpoint, served(home, OPENAI_BASE_URL=endpoint.address) as found:
        yield found


@pytest.fixture
def asked_for() -> list[str]:
    """Every address that the page asks for, and every dialog that it opens."""
    return []


@pytest.fixture
def page(browser: Browser, asked_for: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.on("request", lambda request: asked_for.append(request.url))

    def opened(dialog: Dialog) -> None:
        asked_for.append(f"{FOREIGN}/dialog-{dialog.message}")
        dialog.dismiss()

    page.on("dialog", opened)
    yield page
    context.close()


def test_no_payload_runs_or_reaches_another_host(page: Page, asked_for: list[str], address: str) -> None:
    """Sixty attacks as questions, as a document's words, name and headings, and as a model's answer do nothing."""
    page.goto(address)
    expect(page.locator("#message textarea")).to_be_visible()
    ask(page, "What is the Zorblatt protocol?")
    ask(page, "What is an index? " + "\n\n".join(PAYLOADS), 2)
    page.reload()
    expect(page.locator("#messages .user.message")).to_have_count(2)
    assert_harmless(page, asked_for, address)
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#library")).to_contain_text("Zorblatt")
    assert_harmless(page, asked_for, address)


def test_no_title_of_a_conversation_runs(page: Page, asked_for: list[str], address: str) -> None:
    """Each attack opens a conversation, whose title it becomes; the list, its search and a renamed one do nothing."""
    with ThreadPoolExecutor(1) as apart:  # the browser's own loop runs in this thread
        apart.submit(told, dict.fromkeys(PAYLOADS, address)).result()
    page.goto(address)
    expect(page.locator("#talks .open").nth(len(PAYLOADS) - 1)).to_be_visible()
    assert_harmless(page, asked_for, address)
    for number in range(0, len(PAYLOADS), 6):
        page.locator("#talks .open").nth(number).click()
        expect(page.locator("#talks .open").nth(number)).to_have_attribute("aria-current", "true")
        assert_harmless(page, asked_for, address)
    row = page.locator("#talks li").first
    row.locator("summary").click()
    row.get_by_label("New title").fill("'><img src=x onerror=window.pwned=1>")
    row.get_by_role("button", name="Save").click()
    expect(page.locator("#talks .title").first).to_have_text("'><img src=x onerror=window.pwned=1>")
    page.locator("#find textarea, #find input").fill("<img src=x onerror=window.pwned=1>")
    page.wait_for_timeout(1000)
    assert_harmless(page, asked_for, address)


def test_no_goal_of_a_plan_and_no_reply_runs(page: Page, asked_for: list[str], address: str) -> None:
    """Attacks as goals, as replies to the intake and as answers to a check are words wherever they are shown back."""
    page.goto(address)
    ask(page, "/learn")
    ask(page, "first job, " + " ".join(PAYLOADS)[:3000], 2)
    ask(page, "/review web.http-fundamentals", 3)
    ask(page, f"/answer {PAYLOADS[1]}", 4)
    assert_harmless(page, asked_for, address)
    page.get_by_role("tab", name="Today").click()
    page.locator("#today").get_by_label("What do you want to reach?").fill(
        "Python. " + " ".join(PAYLOADS)[:1900]
    )
    page.get_by_role("button", name="Build my plan", exact=True).click()
    for view, part in (("Today", "#today .next"), ("Plan", "#plan .week"), ("Progress", "#progress")):
        page.get_by_role("tab", name=view).click()
        expect(page.locator(part).first).to_be_visible()
        assert_harmless(page, asked_for, address)


def test_no_document_runs_where_it_is_read(page: Page, asked_for: list[str], address: str) -> None:
    """Each document of attacks is listed by its name and opened whole; what is looked for beside them is words, too."""
    page.goto(f"{address}/#library")
    listed = page.locator("#library [data-read]")
    expect(listed.first).to_be_visible()
    assert listed.count() >= len(PAYLOADS) - 5  # a few are no document that can be read
    assert_harmless(page, asked_for, address)
    for number in range(0, listed.count(), 5):
        listed.nth(number).click()
        expect(page.locator("#reader .page")).to_contain_text("A word about jobs.")
        assert_harmless(page, asked_for, address)
        page.keyboard.press("Escape")
    page.get_by_label("Find a page of the curriculum").fill(PAYLOADS[1])
    expect(page.locator("#shelf")).to_contain_text("No page of the curriculum speaks of that.")
    assert_harmless(page, asked_for, address)


def assert_harmless(page: Page, asked_for: list[str], address: str) -> None:
    """Nothing ran, nothing foreign was asked for, and nothing lies over the page or asks for a password."""
    assert page.evaluate("window.pwned") is None
    hosts = {urlsplit(url).hostname for url in asked_for if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert page.url.startswith(address)
    for part in ("#messages", "#library", "#sources", "#reader", "#shelf"):
        assert page.locator(part).locator("form, input[type=password], input[type=image]").count() == 0
    inside = page.locator("#messages, #library, #sources, #reader, #shelf, #talks, #today, #plan, #progress")
    assert (
        inside.locator("script, iframe, object, embed, base, link, meta, video, audio, marquee").count() == 0
    )
    assert inside.locator(f"[src^='{FOREIGN}'], [style*='evil.example'], [data-act=forget]").count() == 0
    links = page.locator("a, use").evaluate_all(
        "all => all.map(each => String(each.href?.baseVal ?? each.href))"
    )
    assert not [link for link in links if link.startswith(("javascript:", "data:", FOREIGN))]
    acting = "all => all.filter(each => [...each.attributes].some(one => one.value.includes('pwned=1') && one.name.startsWith('on')))"
    assert inside.locator("*").evaluate_all(f"{acting}.length") == 0
