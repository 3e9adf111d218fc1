"""`mentor model`: local GGUF models, verified by SHA-256."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ui.terminal import AsJson, bar, failing_plainly, note, print_json, say, settings


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    model = typer.Typer(help="Local language models.", no_args_is_help=True)
    model.command("list")(list_models)
    model.command("get")(get_model)
    model.command("remove")(remove_model)
    app.add_typer(model, name="model")


def list_models(*, as_json: AsJson = False) -> None:
    """List the models that can be fetched, and whether they are here and whole."""
    from agent.gguf import OFFERS, folder, verify

    with failing_plainly():
        home = settings().home
    rows: list[dict[str, Any]] = []
    for offer in OFFERS.values():
        path = folder(home) / offer.file
        state = "missing" if not path.is_file() else "verified" if verify(path, offer) else "damaged"
        rows.append(
            {
                "name": offer.name,
                "state": state,
                "size": offer.size,
                "licence": offer.licence,
                "about": offer.about,
                "path": str(path) if path.is_file() else None,
                "sha256": offer.sha256,
            }
        )
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row['name']:24} {row['state']:9} {row['size'] / 1e9:.1f} GB  {row['licence']}  {row['about']}")


def get_model(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of `mentor model list`.")],
) -> None:
    """Fetch a model, going on where an earlier try stopped, and verify it."""
    from agent.errors import ModelMissing
    from agent.gguf import OFFERS, fetch

    with failing_plainly():
        if name not in OFFERS:
            raise ModelMissing(f"no local model is called {name!r}; known: {', '.join(OFFERS)}")
        told = settings()
        offer = OFFERS[name]
        note(f"fetching {offer.name} ({offer.size / 1e9:.1f} GB, {offer.licence}) from {told.model_hub}")
        path = fetch(told.home, offer, told.model_hub, on_bytes=bar(name))
    say(f"{path} is verified; set MENTOR_MODEL=local:{name} to use it")


def remove_model(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of `mentor model list`.")],
) -> None:
    """Remove a fetched model, and what is left of one that stopped half-way."""
    from agent.errors import ModelMissing
    from agent.gguf import OFFERS, folder

    with failing_plainly():
        if name not in OFFERS:
            raise ModelMissing(f"no local model is called {name!r}; known: {', '.join(OFFERS)}")
        path = folder(settings().home) / OFFERS[name].file
        found = [each for each in (path, path.with_suffix(".part")) if each.is_file()]
        for each in found:
            each.unlink()
        if not found:
            raise ModelMissing(f"the model {name!r} is not on this machine")
    say(f"removed  {name}")
