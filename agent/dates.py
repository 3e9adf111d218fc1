"""When a learner wants to start and be done, and when they are away, by the words around a day; English; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from agent.amounts import NUMBER
from agent.periods import period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.learner import Days
    from agent.periods import Period

ValueT = TypeVar("ValueT")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_DEADLINE = _pattern(
    r"(?<!\bnot )(?<!not start )(?<!n't start )\b(by|before|until|till|deadline|no later than|due|bis)\b:?\s*"
    r"(?:(?<=deadline )(?:from\s+[^.;,!?\n]{1,25}?\s+)?(?:(?:is|was|will|should|be|has|been|now|moved|changed|to)\s+)+)?"
)
_NO_DEADLINE = _pattern(
    r"(?:\b(?:no|without|remove|drop|delete|cancel|forget)|(?:\bnot|n't) (?:have|want|need))\s+(?:(?:a|an|any|the|my|fixed|more)\s+)*deadline\b"
)
# an interview in March needs all that is learned before March begins; a job in March may be looked for in it
_MEETING = _pattern(r"\b(?:interviews?|exams?|starting date)\b")
_AIM = _pattern(r"\b(?:job|done|ready|finish(?:ed)?|hired|employed)\b[^.;,!?\n]{0,30}?\b(?=(?:in|for)\s)")
_LONE = _pattern(
    r"(?:^|(?<=[,;.\n]))\s*(?:and\s+|at\s+)?(?=(?:the\s+)?end\s+of\s)"
)  # "Go, 6 hours a week, end of March"
_SPAN = _pattern(r"\b(?=(?:with)?in\s)|\b(?=\w+\s+\w+\s+from\s+(?:now|today)\b)")
_START = _pattern(r"\b(?:start(?:ing|s)?|begin(?:ning)?)\s+(?!of\b)(after\s+)?")
_FROM_ON = _pattern(r"\b(from\s+)(?=[^.;,!?\n]{1,25}?\s(?:on|onwards?)\b)")
_AT_ONCE = _pattern(r"\b(?:start(?:ing|s)?|begin(?:ning)?)\s+(?:right\s+)?(?:now|away|immediately|at once)\b")
AWAY = _pattern(
    r"\b(?:away|(?:on\s+)?(?:holidays?|vacation|leave)|travell?ing|time off|off|busy|unavailable|not available|no time(?! off)|"
    r"(?:cannot|can't|can not|won't) (?:study|learn|work))\b\s*:?\s*(until\s+|till\s+)?"
)
# "not away in April" says the opposite, "not available" does not
_NOT = _pattern(
    r"(?:\b(?:no|not|never|without|cancel(?:l?ed)?|instead of|rather than)|n't)\s+"
    r"(?:(?:really|be|being|going|to|on|any|a|an|the|my|longer|more|take|taking|have|having|need|days?)\s+)*$"
)
_NOT_TO_START = _pattern(r"(?:\b(?:not|cannot)|n't)\s+(?:(?:want|be|going|able|to)\s+)*$")
_NEEDLESS = _pattern(r"(?:\bno need|(?:\bnot|n't) (?:need|have)) to [^.;,!?\n]{0,25}$")
_CANCELLED = _pattern(r"\s+(?:is|are|was|were|has been|have been|got)\s+(?:cancell?ed|off)\b")
_AT_ALL = _pattern(r"away|holidays?|vacation")
_OFF = _pattern(r"(?<!the )\b(?=(?:the\s+)?(?:first|second|third|last)\s[^.;,!?\n]{3,40}\s(?:off|away)\b)")
_BETWEEN = _pattern(
    r"(?:on|in|from|for|over|during|between|at the latest|zum|is|of|the|whole|all|month|again)\s+"
)
_JOINT = _pattern(r"\s*(?:\b(?:to|until|till|through|and)\b|-)\s*(?:the\s+)?")
_ANOTHER = _pattern(
    r"\s*,?\s*(?:(?P<not>\b(?:instead of|rather than|(?:and\s+|but\s+)?not)\b)|(?P<but>\bbut\b)|(?P<or>\bor\b)|\band\b|&|\+)\s*"
)
_SLASHED = _pattern(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b(?!/)")
_MONTHS = 12
_BARE_DAY = _pattern(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?")
_NEAR_CHARS = 40
# what speaks of time and names no day
_VAGUE = tuple(
    map(
        _pattern,
        (
            r"\b(?:with)?in\s+(?:about\s+)?(?:a few|several|some|many)\s+(?:days|weeks|months|years)\b",
            r"\bas (?:soon|fast|quickly) as possible\b|\basap\b|\bsoon\b(?!er)",
            (
                r"\b(?:by|before|until|till|due|some\s*time)\s+(?:in\s+)?(?:the\s+)?(?:(?:next|this|coming)\s+)?"
                r"(?:year\b(?!'s|[\s-]+end)|easter\b|holidays?\b|semester\b|term\b|vacation\b)"
            ),
        ),
    )
)
_LENGTH = rf"(?:{NUMBER}|a few|several|some|a couple of)\s+(?:days?|weeks?|months?)"
_LOOSE_IN = r"(?:\s+(?:in|this|next|during)\s+(?!the\b)\w+)?(?!\s*(?:from|starting|beginning|until|to|between|:|\(|\d|in the)\b)"
# a stretch whose length is told and whose days are not: "away two weeks in February" is not the whole month
_UNNAMED_AWAY = tuple(
    map(
        _pattern,
        (
            (
                r"\b(?:away|off|holidays?|vacation|leave|travell?ing|busy|no time|(?:cannot|can't|can not|won't) (?:study|learn))\s+(?:for\s+)?"
                rf"(?:about\s+)?{_LENGTH}\b{_LOOSE_IN}"
            ),
            rf"\b{_LENGTH}\s+(?:off|away|of (?:holidays?|vacation|leave))\b{_LOOSE_IN}",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Mention(Generic[ValueT]):
    """Something that a text says, and the characters that say it."""

    start: int
    end: int
    value: ValueT


def deadlines(text: str, today: date) -> list[Mention[date]]:
    """Return the days by which the learner wants to be done, in the order of the text.

    "By March" means before April for most who say it, "before March" does not.
    """
    found: dict[int, Mention[date]] = {}
    for match in _SPAN.finditer(text):
        if days := period(text[match.start() :], today):
            found[match.start() + days.end] = Mention(match.start(), match.start() + days.end, days.due)
    found |= {
        days.end: Mention(match.start(), days.end, days.due) for match, days in _after(_AIM, text, today)
    }
    found |= {each.end: each for each in _meetings(text, today)}
    for match, days in (*_after(_LONE, text, today), *_after(_DEADLINE, text, today)):
        is_before = match.lastindex == 1 and match[1].lower() == "before" and days.due == days.last
        found[days.end] = Mention(match.start(), days.end, days.first if is_before else days.due)
    needed = (each for each in found.values() if not _NEEDLESS.search(text, 0, each.start))
    return sorted(needed, key=lambda each: each.start)


def starts(text: str, today: date) -> list[Mention[date]]:
    """Return the days on which the learner wants to start, in the order of the text."""
    found = [Mention(match.start(), match.end(), today) for match in _AT_ONCE.finditer(text)]
    for match, days in (*_after(_START, text, today), *_after(_FROM_ON, text, today)):
        if _NOT_TO_START.search(text, 0, match.start()):
            continue
        is_after = (match[1] or "").lower().startswith("after")
        found.append(
            Mention(match.start(), days.end, days.last + timedelta(days=is_after) if is_after else days.first)
        )
    return sorted(found, key=lambda each: each.start)


def no_deadline(text: str) -> list[Mention[None]]:
    """Return the words that say that there is no deadline."""
    return [Mention(match.start(), match.end(), None) for match in _NO_DEADLINE.finditer(text)]


def away(text: str, today: date) -> list[Mention[Days]]:
    """Return the days on which the learner cannot study, each with its first and last."""
    return [each for is_away, each in _absences(text, today) if is_away]


def there(text: str, today: date) -> list[Mention[Days]]:
    """Return the days on which the learner is said not to be away, of "no holidays" every day."""
    return [each for is_away, each in _absences(text, today) if not is_away]


def _absences(text: str, today: date) -> Iterator[tuple[bool, Mention[Days]]]:
    """Yield the days of which the text says that the learner is away or not, and which of the two."""
    for match in (*AWAY.finditer(text), *_OFF.finditer(text)):
        at, denial = match.end(), _NOT.search(text, 0, match.start())
        start, is_away = (denial or match).start(), not denial
        if match.lastindex:  # away until a day: from now on
            if days := _opening(text, at, today):
                yield is_away, Mention(start, days.end, (today, days.last))
            continue
        if denial and _AT_ALL.search(match[0]) and not _range(text, at, today):
            yield False, Mention(start, at, (date.min, date.max))
        while (days := _range(text, at, today)) is not None:
            cancelled, another = _CANCELLED.match(text, days.end), _ANOTHER.match(text, days.end)
            end = cancelled.end() if cancelled else days.end
            yield is_away and not cancelled, Mention(start, end, (days.first, days.last))
            at = another.end() if another and not (another["or"] and is_away) else len(text)
            if another and (another["not"] or another["but"]):
                is_away = not another["not"]


def unnamed_away(text: str) -> list[Mention[str]]:
    """Return the words that tell how long the learner is away, but on which days not."""
    matches = (match for pattern in _UNNAMED_AWAY for match in pattern.finditer(text))
    return [Mention(each.start(), each.end(), each[0]) for each in matches]


def vague(text: str) -> list[Mention[str]]:
    """Return the words that speak of time and name no day, such as "in a few months"."""
    matches = (match for pattern in _VAGUE for match in pattern.finditer(text))
    return sorted(
        (Mention(each.start(), each.end(), each[0]) for each in matches), key=lambda each: each.start
    )


def _after(lead: re.Pattern[str], text: str, today: date) -> Iterator[tuple[re.Match[str], Period]]:
    """Yield each of the leading words with the days that follow; their `end` is the place in the text."""
    for match in lead.finditer(text):
        if days := _opening(text, match.end(), today):
            yield match, days


def _opening(text: str, at: int, today: date) -> Period | None:
    """Return the days that the text names at this place, or behind a preposition or two."""
    place: int | None = at
    while place is not None:
        if days := period(text[place:], today):
            return replace(days, end=place + days.end)
        word = _BETWEEN.match(text, place)
        place = word.end() if word else None
    return None


def _meetings(text: str, today: date) -> Iterator[Mention[date]]:
    """Yield the first day named soon after a word such as interview."""
    for match in _MEETING.finditer(text):
        near = re.split(r"[.;,!?\n]\s", text[match.end() : match.end() + _NEAR_CHARS])[0]
        for word in re.finditer(r"(?<=\s)(?!may\b(?!\s*\d)|the\b)\S", near):
            if days := period(text[match.end() + word.start() :], today):
                end = match.end() + word.start() + days.end
                if not (_NOT.search(text, 0, match.start()) or _CANCELLED.match(text, end)):
                    yield Mention(match.start(), end, days.first)
                break


def _range(text: str, at: int, today: date) -> Period | None:
    """Return the days from one to another that the text names at this place, or the one stretch that it names."""
    place: int | None = at
    while place is not None:
        if days := _short_range(text, place, today) or _long_range(text, place, today):
            return days
        word = _BETWEEN.match(text, place)
        place = word.end() if word else None
    return None


def _short_range(text: str, at: int, today: date) -> Period | None:
    """Read "1 to 14 August"."""
    day = _BARE_DAY.match(text, at)
    joint = _JOINT.match(text, day.end()) if day else None
    until = period(text[joint.end() :], today) if joint else None
    if not (day and joint and until) or until.first != until.last or not 0 < int(day[1]) <= until.last.day:
        return None
    return replace(until, first=until.last.replace(day=int(day[1])), end=joint.end() + until.end)


def _long_range(text: str, at: int, today: date) -> Period | None:
    """Read "20 December to 3 January", "August 1 to 14", or a stretch such as "next week"."""
    first = period(text[at:], today)
    if first is None:
        return None
    joint = _JOINT.match(text, at + first.end)
    until = (
        (_slashed(text, at, joint.end(), today) or _until(text, joint.end(), first, today)) if joint else None
    )
    return until or replace(first, end=at + first.end)


def _slashed(text: str, at: int, until: int, today: date) -> Period | None:
    """Read "24/12-3/1": the day that leaves no doubt says in which order the other one is written."""
    one, other = _SLASHED.match(text, at), _SLASHED.match(text, until)
    if not one or not other:
        return None
    is_day_first = int(one[1]) > _MONTHS
    first, last = (
        period(
            "{}.{}.{}".format(*(each.group(1, 2) if is_day_first else each.group(2, 1)), each[3] or ""), today
        )
        for each in (one, other)
    )
    if first is None or last is None:
        return None
    return _joined(first, replace(last, end=other.end()))


def _until(text: str, at: int, first: Period, today: date) -> Period | None:
    if until := period(text[at:], today):
        return _joined(first, replace(until, end=at + until.end))
    day = _BARE_DAY.match(text, at)
    if day and first.first == first.last and first.last.day <= int(day[1]):
        try:
            return replace(first, last=first.last.replace(day=int(day[1])), end=day.end())
        except ValueError:
            return None
    return None


def _joined(first: Period, until: Period) -> Period | None:
    begins = first.first
    if begins > until.last:  # it has begun: its next first day is the year after
        begins -= timedelta(days=365)
    return replace(until, first=begins) if begins <= until.last else None
