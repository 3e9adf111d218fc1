"""A day or a stretch of days that a text opens with, such as "Friday", "the end of March" or "Q2"; English; pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from agent.amounts import SPAN, lapse

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
# "sat" and "sun" are words of their own
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)} | {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
}
_SATURDAY, _SUNDAY = 5, 6
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1}
_WEEKS = {"two": 2, "2": 2, "three": 3, "3": 3}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}  # first and last month
_QUARTER = 3  # months
_WEEK = timedelta(days=7)


def _one_of(words: dict[str, int]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})\b\.?"


_MONTH = rf"(?P<month>{_one_of(_MONTHS)})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s+(?P<year>\d{4})\b)?"
_WHICH = r"(?:(?P<which>next|this|coming|the)\s+)?"
_PART = r"(?:(?:the\s+)?(?P<part>end|middle|mid|start|beginning|early|late)\s*(?:of\s+|-\s*|\s)(?:the\s+)?)?"
_ABOUT = r"(?:(?:about|around|roughly|under|less than|at most|the next|the coming)\s+)*"
_ON = rf"(?:{_one_of(_WEEKDAYS)},?\s+)?(?:the\s+)?"  # the weekday before a date says nothing new


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a text names, both ends included.

    `due` is the day that "by" means: of a month its last, of Christmas its eve. `end` is where the words end.
    """

    first: date
    last: date
    due: date
    end: int = 0


def period(text: str, today: date) -> Period | None:
    """Return the days that a text opens with, or None; without a year they are the next of their kind."""
    for pattern, read in _READERS:
        found = pattern.match(text)
        if found and (days := read(found, today)):
            return replace(days, end=found.end())
    return None


def _days(first: date | None, last: date | None, due: date | None = None) -> Period | None:
    return Period(first, last, due or last) if first and last else None


