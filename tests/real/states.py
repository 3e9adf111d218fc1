"""The less usual states of the page: for each, what brings it about and what a learner does until it stands."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import Page, expect

from agent.gguf import OFFERS, partly
from knowledge.pace import Step
from tests.endpoint import Endpoint, piece
from tests.kept_run import keep_run
from tests.real.pages import QUESTION, ask, served
from ui.opening import Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MODEL, OFFER = next(iter(OFFERS.items()))
SAYS = "For your first login system, choose server-side sessions and not JWTs. [1] "


@dataclass(frozen=True)
class State:
    """A state: the server over a home that brings it about, and what is done on the page at its address."""

    serve: Callable[[Path], AbstractContextManager[str]]
    show: Callable[[Page, str], None]


@contextmanager
def opening(_home: Path) -> Iterator[str]:
    """A mentor that reads its curriculum in for as long as one looks."""
    waiting = Opening()
    waiting.told(Step("Database indexes", number=60, sources=214, passage=3, passages=9))
    server = uvicorn.Server(uvicorn.Config(waiting, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def see_opening(page: Page, address: str) -> None:
    """Wait with the page."""
    page.goto(address)
    expect(page.get_by_role("progressbar")).to_be_visible()


@contextmanager
def fetching(home: Path) -> Iterator[str]:
    """A mentor whose language model is being fetched: its file grows all the time."""
    _, part = partly(home, OFFER)
    part.parent.mkdir(exist_ok=True)
    over = threading.Event()

    def grow() -> None:
        with part.open("wb") as file:
            file.truncate(int(OFFER.size * 0.43))
        while not over.wait(1.0):
            part.touch()

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        with served(home, MENTOR_MODEL=f"local:{MODEL}") as address:
            yield address
    finally:
        over.set()
        thread.join()


def see_fetching(page: Page, address: str) -> None:
    """Ask while the model comes."""
    page.goto(address)
    expect(page.locator("#awaited")).to_contain_text("is being fetched: 0.48 of 1.12 GB")
    fresh(page)
    ask(page, QUESTION)
    expect(page.locator("#messages .bot.message a[href*='#source-']").first).to_be_visible()


@contextmanager
def failing(home: Path) -> Iterator[str]:
    """A mentor whose language model answers with errors alone."""
    with Endpoint(500) as endpoint, served(home, OPENAI_BASE_URL=endpoint.address) as address:
        yield address


def see_failing(page: Page, address: str) -> None:
    """Ask, and be told."""
    page.goto(address)
    fresh(page)
    ask(page, QUESTION)
    expect(page.locator("#messages .bot.message")).to_contain_text("The language model did not answer")


@contextmanager
def writing(home: Path) -> Iterator[str]:
    """A mentor whose language model goes on writing for as long as one looks."""
    over = threading.Event()

    def held() -> Iterator[bytes]:
        yield piece({"content": SAYS})
        while not over.wait(0.5):
            yield piece({"content": "and "})

    class Holding(Endpoint):
        def next(self) -> Iterator[bytes]:
            return held()

    with Holding("") as endpoint, served(home, OPENAI_BASE_URL=endpoint.address) as address:
        try:
            yield address
        finally:
            over.set()


def see_writing(page: Page, address: str) -> None:
    """Ask, and look at the answer while it is written."""
    page.goto(address)
    fresh(page)
    page.locator("#message textarea").fill(QUESTION)
    page.locator("#message textarea").press("Enter")
    expect(page.locator("#messages .bot.message")).to_contain_text("choose server-side sessions")
    expect(page.locator("#sources .turn")).to_have_count(1)
    expect(page.locator("#message .stop-button")).to_be_visible()


def see_unreachable(page: Page, address: str) -> None:
    """Lose the mentor."""
    page.goto(address)
    fresh(page)
    expect(page.locator("#talks")).to_contain_text(re.compile(r"\w"))
    page.context.set_offline(True)
    expect(page.locator("#unreachable")).to_be_visible()


@contextmanager
def judged(home: Path) -> Iterator[str]:
    """A mentor whose evals were run."""
    for day, ndcg in enumerate((0.61, 0.64, 0.7), 1):
        keep_run(home.parent / "runs" / f"retrieval-{day}", day, ndcg)
    with served(home) as address:
        yield address


def see_evals(page: Page, address: str) -> None:
    """Look at the runs."""
    page.goto(f"{address}/#evals")
    expect(page.locator("#evals .card").first).to_be_visible()
    page.get_by_text("Worst cases").first.click()


def fresh(page: Page) -> None:
    """Begin a conversation on a page that has come."""
    expect(page.locator("#message textarea")).to_be_visible()
    expect(page.locator("#messages .example").first).to_be_visible()


STATES = {
    "opening": State(opening, see_opening),
    "fetching": State(fetching, see_fetching),
    "writing": State(writing, see_writing),
    "failing": State(failing, see_failing),
    "unreachable": State(served, see_unreachable),
    "evals": State(judged, see_evals),
}
