"""How well a finished topic is remembered, and when its next review is due; pure.

The model is FSRS-6, by py-fsrs with its default parameters, which were fitted to hundreds of millions of reviews: in
the open benchmark of the FSRS project its log-loss is 0.32, where a constant has 0.36 and SM-2, which most software
still uses, 0.55. One memory is kept for each topic, and a review asks one of its checks: what has to last is the skill,
not the wording of one question. Days count, not hours, and nothing is fuzzed, so that the same ledger always gives the
same days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

# The recall at which a review is due; 0.9 is the default of FSRS, and what its benchmark is stated for.
RETENTION = 0.9
# What was answered wrong comes back the next day, before its interval grows again.
_RELEARNED_AFTER = timedelta(days=1)
# Even what is known well is seen once a year: a plan seldom lasts longer.
LONGEST_DAYS = 365
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # only the days between two reviews count


@dataclass(frozen=True, slots=True)
class Recall:
    """The memory of one topic.

    Attributes:
        stability: days after which recall has fallen to 0.9.
        difficulty: from 1, easy, to 10.
        last: the day of the last review, or on which the topic was finished.
        due: the day of the next review.
        lapses: how often it was answered wrong.
        is_lapsed: the last review was wrong, so that it is learned again.
    """

    stability: float
    difficulty: float
    last: date
    due: date
    lapses: int = 0
    is_lapsed: bool = False

    def after(self, day: date, *, right: bool) -> Recall:
        """Return the memory after a review; a day before the last one counts as the last one."""
        return _reviewed(self, max(day, self.last), right=right)

    def on(self, day: date) -> float:
        """Return the probability, from 0 to 1, that the topic is recalled on a day."""
        card = _card(self.stability, self.difficulty, is_lapsed=self.is_lapsed)
        return _scheduler().get_card_retrievability(card, _EPOCH + (day - self.last))


def finished(day: date) -> Recall:
    """Return the memory of a topic that is finished on a day."""
    return _reviewed(None, day, right=True)


def _reviewed(before: Recall | None, day: date, *, right: bool) -> Recall:
    state = (before.stability, before.difficulty, before.is_lapsed) if before else None
    stability, difficulty, days = _step(state, (day - before.last).days if before else 0, right=right)
    lapses = (before.lapses if before else 0) + (not right)
    return Recall(stability, difficulty, day, day + timedelta(days=days), lapses, is_lapsed=not right)


@lru_cache(maxsize=100_000)  # a plan foresees thousands of reviews, most of them like one before
def _step(
    state: tuple[float, float, bool] | None, elapsed_days: int, *, right: bool
) -> tuple[float, float, int]:
    """Return stability, difficulty and the days to the next review, so many days after the last one."""
    from fsrs import Card, Rating

    old = _card(*state[:2], is_lapsed=state[2]) if state else Card(card_id=0, due=_EPOCH)
    moment = _EPOCH + timedelta(days=elapsed_days)
    card, _ = _scheduler().review_card(old, Rating.Good if right else Rating.Again, moment)
    assert card.stability is not None
    assert card.difficulty is not None
    return card.stability, card.difficulty, max((card.due - moment).days, 1)


def _card(stability: float, difficulty: float, *, is_lapsed: bool) -> Card:
    """Return a memory as py-fsrs holds it, last reviewed on day 0."""
    from fsrs import Card, State

    return Card(
        card_id=0,  # one of its own would be made of the clock, after a pause
        state=State.Relearning if is_lapsed else State.Review,
        step=0 if is_lapsed else None,
        stability=stability,
        difficulty=difficulty,
        due=_EPOCH,
        last_review=_EPOCH,
    )


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler  # a twentieth of a second, which only who has a history pays

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(_RELEARNED_AFTER,),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
