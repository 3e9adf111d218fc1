"""`mentor plan`: a learner's plan, its versions, and the files it is taken along in."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.terminal import LEARNER, AsJson, LearnerId, Today, note, on, opened, print_json, say


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    plan = typer.Typer(help="Your plan and its versions.", no_args_is_help=True)
    plan.command("show")(show_plan)
    plan.command("replan")(replan)
    plan.command("change")(change)
    plan.command("versions")(versions)
    plan.command("diff")(diff)
    plan.command("export")(export)
    app.add_typer(plan, name="plan")


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
        print_plan(_version(mentor, learner, version), as_json=as_json, as_markdown=True)


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
        print_plan(plan, as_json=as_json)
        if plan["feasible"] and not as_json:
            say(" ".join(difference(from_json(before), from_json(plan)).sentences()))


def change(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="What is to change, in your own words: 5 hours a week."),
    ],
    learner: LearnerId = LEARNER,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Change it; without this it is only shown.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what your words would change in the plan; with --yes, change it."""
    with opened() as mentor:
        say_change(mentor, learner, " ".join(words), yes=yes, as_json=as_json)


def say_change(mentor: Any, learner: str, message: str, *, yes: bool, as_json: bool) -> None:
    """Print what a change makes of a plan, or would make of it; one that does not fit ends the command with status 1."""
    from agent.errors import PlanError
    from agent.obey import heard_and_changed
    from agent.plan import Plan
    from agent.plan_talk import NOTHING, heard_markdown
    from agent.plan_text import to_json
    from agent.proposals import NO_PLAN
    from agent.ways_out_text import ways_out_markdown

    if not mentor.memory.has_plan(learner):
        raise PlanError(NO_PLAN)  # words alone make none here: that is what `mentor learn` is for
    if yes:
        made = mentor.change(message, learner=learner)
        if not as_json and (heard := heard_and_changed(made)):
            say(f"{heard}\n")
        print_plan(made, as_json=as_json)
        return
    found = mentor.propose(message, learner=learner, is_meant=False)
    fits = isinstance(found.plan, Plan)
    if as_json:
        read = {"understood": found.understood, "unread": found.unread, "changes": found.changes}
        print_json({**read, "feasible": fits, "version": None})
    elif fits:
        would = "\n".join(f"- {each}" for each in found.changes)
        shown = (would, "Nothing is changed; --yes does it.") if would else (NOTHING,)
        say("\n\n".join((*heard_markdown(found), *shown)))
    else:
        ways = ways_out_markdown(to_json(found.plan))
        again = (
            "Nothing is changed; say it again with a way out in the place of what does not fit, and --yes."
        )
        said = (*heard_markdown(found), f"That does not fit: {found.plan.reason}.", ways, again)
        say("\n\n".join(filter(None, said)))
    if not fits:
        raise typer.Exit(1)


def versions(learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """List the versions of the plan."""
    with opened() as mentor:
        rows = mentor.memory.plan_versions(learner)
    if as_json:
        print_json([{"version": version, "made_at": made_at.isoformat()} for version, made_at in rows])
        return
    for version, made_at in rows:
        say(f"{version:4}  {made_at.astimezone():%Y-%m-%d %H:%M}")


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


class Form(StrEnum):
    """A form in which a plan is taken along."""

    ICS = "ics"
    ANKI = "anki"
    MARKDOWN = "markdown"
    JSON = "json"
    WEEKS = "weeks"
    GRAPH = "graph"


def export(
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="Calendar, Anki deck, Markdown, JSON, or a picture of the weeks or the graph."
        ),
    ] = Form.ICS,
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE|-", help="Where to; plan.ics, plan.apkg and so on by default."),
    ] = None,
    learner: LearnerId = LEARNER,
    version: Annotated[int | None, typer.Option(min=1, help="Which version; the newest by default.")] = None,
) -> None:
    """Write the plan as a file for other programs."""
    from ui.plan_files import FORMS

    with opened() as mentor:
        write_plan(mentor, learner, _version(mentor, learner, version), form, file or FORMS[form].file)


def write_plan(mentor: Any, learner: str, plan: dict[str, Any], form: str, file: str) -> None:
    """Write a plan in one of its forms to a file, or to standard output where that is `-`."""
    from agent.errors import PlanError
    from ui.plan_files import FORMS

    if not plan["feasible"]:
        raise PlanError("the plan does not fit, so there is nothing to write; see its ways out")
    body = FORMS[form].written(mentor, learner, plan)
    if file == "-":
        sys.stdout.buffer.write(body)
        return
    try:
        Path(file).write_bytes(body)
    except OSError as error:
        raise PlanError(f"{file!r} cannot be written: {error.strerror}") from None
    note(f"wrote {file}")


def print_plan(plan: dict[str, Any], *, as_json: bool, as_markdown: bool = False) -> None:
    """Print a plan as JSON, as a whole, or in short; one that does not fit ends the command with status 1."""
    from agent.obey import plan_markdown
    from agent.plan_text import from_json, to_markdown

    if as_json:
        print_json(plan)
    elif as_markdown and plan["feasible"]:
        say(to_markdown(from_json(plan), told=plan.get("narrative", "")).strip())
    else:
        say(plan_markdown(plan, where="shown by `mentor plan show`"))
    if not plan["feasible"]:
        raise typer.Exit(1)
