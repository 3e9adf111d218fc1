"""Steps poured into weeks: in order, no week over its time, with time kept for review once something is finished."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from agent.scope import Step
    from agent.workweeks import WorkWeek

# A tenth of the time goes to review: spaced retrieval is among the few study techniques with high utility in
# Dunlosky et al., Psychological Science in the Public Interest 14 (2013); the share itself is this project's choice.
_REVIEW_ONE_IN = 10
_REVIEWED_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class FilledWeek:
    """A week with what is put into it: (step, quarters of an hour) in order, and the review with its topics."""

    week: WorkWeek
    pieces: tuple[tuple[Step, int], ...]
    review_quarters: int
    reviewed: tuple[str, ...]

    @property
    def quarters(self) -> int:
        """The time that is put into the week."""
        return self.review_quarters + sum(quarters for _, quarters in self.pieces)


@dataclass
class Reviews:
    """Which topics are to be reviewed in which week: one, two, four, eight weeks after the last time, and so on.

    `due` maps a topic to the week of its next review and the gap after that one; `begin` is the first week in which
    there is anything to review.
    """

    due: dict[str, tuple[int, int]] = field(default_factory=dict)
    begin: int | None = None

    def finished(self, topic: str, week: int) -> None:
        """Put a topic that is finished in a week on the list."""
        self.due.setdefault(topic, (week + 1, 2))
        self.begin = min(self.begin or week + 1, week + 1)

    def have_begun(self, week: int) -> bool:
        """Say whether something was finished before the week."""
        return self.begin is not None and self.begin <= week

    def take(self, week: int) -> tuple[str, ...]:
        """Return the topics for a week's review, the longest due first, and put them off to their next turn."""
        turn = heapq.nsmallest(_REVIEWED_AT_ONCE, self.due, key=lambda topic: self.due[topic][0])
        due = [topic for topic in turn if self.due[topic][0] <= week] or turn[:1]
        for topic in due:
            _, gap = self.due[topic]
            self.due[topic] = (week + gap, gap * 2)
        return tuple(due)


def fill(
    steps: Sequence[Step],
    weeks: Iterable[WorkWeek],
    *,
    used: Mapping[int, int],
    reviews: Reviews,
    resumes: date,
) -> tuple[FilledWeek, ...] | None:
    """Return the weeks up to the one in which the last step ends, or None if the weeks run out before.

    Args:
        steps: in the order of study.
        weeks: in order; each week's number is above the last one's.
        used: quarters that are already taken, by the week's number.
        reviews: what was finished before; read, not changed.
        resumes: weeks that end before this day are over: nothing is put into them.
    """
    pool = _Pool(deque((step, step.quarters) for step in steps), replace(reviews, due=dict(reviews.due)))
    filled: list[FilledWeek] = []
    for week in weeks:
        if not pool.left:
            break
        if week.ends < resumes:
            pool.pass_by(week)
        else:
            filled.append(pool.draw(week, max(week.quarters - used.get(week.number, 0), 0)))
    return None if pool.left else tuple(filled)


@dataclass
class _Pool:
    left: deque[tuple[Step, int]]
    reviews: Reviews
    owed: int = 0  # review time earned and not yet given, in tenths of a quarter

    def pass_by(self, week: WorkWeek) -> None:
        """Leave a week behind as a plan made before it would have."""
        if self.reviews.have_begun(week.number):
            self.owed = (self.owed + week.quarters) % _REVIEW_ONE_IN

    def draw(self, week: WorkWeek, room: int) -> FilledWeek:
        """Fill the room that a week has left."""
        self.owed += week.quarters if self.reviews.have_begun(week.number) else 0
        review = min(self.owed // _REVIEW_ONE_IN, room)
        self.owed -= review * _REVIEW_ONE_IN
        reviewed = self.reviews.take(week.number) if review else ()
        return FilledWeek(week, tuple(self._pieces(week, room - review)), review, reviewed)

    def _pieces(self, week: WorkWeek, room: int) -> Iterator[tuple[Step, int]]:
        while self.left and room:
            step, quarters = self.left.popleft()
            taken = min(quarters, room)
            room -= taken
            yield step, taken
            if taken < quarters:
                self.left.appendleft((step, quarters - taken))
            elif step.kind == "topic":
                self.reviews.finished(step.id, week.number)
