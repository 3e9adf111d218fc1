"""Days that a learner names in words, such as "by the end of March" or "from 1 to 14 August"; English; pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.learner import Days

ValueT = TypeVar("ValueT")

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

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(\d{4}))?"
_SEASONS = {"winter": (2, 28), "spring": (5, 31), "summer": (8, 31), "autumn": (11, 30), "fall": (11, 30)}
_DEADLINE = r"(?:by|until|till|before|deadline(?:\s+(?:is|of))?:?|no later than|due|bis)\s+(?:the\s+|zum\s+)?"
# an interview in March needs all that is learned before March begins; a job in March may be looked for in it
_MEETING = r"(?:interviews?|exams?|deadline|starting date)\b[^.;,!?\n]{0,30}?\b(?:in|on)\s+(?:the\s+)?"
_AIM = r"(?:job|done|ready|finish(?:ed)?|hired)\b[^.;,!?\n]{0,30}?\bin\s+(?:the\s+)?"
_START = r"(?:start(?:ing|s)?|begin(?:ning)?)\s+(?:on\s+|from\s+|in\s+|the\s+)?"
_AWAY = (
    r"\b(?:away|(?:on\s+)?(?:holidays?|vacation|leave)|travell?ing|off|busy|unavailable|not available|no time|"
    r"(?:cannot|can't|can not|won't) (?:study|learn|work))\b"
    r"(?:\s*:?\s+(?:from|on|in|during|between|for|the|whole|all|month|of))*:?\s+"
)
_SPAN = rf"\b(?:with)?in\s+(?:about\s+|under\s+|less than\s+)?({NUMBER}|half a)\s+(day|week|month|year)s?\b(?!\s+ago)"
_FORMS = (
    r"(\d{4})-(\d{2})-(\d{2})",
    (
        rf"(?:(end|middle|mid|start|beginning)\s*(?:of\s+|-\s*)?(?:the\s+)?)?(?:(?:next|this|coming)\s+(?!year))?"
        rf"({_MONTH}|(?:this\s+|the\s+|next\s+)?year|christmas|easter|{'|'.join(_SEASONS)}){_YEAR}"
    ),
    r"((?:\d{1,2}(?=\.)|1[3-9]|2\d|3[01]))[./]\s?(\d{1,2})[./]\s?(\d{4})",  # 1/2/2027 is one day here and another there
    r"(?:the\s+)?(end|middle|mid)\s*(?:of\s+|-\s*)?(\d{4})\b",
)
_FROM_WORDS = {"today": 0, "now": 0, "immediately": 0, "right away": 0, "tomorrow": 1}


def number(text: str) -> float:
    """Return the number that a word or digits stand for."""
    return float(NUMBERS[text]) if text in NUMBERS else float(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Mention(Generic[ValueT]):
    """Something that a text says, and the characters that say it."""

    start: int
    end: int
    value: ValueT


def deadlines(text: str, today: date) -> list[Mention[date]]:
    """Return the days by which the learner wants to be done, in the order of the text."""
    found = {each.end: each for each in _after(_AIM, text, today, last=True)}
    found |= {each.end: each for each in _after(_MEETING, text, today, last=False)}
    found |= {each.end: each for each in _after(_DEADLINE, text, today, last=True)}
    for match in re.finditer(_SPAN, text, re.IGNORECASE):
        amount = 0.5 if match[1].lower() == "half a" else number(match[1].lower())
        if day := _later(today, amount, match[2].lower()):
            found[match.end()] = Mention(match.start(), match.end(), day)
    return sorted(found.values(), key=lambda each: each.start)


def starts(text: str, today: date) -> list[Mention[date]]:
    """Return the days on which the learner wants to start, in the order of the text."""
    found = list(_after(_START, text, today, last=False))
    words = {word: today + timedelta(days=days) for word, days in _FROM_WORDS.items()}
    words["next (?:week|monday)"] = today + timedelta(days=7 - today.weekday())
    for word, day in words.items():
        matches = re.finditer(rf"\b{_START}{word}\b", text, re.IGNORECASE)
        found += (Mention(match.start(), match.end(), day) for match in matches)
    return found


def away(text: str, today: date) -> list[Mention[Days]]:
    """Return the days on which the learner cannot study: ranges with both ends, or whole months."""
    found: list[Mention[Days]] = []
    for match in re.finditer(_AWAY, text, re.IGNORECASE):
        rest = re.split(r"[;!?\n]|,\s*(?!\d{4})", text[match.end() : match.end() + 60])[0]
        found += (Mention(match.start(), match.end() + len(rest), days) for days in _range(rest, today))
    return found


def _range(text: str, today: date) -> list[Days]:
    joint = r"\s*(?:to|until|till|through|-|and)\s*(?:the\s+)?"
    short = re.match(rf"({_DAY}){joint}({_DAY})\s+(?:of\s+)?({_MONTH}){_YEAR}", text, re.IGNORECASE)
    if short:
        days = [_day(number_, short[3], short[4], today) for number_ in (short[1], short[2])]
        return [(days[0], days[1])] if days[0] and days[1] and days[0] <= days[1] else []
    short = re.match(rf"({_MONTH})\s+({_DAY}){joint}({_DAY}){_YEAR}", text, re.IGNORECASE)
    if short:
        days = [_day(number_, short[1], short[4], today) for number_ in (short[2], short[3])]
        return [(days[0], days[1])] if days[0] and days[1] and days[0] <= days[1] else []
    first = _one(text, today, last=False)
    if first is None:
        return []
    joined = re.match(joint, text[first[1] :], re.IGNORECASE)
    until = _one(text[first[1] + joined.end() :], today, last=True) if joined else None
    if until and until[0] >= first[0]:
        return [(first[0], until[0])]
    whole = _one(text, today, last=True)
    return [(first[0], whole[0])] if whole else []


def _after(lead: str, text: str, today: date, *, last: bool) -> Iterator[Mention[date]]:
    for match in re.finditer(rf"\b{lead}", text, re.IGNORECASE):
        if day := _one(text[match.end() :], today, last=last):
            yield Mention(match.start(), match.end() + day[1], day[0])


def _one(text: str, today: date, *, last: bool) -> tuple[date, int] | None:
    """Return the day with which the text opens and where it ends; of a month its last or its first day."""
    readers: tuple[tuple[str, Callable[[re.Match[str]], date | None]], ...] = (
        (_FORMS[0], lambda found: _date(int(found[1]), int(found[2]), int(found[3]))),
        (_FORMS[2], lambda found: _date(int(found[3]), int(found[2]), int(found[1]))),
        (
            _FORMS[3],
            lambda found: _date(int(found[2]), *((12, 31) if found[1].lower() == "end" else (6, 30))),
        ),
        (rf"({_DAY})\s+(?:of\s+)?({_MONTH}){_YEAR}", lambda found: _day(found[1], found[2], found[3], today)),
        (rf"({_MONTH})\s+({_DAY})\b{_YEAR}", lambda found: _day(found[2], found[1], found[3], today)),
        (_FORMS[1] + r"\b", lambda found: _period(found, today, last=last)),
    )
    for pattern, read in readers:
        found = re.match(pattern, text, re.IGNORECASE)
        if found and (day := read(found)):
            return day, found.end()
    return None


def _day(day: str, month: str, year: str | None, today: date) -> date | None:
    """Return a day of a month; without a year the next such day."""
    month_number, day_number = _month_number(month), int(re.sub(r"\D", "", day))
    if year:
        return _date(int(year), month_number, day_number)
    this_year = _date(today.year, month_number, day_number)
    return this_year if this_year and this_year >= today else _date(today.year + 1, month_number, day_number)


def _period(found: re.Match[str], today: date, *, last: bool) -> date | None:
    part, name = (found[1] or "").lower(), found[2].lower().rstrip(".")
    if name == "easter":
        return None  # a movable feast is asked about rather than computed
    if name == "christmas":
        return _day("24", "december", found[3], today)
    if name in _SEASONS:
        month, day = _SEASONS[name]
        year = int(found[3]) if found[3] else today.year + (date(today.year, month, day) <= today)
        return _date(year, month, day if last else 1)
    if name.endswith("year"):
        year = today.year + name.startswith("next")
        return date(year, 12, 31) if part == "end" else None
    month = _MONTHS[name]
    year = int(found[3]) if found[3] else today.year + (month < today.month)
    end = calendar.monthrange(year, month)[1] if year else 0
    if part in {"middle", "mid"}:
        return _date(year, month, 15)
    # "by March" means before April for most who say it; "by the beginning of March" does not
    return _date(year, month, end if last and part not in {"start", "beginning"} else 1)


def _later(today: date, amount: float, unit: str) -> date | None:
    try:
        if unit in {"day", "week"}:
            return today + timedelta(days=round(amount * (7 if unit == "week" else 1)))
        months = today.month - 1 + round(amount * (12 if unit == "year" else 1))
        year, month = today.year + months // 12, months % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def _month_number(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
