"""The clock of the machine that the mentor runs on: the moment with its offset from UTC, and the day that it is there.

A learner's day is this machine's. A moment keeps the offset it was recorded with, so that what happened late in the
evening stays on that day wherever and whenever the ledger is read again.
"""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the moment; its date is today's."""
    return datetime.now(UTC).astimezone()


def today() -> date:
    """Return the day."""
    return now().date()
