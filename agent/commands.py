"""The slash commands: one table and one grammar for the page, the terminal and every other door."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.errors import AgentError


class Name(StrEnum):
    """The commands."""

    LEARN = "learn"
    MENTOR = "mentor"
    PLAN = "plan"
    PLACE = "place"
    TODAY = "today"
    REVIEW = "review"
    ANSWER = "answer"
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
        "build or change your plan: say your goal, what you know, hours a week, a deadline; alone it asks you, one by one",
    ),
    Entry(
        Name.PLAN,
        "/plan [VERSION|replan|apply CHANGE]",
        "show your plan, week by week, fit it to your progress, or change it as proposed",
    ),
    Entry(Name.PLACE, "/place [stop]", "find out what you know already with at most 12 checks"),
    Entry(Name.TODAY, "/today", "show what to do today: due reviews and what comes next, with its time"),
    Entry(Name.REVIEW, "/review [TOPIC]", "ask a check that is due, or one of a topic (also /quiz)"),
    Entry(Name.ANSWER, "/answer WORDS", "answer the check: an option's letter, or your own words"),
    Entry(
        Name.PROGRESS,
        "/progress [done|studied|skip|hours|harder|undo TOPIC, ...]",
        "show what is done, or record it: done git 5 h, studied git 1 h, skip docker, hours sql 9, harder git, undo",
    ),
    Entry(Name.SOURCES, "/sources", "list the documents that answers come from"),
    Entry(Name.EXPORT, "/export", "show everything that is remembered of you, as JSON"),
    Entry(Name.FORGET, "/forget everything", "delete everything that is remembered of you"),
    Entry(Name.HELP, "/help", "show these commands"),
)


START_OVER = re.compile(
    r"(?:please\s+)?(?:start(?:ing)? over|begin anew|start anew|from the start)\b[\s.!]*", re.IGNORECASE
)
ALIASES = {"quiz": Name.REVIEW}
MARKS = ("done", "studied", "skip", "hours", "harder", "undo")
_OF_HOURS = ("studied", "hours")  # the marks that are about hours, which may be a number without its unit
_HOURS = r"(?:\s*,)?\s+(?:(?:in|took|takes|took me|takes me)\s+)?(\d{1,4}(?:[.,]\d+)?)\s*"


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
    if (name := ALIASES.get(word.lower())) is not None:
        word = name
    if word.lower() not in set(Name):
        known = ", ".join(f"/{name}" for name in Name)
        raise UnknownCommand(f"there is no command /{word}; there are {known}")
    return Command(Name(word.lower()), rest[0].strip() if rest else "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the ledger as it is written: one of `MARKS`, what it is about, and real hours if any are said."""

    verb: str
    names: str
    hours: float | None


def read_mark(words: str) -> Mark | None:
    """Return the mark that words such as "done git 5 h" are, or None if they open with no mark's name."""
    verb, _, names = words.strip().partition(" ")
    if verb.lower() not in MARKS:
        return None
    # "oauth 2" is a name: only a mark that is about hours takes a number without its unit
    unit = r"(?:h|hrs?|hours?)?" if verb.lower() in _OF_HOURS else r"(?:h|hrs?|hours?)"
    said = re.search(rf"{_HOURS}{unit}\s*$", f" {names}", re.IGNORECASE)
    if said is None or verb.lower() in ("skip", "undo"):
        return Mark(verb.lower(), names.strip(), None)
    return Mark(verb.lower(), f" {names}"[: said.start()].strip(), float(said[1].replace(",", ".")))


def help_text() -> str:
    """Return the table as Markdown."""
    rows = "\n".join(f"| `{entry.usage}` | {entry.about} |" for entry in TABLE)
    return f"Ask anything about backend engineering, or use a command:\n\n| Command | What it does |\n|---|---|\n{rows}"
