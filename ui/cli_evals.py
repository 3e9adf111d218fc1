"""`mentor eval`: how good the mentor is, as figures anyone can reproduce."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ui.terminal import AsJson, bar, failing_plainly, note, print_json, say, settings


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    evals = typer.Typer(help="How good the mentor is.", no_args_is_help=True)
    evals.command("run")(run)
    evals.command("compare")(compare)
    evals.command("gate")(gate)
    app.add_typer(evals, name="eval")


def run(  # noqa: PLR0913 - the options of the command
    suite: Annotated[
        str,
        typer.Argument(
            metavar="SUITE", help="retrieval, answers, followups, plans, safety, support, placement or all."
        ),
    ],
    cases: Annotated[
        Path | None,
        typer.Option(
            help="Your own cases: a file; for retrieval a folder in BEIR form, for safety one of documents; "
            "the shipped ones by default."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the report is written; runs/ by default.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Run this many cases only.")] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            help="A model that judges what is cited, such as openai:gpt-5-mini, once it agrees with people."
        ),
    ] = None,
    *,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="Leave out the baselines that take minutes to make: plain dense retrieval."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run a suite and write its report; the same --out goes on with a run that was stopped."""
    with failing_plainly():
        from evals.cli import folder_of, run_suite

        folder = folder_of(suite, out)
        try:
            report = run_suite(
                settings(),
                suite,
                cases=cases,
                out=folder,
                limit=limit,
                judge=judge,
                is_quick=quick,
                on_progress=bar(suite),
            )
        except KeyboardInterrupt:
            note(f"mentor: stopped; the same command with --out {shlex.quote(str(folder))} goes on")
            raise typer.Exit(130) from None
    if as_json:
        print_json(report.json())
    else:
        for line in report.lines():
            say(line)
        note(f"written to {folder}")


def compare(
    old: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder.")],
    new: Annotated[Path, typer.Argument(metavar="RUN", help="Another run's folder.")],
    html: Annotated[Path | None, typer.Option(help="Write the comparison for people into this file.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Compare two runs, of one suite or of all: a change within the intervals is no change."""
    with failing_plainly():
        from evals.cli import compare_runs

        found = compare_runs(old, new, html=html)
    if as_json:
        print_json(found.json())
    else:
        for line in found.lines():
            say(line)


def gate(
    *,
    update: Annotated[
        bool, typer.Option("--update", help="Store the new figures; commit them by themselves and say why.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run a few fixed cases and fail where a figure fell out of its stored interval."""
    with failing_plainly():
        from evals import gate as gates

        stored = None if update else gates.read()
        reports = gates.measure(settings(), stored=stored, on_progress=bar("gate"))
        if stored is None:
            gates.write(reports)
        verdicts = gates.judge(stored or gates.read(), reports)
    wrong = [each for each in verdicts if each.wrong]
    if as_json:
        print_json({"holds": not wrong, "figures": [asdict(each) for each in verdicts]})
    else:
        for each in verdicts:
            say(each.line())
    if wrong:
        raise typer.Exit(1)
