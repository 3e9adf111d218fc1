"""What every command of the terminal shares: where things are printed, and how a failure ends."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.mentor import Mentor
    from agent.settings import Settings
    from knowledge.pace import Step

LEARNER = "me"  # the one learner of a mentor that people run for themselves

FIRST_YEAR, LAST_YEAR = 2000, 2100  # plans are counted in weeks from a day; outside of these it is a slip


def _id(value: str | None) -> str | None:
    """Return an id that can be stored."""
    from agent.errors import SettingsError
    from agent.memory import check_id

    try:
        if value is not None:
            check_id(value, "id")
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from None
    return value


def _text(value: str) -> str:
    """Return a text that holds something, and characters only."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter("the text is not UTF-8") from None
    if not value.strip():
        raise typer.BadParameter("the text is empty")
    return value


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
LearnerId = Annotated[str, typer.Option("--learner", metavar="ID", help="Whose memory to use.", callback=_id)]
OwnerId = Annotated[
    str | None,
    typer.Option(
        "--learner", metavar="ID", help="Who alone will find them; everybody, unless given.", callback=_id
    ),
]
ConversationId = Annotated[
    str | None,
    typer.Option("--conversation", metavar="ID", help="Go on with a conversation.", callback=_id),
]
Question = Annotated[str, typer.Argument(help="The question, or a slash command.", callback=_text)]
Query = Annotated[str, typer.Argument(help="What to look for.", callback=_text)]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Plan as if it were this day (YYYY-MM-DD).")
]


def print_json(document: Any) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """Print a line for people on standard output."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Print a line about what is going on on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextmanager
def failing_plainly() -> Iterator[None]:
    """End the program with status 1 and one line on standard error where the mentor's own errors come up."""
    from agent.errors import AgentError
    from knowledge.errors import KnowledgeError

    try:
        yield
    except (AgentError, KnowledgeError) as error:
        note(f"mentor: {error}")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        note("mentor: stopped")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has left: nothing more to say
        raise typer.Exit(1) from None


def settings() -> Settings:
    """Return the settings of this run."""
    from agent.settings import read_settings

    return read_settings()


@contextmanager
def opened(*, is_brief: bool = True) -> Iterator[Mentor]:
    """A mentor for one command, closed afterwards; reads the shipped curriculum in at first use."""
    from agent.build import open_mentor

    with failing_plainly():
        mentor = open_mentor(
            settings(), is_brief=is_brief, on_progress=bar_of_steps("reading the curriculum")
        )
        try:
            yield mentor
        finally:
            mentor.close()


def bar(label: str) -> Any:
    """Return a function that shows how far something is on a terminal: done, of how many, and of what."""

    def show(done: int, total: int, name: str = "", pace: str = "") -> None:
        if not sys.stderr.isatty() or not total:
            return
        width = 24
        full = round(width * done / total)
        line = f"\r{label} [{'█' * full}{'·' * (width - full)}] {done:,}/{total:,} {pace:28}{name[:40]:40}"
        sys.stderr.write(line if done < total else "\r" + " " * len(line) + "\r")
        sys.stderr.flush()

    return show


def bar_of_steps(label: str) -> Any:
    """Return a function that shows how far the reading of documents is."""
    show = bar(label)
    return lambda step: show(step.number, step.sources, step.title, pace(step))


def pace(step: Step) -> str:
    """Return how fast a reading goes and how long it takes at most, such as `12 passages/s, 3 min left`."""
    if step.passages_per_s is None or step.left_s is None:
        return ""
    left = f"{step.left_s / 60:.0f} min" if step.left_s >= 90 else f"{step.left_s:.0f} s"  # noqa: PLR2004 - reads better
    return f"{step.passages_per_s:.0f} passages/s, {left} left"


def on(day: str | None) -> Any:
    """Return the day that `--today` names, or this machine's.

    Raises:
        ProfileError: it is not a date.
    """
    from datetime import date

    from agent import clock
    from agent.errors import ProfileError

    if day is None:
        return clock.today()
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise ProfileError(f"--today is {day!r}; it must be a date such as 2026-03-02") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ProfileError(f"--today is {day!r}; its year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return found
