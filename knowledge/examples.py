"""The examples of the curriculum that run: found in Markdown, run in an empty folder, compared with what they claim."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL
)
_LIMIT_S = 60.0
_SHOWN = 1000
_ALIASES = {"js": "javascript", "ts": "typescript"}
_TSC = [
    "tsc",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "es2022",
    "--moduleResolution",
    "node",
    "--lib",
    "es2022,dom",
]


@dataclass(frozen=True, slots=True)
class Language:
    """How a program of a language is run: the file it is put into, and the command that gets the file's name."""

    file: str
    command: tuple[str, ...]


LANGUAGES = {
    "python": Language("main.py", (sys.executable,)),
    "javascript": Language("main.mjs", ("node",)),
    "typescript": Language("main.ts", ("node",)),
    "go": Language("main.go", ("go", "run")),
    "java": Language("Main.java", ("java",)),
    "bash": Language("main.sh", ("bash",)),
}


class ExampleError(KnowledgeError):
    """An example did not run to its end; the message is what the program or the compiler said."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block of a page: its language, the rest of its info string, its code, and its line in the text from 1."""

    language: str
    note: str
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """A block that runs, and what the page says it prints; None if no output block follows.

    `server` is "postgresql" for SQL that needs it, else empty.
    """

    language: str
    code: str
    output: str | None
    line: int
    server: str = ""

    @property
    def needs(self) -> str | None:
        """The program that has to be installed to run it; None if Python brings it along."""
        if self.server:
            return "psql"
        if self.language in {"sql", "python"}:
            return None
        return "tsc" if self.language == "typescript" else LANGUAGES[self.language].command[0]


@dataclass(frozen=True, slots=True)
class Result:
    """How an example went: `fault` says what is wrong, `skipped` why it could not be tried; neither if it holds."""

    example: Example
    fault: str | None = None
    skipped: str | None = None


def fences(markdown: str) -> Iterator[Fence]:
    """Yield the code blocks of a text, in order."""
    for found in _FENCE.finditer(markdown):
        language, _, note = found["info"].strip().partition(" ")
        yield Fence(
            _ALIASES.get(language, language),
            note.strip(),
            found["code"],
            markdown.count("\n", 0, found.start()) + 1,
        )


def examples(markdown: str) -> Iterator[Example]:
    """Yield the blocks marked `run` with the output block that follows each, in order."""
    blocks = [*fences(markdown), Fence("", "", "", 0)]
    for block, following in pairwise(blocks):
        mark, _, server = block.note.partition(" ")
        if mark == "run":
            output = following.code if following.language == "output" else None
            yield Example(block.language, block.code, output, block.line, server)


def try_out(example: Example, *, postgresql: str | None = None) -> Result:
    """Run an example and compare what it prints with what its page says, line ends and outer blank lines aside.

    Args:
        example: what to run.
        postgresql: the address of a server on which databases may be made, for the examples that need one.
    """
    if fault := _unfit(example):
        return Result(example, fault=fault)
    if example.server and not postgresql:
        return Result(example, skipped=f"needs a {example.server} server")
    if example.needs and not shutil.which(example.needs):
        return Result(example, skipped=f"{example.needs} is not installed")
    try:
        printed = (
            _postgresql(example.code, postgresql)
            if postgresql and example.server
            else run(example.language, example.code)
        )
    except ExampleError as error:
        return Result(example, fault=str(error))
    said = _bare(example.output or "")
    differs = f"prints\n{_bare(printed)}\nbut the page says\n{said}"
    return Result(example, fault=None if _bare(printed) == said else differs)


def _unfit(example: Example) -> str | None:
    if example.language != "sql" and example.language not in LANGUAGES:
        return f"no way to run {example.language!r}; known: sql, {', '.join(LANGUAGES)}"
    if example.server not in {"", "postgresql"}:
        return f"no way to run on {example.server!r}; known: postgresql"
    return "no output block follows the run block" if example.output is None else None


def run(language: str, code: str) -> str:
    """Return what a program prints, run in an empty folder of its own.

    Raises:
        ExampleError: it does not compile, fails, or takes more than a minute.
    """
    if language == "sql":
        return _sql(code)
    how = LANGUAGES[language]
    with tempfile.TemporaryDirectory(prefix="mentor-example-") as name:
        folder = Path(name)
        (folder / how.file).write_text(code, encoding="utf-8")
        file = _compiled(folder) if language == "typescript" else how.file
        return _output([*how.command, file], folder)


def _compiled(folder: Path) -> str:
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    _output([*_TSC, LANGUAGES["typescript"].file], folder)
    return "main.js"


def _postgresql(code: str, server: str) -> str:
    """Run SQL in a database of its own, which is dropped afterwards; printed as on SQLite."""
    name = f"mentor_example_{uuid.uuid4().hex}"
    bare = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    with tempfile.TemporaryDirectory(prefix="mentor-example-") as folder:
        home = Path(folder)
        _output([*bare, "-c", f"create database {name}", server], home)
        try:
            (home / "main.sql").write_text(code, encoding="utf-8")
            form = ["-A", "-F", " | ", "-P", "footer=off", "-P", "null=NULL", "-f", "main.sql"]
            return _output([*bare, *form, "-d", _database(server, name)], home)
        finally:
            _output([*bare, "-c", f"drop database {name} with (force)", server], home)


def _database(server: str, name: str) -> str:
    parts = urlsplit(server)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _output(command: list[str], folder: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - runs the curriculum's own examples, when its checker is asked to
            command,
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            text=True,
            timeout=_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExampleError(f"{command[0]} takes more than {_LIMIT_S:g} s") from error
    if done.returncode:
        raise ExampleError(f"{command[0]} fails: {(done.stderr or done.stdout)[-_SHOWN:].strip()}")
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    """A small environment that is the same everywhere; Go's cache is shared, because a cold one costs 20 s."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "GOCACHE": os.environ.get("GOCACHE", str(Path.home() / ".cache" / "go-build")),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONHASHSEED": "0",
    }


def _sql(code: str) -> str:
    """Run SQL on SQLite in memory; each result is a line of names and a line a row, NULL for nothing."""
    lines: list[str] = []
    statement = ""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for piece in re.split(r"(?<=;)", code):
            statement += piece
            if statement.strip() and sqlite3.complete_statement(statement):
                lines += _rows(database.execute(statement))
                statement = ""
        if statement.strip():
            database.execute(statement)
    except sqlite3.Error as error:
        raise ExampleError(f"SQLite refuses {statement.strip()[:_SHOWN]!r}: {error}") from error
    finally:
        database.close()
    return "\n".join(lines)


def _rows(cursor: sqlite3.Cursor) -> Iterator[str]:
    if cursor.description:
        yield " | ".join(column[0] for column in cursor.description)
        for row in cursor:
            yield " | ".join("NULL" if value is None else str(value) for value in row)


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
