"""`mentor ingest`, `mentor sources` and `mentor curriculum`: the documents that answers come from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ui.terminal import (
    LEARNER,
    AsJson,
    LearnerId,
    OwnerId,
    bar_of_steps,
    failing_plainly,
    note,
    opened,
    print_json,
    say,
    settings,
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(ingest)
    sources = typer.Typer(help="The documents that answers come from.", no_args_is_help=True)
    sources.command("list")(list_sources)
    sources.command("remove")(remove_sources)
    app.add_typer(sources, name="sources")
    curriculum = typer.Typer(help="The curriculum, as data that is checked.", no_args_is_help=True)
    curriculum.command("check")(check_curriculum)
    app.add_typer(curriculum, name="curriculum")


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders: Markdown, text, HTML, PDF, DOCX.")],
    learner: OwnerId = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Add documents to what the mentor answers from: for everybody, or for one learner alone."""
    from knowledge.owner import SHARED, private

    owner = private(learner) if learner else SHARED
    with opened(is_brief=False) as mentor:
        done = mentor.library.ingest(paths, owner=owner, on_progress=bar_of_steps("reading"))
    if as_json:
        print_json(asdict(done))
    else:
        for word, ids in (("added", done.added), ("replaced", done.replaced), ("unchanged", done.unchanged)):
            for source in ids:
                say(f"{word}  {source}")
    for skipped in done.skipped:
        note(f"mentor: {skipped.path} was skipped: {skipped.reason}")
    if done.skipped and not (done.added or done.replaced or done.unchanged):
        raise typer.Exit(1)


def list_sources(learner: LearnerId = LEARNER, *, as_json: AsJson = False) -> None:
    """List what a learner's answers come from: the curriculum, shared documents, and the learner's own."""
    from knowledge.owner import private

    with opened() as mentor:
        rows = mentor.store.listed(owner=private(learner))
    if as_json:
        print_json(
            [
                {
                    "id": row.id,
                    "title": row.title,
                    "origin": str(row.origin),
                    "owner": row.owner or None,
                    "location": row.location,
                    "media_type": row.media_type,
                    "licence": row.licence,
                    "sha256": row.sha256,
                    "read_at": row.read_at.isoformat(),
                    "url": row.url,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        say(f"{row.id:40} {row.origin:10} {'own' if row.owner else 'shared':6} {row.title}")


def remove_sources(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids as `mentor sources list` shows them.")
    ],
    learner: LearnerId = LEARNER,
    *,
    as_json: AsJson = False,
) -> None:
    """Remove documents, the learner's own and shared ones."""
    from knowledge.errors import SourceShipped
    from knowledge.owner import SHARED, private

    removed: list[str] = []
    missing: list[str] = []
    kept: list[str] = []
    with opened(is_brief=False) as mentor:
        for source in ids:
            try:
                is_gone = any(
                    mentor.library.remove(source, owner=owner) for owner in (private(learner), SHARED)
                )
                (removed if is_gone else missing).append(source)
            except SourceShipped as error:
                kept.append(source)
                note(f"mentor: {error}")
    if as_json:
        print_json({"removed": removed, "missing": missing, "kept": kept})
    for source in removed if not as_json else ():
        say(f"removed  {source}")
    for source in missing:
        note(f"mentor: there is no document {source!r}; `mentor sources list` shows the ids")
    if missing or kept:
        raise typer.Exit(1)


def check_curriculum(
    folder: Annotated[
        Path | None, typer.Argument(help="A curriculum folder; the configured one by default.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Check the curriculum's form, graph, checks and coverage."""
    from knowledge.curriculum_check import check
    from knowledge.syllabus import SHIPPED

    with failing_plainly():
        report = check(folder or settings().curriculum or SHIPPED)
    if as_json:
        print_json(report.json())
    else:
        for line in report.lines():
            say(line)
    if report.problems:
        raise typer.Exit(1)
