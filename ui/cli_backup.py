"""`mentor backup` and `mentor restore`: everything that matters, in one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal import AsJson, failing_plainly, note, print_json, say, settings

if TYPE_CHECKING:
    from agent.backup import Manifest

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a ZIP file.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(backup)
    app.command()(restore)


def backup(file: File, *, as_json: AsJson = False) -> None:
    """Write everything into one file; the mentor may be running."""
    from agent.backup import back_up
    from agent.build import make_home

    with failing_plainly():
        chosen = settings()
        make_home(chosen)
        manifest = back_up(chosen, file)
    _say(manifest, f"wrote  {file}", as_json=as_json)


def restore(
    file: File,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what is there; it is backed up into MENTOR_HOME first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup in place; the mentor may be running, and everybody signs in anew."""
    from agent.backup import restore as put_back
    from agent.build import make_home

    with failing_plainly():
        chosen = settings()
        make_home(chosen)
        manifest, kept = put_back(chosen, file, replace=replace)
    if kept:
        note(f"what was there before is in {kept}")
    _say(manifest, f"restored  {file}", as_json=as_json)


def _say(manifest: Manifest, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(manifest))
        return
    rows = ", ".join(f"{count:,} {table}" for table, count in manifest.rows.items())
    say(f"{what}  ({rows}; made {manifest.made_at} by version {manifest.program})")
