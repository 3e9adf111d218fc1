"""ui.cli_accounts: accounts from the command line, on a home of the test's own."""

from __future__ import annotations

import json

from typer.testing import CliRunner, Result

from tests.pages import PASSWORD
from ui.cli import app


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["accounts", *arguments], input=given)


def test_accounts_are_added_listed_and_removed() -> None:
    """An account is there from its making to its removal."""
    assert run("list").stderr.startswith("there are no accounts")
    assert run("add", "Ada", given=f"{PASSWORD}\n").stdout == "added  ada\n"
    assert [row["name"] for row in json.loads(run("list", "--json").stdout)] == ["ada"]
    assert run("password", "ada", given="another good one\n").exit_code == 0
    assert run("remove", "ada").stdout == "removed  ada\n"
    assert json.loads(run("list", "--json").stdout) == []


def test_what_cannot_be_done_is_one_line() -> None:
    """A wrong name, a short password and a missing account each end with status 1 and what to do."""
    for arguments, given, said in (
        (("add", "a b"), PASSWORD, "a name has 1 to 64"),
        (("add", "eve"), "short", "it must have 10 to 1024"),
        (("password", "nobody"), PASSWORD, "`mentor accounts list` shows them"),
        (("remove", "nobody"), None, "`mentor accounts list` shows them"),
    ):
        ran = run(*arguments, given=given)
        assert ran.exit_code == 1
        assert ran.stderr.startswith("mentor: ")
        assert said in ran.stderr
        assert PASSWORD not in ran.stderr
