"""Takes the pictures of the page that the documentation shows: `python -m tests.screens HOME [NAME...]`.

HOME is a home with the curriculum read in, which is copied; NAME is `views` or a state of `tests.real.states`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.real.pages import CHROMIUM, FLAGS, QUESTION, SLOW_MS, ask, served
from tests.real.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
WIDTHS = {390: 844, 768: 1024, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLOURS = 96  # enough for text and two greens, in a quarter of the bytes
GOAL = "I know some Python and want my first job as a backend developer"
VIEWS = "views"
INVENTED = {"evals"}  # figures of a test, which no documentation may show


def main(home: Path, names: list[str]) -> None:
    """Write a picture of each view and state at each width, by day and by night, and the one of the README."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names or [VIEWS, *(name for name in STATES if name not in INVENTED)]:
            with tempfile.TemporaryDirectory(prefix="mentor-screens-") as folder:
                copy = Path(folder) / "home"
                shutil.copytree(home, copy)
                if name == VIEWS:
                    with served(copy) as address:
                        of_views(browser, address)
                else:
                    with STATES[name].serve(copy) as address:
                        of_state(browser, name, address)
        browser.close()


def of_views(browser: Browser, address: str) -> None:
    """Write the pictures of all views."""
    for page, width, scheme in pages(browser):
        page.goto(address)
        for name in views(page):
            shown = page.screenshot()
            keep(shown, DOCS / "screens" / f"{name}-{width}-{scheme}.png")
            if (name, width, scheme) == ("document", 1440, "light"):
                keep(shown, DOCS / "page.png", colours=256)


def of_state(browser: Browser, name: str, address: str) -> None:
    """Write the pictures of a state."""
    for page, width, scheme in pages(browser):
        STATES[name].show(page, address)
        page.wait_for_timeout(500)
        keep(page.screenshot(), DOCS / "screens" / f"{name}-{width}-{scheme}.png")


def pages(browser: Browser) -> Iterator[tuple[Page, int, str]]:
    """Go through the widths, by day and by night, with an empty tab for each."""
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.set_default_timeout(SLOW_MS)
            yield page, width, scheme
            context.close()


def views(page: Page) -> Iterator[str]:
    """Go through the views as a learner does; yields the name of each once it stands still."""
    expect(page.locator("#messages .example").first).to_be_visible()
    page.wait_for_timeout(500)
    yield "first"
    ask(page, QUESTION)
    expect(page.locator("#messages .option").first).to_be_visible()
    yield "answer"
    page.locator("#messages .bot.message a[href*='#source-1-2']").first.click()
    expect(page.locator("#reader mark").first).to_be_visible()
    page.wait_for_timeout(500)
    yield "document"
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Today").click()
    page.wait_for_timeout(1000)
    if page.get_by_label("What do you want to reach?").is_visible():
        page.get_by_label("What do you want to reach?").fill(GOAL)
        page.get_by_role("button", name="Build my plan", exact=True).click()
    expect(page.locator("#today .next")).to_be_visible()
    yield "today"
    page.get_by_role("tab", name="Plan").click()
    expect(page.locator("#plan .week").first).to_be_visible()
    yield "plan"
    page.locator("#plan .drawn summary").first.evaluate("each => each.scrollIntoView()")
    page.locator("#plan .drawn summary").last.click()
    yield "drawn"
    for view in ("Progress", "Library"):
        page.get_by_role("tab", name=view).click()
        expect(page.locator(f"#{view.lower()}")).not_to_be_empty()
        page.wait_for_timeout(500)
        yield view.lower()


def keep(picture: bytes, path: Path, colours: int = COLOURS) -> None:
    """Write a picture in few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(picture)).convert("RGB").quantize(colours).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
