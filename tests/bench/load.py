"""A crowd of learners at two mentors behind nginx, PostgreSQL and a Chroma server, and the same at one mentor alone.

One of the two mentors is killed on the way.

Run it as `python -m tests.bench.load [--learners 200] [--seconds 600] [--alone 600] [--think 20 70] [--home READ_IN]`.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.accounts import Accounts
from agent.memory import Memory
from knowledge.database import open_engine
from tests.bench import parts
from tests.bench.learners import PASSWORD, Seen, crowd

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Figures:
    """What one installation showed."""

    seen: Seen
    memory_mb: list[float]
    lost: int
    twice: int
    killed_at: float | None = None


def main() -> int:
    """Print the figures of both installations and their ratio; returns how many answers were lost, mixed or doubled."""
    options = argparse.ArgumentParser()
    options.add_argument("--learners", type=int, default=200)
    options.add_argument("--seconds", type=float, default=600.0)
    options.add_argument(
        "--alone", type=float, help="seconds of the crowd at one mentor; as many unless given"
    )
    options.add_argument("--think", type=float, nargs=2, default=(20.0, 70.0))
    options.add_argument("--home", type=Path, help="a home with the curriculum read in, to copy")
    given = options.parse_args()
    served = run(given, is_large=True)
    show("two mentors, nginx, PostgreSQL, Chroma server", served)
    given.seconds = given.alone or given.seconds
    alone = run(given, is_large=False)
    show("one mentor, SQLite, embedded Chroma", alone)
    for name, values in (("first words", "first"), ("whole answer", "whole")):
        ratio = p95(getattr(served.seen, values)) / p95(getattr(alone.seen, values))
        print(f"p95 to {name}: {ratio:.2f} times one process's")
    return sum(each.lost + each.twice + each.seen.mixed for each in (served, alone))


def run(given: argparse.Namespace, *, is_large: bool) -> Figures:
    """Return the figures of one installation under the crowd."""
    with (
        tempfile.TemporaryDirectory(prefix="mentor-load-", ignore_cleanup_errors=True) as name,
        ExitStack() as stack,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        model = stack.enter_context(parts.endpoint(folder))
        variables = {
            "MENTOR_AUTH": "accounts",
            "OPENAI_BASE_URL": f"{model.address}/v1",
            "MENTOR_MESSAGES_PER_DAY": "100000",
        }
        if is_large:
            variables["MENTOR_DATABASE_URL"] = stack.enter_context(parts.postgresql(folder / "pg"))
            variables["MENTOR_CHROMA_URL"] = stack.enter_context(parts.chroma(folder / "chroma")).address
            database = variables["MENTOR_DATABASE_URL"]
            names = ["one", "two"]
        else:
            database, names = f"sqlite:///{folder}/one/mentor.sqlite3", ["one"]
        for each in names:
            copy_home(given.home, folder / each, with_stores=not is_large)
        running = [stack.enter_context(parts.mentor(folder, each, **variables)) for each in names]
        add_accounts(database, given.learners)
        door = stack.enter_context(parts.nginx(folder, running)) if is_large else running[0]
        with _watching(running) as (memory, kill):
            killing = threading.Timer(given.seconds * 0.4, kill) if is_large else None
            if killing:
                killing.start()
            seen = asyncio.run(
                crowd(door.address, given.learners, seconds=given.seconds, think_s=tuple(given.think))
            )
        lost, twice = _compare(database, seen)
        return Figures(seen, memory, lost, twice, kill.at)


class _Kill:
    """Kills the first mentor, once, and knows when."""

    def __init__(self, running: list[parts.Part]) -> None:
        self._running = running
        self.at: float | None = None

    def __call__(self) -> None:
        self.at = time.monotonic()
        self._running[0].process.send_signal(signal.SIGKILL)


@contextmanager
def _watching(running: list[parts.Part]) -> Iterator[tuple[list[float], _Kill]]:
    """The memory of the mentor that stays, every few seconds."""
    memory: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(5.0):
            memory.append(running[-1].resident_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield memory, _Kill(running)
    finally:
        over.set()
        watcher.join()


def copy_home(read_in: Path | None, home: Path, *, with_stores: bool) -> None:
    """Copy a home with the curriculum read in, if there is one."""
    if not read_in:
        return
    left_out = () if with_stores else ("mentor.sqlite3*", "chroma")
    shutil.copytree(read_in, home, ignore=shutil.ignore_patterns("*.lock", *left_out))


def add_accounts(database: str, count: int) -> None:
    """Add the accounts of a crowd."""
    engine = open_engine(database)
    from argon2 import PasswordHasher

    # hashing is not what is measured here: two hundred sign in within a minute
    accounts = Accounts(engine, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for number in range(count):
        accounts.add(f"learner{number:03}", PASSWORD)
    engine.dispose()


def _compare(database: str, seen: Seen) -> tuple[int, int]:
    """Return how many answers that were shown are not kept, and how many messages are kept twice."""
    engine = open_engine(database)
    memory = Memory(engine)
    lost = twice = 0
    for learner, messages in seen.answered.items():
        turns = [turn for each in memory.conversations(learner) for turn in memory.turns(learner, each.id)]
        kept = [turn.message for turn in turns]
        whole = {turn.message for turn in turns if turn.answer}
        lost += sum(message not in whole for message in messages)
        twice += len(kept) - len(set(kept))
    engine.dispose()
    return lost, twice


def show(name: str, figures: Figures) -> None:
    """Print what an installation showed."""
    seen = figures.seen
    print(f"\n{name}")
    print(
        f"  answers {len(seen.whole)}, refused {len(seen.refused)}, failed {len(seen.failed)}, mixed {seen.mixed}"
    )
    if figures.killed_at:
        in_flight = sum(began <= figures.killed_at <= noticed for began, noticed, _ in seen.failed)
        after = [noticed - figures.killed_at for _, noticed, _ in seen.failed if noticed >= figures.killed_at]
        print(f"  of the failed, {in_flight} were in flight when the mentor was killed")
        print(f"  the last failure came {max(after, default=0):.1f} s after the kill")
    for why, count in Counter(why for _, _, why in seen.failed).items():
        print(f"    {count} failed: {why}")
    for why, count in Counter(seen.refused).items():
        print(f"    {count} refused: {why}")
    print(f"  shown and not kept {figures.lost}, kept twice {figures.twice}")
    for what, values in (("first words", seen.first), ("whole answer", seen.whole)):
        print(f"  {what}: median {statistics.median(values):.2f} s, p95 {p95(values):.2f} s")
    quarter = max(1, len(figures.memory_mb) // 4)
    early, late = figures.memory_mb[quarter : 2 * quarter], figures.memory_mb[-quarter:]
    if early and late:
        print(
            f"  memory: {statistics.mean(early):.0f} MB in the second quarter, {statistics.mean(late):.0f} MB in the last",
            flush=True,
        )


def p95(values: list[float]) -> float:
    """Return the value that 95 % stay below."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


if __name__ == "__main__":
    sys.exit(bool(main()))
