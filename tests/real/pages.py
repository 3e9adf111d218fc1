"""A real server over a home, and a learner's hands on its page; shared by the browser tests."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import signal
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.bench.learners import Learner, Seen
from tests.real.conftest import MENTOR, Command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
QUESTION = "Sessions or JWT for my first login system?"
READY = re.compile(r"ready at (http://127\.0\.0\.1:\d+)")
SLOW_MS = 60_000  # a busy machine

expect.set_options(timeout=SLOW_MS)


@contextmanager
def served(home: Path, *, port: int = 0, ends_by: int = signal.SIGTERM, **variables: str) -> Iterator[str]:
    """The address of a server over a home, until the block ends; by which signal it then does."""
    with serving(home, port=port, ends_by=ends_by, **variables) as (address, _process):
        yield address


@contextmanager
def serving(
    home: Path, *, port: int = 0, ends_by: int = signal.SIGTERM, **variables: str
) -> Iterator[tuple[str, int]]:
    """The same, with the server's process id."""
    command = Command(home)
    process = subprocess.Popen(  # noqa: S603 - our own command
        [MENTOR, "serve", "--port", str(port)],
        env=command.environment(**variables),
        stderr=subprocess.PIPE,
        text=True,
        cwd=home.parent,
    )
    assert process.stderr
    late = threading.Timer(200, process.kill)
    late.start()
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := READY.search(line):
                late.cancel()  # a server that has started serves as long as its tests take
                break
        else:
            raise AssertionError("".join(said))
        rest = threading.Thread(target=process.stderr.read)  # a full pipe would stop the server
        rest.start()
        yield found[1], process.pid
    finally:
        late.cancel()
        process.send_signal(ends_by)
        process.wait(60)
        rest.join()
        process.stderr.close()


def told(messages: dict[str, str]) -> list[str]:
    """Send messages to the addresses of pages, all at once, as browsers do; returns the talk that each shows then."""

    async def one(message: str, address: str) -> str:
        learner = Learner(address, "me", Seen(), random.Random(message), signs_in=False)  # noqa: S311 - no secret
        await learner.open()
        return (await learner.exchange(message))[0]

    async def every() -> list[str]:
        return await asyncio.gather(*(one(*each) for each in messages.items()))

    return asyncio.run(every())


def faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page as it stands."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in violations
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def send(page: Page, text: str) -> None:
    """Type a message and send it."""
    field = page.locator("#message textarea")
    field.fill(text)
    field.press("Enter")


def ask(page: Page, text: str, turn: int = 1) -> None:
    """Ask and wait for the whole answer of this turn."""
    send(page, text)
    expect(page.locator("#messages .bot.message")).to_have_count(turn)
    expect(page.locator("#messages .bot.message").last).not_to_contain_text("Looking through the sources")
    expect(page.locator("#message textarea")).to_have_value("")
    expect(page.locator("#message .submit-button")).to_be_visible()  # while an answer runs nothing is sent
