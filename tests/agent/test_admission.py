"""agent.admission: what one learner may use, at each limit and one beyond it."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from agent.admission import MINUTE_S, Admission, Limits
from agent.errors import LimitReached
from agent.memory import migrated
from tests.mentors import answered, mentor_over

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

LIMITS = Limits(
    at_once=2, in_all=4, per_minute=5, per_day=8, tokens_per_day=100, documents=3, document_bytes=1_000
)


class Time:
    """Seconds and days that tests set."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.day = date(2026, 11, 30)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def admission(engine: Engine, time: Time) -> Admission:
    return Admission(migrated(engine), LIMITS, clock=lambda: time.seconds, today=lambda: time.day)


def asks(admission: Admission, learner: str = "ada") -> None:
    with admission.turn(learner):
        pass


def test_answers_at_once_are_limited(admission: Admission) -> None:
    """A third answer waits for one of two to end; another learner's does not."""
    with ExitStack() as running:
        for _ in range(LIMITS.at_once):
            running.enter_context(admission.turn("ada"))
        with pytest.raises(LimitReached, match="2 answers are being written for you; wait for one to end"):
            asks(admission)
        asks(admission, "eve")
    asks(admission)


def test_answers_in_all_are_limited(admission: Admission) -> None:
    """A fifth answer of anybody is told that the mentor is busy, counts for nothing, and is taken once one has ended."""
    with ExitStack() as running:
        for learner in ("ada", "eve", "zoe", "joan"):
            running.enter_context(admission.turn(learner))
        for _ in range(LIMITS.per_minute + 1):
            with pytest.raises(LimitReached, match="busy with 4 other answers; ask again in half a minute"):
                asks(admission, "mary")
    asks(admission, "mary")


def test_messages_a_minute_are_limited(admission: Admission, time: Time) -> None:
    """The sixth message of a minute is told how long to wait, and is taken then."""
    for second in range(LIMITS.per_minute):
        time.seconds = float(second)
        asks(admission)
    with pytest.raises(LimitReached, match="5 messages a minute are answered; ask again in 56 seconds"):
        asks(admission)
    asks(admission, "eve")
    time.seconds = MINUTE_S
    asks(admission)


def test_messages_a_day_are_limited(admission: Admission, time: Time) -> None:
    """The ninth message of a day waits for the next day."""
    for number in range(LIMITS.per_day):
        time.seconds = number * MINUTE_S
        asks(admission)
    time.seconds += 10 * MINUTE_S
    with pytest.raises(LimitReached, match="8 messages and 100 tokens a day; ask again after midnight UTC"):
        asks(admission)
    time.day += timedelta(days=1)
    asks(admission)


def test_a_day_that_comes_twice_counts_once(admission: Admission, time: Time) -> None:
    """A clock that is set a day ahead and back again gives no second share of the day."""
    for number in range(LIMITS.per_day):
        time.seconds = number * MINUTE_S
        asks(admission)
    time.seconds += 10 * MINUTE_S
    time.day += timedelta(days=1)
    asks(admission)
    time.day -= timedelta(days=1)
    with pytest.raises(LimitReached, match="ask again after midnight UTC"):
        asks(admission)


def test_a_learner_who_deletes_everything_has_used_what_they_used(engine: Engine) -> None:
    """Tokens of answers count against the day, and forgetting does not give them back."""
    mentor = mentor_over(engine)
    mentor.admission = Admission(engine, LIMITS)
    answer = answered(mentor)
    with mentor.admission.turn("me") as finished:
        finished(type(answer)(**{**as_fields(answer), "tokens": {"prompt": 90, "completion": 10}}))
    mentor.memory.forget("me")
    with pytest.raises(LimitReached, match="100 tokens a day"):
        answered(mentor)


def as_fields(answer: object) -> dict[str, object]:
    return {name: getattr(answer, name) for name in answer.__dataclass_fields__}  # type: ignore[attr-defined]


def test_processes_count_together(engine: Engine, tmp_path: Path) -> None:
    """What a learner used in one process counts in another."""
    one, other = (Admission(migrated(engine), LIMITS) for _ in range(2))
    for each in (one, other) * (LIMITS.per_day // 2):
        each._recent.clear()  # a minute later
        asks(each)
    one._recent.clear()
    with pytest.raises(LimitReached, match="a day"):
        asks(one)


def test_usage_tells_nothing_of_a_learner(admission: Admission, engine: Engine, time: Time) -> None:
    """The table holds a digest in place of the learner's id, and is emptied of old days."""
    asks(admission)
    time.day += timedelta(days=5)
    asks(admission, "eve")
    with engine.connect() as connection:
        rows = connection.execute(sa.text('SELECT * FROM "usage"')).all()
    assert len(rows) == 1
    assert "eve" not in str(rows)


def test_a_refused_message_leaves_nothing(engine: Engine) -> None:
    """A message beyond a limit is not kept, and no answer counts as running."""
    mentor = mentor_over(engine)
    mentor.admission = Admission(engine, LIMITS)
    for _ in range(LIMITS.per_minute):
        answered(mentor)
    with pytest.raises(LimitReached):
        answered(mentor)
    assert len(mentor.memory.conversations("me")) == LIMITS.per_minute
    assert mentor.admission.running == 0


def test_alone_there_is_no_limit(engine: Engine) -> None:
    """A mentor that people run for themselves counts nothing."""
    alone = Admission(migrated(engine), None)
    for _ in range(200):
        asks(alone)
    with engine.connect() as connection:
        assert connection.execute(sa.text('SELECT count(*) FROM "usage"')).scalar() == 0


def test_stopping_waits_for_the_answers_that_run(admission: Admission) -> None:
    """While it stops no question is taken, and it has stopped once the last answer ended."""
    entered, leave = threading.Event(), threading.Event()

    def turn() -> None:
        with admission.turn("ada"):
            entered.set()
            leave.wait(10)

    running = threading.Thread(target=turn)
    running.start()
    entered.wait(10)
    assert admission.close(0.0) is False
    with pytest.raises(LimitReached, match="the mentor is restarting"):
        asks(admission, "eve")
    leave.set()
    assert admission.close(10.0) is True
    running.join()


def test_every_end_is_told(engine: Engine) -> None:
    """An answer, a command and a stopped turn are each told once, with their kind."""
    mentor = mentor_over(engine)
    kinds: list[str] = []
    mentor.admission.watch(lambda answer: kinds.append(answer.kind))
    answered(mentor)
    answered(mentor, "/help")
    stopped = mentor.ask("What is a database index?", learner="me")
    next(stopped)
    stopped.close()
    assert kinds == ["answered", "command", "stopped"]
