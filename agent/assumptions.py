"""The facts about a learner that were not in the form: what each was taken to be, why, and which to ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from agent.learner import Assumed

if TYPE_CHECKING:
    from collections.abc import Sequence

ValueT = TypeVar("ValueT", bound=object)


@dataclass
class Assumptions:
    """Collects what is assumed, in the order in which it was.

    `doubts` are those of them that the learner may not have meant: contradictions, and what was not understood.
    `missing` names fields that only have a default.
    """

    made: list[Assumed] = field(default_factory=list)
    doubts: list[Assumed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, name: str, value: object, because: str) -> None:
        """Write down that a field was taken to be a value."""
        self.made.append(Assumed(name, _plain(value), because))

    def doubt(self, name: str, value: object, because: str) -> None:
        """Write down that a field was taken to be a value, which may not be what was meant."""
        self.add(name, value, because)
        self.doubts.append(self.made[-1])

    def pick(
        self, name: str, given: ValueT | None, told: Sequence[ValueT], *, default: ValueT, why: str
    ) -> ValueT:
        """Return what the form gives, else what the learner's words tell, else the default.

        Where form and words contradict each other the form counts, and that is written down.
        """
        if given is not None:
            if told and given not in told:
                self.doubt(
                    name, given, f"the form says so; your words say {_plain(told[0])}, and the form counts"
                )
            return given
        if told:
            self.add(name, told[0], "your words say so")
            return told[0]
        self.missing.append(name)
        self.add(name, default, why)
        return default


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