def _one_day(day: date | None) -> Period | None:
    return _days(day, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(year: int, first: int, last: int) -> Period | None:
    """Return the days from one month to another of the same year."""
    begins = _date(year, first, 1)
    return _days(begins, begins and date(year, last, calendar.monthrange(year, last)[1]))


def _part(days: Period | None, part: str | None) -> Period | None:
    """Return the part of a period that words such as "the end of" name."""
    if days is None or not part:
        return days
    third = (days.last - days.first) / 3
    parts = {
        "end": _one_day(days.last),
        "start": _one_day(days.first),
        "beginning": _one_day(days.first),
        "early": _days(days.first, days.first + third),
        "late": _days(days.last - third, days.last),
    }
    return parts.get(part.lower(), _one_day(days.first + (days.last - days.first) / 2))


def _digits(found: re.Match[str], today: date) -> Period | None:
    """Read a date in digits; without a year it is the next such day."""
    month, day, year = int(found["month"]), int(found["day"]), found.groupdict().get("year")
    return _one_day(_coming(month, day, year, today))


def _named(found: re.Match[str], today: date) -> Period | None:
    return _one_day(_coming(_month_number(found), int(found["day"]), found["year"], today))


def _coming(month: int, day: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    this_year = _date(today.year, month, day)
    return this_year if this_year and this_year >= today else _date(today.year + 1, month, day)


def _month_number(found: re.Match[str]) -> int:
    return _MONTHS[found["month"].lower().rstrip(".")]


def _of_this_month(found: re.Match[str], today: date) -> Period | None:
    """Read a lone "15th": the next one that there is."""
    months = [
        (today.year + (today.month + each - 1) // 12, (today.month + each - 1) % 12 + 1) for each in range(3)
    ]
    days = (_date(year, month, int(found["day"])) for year, month in months)
    return _one_day(next((day for day in days if day and day >= today), None))


def _month(found: re.Match[str], today: date) -> Period | None:
    month = _month_number(found)
    year = int(found["year"]) if found["year"] else today.year + (month < today.month)
    days = _months(year, month, month)
    is_middle = (found["part"] or "").lower() in {"mid", "middle"}
    return _one_day(_date(year, month, 15)) if is_middle else _part(days, found["part"])


def _whole_month(found: re.Match[str], _today: date) -> Period | None:
    return _months(int(found["year"]), int(found["month"]), int(found["month"]))


def _weeks_of_month(found: re.Match[str], today: date) -> Period | None:
    """Read "the first two weeks of August": weeks are counted from the month's first day."""
    month = _month_number(found)
    year = int(found["year"]) if found["year"] else today.year + (month < today.month)
    days, nth = _months(year, month, month), _ORDINALS[found["nth"].lower()]
    if days is None:
        return None
    length = _WEEKS.get((found["weeks"] or "").lower(), 1) * _WEEK
    first = days.first + nth * length if nth >= 0 else days.last - length + timedelta(days=1)
    return _days(first, first + length - timedelta(days=1))


def _quarter(found: re.Match[str], today: date) -> Period | None:
    last = int(found["quarter"]) * _QUARTER
    year = int(found["year"]) if found["year"] else today.year + (last < today.month)
    return _part(_months(year, last - _QUARTER + 1, last), found["part"])


def _season(found: re.Match[str], today: date) -> Period | None:
    """Read a season; a winter is named after the year in which it ends."""
    name = found["season"].lower()
    if name == "winter":
        year = int(found["year"]) if found["year"] else today.year + (today.month >= _SEASONS["spring"][0])
        first, march = _date(year - 1, 12, 1), _date(year, 3, 1)
        return _part(_days(first, march and march - timedelta(days=1)), found["part"])
    first_month, last_month = _SEASONS[name]
    days = _months(int(found["year"] or today.year), first_month, last_month)
    if days and not found["year"] and days.last <= today:
        days = _months(today.year + 1, first_month, last_month)
    return _part(days, found["part"])


def _year(found: re.Match[str], today: date) -> Period | None:
    """Read a part of a year; a whole one names no day, and is asked about."""
    ahead = (found["which"] or "").lower() in {"next", "coming"}
    year = int(found["named"]) if found["named"] else today.year + ahead
    part = (found["part"] or "end" * bool(found["close"])).lower()
    if part == "early":
        return _months(year, 1, _QUARTER)
    is_middle = part in {"mid", "middle"}
    return (
        (_one_day(_date(year, 6, 30)) if is_middle else _part(_months(year, 1, 12), part)) if part else None
    )


def _unit(found: re.Match[str], today: date) -> Period | None:
    """Read the week, weekend, month or quarter that it is, or the next one."""
    unit, ahead = found["unit"].lower(), (found["which"] or "").lower() in {"next", "coming"}
    monday = today - timedelta(days=today.weekday()) + ahead * _WEEK
    if unit.startswith("week"):
        first = monday + timedelta(days=_SATURDAY if unit == "weekend" else 0)
        return _part(_days(first, monday + timedelta(days=_SUNDAY)), found["part"])
    length = 1 if unit == "month" else _QUARTER
    months = (today.month - 1) // length * length + length * ahead
    year, month = today.year + months // 12, months % 12 + 1
    return _part(_months(year, month, month + length - 1), found["part"])


def _weekday(found: re.Match[str], today: date) -> Period | None:
    number, which = _WEEKDAYS[found["weekday"].lower().rstrip(".")], (found["which"] or "").lower()
    if which in {"next", "this"}:
        monday = today - timedelta(days=today.weekday())
        return _one_day(monday + timedelta(days=number) + (which == "next") * _WEEK)
    return _one_day(today + timedelta(days=(number - today.weekday()) % 7 or 7))


def _feast(found: re.Match[str], today: date) -> Period | None:
    year = int(found["year"]) if found["year"] else today.year
    if found["christmas"]:
        eve = _coming(12, 24, found["year"], today)
        return _days(eve, eve and eve + timedelta(days=2), eve)
    eve = _date(year - bool(found["year"]), 12, 31)
    day = eve and eve + timedelta(days=1)
    return _days(day, day, eve)


def _span(found: re.Match[str], today: date) -> Period | None:
    return _one_day(lapse(found, today))


def _tomorrow(found: re.Match[str], today: date) -> Period | None:
    return _one_day(today + timedelta(days=found[0].lower() == "tomorrow"))


def _reader(
    pattern: str, read: Callable[[re.Match[str], date], Period | None]
) -> tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]]:
    return re.compile(pattern, re.IGNORECASE), read


# 1/2/2027 is one day here and another there, so with a slash one of the two must be no month
_READERS = (
    _reader(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", _digits),
    _reader(_ON + r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4})\b)?", _digits),
    _reader(_ON + r"(?P<day>1[3-9]|2\d|3[01])/\s?(?P<month>\d{1,2})(?:/\s?(?P<year>\d{4}))?\b", _digits),
    _reader(_ON + r"(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])(?:/(?P<year>\d{4}))?\b(?!/)", _digits),
    _reader(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>\d{4})\b", _whole_month),
    _reader(rf"{_ON}{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", _named),
    _reader(rf"{_ON}{_MONTH}\s+{_DAY}{_YEAR}", _named),
    _reader(r"the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:day|week|month|year))", _of_this_month),
    _reader(
        rf"(?:the\s+)?(?P<nth>{_one_of(_ORDINALS)})\s+(?:(?P<weeks>two|2|three|3)\s+)?weeks?\s+(?:of|in)\s+{_MONTH}{_YEAR}",
        _weeks_of_month,
    ),
    _reader(rf"{_PART}{_WHICH}{_MONTH}{_YEAR}", _month),
    _reader(rf"{_PART}{_WHICH}q(?P<quarter>[1-4])\b{_YEAR}", _quarter),
    _reader(rf"{_PART}{_WHICH}(?P<season>winter|{'|'.join(_SEASONS)})\b{_YEAR}", _season),
    _reader(rf"{_PART}{_WHICH}(?P<unit>weekend|week|month|quarter)\b", _unit),
    _reader(rf"{_PART}{_WHICH}(?:(?P<named>\d{{4}})|year)\b(?P<close>(?:'s)?[\s-]+end\b)?", _year),
    _reader(rf"(?:on\s+)?{_WHICH}(?P<weekday>{_one_of(_WEEKDAYS)})", _weekday),
    _reader(
        rf"(?:(?P<christmas>christmas|xmas)(?:\s+eve)?|(?:the\s+)?new\s+year(?:'s)?(?:\s+eve)?)\b{_YEAR}",
        _feast,
    ),
    _reader(r"(?:today|tonight|tomorrow)\b", _tomorrow),
    _reader(rf"(?:with)?in\s+{_ABOUT}{SPAN}(?!\s+ago)", _span),
    _reader(rf"{_ABOUT}{SPAN}\s+from\s+(?:now|today)\b", _span),
)
