"""Learners at the page at once, beside the same learners at a bare Gradio echo; and the page's first moments in a browser.

Run it as `python -m tests.bench.page [--learners 50] [--seconds 60] [--think 2 6] [--home READ_IN]`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import parts
from tests.bench.learners import Seen, crowd
from tests.bench.load import add_accounts, copy_home, p95

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS_PER_SECOND = 200.0  # a model that is not what is measured
VISITS = 5
WARM_S = 8.0  # one learner opens the models and fills the caches before the crowd comes


def main() -> None:
    """Print what learners saw at both, and the ratio."""
    options = argparse.ArgumentParser()
    options.add_argument("--learners", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--think", type=float, nargs=2, default=(2.0, 6.0))
    options.add_argument("--home", type=Path, help="a home with the curriculum read in, to copy")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="mentor-page-") as name, ExitStack() as stack:
        folder = Path(name)
        model = stack.enter_context(parts.endpoint(folder, WORDS_PER_SECOND))
        with parts.gradio_echo(folder) as echo:
            bare = measured("bare Gradio echo", echo, given, signs_in=False)
        copy_home(given.home, folder / "crowd", with_stores=True)
        variables = {"OPENAI_BASE_URL": f"{model.address}/v1", "MENTOR_MESSAGES_PER_DAY": "100000"}
        with parts.mentor(folder, "crowd", MENTOR_AUTH="accounts", **variables) as mentor:
            add_accounts(f"sqlite:///{folder}/crowd/mentor.sqlite3", given.learners)
            page = measured("the mentor's page", mentor, given)
        for what, values in (("first words", "first"), ("whole answer", "whole")):
            ratio = p95(getattr(page, values)) / p95(getattr(bare, values))
            print(f"p95 to {what}: {ratio:.2f} times the bare echo's")
        copy_home(given.home, folder / "alone", with_stores=True)
        with parts.mentor(folder, "alone") as mentor:
            visits(mentor.address)


def measured(name: str, part: parts.Part, given: argparse.Namespace, *, signs_in: bool = True) -> Seen:
    """Print and return what a crowd saw at an address."""
    asyncio.run(crowd(part.address, 1, seconds=WARM_S, think_s=(0.1, 0.2), signs_in=signs_in))
    before = part.resident_mb()
    with highest(part) as memory:
        seen = asyncio.run(
            crowd(
                part.address,
                given.learners,
                seconds=given.seconds,
                think_s=tuple(given.think),
                signs_in=signs_in,
            )
        )
    print(f"\n{name}: {given.learners} learners, {given.seconds:g} s")
    print(f"  answers {len(seen.whole)}, failed {len(seen.failed)}, mixed {seen.mixed}")
    for _, _, why in seen.failed[:5]:
        print(f"    {why}")
    for what, values in (("first words", seen.first), ("whole answer", seen.whole)):
        print(f"  {what}: median {statistics.median(values):.2f} s, p95 {p95(values):.2f} s")
    print(f"  memory: {before:.0f} MB before, {max(memory):.0f} MB at most")
    return seen


@contextmanager
def highest(part: parts.Part) -> Iterator[list[float]]:
    """The memory of a process, every second."""
    memory, over = [part.resident_mb()], threading.Event()

    def watch() -> None:
        while not over.wait(1.0):
            memory.append(part.resident_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield memory
    finally:
        over.set()
        watcher.join()


def visits(address: str) -> None:
    """Print how soon a browser paints the page, lets one type, and shows a first answer; the server is warm."""
    from playwright.sync_api import sync_playwright

    from tests.real.pages import CHROMIUM, FLAGS, QUESTION

    paints, fields, answers = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for _ in range(VISITS):
            page = browser.new_page()
            began = time.monotonic()
            page.goto(address)
            page.wait_for_selector("#message textarea")
            fields.append(time.monotonic() - began)
            paints.append(
                page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
            )
            began = time.monotonic()
            page.locator("#message textarea").fill(QUESTION)
            page.locator("#message textarea").press("Enter")
            page.wait_for_selector("#messages .bot.message a[href*='#source-']")
            answers.append(time.monotonic() - began)
            page.close()
        browser.close()
    print(f"\none visitor, no model, the median of {VISITS} visits")
    for what, values in (("first paint", paints), ("field to type in", fields), ("cited answer", answers)):
        print(f"  {what}: {statistics.median(values):.2f} s")


if __name__ == "__main__":
    main()
