"""Accounts: who may sign in, who is signed in, and how often a wrong password may be tried.

An account's name is the id of its learner. Only hashes are stored: of passwords by Argon2id, of session tokens and of
the names that were tried by SHA-256, for what is typed as a name is now and then a password.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import sqlalchemy as sa

from agent.errors import AccountError, SignInRefused, TooManyAttempts
from agent.memory import in_our_words, insert_new, migrated
from knowledge.database import reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from argon2 import PasswordHasher
    from sqlalchemy import Connection, Engine

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
PASSWORD_CHARS = 10, 1024  # NIST SP 800-63B asks for 8 at least; the upper bound limits what is hashed
SESSION = timedelta(days=14)
WINDOW = timedelta(minutes=15)
ACCOUNT_FAILURES, ADDRESS_FAILURES = 10, 30  # in a window; an address may stand for a whole classroom
HASHED_AT_ONCE = 2  # each takes 64 MiB (RFC 9106, second recommended option)

_tables = sa.MetaData()
_ACCOUNTS = sa.Table(
    "accounts",
    _tables,
    sa.Column("name", sa.String),
    sa.Column("password", sa.Text),
    sa.Column("created_at", sa.DateTime(timezone=True)),
)
_SESSIONS = sa.Table(
    "sessions",
    _tables,
    sa.Column("token", sa.String),
    sa.Column("account", sa.String),
    sa.Column("ends_at", sa.DateTime(timezone=True)),
)
_ATTEMPTS = sa.Table(
    "attempts",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("account", sa.String),
    sa.Column("address", sa.String),
    sa.Column("at", sa.DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account's name, which is its learner's id, and when it was made."""

    name: str
    created_at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """The accounts of a database.

    Args:
        engine: the database of learners.
        clock: the time now, in UTC.
        hasher: hashes passwords; None for Argon2id with argon2-cffi's parameters.

    Raises:
        MemoryUnavailable: from any call, when the database cannot be read or written.
    """

    def __init__(
        self, engine: Engine, *, clock: Callable[[], datetime] = _now, hasher: PasswordHasher | None = None
    ) -> None:
        from argon2 import PasswordHasher

        self._engine = migrated(engine)
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._hashing = BoundedSemaphore(HASHED_AT_ONCE)
        # what the password of an account that is not there is compared with, so that both take as long
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def add(self, name: str, password: str) -> Account:
        """Make an account.

        Raises:
            AccountError: there is one of this name, or name or password have the wrong form.
        """
        account = Account(usable_name(name), self._clock())
        hashed = self._hash(usable_password(password))
        with in_our_words(), writing(self._engine) as connection:
            row = {"name": account.name, "password": hashed, "created_at": account.created_at}
            if not insert_new(connection, _ACCOUNTS, **row):
                raise AccountError(
                    f"there is an account {account.name!r} already; `mentor accounts password` changes its password"
                )
        return account

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password; whoever is signed in to it no longer is.

        Raises:
            AccountError: there is no such account, or the password has the wrong form.
        """
        hashed = self._hash(usable_password(password))
        with in_our_words(), writing(self._engine) as connection:
            changed = connection.execute(
                _ACCOUNTS.update().where(_ACCOUNTS.c.name == name).values(password=hashed)
            )
            if not changed.rowcount:
                raise AccountError(f"there is no account {name!r}; `mentor accounts list` shows them")
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.account == name))

    def remove(self, name: str) -> bool:
        """Remove an account and end its sessions; what is remembered of its learner stays. Whether there was one."""
        with in_our_words(), writing(self._engine) as connection:
            return bool(connection.execute(_ACCOUNTS.delete().where(_ACCOUNTS.c.name == name)).rowcount)

    def all(self) -> list[Account]:
        """Return the accounts, by name."""
        query = sa.select(_ACCOUNTS).order_by(_ACCOUNTS.c.name)
        with in_our_words(), reading(self._engine) as connection:
            return [Account(row.name, _utc(row.created_at)) for row in connection.execute(query)]

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """Return the token of a new session.

        An attempt counts as failed until its password was found right, so that many at once count as well.

        Args:
            name: as it was typed.
            password: as it was typed.
            address: where the attempt comes from.

        Raises:
            SignInRefused: name or password are wrong; which of the two is not said.
            TooManyAttempts: of this name or from this address; nothing was compared.
        """
        known = name.strip().lower()
        tried = sha256(known.encode(errors="surrogatepass")).hexdigest()
        number = self._count_attempt(tried, address)
        hashed = self._password_of(known) if NAME.fullmatch(known) else None
        if not self._is_right(hashed or self._nobody, password) or hashed is None:
            raise SignInRefused("name or password are wrong")
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with in_our_words(), writing(self._engine) as connection:
            connection.execute(
                _ATTEMPTS.delete().where((_ATTEMPTS.c.account == tried) | (_ATTEMPTS.c.number == number))
            )
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.ends_at <= now))
            connection.execute(
                _SESSIONS.insert().values(token=_digest(token), account=known, ends_at=now + SESSION)
            )
        return token

    def learner(self, token: str) -> str | None:
        """Return whose session a token is; None when it is none, has ended, or its account was removed."""
        now = self._clock()
        latest = now + 2 * SESSION  # one that lasts longer was made while the clock was far ahead
        query = sa.select(_SESSIONS.c.account).where(
            _SESSIONS.c.token == _digest(token), _SESSIONS.c.ends_at > now, _SESSIONS.c.ends_at <= latest
        )
        with in_our_words(), reading(self._engine) as connection:
            found = connection.scalar(query)
        return str(found) if found else None

    def sign_out(self, token: str) -> None:
        """End a session."""
        with in_our_words(), writing(self._engine) as connection:
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.token == _digest(token)))

    def _password_of(self, name: str) -> str | None:
        with in_our_words(), reading(self._engine) as connection:
            return connection.scalar(sa.select(_ACCOUNTS.c.password).where(_ACCOUNTS.c.name == name))

    def _count_attempt(self, tried: str, address: str) -> int:
        now = self._clock()
        with in_our_words(), writing(self._engine) as connection:
            _one_at_a_time(connection)
            is_over = (_ATTEMPTS.c.at <= now - WINDOW) | (_ATTEMPTS.c.at > now + WINDOW)  # a clock was ahead
            connection.execute(_ATTEMPTS.delete().where(is_over))
            for column, value, most in (
                (_ATTEMPTS.c.account, tried, ACCOUNT_FAILURES),
                (_ATTEMPTS.c.address, address[:64], ADDRESS_FAILURES),
            ):
                failed = list(connection.scalars(sa.select(_ATTEMPTS.c.at).where(column == value)))
                if len(failed) >= most:
                    minutes = max(1, round((_utc(min(failed)) + WINDOW - now) / timedelta(minutes=1)))
                    raise TooManyAttempts(f"too many attempts to sign in; try again in {minutes} minutes")
            row = {"account": tried, "address": address[:64], "at": now}
            inserted = connection.execute(_ATTEMPTS.insert().values(**row)).inserted_primary_key
        assert inserted
        return int(inserted[0])

    def _hash(self, password: str) -> str:
        with self._hashing:
            return self._hasher.hash(_normal(password))

    def _is_right(self, hashed: str, password: str) -> bool:
        from argon2.exceptions import VerificationError

        try:
            with self._hashing:
                return self._hasher.verify(hashed, _normal(password[: PASSWORD_CHARS[1]]))
        except VerificationError:
            return False


def usable_name(name: str) -> str:
    """Return an account's name as it is kept: trimmed, in small letters.

    Raises:
        AccountError: it has characters that it may not have, none, or too many.
    """
    known = name.strip().lower()
    if not NAME.fullmatch(known):
        raise AccountError(
            f"the name is {name!r}; a name has 1 to 64 of a-z, 0-9 and . _ @ + - and begins with a letter or digit"
        )
    return known


def usable_password(password: str) -> str:
    """Return a password that may be set.

    Raises:
        AccountError: it is too short or too long.
    """
    least, most = PASSWORD_CHARS
    if not least <= len(password) <= most:
        raise AccountError(f"the password has {len(password)} characters; it must have {least} to {most}")
    return password


def _normal(password: str) -> bytes:
    """One password is typed in several ways on different keyboards (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")


def _digest(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


def _one_at_a_time(connection: Connection) -> None:
    """Attempts are counted one after another, as SQLite has it anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE attempts IN EXCLUSIVE MODE"))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
