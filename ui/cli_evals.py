"""`mentor eval`: how good the mentor is, as figures anyone can reproduce."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.terminal import AsJson, bar, failing_plainly, print_json, say, settings


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    evals = typer.Typer(help="How good the mentor is.", no_args_is_help=True)
    evals.command("run")(run)
    evals.command("compare")(compare)
    app.add_typer(evals, name="eval")


def run(
    suite: Annotated[
        str,
        typer.Argument(metavar="SUITE", help="retrieval, answers, followups, plans, safety or all."),
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
    *,
    as_json: AsJson = False,
) -> None:
    """Run a suite and write its report; the same --out goes on with a run that was stopped."""
    with failing_plainly():
        from evals.cli import run_suite

        report = run_suite(settings(), suite, cases=cases, out=out, limit=limit, on_progress=bar(suite))
    if as_json:
        print_json(report.json())
    else:
        for line in report.lines():
            say(line)


def compare(
    old: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder.")],
    new: Annotated[Path, typer.Argument(metavar="RUN", help="Another run's folder.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Compare two runs: a change within the intervals is no change."""
    with failing_plainly():
        from evals.report import compare as compare_runs

        found = compare_runs(old, new)
    if as_json:
        print_json(found.json())
    else:
        for line in found.lines():
            say(line)
