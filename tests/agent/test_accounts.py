"""agent.accounts: who may sign in, and how often a wrong password may be tried."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from agent.accounts import ACCOUNT_FAILURES, ADDRESS_FAILURES, SESSION, WINDOW, Accounts
from agent.errors import AccountError, AgentError, SignInRefused, TooManyAttempts

if TYPE_CHECKING:
    from sqlalchemy import Engine

PASSWORD = "correct horse battery"  # noqa: S105 - of a test
HERE = "192.0.2.1"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(engine: Engine, clock: Clock) -> Accounts:
    # as little work as Argon2 allows, for tests sign in a hundred times
    return Accounts(engine, clock=clock, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def refused(accounts: Accounts, name: str = "ada", address: str = HERE) -> type[AgentError]:
    """Return how a wrong password is refused."""
    with pytest.raises(AgentError) as caught:
        accounts.sign_in(name, "wrong", address=address)
    return type(caught.value)


def test_the_right_password_opens_a_session(accounts: Accounts) -> None:
    """A session's token leads to the learner of the account, however the name was typed."""
    accounts.add("Ada", PASSWORD)
    assert accounts.learner(accounts.sign_in(" ADA ", PASSWORD, address=HERE)) == "ada"


def test_a_password_may_be_composed_in_another_way(accounts: Accounts) -> None:
    """The same characters in another Unicode form are the same password."""
    accounts.add("ada", "caf\u00e9 au lait")
    assert accounts.sign_in("ada", "cafe\u0301 au lait", address=HERE)


def test_an_unknown_name_is_refused_in_the_same_words(accounts: Accounts) -> None:
    """Nothing tells a name that exists from one that does not."""
    accounts.add("ada", PASSWORD)
    said = set()
    for name in ("ada", "nobody", "\udcff"):
        with pytest.raises(SignInRefused) as caught:
            accounts.sign_in(name, "wrong", address=HERE)
        said.add(str(caught.value))
    assert said == {"name or password are wrong"}


