"""`mentor learn`, `mentor plan` and `mentor progress`: a learner's plan and what became of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.terminal import LEARNER, AsJson, LearnerId, Today, failing_plainly, note, on, opened, print_json, say

REPLAN = "`mentor plan replan` fits the plan to it."


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(learn)
    app.command("today")(show_today)
    app.command()(place)
    app.command()(review)
    app.command()(answer)
    plan = typer.Typer(help="Your plan and its versions.", no_args_is_help=True)
    plan.command("show")(show_plan)
    plan.command("replan")(replan)
    plan.command("versions")(versions)
    plan.command("diff")(diff)
    app.add_typer(plan, name="plan")
    progress = typer.Typer(help="What is done.", no_args_is_help=True)
    progress.command("show")(show_progress)
    progress.command("done")(done)
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
            _write_calendar(plan, ics)
        _print(plan, as_json=as_json, as_markdown=as_markdown)
    if not plan["feasible"]:
        raise typer.Exit(0 if as_json else 1)


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


def _write_calendar(plan: dict[str, Any], file: Path) -> None:
    from datetime import UTC, datetime

    from agent.errors import PlanError
    from agent.plan_calendar import to_ics
    from agent.plan_text import from_json

    if not plan["feasible"]:
        raise PlanError("the plan does not fit, so there is no calendar; see its ways out")
    try:
        file.write_bytes(to_ics(from_json(plan), written=datetime.now(UTC)))
    except OSError as error:
        raise PlanError(f"{str(file)!r} cannot be written: {error.strerror}") from None
    note(f"wrote {file}")


def _print(plan: dict[str, Any], *, as_json: bool, as_markdown: bool = False) -> None:
    from agent.obey import plan_markdown
    from agent.plan_text import from_json, to_markdown

    if as_json:
        print_json(plan)
    elif as_markdown and plan["feasible"]:
        say(f"{plan.get('narrative', '')}\n\n{to_markdown(from_json(plan))}".strip())
    else:
        say(plan_markdown(plan, where="shown by `mentor plan show`"))


def show_plan(
    learner: LearnerId = LEARNER,
    version: Annotated[int | None, typer.Option(min=1, help="Which version; the newest by default.")] = None,
    today: Today = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show the plan."""
    with opened() as mentor:
        on(today)
        _print(_version(mentor, learner, version), as_json=as_json, as_markdown=True)


def _version(mentor: Any, learner: str, version: int | None) -> dict[str, Any]:
    from agent.errors import PlanError

    plan = mentor.memory.plan(learner, version)
    if plan is None:
        which = f"no version {version} of a plan" if version else "no plan yet"
        raise PlanError(f"there is {which} for {learner!r}; `mentor learn` builds one")
    return dict(plan)


def replan(learner: LearnerId = LEARNER, today: Today = None, *, as_json: AsJson = False) -> None:
    """Fit the plan to what really happened."""
    from agent.difference import difference
    from agent.plan_text import from_json

    with opened() as mentor:
        before = _version(mentor, learner, None)
        plan = mentor.replan(learner=learner, today=on(today))
        _print(plan, as_json=as_json)
        if plan["feasible"] and not as_json:
            say(" ".join(difference(from_json(before), from_json(plan)).sentences()))


def versions(learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """List the versions of the plan."""
    with opened() as mentor:
        rows = mentor.memory.plan_versions(learner)
    if as_json:
        print_json([{"version": version, "made_at": made_at.isoformat()} for version, made_at in rows])
        return
    for version, made_at in rows:
        say(f"{version:4}  {made_at:%Y-%m-%d %H:%M}")


def diff(
    learner: LearnerId = LEARNER,
    old: Annotated[
        int | None, typer.Option(min=1, help="The older version; the last but one by default.")
    ] = None,
    new: Annotated[int | None, typer.Option(min=1, help="The newer version; the newest by default.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two versions of the plan."""
    from dataclasses import asdict

    from agent.difference import difference
    from agent.errors import PlanError
    from agent.plan_text import from_json

    with opened() as mentor:
        newest = _version(mentor, learner, new)
        before = old or int(newest["version"]) - 1
        if before < 1:
            raise PlanError("there is one version of the plan, so nothing has changed yet")
        found = difference(from_json(_version(mentor, learner, before)), from_json(newest))
    if as_json:
        print_json(
            {"old": before, "new": newest["version"], **asdict(found), "words": " ".join(found.sentences())}
        )
    else:
        say(" ".join(found.sentences()))


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
    from agent.commands import Mark
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
            say(f"{marked(mentor, learner, Mark('undo', ', '.join(_names(ids or [])), None))} {REPLAN}")


def _record(verb: str, ids: list[str], learner: str, hours: float | None = None, *, as_json: bool) -> None:
    from dataclasses import replace

    from agent.commands import read_mark
    from agent.day_commands import marked

    mark = read_mark(f"{verb} {', '.join(_names(ids))}")
    assert mark
    mark = mark if hours is None else replace(mark, hours=hours)
    with opened() as mentor:
        if as_json:
            found = mentor.learning.record(verb, [mark.names], learner=learner, hours=mark.hours)
            print_json({"learner": learner, "recorded": verb, "ids": list(found), "hours": mark.hours})
        else:
            say(f"{marked(mentor, learner, mark)} {REPLAN}")


def _names(words: list[str]) -> list[str]:
    """Return the names: words with spaces were put in quotes for the shell, each a name; else they are one line."""
    return words if any(" " in each for each in words) else [" ".join(words)] if words else []


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
