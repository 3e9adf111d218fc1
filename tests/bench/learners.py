"""Learners at a page as a browser is one: they sign in, ask through Gradio's queue, read the stream, think, ask again."""

from __future__ import annotations

import asyncio
import json
import random
import re
import ssl
import time
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

PASSWORD = "correct horse battery"  # noqa: S105 - of a benchmark
QUESTIONS = (
    "What is a database index?",
    "How do I store passwords safely?",
    "What is a transaction in a database?",
)
WORDS = ("structure", "plain text", "as one unit")  # of the first sentences of the scripted answers
MARKS = str.maketrans("01", "!?")
NAMED = re.compile(r"\(([!?]{8}) ")
WAITS_S = 60.0  # for an answer, before it counts as failed
NO_TLS = ssl.SSLContext(
    ssl.PROTOCOL_TLS_CLIENT
)  # each client would read the certificates anew, for 24 ms of processor
RELOADS_S = 3.0  # after which somebody whose page did not open tries again
ASK_AGAIN = re.compile(r"[^\"]{0,80}(?:ask again|wait for one to end|wait a moment|try again)[^\"]{0,40}")


@dataclass
class Seen:
    """What all learners saw.

    Args:
        first: seconds from asking to the first words of the answer.
        whole: seconds to its end.
        answered: the messages whose answers were shown whole, by learner.
        failed: for each failure, when it began and was noticed, and why.
        refused: what was said in plain words to whom was to wait: nothing was begun.
        mixed: answers that named another learner.
    """

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    answered: dict[str, list[str]] = field(default_factory=dict)
    failed: list[tuple[float, float, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    mixed: int = 0


class Refused(Exception):
    """The mentor said clearly that it takes no question now."""


class Learner:
    """One learner in one browser tab."""

    def __init__(
        self, address: str, name: str, seen: Seen, chance: random.Random, *, signs_in: bool = True
    ) -> None:
        self._name = name
        self._signs_in = signs_in
        self._seen = seen
        self._chance = chance
        self.client = httpx.AsyncClient(
            base_url=address,
            timeout=httpx.Timeout(WAITS_S, connect=10),
            verify=NO_TLS,
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=3),
        )
        self._session = uuid.uuid4().hex[:12]
        self._chat: dict[str, Any] = {}
        self._inputs: list[str] = []

    async def live(self, until: float, think_s: tuple[float, float]) -> None:
        """Ask and think until a moment of the monotonic clock."""
        async with self.client:
            while not await self._attempt("open the page", self.open):
                await asyncio.sleep(RELOADS_S)
                if time.monotonic() > until:
                    return
            number = 0
            while time.monotonic() < until:
                number += 1
                message = f"{QUESTIONS[number % len(QUESTIONS)]} ({in_marks(self._name)} {marks(number)})"
                await self._attempt("answer", partial(self._ask, message))
                await asyncio.sleep(min(self._chance.uniform(*think_s), max(0.0, until - time.monotonic())))

    async def _attempt(self, what: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do what may fail or be refused, and note it; whether it was done."""
        began = time.monotonic()
        try:
            await asyncio.wait_for(work(), WAITS_S)
        except Refused as error:
            self._seen.refused.append(str(error))
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            why = f"{what}: {type(error).__name__} {error}"[:160]
            self._seen.failed.append((began, time.monotonic(), why))
        else:
            return True
        return False

    async def open(self) -> None:
        """Sign in, where that is asked for, and load the page."""
        if self._signs_in:
            form = {"name": self._name, "password": PASSWORD}
            reply = await self.client.post("/login", data=form)
            if reply.status_code != 303:
                raise ValueError(f"signing in: {_check_status(reply).status_code}")
        config = _check_status(await self.client.get("/config")).json()
        parts = {part["id"]: part for part in config["components"]}
        field = next(
            id_
            for id_, part in parts.items()
            if part["props"].get("elem_id") == "message" and part["type"] in ("textbox", "multimodaltextbox")
        )
        self._chat = next(each for each in config["dependencies"] if [field, "submit"] in each["targets"])
        self._inputs = ["message" if id_ == field else parts[id_]["type"] for id_ in self._chat["inputs"]]

    async def _ask(self, message: str) -> None:
        began = time.monotonic()
        said, first = await self.exchange(message)
        self._check(said)
        whole = time.monotonic() - began
        self._seen.first.append(whole if first is None else first - began)
        self._seen.whole.append(whole)
        self._seen.answered.setdefault(self._name, []).append(message)

    async def exchange(self, message: str, conversation: str | None = None) -> tuple[str, float | None]:
        """Send a message; returns the messages at its end, as JSON, and when the first known words of an answer came.

        Args:
            message: what is typed.
            conversation: which one it belongs to; None begins one.
        """
        given = {"message": message, "browserstate": conversation}
        data = [given.get(name) for name in self._inputs]
        body = {"data": data, "fn_index": self._chat["id"], "trigger_id": None, "session_hash": self._session}
        _check_status(await self.client.post("/gradio_api/queue/join", json=body))
        first, updates = None, 0
        params = {"session_hash": self._session}
        async with self.client.stream("GET", "/gradio_api/queue/data", params=params) as stream:
            stream.raise_for_status()
            async for line in _lines(stream):
                if not line.startswith("data:"):
                    continue
                event = json.loads(line[5:])
                said = json.dumps(
                    event.get("output", {}).get("data", [""])[0]
                )  # the messages: first of what is shown
                updates += event["msg"] == "process_generating"
                # the first update shows what was said before; the ones that follow are what is new
                if first is None and updates > 1 and any(word in said for word in WORDS):
                    first = time.monotonic()
                if event["msg"] == "process_completed":
                    if not event["success"]:
                        raise ValueError(f"an error on the page: {said[:100]}")
                    return said, first
        raise ValueError("the stream ended before the answer")

    def _check(self, said: str) -> None:
        if "Something went wrong" in said:
            raise ValueError(f"an error on the page: {said[:100]}")
        if not any(word in said for word in WORDS):
            words = ASK_AGAIN.search(said)
            raise Refused(words[0]) if words else ValueError(f"no answer: {said[-200:]}")
        self._seen.mixed += any(each != in_marks(self._name) for each in NAMED.findall(said))


def in_marks(name: str) -> str:
    """Return a learner's name as marks: one in words, which no source has, would be a reason not to answer."""
    return marks(int(name[-3:])).rjust(8, "!")


def marks(number: int) -> str:
    """Return a number in binary, a mark for each digit."""
    return f"{number:b}".translate(MARKS)


async def _lines(reply: httpx.Response) -> AsyncIterator[str]:
    """Yield the lines of a stream of events; httpx would break them at what Unicode calls a line's end, too."""
    rest = ""
    async for text in reply.aiter_text():
        *whole, rest = (rest + text).split("\n")
        for line in whole:
            yield line


def _check_status(reply: httpx.Response) -> httpx.Response:
    """Return a reply that is none of an error; one that says when to come back is a refusal."""
    if reply.status_code in (429, 503) and "retry-after" in reply.headers:
        raise Refused(f"{reply.status_code}: {reply.text[:60]}")
    return reply.raise_for_status()


async def crowd(
    address: str,
    count: int,
    *,
    seconds: float,
    think_s: tuple[float, float],
    seed: int = 1,
    signs_in: bool = True,
) -> Seen:
    """Return what so many learners saw in so many seconds; they come one after another within the first minute."""
    seen, chance = Seen(), random.Random(seed)  # noqa: S311 - not for secrets
    until, arriving_s = time.monotonic() + seconds, min(60.0, seconds / 2)

    async def one(number: int) -> None:
        await asyncio.sleep(arriving_s * number / count)
        learner = Learner(address, f"learner{number:03}", seen, chance, signs_in=signs_in)
        await learner.live(until, think_s)

    ends = await asyncio.gather(*(one(number) for number in range(count)), return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            seen.failed.append((time.monotonic(), time.monotonic(), f"{type(end).__name__}: {end}"[:200]))
    return seen
