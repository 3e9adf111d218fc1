"""Takes the pictures of the page that the documentation shows: `python -m tests.screens HOME [NAME...]`.

HOME is a home with the curriculum read in, which is copied; NAME is `views` or a state of `tests.real.states`.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.real.conftest import Command
from tests.real.pages import CHROMIUM, FLAGS, QUESTION, SLOW_MS, ask, served
from tests.real.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
WIDTHS = {390: 844, 768: 1024, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLOURS = 96  # enough for text and two greens, in a quarter of the bytes
VIEWS = "views"
INVENTED = {"evals"}  # figures of a test, which no documentation may show
# what a learner asked on the days before, each in a conversation of its own
EARLIER = (
    (6, ["What is a database index, and when does it hurt?", "and a composite one?"]),
    (4, ["How do I store passwords safely?"]),
    (1, ["Why is my query slow although there is an index?"]),
    (1, ["What does idempotent mean for an API?", "show me an example"]),
    (0, ["REST or gRPC between two services of mine?"]),
)
GOAL = {"message": "I know some Python and want my first job as a backend developer, 8 hours a week"}
DONE = ("Choosing a first backend language", "Git and version control")


def main(home: Path, names: list[str]) -> None:
    """Write a picture of each view and state at each width, by day and by night, and the one of the README."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="mentor-screens-") as folder:
        lived_in = Path(folder) / "home"
        shutil.copytree(home, lived_in, ignore=shutil.ignore_patterns("*.lock"))
        live_in(lived_in)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names or [VIEWS, *(name for name in STATES if name not in INVENTED)]:
            for page, width, scheme in pages(browser):
                # a home for each: what one picture asks stands in no other's list
                own = Path(folder) / f"{name}-{width}-{scheme}" / "home"
                shutil.copytree(lived_in, own, copy_function=linked)
                serve = served if name == VIEWS else STATES[name].serve
                with serve(own) as address:
                    (of_views if name == VIEWS else of_state)(page, address, name, f"{width}-{scheme}")
                shutil.rmtree(own)
        browser.close()


def live_in(home: Path) -> None:
    """Leave in a home what a learner of a week has: conversations on several days, a plan, and what is finished."""
    command = Command(home)
    command.json("learn", "--profile", "-", given=json.dumps(GOAL))
    for topic in DONE:
        command.run("progress", "done", topic)
    for days, questions in EARLIER:
        conversation = command.json("ask", questions[0])["conversation"]
        for question in questions[1:]:
            command.json("ask", question, "--conversation", conversation)
        with closing(sqlite3.connect(home / "mentor.sqlite3")) as database, database:
            database.execute(
                "UPDATE turns SET asked_at = datetime(asked_at, ?) WHERE conversation = ?",
                (f"-{days} days", conversation),
            )


def linked(source: str, target: str) -> None:
    """Copy a file; the embedding model, which nothing changes, is linked."""
    (os.link if "/models/" in source else shutil.copy2)(source, target)


def of_views(page: Page, address: str, _name: str, end: str) -> None:
    """Write the pictures of all views."""
    page.goto(address)
    for name in views(page):
        shown = page.screenshot()
        keep(shown, DOCS / "screens" / f"{name}-{end}.png")
        if (name, end) == ("document", "1440-light"):
            keep(shown, DOCS / "page.png", colours=256)


def of_state(page: Page, address: str, name: str, end: str) -> None:
    """Write the picture of a state."""
    STATES[name].show(page, address)
    page.wait_for_timeout(500)
    keep(page.screenshot(), DOCS / "screens" / f"{name}-{end}.png")


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
