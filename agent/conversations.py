"""A learner's conversations as a list to keep in order: found again, renamed, deleted, and answers rated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from agent.errors import SettingsError
from agent.memory import CONVERSATIONS, DIALOGUES, TITLE_CHARS, TURNS, in_our_words
from knowledge.database import reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

REASON_CHARS = 300
LISTED = 200  # conversations shown at once; older ones are found by their words

RATINGS = sa.Table(
    "ratings",
    sa.MetaData(),
    sa.Column("turn", sa.String, primary_key=True),
    sa.Column("rating", sa.String),
    sa.Column("reason", sa.Text),
    sa.Column("at", sa.DateTime(timezone=True)),
)


class Rating(StrEnum):
    """What a learner thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list: its id, its title, and when its last message was sent."""

    id: str
    title: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Rated:
    """What a learner thinks of an answer, and why if they said so."""

    rating: Rating
    reason: str = ""


class Conversations:
    """The conversations of learners; nothing of another learner is ever read or changed.

    Args:
        engine: the database, as `Memory` has brought it up to date.

    Raises:
        MemoryUnavailable: from any call, when the database cannot be read or written.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def listed(self, learner: str, words: str = "") -> list[Listed]:
        """Return a learner's conversations, the last used first; with words, those that say them all.

        The words are looked for in the title and in what the learner wrote, in any case.
        """
        last = sa.func.max(TURNS.c.asked_at).label("last_at")
        query = (
            sa.select(CONVERSATIONS.c.id, CONVERSATIONS.c.title, last)
            .join(TURNS, TURNS.c.conversation == CONVERSATIONS.c.id)
            .where(CONVERSATIONS.c.learner == learner)
            .group_by(CONVERSATIONS.c.id, CONVERSATIONS.c.title)
            .order_by(last.desc(), CONVERSATIONS.c.id)
            .limit(LISTED)
        )
        for word in words.split():
            said = sa.select(TURNS.c.conversation).where(TURNS.c.message.icontains(word, autoescape=True))
            titled = CONVERSATIONS.c.title.icontains(word, autoescape=True)
            query = query.where(titled | CONVERSATIONS.c.id.in_(said))
        with in_our_words(), reading(self._engine) as connection:
            return [Listed(row.id, row.title, _utc(row.last_at)) for row in connection.execute(query)]

    def rename(self, learner: str, conversation: str, title: str) -> bool:
        """Give a conversation another title; False when there is no such conversation of this learner.

        Raises:
            SettingsError: the title is empty.
        """
        shown = " ".join(title.split())[:TITLE_CHARS]
        if not shown:
            raise SettingsError("the title is empty; write a few words")
        renamed = (
            CONVERSATIONS.update()
            .where(CONVERSATIONS.c.id == conversation, CONVERSATIONS.c.learner == learner)
            .values(title=shown)
        )
        with in_our_words(), writing(self._engine) as connection:
            return bool(connection.execute(renamed).rowcount)

    def delete(self, learner: str, conversation: str) -> bool:
        """Delete a conversation for good, with its turns and an intake in it; False when it is not this learner's."""
        with in_our_words(), writing(self._engine) as connection:
            gone = connection.execute(
                CONVERSATIONS.delete().where(
                    CONVERSATIONS.c.id == conversation, CONVERSATIONS.c.learner == learner
                )
            )
            connection.execute(
                DIALOGUES.delete().where(
                    DIALOGUES.c.conversation == conversation, DIALOGUES.c.learner == learner
                )
            )
        return bool(gone.rowcount)

    def rate(self, learner: str, conversation: str, number: int, rated: Rated | None) -> bool:
        """Keep what a learner thinks of an answer in place of what they thought; None takes it back."""
        turn = sa.select(TURNS.c.id).where(
            TURNS.c.conversation.in_(_own(learner)),
            TURNS.c.conversation == conversation,
            TURNS.c.number == number,
        )
        with in_our_words(), writing(self._engine) as connection:
            id_ = connection.scalar(turn)
            if id_ is None:
                return False
            connection.execute(RATINGS.delete().where(RATINGS.c.turn == id_))
            if rated:
                reason = rated.reason.strip()[:REASON_CHARS] or None
                row = {"turn": id_, "rating": str(rated.rating), "reason": reason, "at": datetime.now(UTC)}
                connection.execute(RATINGS.insert().values(row))
        return True

    def ratings(self, learner: str, conversation: str) -> dict[int, Rated]:
        """Return what a learner thinks of a conversation's answers, by the numbers of their turns."""
        query = (
            sa.select(TURNS.c.number, RATINGS.c.rating, RATINGS.c.reason)
            .join(RATINGS, RATINGS.c.turn == TURNS.c.id)
            .where(TURNS.c.conversation == conversation, TURNS.c.conversation.in_(_own(learner)))
        )
        with in_our_words(), reading(self._engine) as connection:
            return {
                row.number: Rated(Rating(row.rating), row.reason or "") for row in connection.execute(query)
            }


def _own(learner: str) -> sa.Select[tuple[str]]:
    return sa.select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.learner == learner)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
