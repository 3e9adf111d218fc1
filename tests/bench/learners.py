"""Learners at a page as a browser is one: they sign in, ask through Gradio's queue, read the stream, think, ask again."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

PASSWORD = "correct horse battery"  # noqa: S105 - of a benchmark
QUESTIONS = ("What is a database index?", "How do I store passwords safely?", "What is a transaction?")
WORDS = ("structure", "plain text", "as one unit")  # of the first sentences of the scripted answers
NAMES = re.compile(r"\((learner\d{3}) ")
WAITS_S = 60.0  # for an answer, before it counts as failed


@dataclass
class Seen:
    """What all learners saw.

    Args:
        first: seconds from asking to the first words of the answer.
        whole: seconds to its end.
        answered: the messages whose answers were shown whole, by learner.
        failed: for each failure, when it began and was noticed, and why.
    """

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    answered: dict[str, list[str]] = field(default_factory=dict)
    failed: list[tuple[float, float, str]] = field(default_factory=list)
    mixed: int = 0


class Learner:
    """One learner in one browser tab."""

    def __init__(self, address: str, name: str, seen: Seen, chance: random.Random) -> None:
        self._name = name
        self._seen = seen
        self._chance = chance
        self._client = httpx.AsyncClient(
            base_url=address,
            timeout=httpx.Timeout(WAITS_S, connect=10),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=3),
        )
        self._session = uuid.uuid4().hex[:12]
        self._chat: dict[str, Any] = {}
        self._inputs: list[str] = []
        self._state: Any = None

    async def live(self, until: float, think_s: tuple[float, float]) -> None:
        """Ask and think until a moment of the monotonic clock."""
        async with self._client:
            await self._open()
            number = 0
            while time.monotonic() < until:
                number += 1
                await self._ask(f"{QUESTIONS[number % len(QUESTIONS)]} ({self._name} {number})")
                await asyncio.sleep(min(self._chance.uniform(*think_s), max(0.0, until - time.monotonic())))

    async def _open(self) -> None:
        for _ in range(10):
            reply = await self._client.post("/login", data={"name": self._name, "password": PASSWORD})
            if reply.status_code in (303, 404, 405):  # signed in, or nobody asks for it
                break
            await asyncio.sleep(1)
        config = (await self._client.get("/config")).raise_for_status().json()
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
        try:
            first = await asyncio.wait_for(self._answer(message, began), WAITS_S)
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            self._seen.failed.append((began, time.monotonic(), f"{type(error).__name__}: {error}"[:120]))
            return
        self._seen.first.append(first)
        self._seen.whole.append(time.monotonic() - began)
        self._seen.answered.setdefault(self._name, []).append(message)

    async def _answer(self, message: str, began: float) -> float:
        data = [
            message if name == "message" else self._state if name == "browserstate" else None
            for name in self._inputs
        ]
        body = {"data": data, "fn_index": self._chat["id"], "trigger_id": None, "session_hash": self._session}
        (await self._client.post("/gradio_api/queue/join", json=body)).raise_for_status()
        first, updates = None, 0
        params = {"session_hash": self._session}
        async with self._client.stream("GET", "/gradio_api/queue/data", params=params) as stream:
            stream.raise_for_status()
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                said = line[5:]
                event = json.loads(said)
                updates += event["msg"] == "process_generating"
                # the first update shows what was said before; the ones that follow are what is new
                if first is None and updates > 1 and any(word in said for word in WORDS):
                    first = time.monotonic() - began
                if event["msg"] == "process_completed":
                    self._check(said, event)
                    return first if first is not None else time.monotonic() - began
        raise ValueError("the stream ended before the answer")

    def _check(self, said: str, event: dict[str, Any]) -> None:
        if not event["success"] or "Something went wrong" in said:
            raise ValueError(f"refused: {said[:200]}")
        others = [
            word
            for word in said.split("(learner")
            if word[:3].isdigit() and f"(learner{word[:3]}" != f"({self._name}"
        ]
        self._seen.mixed += bool(others)


async def crowd(
    address: str, count: int, *, seconds: float, think_s: tuple[float, float], seed: int = 1
) -> Seen:
    """Return what so many learners saw in so many seconds; they come one after another within a tenth of the time."""
    seen, chance = Seen(), random.Random(seed)  # noqa: S311 - not for secrets
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        await asyncio.sleep(seconds / 10 * number / count)
        await Learner(address, f"learner{number:03}", seen, chance).live(until, think_s)

    ends = await asyncio.gather(*(one(number) for number in range(count)), return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            seen.failed.append((time.monotonic(), time.monotonic(), f"{type(end).__name__}: {end}"[:200]))
    return seen
