"""Steps poured into weeks: in order, no week over its time, with time kept for review once something is finished."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from agent.scope import Step
    from agent.workweeks import WorkWeek

# A tenth of the time goes to review: spaced retrieval is among the few study techniques with high utility in
# Dunlosky et al., Psychological Science in the Public Interest 14 (2013); the share itself is this project's choice.
_REVIEW_ONE_IN = 10


@dataclass(frozen=True, slots=True)
class FilledWeek:
    """A week with what is put into it: (step, quarters of an hour) in order, the review, and the topics that end in it."""

    week: WorkWeek
    pieces: tuple[tuple[Step, int], ...]
    review_quarters: int
    finished: tuple[str, ...]

    @property
    def quarters(self) -> int:
        """The time that is put into the week."""
        return self.review_quarters + sum(quarters for _, quarters in self.pieces)


def fill(
    steps: Sequence[Step],
    weeks: Iterable[WorkWeek],
    *,
    used: Mapping[int, int],
    reviews_from: int | None,
    resumes: date,
) -> tuple[FilledWeek, ...] | None:
    """Return the weeks up to the one in which the last step ends, or None if the weeks run out before.

    Args:
        steps: in the order of study.
        weeks: in order; each week's number is above the last one's.
        used: quarters that are already taken, by the week's number.
        reviews_from: the number of the first week in which there is anything to review, if something was finished before.
        resumes: weeks that end before this day are over: nothing is put into them.
    """
    pool = _Pool(deque((step, step.quarters) for step in steps), reviews_from)
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
    reviews_from: int | None
    owed: int = 0  # review time earned and not yet given, in tenths of a quarter

    def pass_by(self, week: WorkWeek) -> None:
        """Leave a week behind as a plan made before it would have."""
        if self._has_reviews(week.number):
            self.owed = (self.owed + week.quarters) % _REVIEW_ONE_IN

    def draw(self, week: WorkWeek, room: int) -> FilledWeek:
        """Fill the room that a week has left."""
        self.owed += week.quarters if self._has_reviews(week.number) else 0
        review = min(self.owed // _REVIEW_ONE_IN, room)
        self.owed -= review * _REVIEW_ONE_IN
        finished: list[str] = []
        pieces = tuple(self._pieces(room - review, finished))
        if finished and self.reviews_from is None:
            self.reviews_from = week.number + 1
        return FilledWeek(week, pieces, review, tuple(finished))

    def _has_reviews(self, week: int) -> bool:
        return self.reviews_from is not None and self.reviews_from <= week

    def _pieces(self, room: int, finished: list[str]) -> Iterator[tuple[Step, int]]:
        while self.left and room:
            step, quarters = self.left.popleft()
            taken = min(quarters, room)
            room -= taken
            yield step, taken
            if taken < quarters:
                self.left.appendleft((step, quarters - taken))
            elif step.kind == "topic":
                finished.append(step.id)
