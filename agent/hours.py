"""Hours a week that a learner names, in English and in the commonest German words; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.amounts import NUMBER, number
from agent.dates import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNIT = r"(hours?|hrs?|h|stunden?|std|minutes?|mins?|minuten?)\b\.?"
_AMOUNT = rf"(?:({NUMBER})\s*(?:-|to|or|bis)\s*)?({NUMBER})\s*{_UNIT}"
_DAYNAME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_A_DAY = r"(?:\s*(?:a|per|each|every)\s+day)?"
_WEEKDAYS = "weekdays"
_WEEKENDS = "weekends"
_NAMED_DAYS = "named days"
_WEEK = "week"
_DAY = "day"
# What follows the hours, the narrower first: "a day on weekdays" is no "a day".
_EACH = {
    _WEEKDAYS: rf"{_A_DAY}\s*(?:on\s+|during\s+)?(?:(?:a|per|each|every)\s+(?:weekday|workday|working day)|weekdays|workdays|monday to friday)",
    _WEEKENDS: rf"{_A_DAY}\s*(?:(?:on|at|over|every|each|per)\s+)?(?:the\s+)?weekends?",
    _NAMED_DAYS: rf"{_A_DAY}\s*(?:on|every|each)\s+({_DAYNAME}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*){_DAYNAME})*)",
    _WEEK: r"\s*(?:of study\s*)?(?:(?:a|per|each|every|in a|/|pro|die|je|in der)\s*(?:week|woche)|weekly|w\xf6chentlich|/\s*(?:week|wk|w)\b)",
    _DAY: r"\s*(?:on\s+)?(?:(?:a|per|each|every)\s+(?:day|evening|night|morning)|daily|/\s*day|(?:pro|am)\s+tag|t\xe4glich)",
}
_TIMES = {_WEEKDAYS: 5, _WEEKENDS: 1, _WEEK: 1, _DAY: 7}
_LONE = (
    r"(?:^|(?<=[,;.!?\n]))\s*(?:(?:and|but|i|have|i've|got|can|do|spend|study|with|about|around|only|maybe|at most|roughly)\s+)*"
    rf"{_AMOUNT}\s*(?:free|available|of study|to study)?\s*(?=$|[,;.!?\n])"
)
_STUDIED = rf"\bstudy\s+(?:(?:about|around|only|maybe|at most|roughly)\s+)*()({NUMBER})\s*((?:hours?|hrs?|h)?)\b(?=\s*(?:$|[,;.!?\n]))"
_REFUSED = (
    r"(?:\b(?:not|no longer|instead of|rather than)|n't)\s+(?:(?:have|do|manage|study|spend|find|about|even)\s+)*"
    rf"(?:{_AMOUNT}(?:{_EACH[_WEEK]}|{_EACH[_DAY]})?|{NUMBER}(?=\s*(?:$|[,;.!?\n])))"
)
_FORMER = rf"\bfrom\s+{_AMOUNT}(?:{_EACH[_WEEK]}|{_EACH[_DAY]})?\s+to\b"  # "from 10 hours to 5 hours"
_WORKED = rf"(?<!\bcan )(?<!\bcould )(?<!\bwill )(?<!\bto )\bwork(?:ing)?\s+(?:(?:about|around|full[ -]time|for)\s+)*{_AMOUNT}(?:{_EACH[_WEEK]}|{_EACH[_DAY]})?"
_UNMEANT = (_FORMER, _REFUSED, _WORKED)
_LEANING = rf"(?:(?<=\band\s)|(?<=,\s))({NUMBER})"
_SHORT = r"\b(?:()(\d+(?:[.,]\d+)?)(h))\b"  # "10h" says little but hours a week
_MINUTES = 60


def hours(text: str) -> list[Mention[float]]:
    """Return what the text says of hours a week, of a range the lower end.

    "1 hour on weekdays and 4 on weekends" adds up to one figure, at the end; hours beside nothing else are a week's.
    "Not 10 hours" and "I work 40 hours" tell nothing.
    """
    for pattern in _UNMEANT:
        text = re.sub(pattern, lambda match: "\0" * len(match[0]), text, flags=re.IGNORECASE)
    return _told(text)


def unmeant(text: str) -> list[Mention[None]]:
    """Return the words for hours in whose place the text tells others, such as "not 10 hours a week"; none where it tells no others."""
    told = hours(text)
    found = (match for each in _UNMEANT for match in re.finditer(each, text, re.IGNORECASE))
    return [Mention(each.start(), each.end(), None) for each in found if told]


def _told(text: str) -> list[Mention[float]]:
    found = list(_regular(text))
    found += _bare(text) if found else ()
    if not found:
        lone = (
            match for each in (_LONE, _SHORT, _STUDIED) for match in re.finditer(each, text, re.IGNORECASE)
        )
        return [Mention(each.start(), each.end(), _hours(each)) for each in lone][:1]
    parts = [each for kind, each in found if kind in (_WEEKDAYS, _WEEKENDS, _NAMED_DAYS)]
    whole = [each for kind, each in found if kind in (_WEEK, _DAY)]
    whole.sort(key=lambda each: each.start)
    if not parts:
        return whole
    total = sum(each.value for each in parts)
    # every part keeps its place in the text, and each stands for the whole
    return [*whole, *(Mention(each.start, each.end, total) for each in parts)]


def _bare(text: str) -> Iterator[tuple[str, Mention[float]]]:
    """Yield hours on other days that lean on hours named before: "1 hour on weekdays and 3 on Saturdays"."""
    for kind in (_WEEKDAYS, _WEEKENDS, _NAMED_DAYS):
        for match in re.finditer(_LEANING + _EACH[kind], text, re.IGNORECASE):
            times = _TIMES.get(kind) or len(re.findall(_DAYNAME, match[2], re.IGNORECASE))
            yield kind, Mention(match.start(), match.end(), number(match[1].lower()) * times)


def _regular(text: str) -> Iterator[tuple[str, Mention[float]]]:
    for kind, each in _EACH.items():
        taken: list[tuple[int, int]] = []
        for match in re.finditer(_AMOUNT + each, text, re.IGNORECASE):
            times = _TIMES.get(kind) or len(re.findall(_DAYNAME, match[4], re.IGNORECASE))
            if kind == _WEEKENDS and re.search(r"\bday\b", match[0], re.IGNORECASE):
                times = 2
            taken.append(match.span())
            yield kind, Mention(match.start(), match.end(), _hours(match) * times)
        for start, end in taken:
            text = text[:start] + "\0" * (end - start) + text[end:]


def _hours(match: re.Match[str]) -> float:
    amount = number((match[1] or match[2]).lower())
    return amount / _MINUTES if match[3].lower().startswith("min") else amount
