"""`mentor accounts`: who may sign in to the page."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal import AsJson, failing_plainly, note, print_json, say, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.accounts import Accounts

Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name, which is its learner's id.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    accounts = typer.Typer(
        help="Who may sign in to the page, where MENTOR_AUTH is accounts.", no_args_is_help=True
    )
    accounts.command("add")(add)
    accounts.command("list")(list_accounts)
    accounts.command("password")(password)
    accounts.command("remove")(remove)
    app.add_typer(accounts, name="accounts")


def add(name: Name) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    from agent.accounts import usable_name

    with _opened() as accounts:
        account = accounts.add(usable_name(name), _password())
    say(f"added  {account.name}")


def list_accounts(*, as_json: AsJson = False) -> None:
    """List the accounts."""
    with _opened() as accounts:
        rows = accounts.all()
    if as_json:
        print_json([{"name": row.name, "created_at": row.created_at.isoformat()} for row in rows])
        return
    for row in rows:
        say(f"{row.name:40} {row.created_at:%Y-%m-%d}")
    if not rows:
        note("there are no accounts; `mentor accounts add NAME` makes one")


def password(name: Name) -> None:
    """Give an account another password and end its sessions."""
    with _opened() as accounts:
        accounts.change_password(name.strip().lower(), _password())
    say(f"changed  {name}")


def remove(
    name: Name,
    *,
    forget: Annotated[
        bool, typer.Option("--forget", help="Also delete everything that is remembered of the learner.")
    ] = False,
) -> None:
    """Remove an account and end its sessions; what is remembered stays, unless --forget is given."""
    from agent.errors import AccountError
    from ui.terminal import opened

    known = name.strip().lower()
    with _opened() as accounts:
        was_there = accounts.remove(known)
    if forget:
        with opened() as mentor:
            was_there = mentor.forget(known) or was_there
    if not was_there:
        with failing_plainly():
            raise AccountError(f"there is no account {name!r}; `mentor accounts list` shows them")
    say(f"removed  {known}")


@contextmanager
def _opened() -> Iterator[Accounts]:
    from agent.accounts import Accounts
    from agent.build import make_home
    from knowledge.database import open_engine

    with failing_plainly():
        chosen = settings()
        make_home(chosen)
        engine = open_engine(chosen.database)
        try:
            yield Accounts(engine)
        finally:
            engine.dispose()


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
