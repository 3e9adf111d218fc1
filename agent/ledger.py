"""What a learner did, event by event: the kinds of events, and their form in the ledger; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Judge = Literal["key", "self"]


class Kind(StrEnum):
    """What happened; `UNDONE` takes back the last thing of its id that still holds, or the last of the kind it names."""

    DONE = "done"
    UNDONE = "undone"
    SKIPPED = "skipped"
    HOURS = "hours"
    STUDIED = "studied"
    ASKED = "asked"
    CHECK = "check"
    PLACING = "placing"
    PLACED = "placed"


# what a learner does on purpose and may take back
MARKS = (Kind.DONE, Kind.SKIPPED, Kind.HOURS, Kind.STUDIED, Kind.CHECK)
_ONE_BY_ONE = (Kind.STUDIED, Kind.CHECK)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        at: when, with an offset from UTC; its date is the learner's day.
        id: a topic's or project's; for an asked or answered check the check's own; for the begin and the end of a
            placement the path's.
        right: how a check went.
        hours: what the thing takes this learner in all, real hours where it is done; of what was studied, how long that
            time, without finishing it.
        judged_by: who says that a check was right: its key, or the learner's own comparison with the key.
        takes_back: of what is undone the kind, where it is one alone; None: whatever came last.
    """

    kind: Kind
    id: str
    at: datetime
    right: bool | None = None
    hours: float | None = None
    judged_by: Judge = "key"
    takes_back: Kind | None = None

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHECK) != (self.right is not None):
            raise ValueError(
                f"an event of kind {self.kind} with right={self.right!r}: only a check is right or wrong"
            )
        has_hours = self.kind in (Kind.DONE, Kind.HOURS, Kind.STUDIED)
        if self.hours is not None and (not has_hours or self.hours <= 0):
            raise ValueError(f"an event of kind {self.kind} with hours={self.hours!r}")
        if self.kind in (Kind.HOURS, Kind.STUDIED) and self.hours is None:
            raise ValueError(f"an event of kind {self.kind} without hours")
        if self.takes_back and (self.kind is not Kind.UNDONE or self.takes_back not in MARKS):
            raise ValueError(f"an event of kind {self.kind} that takes back {self.takes_back!r}")

    def row(self) -> dict[str, Any]:
        """Return the event as the ledger keeps it."""
        row: dict[str, Any] = {"kind": str(self.kind), "id": self.id, "at": self.at.isoformat()}
        if self.right is not None:
            row |= {"right": self.right, "by": self.judged_by}
        if self.takes_back:
            row["takes_back"] = str(self.takes_back)
        return row if self.hours is None else {**row, "hours": self.hours}


def read(row: Mapping[str, Any]) -> Event:
    """Return the event that a row of the ledger holds."""
    return Event(
        Kind(row["kind"]),
        row["id"],
        datetime.fromisoformat(row["at"]),
        row.get("right"),
        row.get("hours"),
        row.get("by", "key"),
        Kind(row["takes_back"]) if "takes_back" in row else None,
    )


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events, oldest first, without those that were taken back.

    Taking back a mark takes back all of its kind on the same thing: marked twice is still one mark. Answers, and times
    of study, are taken back one by one.
    """
    kept: list[Event] = []
    for event in events:
        if event.kind is not Kind.UNDONE:
            kept.append(event)
        elif last := next((each for each in reversed(kept) if _is_undone(each, event)), None):
            if last.kind in _ONE_BY_ONE:
                kept = [each for each in kept if each is not last]
            else:
                kept = [each for each in kept if (each.kind, each.id) != (last.kind, last.id)]
    return kept


def _is_undone(event: Event, by: Event) -> bool:
    kinds = (by.takes_back,) if by.takes_back else MARKS
    return event.id == by.id and event.kind in kinds
