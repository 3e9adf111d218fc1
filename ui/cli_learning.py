"""`mentor learn`, `mentor progress` and what a learner does day by day."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli_plan import print_plan, write_plan
from ui.terminal import LEARNER, AsJson, LearnerId, Today, failing_plainly, on, opened, print_json, say

if TYPE_CHECKING:
    from agent.commands import Mark

REPLAN = "`mentor plan replan` fits the plan to it."


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(learn)
    app.command("today")(show_today)
    app.command()(place)
    app.command()(review)
    app.command()(answer)
    progress = typer.Typer(help="What is done.", no_args_is_help=True)
    progress.command("show")(show_progress)
    progress.command("done")(done)
    progress.command("studied")(studied)
    progress.command("skip")(skip)
    progress.command("hours")(hours)
    progress.command("harder")(harder)
    progress.command("undo")(undo)
    app.add_typer(progress, name="progress")


def learn(
    profile: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="A profile as JSON; - reads standard input.")
    ] = None,
    learner: LearnerId = LEARNER,
    today: Today = None,
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the plan as a calendar file.")
    ] = None,
    *,
    as_json: AsJson = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the whole plan as Markdown.")
    ] = False,
) -> None:
    """Choose a path and build a plan that fits."""
    with failing_plainly():
        given = _profile(profile)
    with opened() as mentor:
        plan = mentor.learn(given, learner=learner, today=on(today))
        if ics:
            write_plan(mentor, learner, plan, "ics", str(ics))
        print_plan(plan, as_json=as_json, as_markdown=as_markdown)


def _profile(file: str | None) -> dict[str, Any]:
    from agent.errors import ProfileError

    if file is None:
        return {}
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ProfileError(f"there is no file {file!r}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"the profile {file!r} cannot be read: {error}") from None
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ProfileError(f"the profile {file!r} is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise ProfileError(f"the profile {file!r} must be a JSON object with keys such as hours_per_week")
    return found


def show_progress(learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """Show what is done and due."""
    from agent.day_commands import progress_markdown

    with opened() as mentor:
        found = mentor.progress(learner)
        if as_json:
            print_json(
                {
                    "learner": learner,
                    "done": [{"id": each, "at": at.isoformat()} for each, at in found.done.items()],
                    "mastered": sorted(found.mastered),
                    "due": list(found.due(on(None))),
                }
            )
        else:
            say(progress_markdown(mentor, learner))


Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...", help="Topics or projects by name or id, with commas between: git, docker."
    ),
]


def done(
    ids: Ids,
    learner: LearnerId = LEARNER,
    hours: Annotated[float | None, typer.Option("--hours", help="Real hours it took, in all.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Record topics or projects as done."""
    _record("done", ids, learner, hours, as_json=as_json)


def studied(ids: Ids, learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """Record that something was studied and is not finished, the hours last: git 1.5."""
    _record("studied", ids, learner, as_json=as_json)


def skip(ids: Ids, learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """Leave topics or projects out of the plan."""
    _record("skip", ids, learner, as_json=as_json)


def hours(ids: Ids, learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """Record what something takes you in all, the hours last: git 5."""
    _record("hours", ids, learner, as_json=as_json)


def harder(ids: Ids, learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """Record that something is harder than thought, with the hours if you know them: git 9 h."""
    _record("harder", ids, learner, as_json=as_json)


def undo(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Of what; the last mark of all by default.")
    ] = None,
    learner: LearnerId = LEARNER,
    *,
    as_json: AsJson = False,
) -> None:
    """Take back what was recorded last."""
    from agent.day_commands import marked

    with opened() as mentor:
        if as_json:
            undone = mentor.learning.undo(_names(ids or []), learner=learner)
            kinds = [str(event.kind) for event in undone]
            print_json(
                {
                    "learner": learner,
                    "recorded": "undone",
                    "ids": [each.id for each in undone],
                    "kinds": kinds,
                }
            )
        else:
            say(f"{marked(mentor, learner, mark_of('undo', ids or []))} {REPLAN}")


def _record(verb: str, ids: list[str], learner: str, hours: float | None = None, *, as_json: bool) -> None:
    from dataclasses import replace

    from agent.day_commands import STUDIED, marked

    mark = mark_of(verb, ids)
    mark = mark if hours is None else replace(mark, hours=hours)
    with opened() as mentor:
        if as_json:
            found = mentor.learning.record(verb, [mark.names], learner=learner, hours=mark.hours)
            print_json({"learner": learner, "recorded": verb, "ids": list(found), "hours": mark.hours})
        else:
            said = marked(mentor, learner, mark)
            say(said if verb == STUDIED else f"{said} {REPLAN}")


def mark_of(verb: str, words: list[str]) -> Mark:
    """Return the mark that the words behind a command of `mentor progress` are."""
    from agent.commands import read_mark

    mark = read_mark(f"{verb} {', '.join(_names(words))}")
    assert mark
    return mark


def _names(words: list[str]) -> list[str]:
    """Return the names: a word with spaces was put in quotes for the shell and is one; words between them are a line."""
    runs = groupby(words, key=lambda word: " " in word)
    return [name for is_quoted, run in runs for name in (run if is_quoted else [" ".join(run)])]


def show_today(learner: LearnerId = LEARNER, today: Today = None, *, as_json: AsJson = False) -> None:
    """Show what to do today: due reviews and what comes next, with its time and reason."""
    with opened() as mentor:
        found = mentor.learning.today(learner=learner, today=on(today))
    if as_json:
        print_json(found.json())
    else:
        say(found.markdown())


def place(
    learner: LearnerId = LEARNER,
    *,
    stop: Annotated[bool, typer.Option("--stop", help="End it; what was answered counts.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find out what you know already with at most 12 checks; `mentor answer` answers them."""
    with opened() as mentor:
        found = (mentor.learning.stop_placing if stop else mentor.learning.place)(learner=learner)
    if as_json:
        print_json(found.json())
    else:
        say(found.markdown())


def review(
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC", help="A topic; what is due by default.")
    ] = None,
    learner: LearnerId = LEARNER,
    today: Today = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Ask a check that is due, or one of a topic; `mentor answer` answers it."""
    with opened() as mentor:
        asked = mentor.learning.ask(learner=learner, topic=" ".join(topic or []) or None, today=on(today))
    if as_json:
        print_json(asked.json() if asked else None)
    else:
        say(asked.markdown() if asked else "No review is due; name a topic to be asked about it.")


def answer(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="A letter, your answer, or right or wrong after comparing."),
    ],
    learner: LearnerId = LEARNER,
    *,
    as_json: AsJson = False,
) -> None:
    """Answer the check that was asked last."""
    from agent.day_commands import answered

    with opened() as mentor:
        marked = answered(mentor, learner, " ".join(words))
    if as_json:
        print_json(marked.json())
    else:
        say(marked.markdown())
