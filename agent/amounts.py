"""Numbers and spans of time that a learner writes, such as "ten" or "three weeks"; English; pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_FROM_TWO = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBERS = {word: value for value, word in enumerate(_FROM_TWO, start=2)} | {
    "a": 1,
    "an": 1,
    "one": 1,
    "thirty": 30,
    "forty": 40,
}
NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:day|week|month|year)"
SPAN = (
    rf"(?:(?P<amount>{NUMBER}|half a|a couple(?:\s+of)?)\s+(?P<unit>{_UNIT})s?\b(?P<half>\s+and\s+a\s+half\b)?"
    rf"|(?P<halved>{NUMBER})\s+and\s+a\s+half\s+(?P<halved_unit>{_UNIT})s?\b|a\s+fortnight\b)"
)
_WEEK, _YEAR = 7, 12  # days, months


def number(text: str) -> float:
    """Return the number that a word or digits stand for."""
    return float(NUMBERS[text]) if text in NUMBERS else float(text.replace(",", "."))


def lapse(found: re.Match[str], today: date) -> date | None:
    """Return the day on which a span that `SPAN` found is over; None beyond the calendar."""
    if found["halved"]:
        return _later(today, number(found["halved"].lower()) + 0.5, found["halved_unit"].lower())
    if not found["amount"]:
        return _later(today, 2, "week")
    said = found["amount"].lower()
    amount = 2.0 if said.startswith("a couple") else 0.5 if said == "half a" else number(said)
    return _later(today, amount + bool(found["half"]) / 2, found["unit"].lower())


def _later(today: date, amount: float, unit: str) -> date | None:
    try:
        if unit in {"day", "week"}:
            return today + timedelta(days=round(amount * (_WEEK if unit == "week" else 1)))
        months = today.month - 1 + round(amount * (_YEAR if unit == "year" else 1))
        year, month = today.year + months // _YEAR, months % _YEAR + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None
