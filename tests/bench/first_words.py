"""How soon a local model's first checked sentence comes, beside the bare engine that is sent the same prompt.

    python tests/bench/first_words.py MODEL.gguf [questions]

Each question is asked of the mentor's own path and then of the bare engine, on children that hold nothing yet; then a
follow-up that needs no new source is asked of both. Prints ratios, which are what may be quoted: absolute times are
those of the machine and of what else runs on it.
"""

from __future__ import annotations

import json
import statistics
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter
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


def through_mentor(writer: Writer, material: Material, prompts: Prompts) -> float:
    """Return the seconds until the first checked sentence; the answer is written to its end."""
    started, first = perf_counter(), 0.0
    with suppress(ModelUnavailable):  # a weak model goes on until its answer is cut off
        for said in write(writer, material, Usage(), prompts, "bench"):
            if said and not first:
                first = perf_counter() - started
    return first or perf_counter() - started


def bare(writer: Writer, messages: Sequence[Message]) -> float:
    """Return the seconds until the engine itself has written a whole sentence."""
    server = writer.close.__self__  # the child that serves the model
    body = {
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "stream": True,
        "temperature": 0,
        "max_tokens": writer.answer_tokens,
    }
    started, first, text = perf_counter(), 0.0, ""
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
                if not first and len(units(text)) > 1:
                    first = perf_counter() - started
    return first or perf_counter() - started


def measure(settings: Settings, mentor: Mentor, asked: tuple[str, str]) -> dict[str, float]:
    """Return the seconds of one conversation, through the mentor and bare, each on a child of its own."""
    hits = mentor.search(asked[0], PASSAGES, learner="bench").hits
    first = Material(asked[0], Asked.DEFINITION, hits)
    prompts, found = Prompts(), {}
    sent: list[tuple[Message, ...]] = []
    writer = open_writer(settings)
    assert writer
    found["first"] = through_mentor(writer, first, prompts)
    read = prompts.get("bench")
    assert read
    sent.append(read.messages[:-1])
    later = Material(asked[1], Asked.DEFINITION, hits, (Exchange(asked[0], ""),))
    found["follow_up"] = through_mentor(writer, later, prompts)
    read = prompts.get("bench")
    assert read
    sent.append(read.messages[:-1])
    writer.close()
    engine = open_writer(settings)
    assert engine
    found["bare_first"], found["bare_follow_up"] = (bare(engine, messages) for messages in sent)
    engine.close()
    return found


def main() -> None:
    """Measure and print the medians."""
    model, count = Path(sys.argv[1]), int((sys.argv[2:] or ["3"])[0])
    settings = read_settings().model_copy(update={"model": f"local:{model}", "answer_tokens": 64})
    mentor = open_mentor(settings.model_copy(update={"model": "none"}), is_brief=True)
    rows = [measure(settings, mentor, asked) for asked in QUESTIONS[:count]]
    for name, over, under in (
        ("first turn / bare engine", "first", "bare_first"),
        ("follow-up / bare engine", "follow_up", "bare_follow_up"),
        ("follow-up / first turn", "follow_up", "first"),
    ):
        ratios = [row[over] / row[under] for row in rows]
        print(
            f"{name}: {statistics.median(ratios):.2f} (of {len(ratios)}: {', '.join(f'{r:.2f}' for r in ratios)})"
        )


if __name__ == "__main__":
    main()
