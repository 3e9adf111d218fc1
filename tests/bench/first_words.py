"""How soon a local model's first checked sentence comes, beside the bare engine that is sent the same prompt.

    python tests/bench/first_words.py MODEL.gguf [questions]

Each question is asked of the mentor's own path and then of the bare engine, on children that hold nothing yet but what
every prompt begins with; then a follow-up that needs no new source is asked of both. Prints ratios of times and, what
other work on the machine disturbs less, of processor seconds of this process and the child: absolute figures are those
of the machine. A first word is reached before a first sentence, and says how long the prompt was read.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import httpx

from agent.answer import write
from agent.build import open_mentor
from agent.errors import ModelUnavailable
from agent.model import open_writer
from agent.prompt import Exchange, Material, Prompts
from agent.question import Asked
from agent.settings import read_settings
from agent.writer import Usage
from knowledge.sentences import units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentor import Mentor
    from agent.settings import Settings
    from agent.writer import Message, Writer

PASSAGES = 4
QUESTIONS = (
    ("What is a database index?", "When does it slow things down?"),
    ("What is a race condition?", "How do I avoid it?"),
    ("How do I revoke a JWT?", "Why not keep a list of them?"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What something cost: seconds, and processor seconds of this process and a child."""

    time: float
    work: float


class Meter:
    """Costs since it was made."""

    def __init__(self, writer: Writer) -> None:
        self._child = Path(f"/proc/{writer.close.__self__.process.pid}/stat")
        self._started = self._now()

    def read(self) -> Cost:
        """Return what it cost so far."""
        now = self._now()
        return Cost(now.time - self._started.time, now.work - self._started.work)

    def _now(self) -> Cost:
        user, system = self._child.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        ticks = os.sysconf("SC_CLK_TCK")
        return Cost(perf_counter(), process_time() + (int(user) + int(system)) / ticks)


def through_mentor(writer: Writer, material: Material, prompts: Prompts) -> dict[str, Cost]:
    """Return the costs until the first piece and the first checked sentence; the answer is written to its end."""
    found: dict[str, Cost] = {}
    with writer.places.enter("bench") as place:
        while place.ahead(1):  # what was stopped before is let go of: a learner reads for longer
            pass
        meter = Meter(writer)
        with suppress(ModelUnavailable):  # a weak model goes on until its answer is cut off
            for said in write(writer, material, Usage(), prompts, "bench"):
                if said:
                    found.setdefault("sentence", meter.read())
    return {"sentence": meter.read()} | found


def bare(writer: Writer, messages: Sequence[Message]) -> dict[str, Cost]:
    """Return the costs until the engine itself has written a whole sentence, and its first word."""
    server = writer.close.__self__  # the child that serves the model
    body = {
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "stream": True,
        "temperature": 0,
        "max_tokens": writer.answer_tokens,
    }
    found: dict[str, Cost] = {}
    text, meter = "", Meter(writer)
    with httpx.stream(
        "POST",
        f"{server.address}/chat/completions",
        json=body,
        headers={"Authorization": f"Bearer {server.key}"},
        timeout=600,
    ) as response:
        for line in response.iter_lines():
            if line.startswith("data: {"):
                choices = json.loads(line[6:])["choices"]
                text += choices[0]["delta"].get("content") or "" if choices else ""
                if text:
                    found.setdefault("word", meter.read())
                if len(units(text)) > 1:
                    found.setdefault("sentence", meter.read())
    return {"word": meter.read(), "sentence": meter.read()} | found


def measure(settings: Settings, mentor: Mentor, asked: tuple[str, str]) -> dict[str, dict[str, Cost]]:
    """Return the costs of one conversation, through the mentor and bare, each on a child of its own."""
    hits = mentor.search(asked[0], PASSAGES, learner="bench").hits
    first = Material(asked[0], Asked.DEFINITION, hits)
    later = Material(asked[1], Asked.DEFINITION, hits, (Exchange(asked[0], ""),))
    prompts, found = Prompts(), {}
    sent: list[tuple[Message, ...]] = []
    writer = open_writer(settings)
    assert writer
    for name, material in (("first", first), ("follow_up", later)):
        found[name] = through_mentor(writer, material, prompts)
        read = prompts.get("bench")
        assert read
        sent.append(read.messages[:-1])
    writer.close()
    engine = open_writer(settings)
    assert engine
    found["bare_first"], found["bare_follow_up"] = (bare(engine, messages) for messages in sent)
    engine.close()
    return found


RATIOS = (
    ("first turn / bare engine, to a checked sentence", "first", "bare_first", "sentence"),
    ("follow-up / bare engine, to a checked sentence", "follow_up", "bare_follow_up", "sentence"),
    ("follow-up / first turn, to a checked sentence", "follow_up", "first", "sentence"),
    ("follow-up / first turn, bare engine, to a sentence", "bare_follow_up", "bare_first", "sentence"),
    ("follow-up / first turn, bare engine, to a word", "bare_follow_up", "bare_first", "word"),
)


def main() -> None:
    """Measure and print the medians."""
    model, count = Path(sys.argv[1]), int((sys.argv[2:] or ["3"])[0])
    settings = read_settings().model_copy(update={"model": f"local:{model}", "answer_tokens": 64})
    mentor = open_mentor(settings.model_copy(update={"model": "none"}), is_brief=True)
    rows = [measure(settings, mentor, asked) for asked in QUESTIONS[:count]]
    for name, over, under, what in RATIOS:
        for unit in ("time", "work"):
            ratios = [getattr(row[over][what], unit) / getattr(row[under][what], unit) for row in rows]
            each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            print(f"{name}, {unit}: {statistics.median(ratios):.2f} (of {len(ratios)}: {each})")


if __name__ == "__main__":
    main()
