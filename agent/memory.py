"""What is remembered of each learner: conversations, profile, plans and the ledger, in one database.

Every call names the learner it acts for; nothing of another learner is ever read or written.
"""

from __future__ import annotations

import logging
import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from agent.errors import MemoryUnavailable, PlanOvertaken, SettingsError
from knowledge.database import migrate, reading, scrub, writing
from knowledge.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "agent_version"
TITLE_CHARS = 60
ID_CHARS = 64
MAX_VERSION = 2**31 - 1
logger = logging.getLogger(__name__)
NEW_ID = re.compile(r"[0-9a-f]{32}")

_tables = sa.MetaData()
LEARNERS = sa.Table(
    "learners",
    _tables,
    sa.Column("id", sa.String),
    sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("profile", sa.JSON),
)
CONVERSATIONS = sa.Table(
    "conversations",
    _tables,
    sa.Column("id", sa.String),
    sa.Column("learner", sa.String),
    sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("title", sa.Text),
)
TURNS = sa.Table(
    "turns",
    _tables,
    sa.Column("id", sa.String),
    sa.Column("conversation", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("message", sa.Text),
    sa.Column("question", sa.Text),
    sa.Column("answer", sa.JSON(none_as_null=True)),
    sa.Column("asked_at", sa.DateTime(timezone=True)),
)
PLANS = sa.Table(
    "plans",
    _tables,
    sa.Column("learner", sa.String),
    sa.Column("version", sa.Integer),
    sa.Column("made_at", sa.DateTime(timezone=True)),
    sa.Column("plan", sa.JSON),
)
LEDGER = sa.Table(
    "ledger",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("learner", sa.String),
    sa.Column("at", sa.DateTime(timezone=True)),
    sa.Column("event", sa.JSON),
)
DIALOGUES = sa.Table(
    "dialogues",
    _tables,
    sa.Column("learner", sa.String, primary_key=True),
    sa.Column("conversation", sa.String),
    sa.Column("steps", sa.JSON),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a learner and what was answered.

    Args:
        number: its place in the conversation, from 1.
        question: the question that stands alone; None while the turn is open.
        answer: the answer in the shape of `mentor ask --json`; None while the turn is open.
    """

    id: str
    conversation: str
    number: int
    message: str
    question: str | None
    answer: dict[str, Any] | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's id, its title (the first message, cut) and when it began."""

    id: str
    title: str
    created_at: datetime


class Memory:
    """The database of learners.

    Raises:
        MemoryUnavailable: from any call, when the database cannot be read or written.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = migrated(engine)

    @property
    def engine(self) -> Engine:
        """The database, for what else is kept of learners in it."""
        return self._engine

    def begin_turn(
        self, learner: str, conversation: str | None, message: str, *, instead_of: int | None = None
    ) -> Turn:
        """Commit a learner's message before anything is done with it; makes learner and conversation at need.

        Args:
            learner: whose message it is.
            conversation: one of theirs, an id of `new_id` to begin one under it, or None to begin one.
            message: the message.
            instead_of: the number of a turn that goes, with all that follow it; None where none does.

        Raises:
            MemoryUnavailable: also when there is no such conversation, or it is not this learner's.
            SettingsError: an id is not usable.
        """
        now = datetime.now(UTC)
        with self._writing() as connection:
            self._make_learner(connection, learner, now)
            conversation = new_id() if conversation is None else conversation
            self._enter_conversation(connection, learner, conversation, message, now)
            if instead_of is not None:
                cut_turns(connection, conversation, instead_of)
            last = connection.scalar(
                sa.select(sa.func.max(TURNS.c.number)).where(TURNS.c.conversation == conversation)
            )
            turn = Turn(new_id(), conversation, (last or 0) + 1, message, None, None, now)
            connection.execute(
                TURNS.insert().values(
                    id=turn.id,
                    conversation=conversation,
                    number=turn.number,
                    message=message,
                    asked_at=now,
                )
            )
        return turn

    def finish_turn(self, learner: str, turn: str, *, question: str, answer: dict[str, Any]) -> None:
        """Store a turn's answer; the first answer stays when the turn is finished twice."""
        with self._writing() as connection:
            connection.execute(
                TURNS.update()
                .where(TURNS.c.id == turn, TURNS.c.answer.is_(None), TURNS.c.conversation.in_(_own(learner)))
                .values(question=question, answer=answer)
            )

    def turns(self, learner: str, conversation: str) -> list[Turn]:
        """Return a conversation's turns, oldest first; none when it is not this learner's."""
        query = (
            sa.select(TURNS)
            .where(TURNS.c.conversation == conversation, TURNS.c.conversation.in_(_own(learner)))
            .order_by(TURNS.c.number)
        )
        with self._reading() as connection:
            return [_turn(row) for row in connection.execute(query)]

    def turn_before(self, learner: str, later: Turn) -> Turn | None:
        """Return the turn of the same conversation that comes before one; None where it is the first."""
        query = (
            sa.select(TURNS)
            .where(
                TURNS.c.conversation == later.conversation,
                TURNS.c.conversation.in_(_own(learner)),
                TURNS.c.number < later.number,
            )
            .order_by(TURNS.c.number.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        return _turn(row) if row else None

    def conversations(self, learner: str) -> list[Conversation]:
        """Return a learner's conversations, newest first."""
        query = (
            sa.select(CONVERSATIONS)
            .where(CONVERSATIONS.c.learner == learner)
            .order_by(CONVERSATIONS.c.created_at.desc(), CONVERSATIONS.c.id)
        )
        with self._reading() as connection:
            return [
                Conversation(row.id, row.title, _utc(row.created_at)) for row in connection.execute(query)
            ]

    def profile(self, learner: str) -> dict[str, Any]:
        """Return what the learner has said of themselves, in the shape of a profile; empty at first."""
        with self._reading() as connection:
            found = connection.scalar(sa.select(LEARNERS.c.profile).where(LEARNERS.c.id == learner))
        return dict(found or {})

    def remember_plan(
        self,
        learner: str,
        profile: dict[str, Any],
        plan: dict[str, Any],
        *,
        before: dict[str, Any] | None = None,
    ) -> int:
        """Store a profile and the plan made of it as the next version; returns its number, from 1.

        Args:
            learner: whose they are.
            profile: takes the place of the last one.
            plan: the plan.
            before: the profile that both were made from; None where they stand for themselves.

        Raises:
            PlanOvertaken: the profile is another than `before` by now.
        """
        now = datetime.now(UTC)
        with self._writing() as connection:
            self._put_profile(connection, learner, profile, before)
            last = connection.scalar(
                sa.select(sa.func.max(PLANS.c.version)).where(PLANS.c.learner == learner)
            )
            version = (last or 0) + 1
            connection.execute(
                PLANS.insert().values(
                    learner=learner, version=version, made_at=now, plan={**plan, "version": version}
                )
            )
        return version

    def remember_profile(
        self, learner: str, profile: dict[str, Any], *, before: dict[str, Any] | None = None
    ) -> None:
        """Store a profile in place of the last one; `before` and what it raises are as in `remember_plan`."""
        with self._writing() as connection:
            self._put_profile(connection, learner, profile, before)

    def plan(self, learner: str, version: int | None = None) -> dict[str, Any] | None:
        """Return one version of a learner's plan, the newest by default; None when there is none."""
        if version is not None and version > MAX_VERSION:
            return None  # a number that no database can hold
        query = sa.select(PLANS.c.plan).where(PLANS.c.learner == learner)
        query = (
            query.order_by(PLANS.c.version.desc())
            if version is None
            else query.where(PLANS.c.version == version)
        )
        with self._reading() as connection:
            found = connection.scalar(query.limit(1))
        return dict(found) if found else None

    def has_plan(self, learner: str) -> bool:
        """Whether a learner has a plan; asked at every message, without reading it."""
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.exists().where(PLANS.c.learner == learner))) or False

    def plan_versions(self, learner: str) -> list[tuple[int, datetime]]:
        """Return the numbers of a learner's plans and when each was made, oldest first."""
        query = (
            sa.select(PLANS.c.version, PLANS.c.made_at)
            .where(PLANS.c.learner == learner)
            .order_by(PLANS.c.version)
        )
        with self._reading() as connection:
            return [(row.version, _utc(row.made_at)) for row in connection.execute(query)]

    def record(self, learner: str, events: Sequence[dict[str, Any]]) -> None:
        """Append events to a learner's ledger, all or none; nothing in it is ever changed."""
        now = datetime.now(UTC)
        with self._writing() as connection:
            self._make_learner(connection, learner, now)
            for event in events:
                connection.execute(LEDGER.insert().values(learner=learner, at=now, event=event))

    def ledger(self, learner: str) -> list[dict[str, Any]]:
        """Return a learner's events, oldest first."""
        query = sa.select(LEDGER.c.event).where(LEDGER.c.learner == learner).order_by(LEDGER.c.number)
        with self._reading() as connection:
            return [dict(event) for event in connection.scalars(query)]

    def forget(self, learner: str) -> bool:
        """Delete everything that is remembered of a learner; False when nothing was."""
        with self._writing() as connection:
            forgotten = bool(connection.execute(LEARNERS.delete().where(LEARNERS.c.id == learner)).rowcount)
        with in_our_words():
            if not scrub(self._engine):
                logger.warning("what was forgotten stays in the database's log until it is written anew")
        return forgotten

    def _put_profile(
        self, connection: Connection, learner: str, profile: dict[str, Any], before: dict[str, Any] | None
    ) -> None:
        """Store a profile; the learner's row stays locked to the end of the transaction."""
        self._make_learner(connection, learner, datetime.now(UTC))
        row = LEARNERS.c.id == learner
        found = connection.scalar(sa.select(LEARNERS.c.profile).where(row).with_for_update())
        if before is not None and found != before:
            raise PlanOvertaken("the plan was changed from another place meanwhile; look at it and ask again")
        connection.execute(LEARNERS.update().where(row).values(profile=profile))

    def _make_learner(self, connection: Connection, learner: str, now: datetime) -> None:
        check_id(learner, "learner")
        insert_new(connection, LEARNERS, id=learner, created_at=now, profile={})

    def _enter_conversation(
        self, connection: Connection, learner: str, conversation: str, message: str, now: datetime
    ) -> None:
        """Make a conversation at need and hold it to the end of the transaction, so that its turns are counted."""
        check_id(conversation, "conversation")
        if NEW_ID.fullmatch(conversation):
            title = " ".join(message.split())[:TITLE_CHARS]
            insert_new(
                connection, CONVERSATIONS, id=conversation, learner=learner, created_at=now, title=title
            )
        owner = connection.scalar(
            sa.select(CONVERSATIONS.c.learner).where(CONVERSATIONS.c.id == conversation).with_for_update()
        )
        if owner != learner:
            raise MemoryUnavailable(
                f"there is no conversation {conversation!r}; leave --conversation out to begin one"
            )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_our_words(), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_our_words(), writing(self._engine) as connection:
            yield connection


def _turn(row: sa.Row[Any]) -> Turn:
    return Turn(
        row.id, row.conversation, row.number, row.message, row.question, row.answer, _utc(row.asked_at)
    )


def migrated(engine: Engine) -> Engine:
    """Return a database whose tables of learners and accounts are at their newest revision, with what is in them."""
    migrate(engine, scripts=MIGRATIONS, version_table=VERSION_TABLE)
    return engine


@contextmanager
def in_our_words() -> Iterator[None]:
    """What the database raises as an error of ours that says what to do."""
    try:
        yield
    except StoreUnavailable as error:
        raise MemoryUnavailable(f"{error}; `mentor doctor` looks for the reason") from error
    except SQLAlchemyError as error:
        first = str(error).partition("\n")[0]
        raise MemoryUnavailable(
            f"the database of learners failed: {first}; `mentor doctor` says what is wrong"
        ) from error


def cut_turns(connection: Connection, conversation: str, number: int) -> None:
    """Delete a conversation's turns from this number on, and what an intake took from them."""
    connection.execute(TURNS.delete().where(TURNS.c.conversation == conversation, TURNS.c.number >= number))
    here = DIALOGUES.c.conversation == conversation
    steps = connection.scalar(sa.select(DIALOGUES.c.steps).where(here).with_for_update())
    if left := [step for step in steps or () if step["turn"] < number]:
        connection.execute(DIALOGUES.update().where(here).values(steps=left))
    else:
        connection.execute(DIALOGUES.delete().where(here))


def insert_new(connection: Connection, table: sa.Table, **values: Any) -> bool:
    """Insert a row unless its key is there, whether it was not; two who do so at once both go on, with one row."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return bool(connection.execute(insert(table).values(**values).on_conflict_do_nothing()).rowcount)


def _own(learner: str) -> sa.Select[Any]:
    return sa.select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.learner == learner)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def new_id() -> str:
    """Return an id that is not in use and cannot be guessed."""
    return uuid.uuid4().hex


def check_id(id_: str, what: str) -> None:
    """Refuse an id that cannot be stored.

    Raises:
        SettingsError: it is empty, too long, or holds what is no printable character.
    """
    if not 0 < len(id_) <= ID_CHARS or not id_.isprintable():
        raise SettingsError(f"the {what} is {id_!r}; an id has 1 to {ID_CHARS} printable characters")
