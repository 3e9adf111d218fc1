"""How long things take one learner, by the hours that they said; pure.

The curriculum's typical hours are the first guess. Real hours of what is finished correct it by one factor for everything:
their sum against the typical sum, both with twenty hours of doubt added, so that one slow evening changes little and a
month of slow weeks changes almost all. What the learner says of a single topic or project counts for that one as it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.workweeks import QUARTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.progress import Progress
    from knowledge.syllabus import Syllabus

# As many hours as a learner does in two to three weeks weigh as much as what is known before.
_DOUBT_HOURS = 20.0
# The factor moves in steps: a plan whose every topic changes by minutes after each mark would never stand still.
_STEP = 0.1
_LEAST, _MOST = 0.5, 3.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What a learner needs against what is typical.

    Attributes:
        factor: their hours by the typical ones, in steps of a tenth, from 0.5 to 3.
        real: the hours of what they finished and named hours for.
        typical: what that takes as a rule.
        said: hours that they named for a topic or project.
    """

    factor: float = 1.0
    real: float = 0.0
    typical: float = 0.0
    said: Mapping[str, float] | None = None

    def hours(self, id_: str, typical: float) -> float:
        """Return the hours that a topic or project takes this learner in all."""
        said = (self.said or {}).get(id_)
        return typical * self.factor if said is None else said

    def quarters(self, id_: str, typical: float) -> int:
        """Return the same in quarters of an hour, at least one."""
        return max(math.ceil(self.hours(id_, typical) * QUARTERS - 1e-9), 1)

    def because(self, id_: str) -> str:
        """Return why something takes other than its typical hours; empty where it does not."""
        said = (self.said or {}).get(id_)
        return "" if said is None else f"{said:g} hours in all, as you said"


def pace(syllabus: Syllabus, progress: Progress) -> Pace:
    """Return the pace that the hours of a learner show; 1 where they named none."""
    told = [id_ for id_ in progress.hours if id_ in progress.done and id_ in syllabus]
    real = sum(progress.hours[id_] for id_ in told)
    typical = sum(syllabus.entry(id_).hours.typical for id_ in told)
    shrunk = (real + _DOUBT_HOURS) / (typical + _DOUBT_HOURS)
    factor = min(max(round(shrunk / _STEP) * _STEP, _LEAST), _MOST)
    return Pace(round(factor, 1), real, typical, progress.hours)