def test_an_unknown_name_costs_as_much_work(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is compared once for every attempt, whether or not the name exists, so that time tells nothing."""
    accounts.add("ada", PASSWORD)
    compared = []
    verify = accounts._hasher.verify
    monkeypatch.setattr(
        type(accounts._hasher), "verify", lambda _self, *of: compared.append(of) or verify(*of)
    )
    refused(accounts, "ada")
    refused(accounts, "nobody")
    assert len(compared) == 2


def test_ten_wrong_passwords_lock_an_account(accounts: Accounts, clock: Clock) -> None:
    """The eleventh attempt in a quarter of an hour is not compared, even with the right password; later ones are."""
    accounts.add("ada", PASSWORD)
    for number in range(ACCOUNT_FAILURES):
        assert refused(accounts, address=f"192.0.2.{number}") is SignInRefused
    with pytest.raises(TooManyAttempts, match="try again in 15 minutes"):
        accounts.sign_in("ada", PASSWORD, address="198.51.100.1")
    clock.now += WINDOW
    assert accounts.sign_in("ada", PASSWORD, address=HERE)


def test_thirty_wrong_passwords_lock_an_address(accounts: Accounts) -> None:
    """An address that tries many names is stopped; others are not."""
    accounts.add("ada", PASSWORD)
    for number in range(ADDRESS_FAILURES):
        assert refused(accounts, f"name{number}") is SignInRefused
    assert refused(accounts, "another") is TooManyAttempts
    assert accounts.sign_in("ada", PASSWORD, address="198.51.100.1")


def test_an_account_that_does_not_exist_is_locked_alike(accounts: Accounts) -> None:
    """Being locked says nothing about whether the name exists."""
    for _ in range(ACCOUNT_FAILURES):
        refused(accounts, "nobody")
    assert refused(accounts, "nobody") is TooManyAttempts


def test_attempts_at_once_count_as_well(accounts: Accounts) -> None:
    """Of forty attempts that are made at the same time, ten are compared."""
    accounts.add("ada", PASSWORD)
    with ThreadPoolExecutor(8) as pool:
        kinds = list(pool.map(lambda n: refused(accounts, address=f"192.0.2.{n}"), range(40)))
    assert kinds.count(SignInRefused) == ACCOUNT_FAILURES


def test_signing_in_clears_the_failures(accounts: Accounts) -> None:
    """Who mistyped a few times and then signs in has all attempts again."""
    accounts.add("ada", PASSWORD)
    for _ in range(3):
        for _ in range(ACCOUNT_FAILURES - 1):
            refused(accounts)
        assert accounts.sign_in("ada", PASSWORD, address=HERE)


@pytest.mark.parametrize("how", ["sign out", "change the password", "remove the account", "wait"])
def test_a_session_ends(accounts: Accounts, clock: Clock, how: str) -> None:
    """A token is worth nothing after signing out, another password, the account's removal, or two weeks."""
    accounts.add("ada", PASSWORD)
    token = accounts.sign_in("ada", PASSWORD, address=HERE)
    match how:
        case "sign out":
            accounts.sign_out(token)
        case "change the password":
            accounts.change_password("ada", "another good one")
        case "remove the account":
            accounts.remove("ada")
        case _:
            clock.now += SESSION
    assert accounts.learner(token) is None


def test_a_clock_that_was_ahead_locks_nobody(accounts: Accounts, clock: Clock) -> None:
    """Wrong passwords of a year ahead do not count once the clock is right again."""
    accounts.add("ada", PASSWORD)
    true = clock.now
    clock.now += timedelta(days=365)
    assert {refused(accounts) for _ in range(ACCOUNT_FAILURES)} == {SignInRefused}
    assert refused(accounts) is TooManyAttempts
    clock.now = true
    assert accounts.sign_in("ada", PASSWORD, address=HERE)


def test_a_clock_that_is_set_back_signs_nobody_out(accounts: Accounts, clock: Clock) -> None:
    """A session outlives an hour that comes twice; one of a clock that was a year ahead ends with that error."""
    accounts.add("ada", PASSWORD)
    token = accounts.sign_in("ada", PASSWORD, address=HERE)
    clock.now -= timedelta(hours=1)
    assert accounts.learner(token) == "ada"
    clock.now -= timedelta(days=365)
    assert accounts.learner(token) is None


def test_nothing_that_opens_a_door_is_stored(accounts: Accounts, engine: Engine) -> None:
    """No table holds a password, a token, or a name that was tried and may be a password."""
    accounts.add("ada", PASSWORD)
    token = accounts.sign_in("ada", PASSWORD, address=HERE)
    refused(accounts, "my-password-in-the-wrong-field")
    with engine.connect() as connection:
        rows = "".join(
            str(tuple(row))
            for table in ("accounts", "sessions", "attempts")
            for row in connection.execute(sa.text(f"select * from {table}"))  # noqa: S608 - our own names
        )
    assert "$argon2id$" in rows
    assert not any(secret in rows for secret in (PASSWORD, token, "my-password"))


@pytest.mark.parametrize("name", ["", "../etc", "a b", "x" * 65, "<script>", ".hidden", "ä"])
def test_a_name_of_another_form_is_refused(accounts: Accounts, name: str) -> None:
    """A name that could mean something elsewhere makes no account."""
    with pytest.raises(AccountError, match="a name has 1 to 64"):
        accounts.add(name, PASSWORD)


@pytest.mark.parametrize("password", ["", "123456789", "x" * 1025])
def test_a_password_of_another_length_is_refused(accounts: Accounts, password: str) -> None:
    """A short password is refused for its shortness, without being repeated."""
    with pytest.raises(AccountError, match="it must have 10 to 1024") as caught:
        accounts.add("ada", password)
    assert not password or password not in str(caught.value)


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    """A second account of one name is refused, and the first keeps its password."""
    accounts.add("ada", PASSWORD)
    with pytest.raises(AccountError, match="there is an account 'ada' already"):
        accounts.add("ADA", "another good one")
    assert accounts.sign_in("ada", PASSWORD, address=HERE)


def test_accounts_are_listed_by_name(accounts: Accounts, clock: Clock) -> None:
    """The list holds each account with the day it was made."""
    accounts.add("eve", PASSWORD)
    accounts.add("ada", PASSWORD)
    assert [(each.name, each.created_at) for each in accounts.all()] == [
        ("ada", clock.now),
        ("eve", clock.now),
    ]


def test_what_is_not_there_is_said(accounts: Accounts) -> None:
    """Changing or removing an account that does not exist says so."""
    assert accounts.remove("nobody") is False
    with pytest.raises(AccountError, match="there is no account 'nobody'"):
        accounts.change_password("nobody", PASSWORD)
