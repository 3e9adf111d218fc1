"""What is left after kill -9 at random moments; run it as `python tests/bench/kills.py [KILLS] [SEED]`.

A mentor over its real stores is forked, works at chatting, planning and reading documents, says what it has
acknowledged, and is killed at a random moment, now and then while it opens or brings an old database up to date.
Each one that follows opens the same home by itself and looks for everything that was acknowledged before it.
"""

from __future__ import annotations

import json
import os
import random
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

OPENS_S = 120.0  # a start that takes longer needs a hand
WORKS_S = 4.0  # at most, before it is killed; on a busy machine as long as it took to open
LARGEST_FILE = 4 << 30  # a damaged Chroma folder was seen to grow without end
LEARNER = "ada"
WORK = ("chat", "plan", "documents", "open", "migrate")


@dataclass
class Acknowledged:
    """What the killed ones said they had done, and what they may have begun."""

    turns: dict[str, bool] = field(default_factory=dict)  # message -> whether its answer was acknowledged
    plans: int = 0
    migrated: Counter[str] = field(default_factory=Counter)  # forms of old databases, each killed on its way
    events: list[str] = field(default_factory=list)
    documents: dict[str, bool] = field(
        default_factory=dict
    )  # a word of a document -> whether it should be found
    unsure: set[str] = field(default_factory=set)  # documents whose change was begun and not acknowledged

    def note(self, said: dict[str, Any]) -> None:
        """Take in one acknowledgement."""
        match said:
            case {"asked": message}:
                self.turns.setdefault(message, False)
            case {"answered": message}:
                self.turns[message] = True
            case {"planned": version}:
                self.plans = max(self.plans, version)
            case {"migrated": form}:
                self.migrated[form] += 1
            case {"recorded": event}:
                self.events.append(event)
            case {"begun": word}:
                self.unsure.add(word)
            case {"read": word}:
                self.documents[word] = True
                self.unsure.discard(word)
            case {"removed": word}:
                self.documents[word] = False
                self.unsure.discard(word)


