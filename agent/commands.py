"""The slash commands: one table and one grammar for the page, the terminal and every other door."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agent.errors import AgentError


class Name(StrEnum):
    """The commands."""

    LEARN = "learn"
    MENTOR = "mentor"
    PLAN = "plan"
    PROGRESS = "progress"
    SOURCES = "sources"
    EXPORT = "export"
    FORGET = "forget"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table: how a command is written, and what it does."""

    name: Name
    usage: str
    about: str


TABLE: tuple[Entry, ...] = (
    Entry(Name.MENTOR, "/mentor QUESTION", "answer a question from the sources (the same as just asking)"),
    Entry(
        Name.LEARN,
        "/learn [WHAT YOU WANT]",
        "choose a path and build your plan: say your goal, what you know, hours a week, a deadline",
    ),
    Entry(Name.PLAN, "/plan [VERSION|replan]", "show your plan, week by week, or fit it to your progress"),
    Entry(
        Name.PROGRESS, "/progress [done|undo TOPIC, ...]", "show what is done, or record it, such as done git"
    ),
    Entry(Name.SOURCES, "/sources", "list the documents that answers come from"),
    Entry(Name.EXPORT, "/export", "show everything that is remembered of you, as JSON"),
    Entry(Name.FORGET, "/forget everything", "delete everything that is remembered of you"),
    Entry(Name.HELP, "/help", "show these commands"),
)


class UnknownCommand(AgentError):
    """A message begins with a slash and names no command."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what stands after it."""

    name: Name
    rest: str


def parse(text: str) -> Command | None:
    """Return the command that a message is, or None for an ordinary message.

    Raises:
        UnknownCommand: names the commands there are.
    """
    text = text.strip()
    if not text.startswith("/") or text.startswith("//"):
        return None
    word, *rest = text[1:].split(maxsplit=1) or [""]
    if not word.isalpha() or text[1].isspace():
        return None  # a path or a fraction, not a command
    if word.lower() not in set(Name):
        known = ", ".join(f"/{name}" for name in Name)
        raise UnknownCommand(f"there is no command /{word}; there are {known}")
    return Command(Name(word.lower()), rest[0].strip() if rest else "")


def help_text() -> str:
    """Return the table as Markdown."""
    rows = "\n".join(f"| `{entry.usage}` | {entry.about} |" for entry in TABLE)
    return f"Ask anything about backend engineering, or use a command:\n\n| Command | What it does |\n|---|---|\n{rows}"
