"""Which topics each week's review is about, as far as can be foreseen: every review taken in time and right; pure."""

from __future__ import annotations

import heapq
from itertools import islice
from typing import TYPE_CHECKING

from agent.recall import finished

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from agent.recall import Recall
    from agent.timetable import FilledWeek

MINUTES = 5  # for one topic: a check with its answer compared, by the kinds of checks there are
QUARTER = 15


def agenda(filled: Sequence[FilledWeek], memory: Mapping[str, Recall]) -> dict[int, tuple[str, ...]]:
    """Return the topics of each week's review, by the week's number.

    What something of the week builds on comes first, then what was answered wrong, then what has been due longest. A
    review for which nothing is due yet takes what is due next.
    """
    forecast = _Forecast(memory)
    reviewed: dict[int, tuple[str, ...]] = {}
    for each in filled:
        if each.review_quarters:
            reviewed[each.week.number] = forecast.take(each)
        for topic in each.finished:
            forecast.keep(topic, forecast.memory.get(topic) or finished(each.week.ends))
    return reviewed


class _Forecast:
    """The memory of each topic as it will be, and a queue of topics by the day on which they are due."""

    def __init__(self, memory: Mapping[str, Recall]) -> None:
        self.memory: dict[str, Recall] = {}
        self.lapsed = sorted(topic for topic, recall in memory.items() if recall.is_lapsed)
        self.queue: list[tuple[date, str]] = []
        for topic, recall in memory.items():
            self.keep(topic, recall)

    def keep(self, topic: str, recall: Recall) -> None:
        self.memory[topic] = recall
        heapq.heappush(self.queue, (recall.due, topic))

    def take(self, filled: FilledWeek) -> tuple[str, ...]:
        """Return the topics of a week's review, and take them as reviewed and right."""
        week, room = filled.week, max(filled.review_quarters * QUARTER // MINUTES, 1)
        needed = sorted({each for step, _ in filled.pieces for each in step.prerequisites})
        first = dict.fromkeys(topic for topic in needed if self._is_due(topic, week.ends))
        lapsed = (topic for topic in self.lapsed if topic not in first and self._is_due(topic, week.ends))
        first |= dict.fromkeys(islice(lapsed, max(room - len(first), 0)))
        while self.queue and (not first or len(first) < room):
            due, topic = self.queue[0]
            if first and due > week.ends:
                break
            heapq.heappop(self.queue)
            if due == self.memory[topic].due:  # else it was reviewed since it was put here
                first[topic] = None
        for topic in first:
            day = min(max(self.memory[topic].due, week.starts), week.ends)
            self.keep(topic, self.memory[topic].after(day, right=True))
        return tuple(first)

    def _is_due(self, topic: str, day: date) -> bool:
        return topic in self.memory and self.memory[topic].due <= day
