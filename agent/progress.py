"""What a learner has done: an append-only ledger of events, folded into what is done, mastered and due; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The gap to the next review doubles with the time that was really survived, so that a late review that is
# still right counts for more than an early one; expanding gaps follow Cepeda et al., Psychological Bulletin 132 (2006).
_FIRST_GAP = timedelta(days=1)
_LONGEST_GAP = timedelta(days=180)
_GROWTH = 2
# At least four right answers, and four of five right: one lucky answer makes no mastery.
_MASTERY_ANSWERS = 4
_MASTERY_SHARE = 0.8


class Kind(StrEnum):
    """What happened."""

    DONE = "done"
    UNDONE = "undone"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a time in UTC.

    `id` is a topic's or project's; for a check the check's own, and `right` says how it went.
    """

    kind: Kind
    id: str
    at: datetime
    right: bool | None = None

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHECK) != (self.right is not None):
            raise ValueError(
                f"an event of kind {self.kind} with right={self.right!r}: only a check is right or wrong"
            )


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a topic is kept in mind: when it was last right or wrong, and when it is due again."""

    last: datetime
    gap: timedelta

    @property
    def due(self) -> date:
        """The day of the next review."""
        return (self.last + self.gap).date()

    def after(self, at: datetime, *, right: bool) -> Memory:
        """Return the memory after an answer."""
        if not right:
            return Memory(at, _FIRST_GAP)
        survived = at - self.last
        return Memory(at, min(max(self.gap, survived * _GROWTH), _LONGEST_GAP))


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a learner stands.

    Attributes:
        done: topics and projects that are finished, with the time of the first mark that still holds.
        answers: checks with how the last answer went.
        memory: finished topics with their next review.
    """

    done: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    memory: Mapping[str, Memory] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def mastered(self) -> frozenset[str]:
        """Topics with at least four checks whose last answer was right, and four of five right."""
        return frozenset(topic for topic in map(_topic_of, self.answers) if self._is_mastered(topic))

    def due(self, today: date) -> tuple[str, ...]:
        """Return the finished topics whose review is due, the longest due first."""
        turn = sorted(self.memory, key=lambda topic: (self.memory[topic].due, topic))
        return tuple(topic for topic in turn if self.memory[topic].due <= today)

    def _is_mastered(self, topic: str) -> bool:
        answers = [right for check, right in self.answers.items() if _topic_of(check) == topic]
        right = sum(answers)
        return right >= _MASTERY_ANSWERS and right >= _MASTERY_SHARE * len(answers)


def progress(events: Iterable[Event]) -> Progress:
    """Return where the events, oldest first, leave a learner."""
    done: dict[str, datetime] = {}
    answers: dict[str, bool] = {}
    memory: dict[str, Memory] = {}
    for event in events:
        if event.kind is Kind.DONE:
            done.setdefault(event.id, event.at)
            memory.setdefault(event.id, Memory(event.at, _FIRST_GAP))
        elif event.kind is Kind.UNDONE:
            done.pop(event.id, None)
            memory.pop(event.id, None)
        else:
            answers[event.id] = bool(event.right)
            topic = _topic_of(event.id)
            if topic in memory:
                memory[topic] = memory[topic].after(event.at, right=bool(event.right))
    return Progress(done, answers, memory)


def _topic_of(check: str) -> str:
    return check.rpartition(".")[0]
