"""Which goals to keep where not all of them fit: the most worth in the time that there is, with all they build on; pure.

This is the knapsack problem with precedence constraints (Kellerer, Pferschy and Pisinger, Knapsack Problems, 2004), which
is NP-hard in the strong sense. Two greedy rules are tried for it, and the better result is taken: adding, where the goal of
most worth per hour comes next, counted with all that is missing of what it builds on; and dropping from the whole, where
what loses least worth per hour that has to go goes first, with all that builds on it. Then each goal that is left out
is put in by force, and each that is kept is tried without, as long as that gains. An exact search would need a
solver, which weighs more than all the rest of the planner. `tests/bench/plan_optimality.py` measures the distance from the
best on small instances.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from agent.scope import Unit

    Flags = NDArray[np.bool_]
    Amounts = NDArray[np.float32]

_EXCHANGED_MOST = 300  # units; among more of them the exchange takes longer than a learner would wait
_ROUNDS = 4  # of the exchange, if it gains for so long
_ROWS = 256  # that are multiplied at once: more of them take no less time, and much memory


@dataclass(frozen=True)
class Selection:
    """The choice among units.

    Attributes:
        units: goals and what they build on, each behind what it builds on.
        quarters: what each of them still takes.
        points: what each goal is worth, by id; at least 1.
    """

    units: Sequence[Unit]
    quarters: Sequence[int]
    points: dict[str, int]

    def best(self, room: int, planned: Collection[str] = ()) -> frozenset[str]:
        """Return the ids of what is kept in so many quarters of an hour, with each unit all that it builds on.

        What was planned before stays as far as it fits, so that a plan changes no more than it must; what fits beside
        it is added.
        """
        held = self._closed(self._goals & np.array([unit.id in planned for unit in self.units], bool))
        if held.any():
            kept = self._added(self._dropped(held, room), room)
        else:
            tried = (self._added(held, room), self._added(self._dropped(self._everything, room), room))
            kept = self._exchanged(max(tried, key=self._worth_of), room)
        return frozenset(unit.id for unit, is_kept in zip(self.units, kept, strict=True) if is_kept)

    @cached_property
    def _everything(self) -> Flags:
        return np.ones(len(self.units), bool)

    @cached_property
    def _weights(self) -> Amounts:
        return np.array(self.quarters, np.float32)

    @cached_property
    def _worth(self) -> Amounts:
        return np.array(
            [self.points.get(unit.id, 0) if unit.is_goal else 0 for unit in self.units], np.float32
        )

    @cached_property
    def _goals(self) -> Flags:
        return np.array([unit.is_goal for unit in self.units], bool)

    @cached_property
    def _built_on(self) -> list[list[int]]:
        places = {unit.id: number for number, unit in enumerate(self.units)}
        return [[places[each] for each in unit.prerequisites if each in places] for unit in self.units]

    @cached_property
    def _needs(self) -> Flags:
        """Row by row what a unit builds on, however far, itself included: (units, units)."""
        needs = np.eye(len(self.units), dtype=bool)
        for number, each in enumerate(self._built_on):
            for before in each:
                needs[number] |= needs[before]
        return needs

    @cached_property
    def _needed_by(self) -> Flags:
        """Row by row what builds on a unit; made anew, as turning the other round takes longer."""
        needed_by = np.eye(len(self.units), dtype=bool)
        for number, each in reversed([*enumerate(self._built_on)]):
            for before in each:
                needed_by[before] |= needed_by[number]
        return needed_by

    @cached_property
    def _amounts(self) -> Amounts:
        """Row by row the quarters of every unit, its worth, and whether it is a goal: (3, units)."""
        return np.stack([self._weights, self._worth, self._goals.astype(np.float32)])

    def missing(self, kept: Collection[str]) -> list[tuple[int, int]]:
        """Return of each unit how many units it takes beside what is kept, itself included, and their quarters."""
        others = np.array([unit.id not in kept for unit in self.units], bool)
        counted = np.stack([others.astype(np.float32), self._weights])
        sums = np.zeros((2, len(self.units)), np.float32)
        _spread(np.flatnonzero(others), counted, self._needed_by, sums)
        return [(int(count), int(quarters)) for count, quarters in sums.T]

    def _closed(self, flags: Flags) -> Flags:
        closed: Flags = np.logical_or.reduce(self._needs[flags], axis=0)
        return closed

    def _weight_of(self, kept: Flags) -> float:
        return float(self._weights[kept].sum())

    def _worth_of(self, kept: Flags) -> float:
        return float(self._worth[kept].sum())

    def _added(self, kept: Flags, room: float, barred: Flags | None = None) -> Flags:
        """Return what is kept with as many goals as fit beside it, most worth per hour first; none that is barred."""
        kept, open_ = kept.copy(), self._goals & ~kept
        if barred is not None:
            open_ &= ~barred
        left = room - self._weight_of(kept)
        sums = np.zeros((3, len(self.units)), np.float32)  # of what each unit takes beside what is kept
        _spread(np.flatnonzero(~kept), self._amounts, self._needed_by, sums)
        while (fitting := open_ & (sums[0] <= left)).any():
            rate = np.where(fitting, sums[1] / np.maximum(sums[0], 1 / 2), -1)
            new = np.flatnonzero(self._needs[int(np.argmax(rate))] & ~kept)
            kept[new], open_[new] = True, False
            left -= self._weights[new].sum()
            _spread(new, -self._amounts, self._needed_by, sums)
        return kept

    def _dropped(self, kept: Flags, room: float, safe: Flags | None = None) -> Flags:
        """Return what is kept without so much of it that the rest fits, least worth per hour first; nothing safe goes."""
        kept = kept.copy()
        over = self._weight_of(kept) - room
        sums = np.zeros((3, len(self.units)), np.float32)  # of what goes with each unit
        _spread(np.flatnonzero(kept), self._amounts, self._needs, sums)
        while over > 0:
            droppable = kept & (sums[0] > 0)
            if safe is not None:
                droppable &= ~safe
            if not droppable.any():
                break
            rate = np.where(droppable, sums[1] / np.maximum(np.minimum(sums[0], over), 1 / 2), np.inf)
            gone: Flags = kept & self._needed_by[len(rate) - 1 - int(np.argmin(rate[::-1]))]
            while gone.any():  # once more for what was needed by nothing else
                ids = np.flatnonzero(gone)
                kept[ids] = False
                over -= self._weights[ids].sum()
                _spread(ids, -self._amounts, self._needs, sums)
                gone = np.logical_and(kept, sums[2] == 0)
        return kept

    def _exchanged(self, kept: Flags, room: float) -> Flags:
        """Return what is kept after all exchanges of single goals that gain; each round tries every goal."""
        if len(self.units) > _EXCHANGED_MOST:
            return kept
        for _ in range(_ROUNDS):
            before = self._worth_of(kept)
            for goal in map(int, np.flatnonzero(self._goals)):
                other = self._without(goal, kept, room) if kept[goal] else self._with(goal, kept, room)
                if self._weight_of(other) <= room and self._worth_of(other) > self._worth_of(kept):
                    kept = other
            if self._worth_of(kept) == before:
                break
        return kept

    def _with(self, goal: int, kept: Flags, room: float) -> Flags:
        forced = kept | self._needs[goal]
        return self._added(self._dropped(forced, room, self._needs[goal]), room)

    def _without(self, goal: int, kept: Flags, room: float) -> Flags:
        rest = self._closed(kept & ~self._needed_by[goal] & self._goals)
        return self._added(rest, room, self._needed_by[goal])


def _spread(ids: NDArray[np.intp], amounts: Amounts, over: Flags, sums: Amounts) -> None:
    """Add the amounts of these units to the sums of all units that their rows of `over` hold."""
    for first in range(0, len(ids), _ROWS):
        some = ids[first : first + _ROWS]
        sums += amounts[:, some] @ over[some].astype(np.float32)
