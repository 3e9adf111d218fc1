"""`mentor mcp`: the mentor for other programs, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

import typer

from ui.terminal import LEARNER, LearnerId, note, opened


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(mcp)


def mcp(learner: LearnerId = LEARNER) -> None:
    """Serve tools and prompts over the Model Context Protocol, to the program that started this one."""
    if find_spec("mcp") is None:
        note(
            "mentor: the protocol's package is not installed; install it with: pip install 'backend-mentor[mcp]'"
        )
        raise typer.Exit(1)
    from ui.mcp_server import server

    with opened() as mentor:
        server(mentor, learner).run("stdio")