def main(kills: int = 200, seed: int = 1) -> int:
    """Kill that many times; prints the figures and returns the number of faults."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    known, faults, done = Acknowledged(), Counter[str](), Counter[str]()
    opened: list[float] = []
    with tempfile.TemporaryDirectory(prefix="mentor-kills-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        _warm()
        _write_older(Path(folder) / "older")
        _Child(lambda say: _life(home, "look", -1, known, say)).live(chance, "look")
        for number in range(kills):
            work = WORK[number % len(WORK)]
            child = _Child(lambda say, work=work, number=number: _life(home, work, number, known, say))
            opened += [said["opened"] for said in child.live(chance, work) if "opened" in said]
            for said in child.said:
                known.note(said)
                faults.update(said.get("faults", ()))
            if child.needs_a_hand:
                faults["a start that needs a hand"] += 1
                print(f"kill {number}, {work}: {child.ended()}", flush=True)
            done[work] += 1
            if faults:
                print(f"kill {number}, {work}: {dict(faults)}", flush=True)
        last = _Child(lambda say: _life(home, "look", kills, known, say))
        last.live(chance, "look")
        faults.update(fault for said in last.said for fault in said.get("faults", ()))
        if not any("looked" in said for said in last.said):
            faults["a start that needs a hand"] += 1
            print(f"the last look: {last.ended()}", flush=True)
    print(f"seed {seed}: {kills} kills ({', '.join(f'{n} {work}' for work, n in done.items())})")
    print(
        f"acknowledged: {len(known.turns)} messages, {sum(known.turns.values())} answers, {known.plans} plans, "
        f"{len(known.events)} events, {len(known.documents)} documents"
    )
    print(f"migrations killed: {known.migrated.total()}, from {len(known.migrated)} older forms")
    print(f"opened in {sorted(opened)[len(opened) // 2]:.1f} s (median), {max(opened):.1f} s at most")
    print(f"faults: {dict(faults) or 0} (with 0 of {kills}, at most {3 / kills:.1%} by the rule of three)")
    return sum(faults.values())


class _Child:
    """A forked process that says what it does, one JSON object a line."""

    def __init__(self, life: Callable[[Callable[[dict[str, Any]], None]], None]) -> None:
        self._read, write = os.pipe()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self.said: list[dict[str, Any]] = []
        self.needs_a_hand = False
        self._rest = b""
        self._pid = os.fork()
        if self._pid:
            os.close(write)
            return
        os.dup2(self._errors.fileno(), 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
        status = 1
        try:
            life(lambda said: _say(write, said))
            status = 0
        finally:
            sys.excepthook(*sys.exc_info()) if sys.exc_info()[0] else None  # type: ignore[arg-type]
            sys.stderr.flush()
            os._exit(status)

    def live(self, chance: random.Random, work: str) -> list[dict[str, Any]]:
        """Let it work for a random while and kill it; returns what it said."""
        if work in ("open", "migrate"):
            self._listen(chance.uniform(0, 2.5))
        elif work == "look":
            self._listen(OPENS_S, until="looked")
        else:
            self.needs_a_hand = not self._listen(OPENS_S, until="opened")
            opened = max((said["opened"] for said in self.said if "opened" in said), default=0.0)
            self._listen(chance.uniform(0, max(WORKS_S, opened)))
        os.kill(self._pid, signal.SIGKILL)
        self._listen(5.0)
        _, status = os.waitpid(self._pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            self.needs_a_hand = True
        os.close(self._read)
        return self.said

    def ended(self) -> str:
        """Return the end of what it wrote on standard error."""
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")[-1500:]

    def _listen(self, seconds: float, until: str = "") -> bool:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._read], [], [], left)[0]:
                break
            piece = os.read(self._read, 65_536)
            if not piece:
                return False
            *lines, self._rest = (self._rest + piece).split(b"\n")
            fresh = [json.loads(line) for line in lines]
            self.said += fresh
            if until and any(until in said for said in fresh):
                return True
        return not until


def _say(pipe: int, said: dict[str, Any]) -> None:
    os.write(pipe, json.dumps(said).encode() + b"\n")  # short lines are written whole


def _warm() -> None:
    """Import what every child needs, once; nothing is opened."""
    import alembic.command
    import chromadb
    import onnxruntime

    import agent.build

    assert agent.build
    assert alembic.command
    assert chromadb
    assert onnxruntime


def _write_older(folder: Path) -> None:
    """Write a database of every older form."""
    from tests.older import forms

    folder.mkdir()
    for form in forms():
        form.write(folder / f"{form.name}.sqlite3")


def _life(
    home: Path, work: str, number: int, known: Acknowledged, say: Callable[[dict[str, Any]], None]
) -> None:
    from agent.build import open_mentor
    from agent.settings import Settings

    if work == "migrate":
        _migrate(home.parent, number, say)
        return
    began = time.monotonic()
    mentor = open_mentor(Settings(home=home, model="none"))
    mentor.search(
        "index", 1, learner=LEARNER
    )  # the first makes the embedding model's graph, for five seconds
    faults = list(_missing(mentor, known, thorough=work == "look"))
    say({"opened": time.monotonic() - began, "faults": faults})
    if work == "look":
        say({"looked": True})
    elif work == "chat":
        _chat(mentor, number, say)
    elif work == "plan":
        _plan(mentor, number, say)
    else:
        _documents(mentor, home, number, say)


def _missing(mentor: Any, known: Acknowledged, *, thorough: bool) -> Iterator[str]:
    """Yield what was acknowledged and is not there, and what is there twice."""
    turns = [
        turn
        for each in mentor.memory.conversations(LEARNER)
        for turn in mentor.memory.turns(LEARNER, each.id)
    ]
    there = Counter(turn.message for turn in turns)
    answered = {turn.message for turn in turns if turn.answer}
    for message, is_answered in known.turns.items():
        if not there[message]:
            yield "a message lost"
        if is_answered and message not in answered:
            yield "an answer lost"
    yield from ("a message twice" for count in there.values() if count > 1)
    versions = [version for version, _ in mentor.memory.plan_versions(LEARNER)]
    if len(versions) < known.plans:
        yield "a plan lost"
    if versions != list(range(1, len(versions) + 1)):
        yield "a plan twice or a version left out"
    events = [event.get("at") for event in mentor.memory.ledger(LEARNER)]
    yield from ("an event lost" for event in known.events if event not in events)
    yield from _documents_missing(mentor, known, thorough=thorough)


def _documents_missing(mentor: Any, known: Acknowledged, *, thorough: bool) -> Iterator[str]:
    from knowledge.owner import private

    titles = Counter(source.title for source in mentor.store.sources(owner=private(LEARNER)))
    words = list(known.documents)
    for word in words:
        if word not in known.unsure and bool(titles[word]) is not known.documents[word]:
            yield "a document lost" if known.documents[word] else "a removed document back"
        if titles[word] > 1:
            yield "a document twice"
    for word in words if thorough else words[-3:]:
        if word in known.unsure:
            continue
        hits = mentor.search(f"What is {word}?", 3, learner=LEARNER).hits
        if any(word in hit.passage.text for hit in hits) is not known.documents[word]:
            yield "a document not found" if known.documents[word] else "a removed document found"


def _chat(mentor: Any, number: int, say: Callable[[dict[str, Any]], None]) -> None:
    conversation = None
    for count in range(10_000):
        message = f"What is a database index? {number}.{count}"
        for event in mentor.ask(message, learner=LEARNER, conversation=conversation):
            say({"asked": message})
            conversation = getattr(event, "conversation", conversation)
        say({"answered": message})


def _plan(mentor: Any, number: int, say: Callable[[dict[str, Any]], None]) -> None:
    from agent.progress import Kind

    for count in range(10_000):
        plan = mentor.learn({"path": "python", "hours_per_week": 5 + (number + count) % 20}, learner=LEARNER)
        say({"planned": plan["version"]})
        kind = (
            Kind.UNDONE if mentor.progress(LEARNER).done else Kind.DONE
        )  # never all of it: there must be a plan
        mentor.record(kind, ["operations.git"], learner=LEARNER)
        say({"recorded": mentor.memory.ledger(LEARNER)[-1]["at"]})


def _documents(mentor: Any, home: Path, number: int, say: Callable[[dict[str, Any]], None]) -> None:
    from knowledge.owner import private

    owner = private(LEARNER)
    for count in range(10_000):
        word = f"zorb{number}x{count}z"  # none is the beginning of another
        file = home.parent / f"{word}.md"
        file.write_text(f"# {word}\n\n" + f"A {word} is a token that is sent every 17 seconds.\n\n" * 3)
        say({"begun": word})
        source = mentor.library.ingest([file], owner=owner).added[0]
        say({"read": word})
        if count % 3 == 2:
            say({"begun": word})
            mentor.library.remove(source, owner=owner)
            say({"removed": word})


def _migrate(folder: Path, number: int, say: Callable[[dict[str, Any]], None]) -> None:
    """Bring old databases of every form up to date, each killed on its way and opened again."""
    from agent.memory import Memory
    from knowledge.database import open_engine
    from knowledge.owner import private
    from knowledge.store import Store

    chance = random.Random(number)  # noqa: S311 - not for secrets
    older = sorted((folder / "older").iterdir())
    for count in range(10_000):
        form = chance.choice(older)
        file = folder / f"older-{number}-{count}.sqlite3"
        shutil.copy(form, file)
        pid = os.fork()
        if not pid:
            engine = open_engine(f"sqlite:///{file}")
            Store(engine)
            Memory(engine)
            os._exit(0)
        time.sleep(chance.uniform(0, 0.1))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        engine = open_engine(f"sqlite:///{file}")
        store, memory = Store(engine), Memory(engine)
        turns = memory.turns("ada", memory.conversations("ada")[0].id)
        found = len(turns), len(memory.plan_versions("ada")), len(store.sources(owner=private("ada")))
        say({"migrated": form.stem, "faults": [] if found == (2, 2, 2) else ["a migration lost data"]})
        engine.dispose()


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
