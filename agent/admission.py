"""Who may ask now: limits for each learner, all in one table, checked before any work is done."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from threading import Condition
from time import monotonic
from typing import TYPE_CHECKING

import sqlalchemy as sa

from agent.errors import LimitReached
from agent.memory import in_our_words, insert_new
from agent.writer import Usage
from knowledge.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from agent.events import Answer

MINUTE_S = 60.0
KEPT_DAYS = 2  # of usage: today, and what a clock that is set back may need

_USAGE = sa.Table(
    "usage",
    sa.MetaData(),
    sa.Column("learner", sa.String),
    sa.Column("day", sa.Date),
    sa.Column("messages", sa.Integer),
    sa.Column("tokens", sa.Integer),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one learner may use, and all together.

    Args:
        at_once: answers that are being written for a learner at the same time.
        in_all: answers that are being written at the same time by this process.
        per_minute: messages in any minute.
        per_day: messages on a day, in UTC.
        tokens_per_day: tokens of prompts and answers on a day, after which no more messages are taken.
        documents: documents of their own.
        document_bytes: bytes of uploaded files.
    """

    at_once: int
    in_all: int
    per_minute: int
    per_day: int
    tokens_per_day: int
    documents: int
    document_bytes: int


class Admission:
    """Counts the turns of this process, and what each learner used in all of them.

    Args:
        engine: the database of learners, where usage is kept; several processes count together there.
        limits: None for a mentor that people run for themselves.
        clock: seconds that only grow.
        today: the day, in UTC.
    """

    def __init__(
        self,
        engine: Engine,
        limits: Limits | None,
        *,
        clock: Callable[[], float] = monotonic,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self.limits = limits
        self._engine = engine
        self._clock = clock
        self._today = today
        self._changed = Condition()
        self._running: Counter[str] = Counter()
        self._recent: defaultdict[str, deque[float]] = defaultdict(deque)
        self._is_closing = False
        self._watchers: list[Callable[[Answer], None]] = []

    def watch(self, watcher: Callable[[Answer], None]) -> None:
        """Have every turn's end told to a function."""
        self._watchers.append(watcher)

    @property
    def running(self) -> int:
        """How many answers are being written."""
        with self._changed:
            return self._running.total()

    @contextmanager
    def turn(self, learner: str) -> Iterator[Callable[[Answer], None]]:
        """One turn of a learner; gives the function that is told how it ended.

        Raises:
            LimitReached: nothing was done; says what to wait for.
            MemoryUnavailable: usage cannot be counted.
        """
        with self._entered(learner):
            yield lambda answer: self._finished(learner, answer)

    @contextmanager
    def work(self, learner: str) -> Iterator[Usage]:
        """Something that a learner has done outside of a conversation, such as a plan: limited and counted as a turn.

        Gives what the calls to the model are to be added to.

        Raises:
            LimitReached: nothing was done; says what to wait for.
            MemoryUnavailable: usage cannot be counted.
        """
        usage = Usage()
        with self._entered(learner):
            try:
                yield usage
            finally:
                self._count_tokens(learner, usage.prompt + usage.completion)

    @contextmanager
    def _entered(self, learner: str) -> Iterator[None]:
        self._enter(learner)
        try:
            if self.limits:
                self._count_message(learner, self.limits)
            yield
        finally:
            with self._changed:
                self._running[learner] -= 1
                if not self._running[learner]:
                    del self._running[learner]
                self._changed.notify_all()

    def close(self, seconds: float) -> bool:
        """Take no more turns and wait for those that run; whether all ended in time."""
        with self._changed:
            self._is_closing = True
            return self._changed.wait_for(lambda: not self._running, seconds)

    @property
    def is_closing(self) -> bool:
        """Whether no more turns are taken."""
        return self._is_closing

    def _enter(self, learner: str) -> None:
        with self._changed:
            if self._is_closing:
                raise LimitReached("the mentor is restarting; ask again in a moment")
            if self.limits:
                self._check_pace(learner, self.limits)
            self._running[learner] += 1

    def _check_pace(self, learner: str, limits: Limits) -> None:
        if self._running[learner] >= limits.at_once:
            raise LimitReached(f"{limits.at_once} answers are being written for you; wait for one to end")
        if self._running.total() >= limits.in_all:
            raise LimitReached(
                f"the mentor is busy with {limits.in_all} other answers; ask again in half a minute"
            )
        now, recent = self._clock(), self._recent[learner]
        while recent and recent[0] <= now - MINUTE_S:
            recent.popleft()
        if len(recent) >= limits.per_minute:
            seconds = max(1, round(recent[0] + MINUTE_S - now))
            raise LimitReached(
                f"{limits.per_minute} messages a minute are answered; ask again in {seconds} seconds"
            )
        recent.append(now)

    def _count_message(self, learner: str, limits: Limits) -> None:
        day = self._today()
        with in_our_words(), writing(self._engine) as connection:
            connection.execute(_USAGE.delete().where(_USAGE.c.day < day - timedelta(days=KEPT_DAYS)))
            insert_new(connection, _USAGE, learner=_digest(learner), day=day, messages=0, tokens=0)
            counted = connection.execute(
                self._todays(learner)
                .where(_USAGE.c.messages < limits.per_day, _USAGE.c.tokens < limits.tokens_per_day)
                .values(messages=_USAGE.c.messages + 1)
            )
        if not counted.rowcount:
            raise LimitReached(
                f"a learner may use {limits.per_day:,} messages and {limits.tokens_per_day:,} tokens a day; "
                "ask again after midnight UTC"
            )

    def _finished(self, learner: str, answer: Answer) -> None:
        self._count_tokens(learner, sum(answer.tokens.values()))
        for watcher in self._watchers:
            watcher(answer)

    def _count_tokens(self, learner: str, used: int) -> None:
        if self.limits and used:
            with in_our_words(), writing(self._engine) as connection:
                connection.execute(self._todays(learner).values(tokens=_USAGE.c.tokens + used))

    def _todays(self, learner: str) -> sa.Update:
        return _USAGE.update().where(_USAGE.c.learner == _digest(learner), _USAGE.c.day == self._today())


def _digest(learner: str) -> str:
    return sha256(learner.encode()).hexdigest()
