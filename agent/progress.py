"""Where a learner stands: the ledger's events folded into what is done, skipped, mastered and due; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from agent.ledger import Event, Kind, standing
from agent.recall import finished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from agent.recall import Recall

__all__ = ["Event", "Kind", "Progress", "progress", "topic_of"]

# At least four right answers, and four of five right: one lucky answer makes no mastery.
_MASTERY_ANSWERS = 4
_MASTERY_SHARE = 0.8
PROJECTS = "projects."  # opens the id of a project, which has no checks and is not reviewed


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a learner stands.

    Attributes:
        done: topics and projects that are finished, with the time of the first mark that still holds.
        skipped: those that the learner will not do, with the time of the mark; never also done.
        hours: what a topic or project takes this learner in all, as they said last.
        studied: topics and projects that were studied without finishing them, with the hours of each day.
        answers: checks with how the last answer went.
        answered: checks with the day of the last answer.
        by_learner: checks whose last answer the learner compared with the key themselves.
        memory: finished topics with how well they are remembered.
        asked: the check that was asked last and is not answered yet.
        placement: the answers to the checks of the last placement, as they were given then; None without one.
        is_placing: the placement goes on.
    """

    done: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    memory: Mapping[str, Recall] = field(default_factory=lambda: MappingProxyType({}))
    skipped: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    hours: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    studied: Mapping[str, Mapping[date, float]] = field(default_factory=lambda: MappingProxyType({}))
    answered: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    by_learner: frozenset[str] = frozenset()
    asked: str | None = None
    placement: Mapping[str, bool] | None = None
    is_placing: bool = False

    @property
    def mastered(self) -> frozenset[str]:
        """Topics with at least four checks whose last answer was right, and four of five right.

        At least one of them was decided by its key: judging oneself alone makes no mastery.
        """
        return frozenset(topic for topic in map(topic_of, self.answers) if self._is_mastered(topic))

    def due(self, today: date) -> tuple[str, ...]:
        """Return the finished topics whose review is due, the longest due first."""
        turn = sorted(self.memory, key=lambda topic: (self.memory[topic].due, topic))
        return tuple(topic for topic in turn if self.memory[topic].due <= today)

    def answers_of(self, topic: str) -> dict[str, bool]:
        """Return the topic's checks that were answered, with how the last answer went."""
        return {check: right for check, right in self.answers.items() if topic_of(check) == topic}

    def _is_mastered(self, topic: str) -> bool:
        answers = self.answers_of(topic)
        right = [check for check, is_right in answers.items() if is_right]
        return (
            len(right) >= _MASTERY_ANSWERS
            and len(right) >= _MASTERY_SHARE * len(answers)
            and not self.by_learner.issuperset(right)
        )


def progress(events: Iterable[Event]) -> Progress:
    """Return where the events, oldest first, leave a learner; the same events always leave them there."""
    fold = _Fold()
    for event in standing(events):
        fold.take(event)
    return Progress(
        done=fold.done,
        answers=fold.answers,
        memory=fold.memory,
        skipped=fold.skipped,
        hours=fold.hours,
        studied=fold.studied,
        answered=fold.answered,
        by_learner=frozenset(fold.by_learner),
        asked=fold.asked,
        placement=fold.placement,
        is_placing=fold.is_placing,
    )


@dataclass
class _Fold:
    done: dict[str, datetime] = field(default_factory=dict)
    skipped: dict[str, datetime] = field(default_factory=dict)
    hours: dict[str, float] = field(default_factory=dict)
    studied: dict[str, dict[date, float]] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)
    answered: dict[str, date] = field(default_factory=dict)
    by_learner: set[str] = field(default_factory=set)
    memory: dict[str, Recall] = field(default_factory=dict)
    asked: str | None = None
    placement: dict[str, bool] | None = None
    is_placing: bool = False
    # a topic's memory before its last day of answers, and whether all of that day were right
    _day: dict[str, tuple[Recall, bool]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        if event.kind is Kind.DONE:
            self.done.setdefault(event.id, event.at)
            self.skipped.pop(event.id, None)
            if not event.id.startswith(PROJECTS):
                self.memory.setdefault(event.id, finished(event.at.date()))
        elif event.kind is Kind.SKIPPED and event.id not in self.done:
            self.skipped.setdefault(event.id, event.at)
        elif event.kind is Kind.ASKED:
            self.asked = event.id
        elif event.kind is Kind.CHECK:
            self._answer(event)
        elif event.kind is Kind.PLACING:
            self.placement, self.is_placing = {}, True
        elif event.kind is Kind.PLACED:
            self.is_placing = False
        elif event.kind is Kind.STUDIED and event.hours is not None:
            days, day = self.studied.setdefault(event.id, {}), event.at.date()
            days[day] = days.get(day, 0.0) + event.hours
        if event.kind in (Kind.DONE, Kind.HOURS) and event.hours is not None:
            self.hours[event.id] = event.hours

    def _answer(self, event: Event) -> None:
        right, day, topic = bool(event.right), event.at.date(), topic_of(event.id)
        self.answers[event.id] = right
        self.answered[event.id] = day
        self.by_learner.discard(event.id)
        if event.judged_by == "self":
            self.by_learner.add(event.id)
        if event.id == self.asked:
            self.asked = None
        if self.is_placing and self.placement is not None:
            self.placement[event.id] = right
        if topic in self.memory:
            self._review(topic, day, right=right)

    def _review(self, topic: str, day: date, *, right: bool) -> None:
        """Count all answers of a day as one review, wrong if one of them was: cramming is no spacing."""
        before, all_right = self.memory[topic], True
        if before.last >= day:
            if topic not in self._day and right:
                return  # what is right on the day on which it was finished says nothing yet
            before, all_right = self._day.get(topic, (before, True))
        self._day[topic] = (before, all_right and right)
        self.memory[topic] = before.after(day, right=all_right and right)


def topic_of(check: str) -> str:
    """Return the id of the topic that a check belongs to."""
    return check.rpartition(".")[0]
