"""What a learner says about themselves in their own words, read by rules; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent import dates
from agent.amounts import NUMBER
from agent.hours import hours, unmeant
from agent.periods import period
from agent.stage_words import experience, is_of_another_trade, stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from agent.dates import ValueT
    from agent.learner import Days

_PLAIN = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{EN DASH}": "-", "\N{EM DASH}": "-"})
_LANGUAGES = {
    "python": r"\bpython\b",
    "typescript": r"\btypescript\b|\bTS\b",
    "javascript": r"\bjavascript\b|\bJS\b|\bnode(?:\.?js)?\b",
    # "go" is also a verb: only the name with its capital, and no "Go to" or "Go for"
    "go": r"\bgolang\b|(?<![.!?]\s)(?<!^)\bGo\b(?!\s+(?:to|for|through|into|deep|on|with me)\b)|\bin go\b|\bgo (?:developer|engineer|programmer|language|lang)\b|\blearn go\b",
    "java": r"\bjava\b|\bspring(?: boot)?\b",
}
_NOT_OFFERED = {
    "Rust": r"\brust\b",
    "PHP": r"\bphp\b|\blaravel\b",
    "C#": r"(?<!\w)c#|\bcsharp\b|(?<!\w)\.net\b",
    "C++": r"(?<!\w)c\+\+",
    "Ruby": r"\bruby\b",
    "Kotlin": r"\bkotlin\b",
    "Scala": r"\bscala\b",
    "Elixir": r"\belixir\b",
    "Swift": r"\bswift\b",
    "Perl": r"\bperl\b",
}
_KNOWS = re.compile(
    r"(?:\b(?:(?:i(?:'ve| have)?\s+)?(?:already\s+|also\s+)?"
    r"(?:know|knows|knew|used|(?:did|done|had|have|took|taken|written|wrote|coded|programmed)(?:\s+in)?(?=\s+(?:some|a bit|a little|basic|an? (?:[\w.+#-]+ )?course)\b)|"
    r"(?:can|could)\s+(?:code|program|write|do)(?:\s+(?:a bit|a little|some|well))*\s+(?:in|of)|"
    r"worked with|built things with|learned|learnt|mastered|speak)|"
    r"(?:i am|i'm|im)?\s*(?:already\s+)?(?:familiar|comfortable|experienced|good|fluent|proficient)\s+(?:with|in|at)|"
    r"(?:i am|i'm|im)\s+(?:already\s+|quite\s+|very\s+|pretty\s+)*strong\s+(?:with|in|at)|"
    r"\d+\+?\s*(?:years?|yrs?)\s+(?:of|in|with)(?:\s+experience\s+(?:in|with|as))?|"
    r"experience (?:with|in)|background in|knowledge of)\s+|"
    r"(?:^|(?<=[,;.!?\n]))\s*(?:with\s+)?(?=(?:some|basic|a bit of|a little)\s))"  # a note such as "career change, some SQL"
    r"([^.;!?\n]+)",
    re.IGNORECASE,
)
_KNOWING = r"\b(?:know|knows|want|wants|like|learn|become|plan|please|experience|some|basic|beginner|week|weeks|hours?)\b"
_WISHING = re.compile(
    r"\b(?:to|get|getting|become|becoming)(?:\s+(?:really|very|more|much|get|be|become))*\s*$", re.IGNORECASE
)
_NAMES = r"(python|typescript|javascript|node(?:\.?js)?|js|ts|golang|go|java)"
# the language that a learner has worked in until now: "I am a Python developer", "from Node to Go"
_ORIGIN = re.compile(
    rf"\b(?:i am|i'm|im|as)\s+an?\s+(?:[\w-]+\s+){{0,2}}?{_NAMES}\s+(?:developer|engineer|programmer|dev)\b"
    rf"|\bfrom\s+{_NAMES}\s+(?:over\s+)?to\b|\b(?:coming|come)\s+from\s+{_NAMES}\b",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"^an?\s+(?:online\s+)?([\w.+#]+)\s+course\b.*$|\s+(?:experience|basics? knowledge)$", re.IGNORECASE
)
_UNKNOWING = re.compile(
    r"\b(?:do not|don't|did not|didn't|never|not|no|hardly|without|zero)\s+(?:really\s+|yet\s+|have\s+|had\s+|any\s+|much\s+)*$",
    re.IGNORECASE,
)
_FORGOTTEN = re.compile(r"\bforg[eo]t(?:ten)?\b", re.IGNORECASE)
_SKIPS = re.compile(
    r"\b(?:skip(?:ping)?|leav(?:e|ing) out|without(?!\s+(?:a\s+)?deadline\b)|avoid|except(?: for)?|(?:not|no) interest(?:ed)? in|no need (?:for|of)|"
    r"(?:do not|don't) (?:want|need|like|care about)(?: to (?:learn|do|use|study|see))?|hate|instead of|rather than|but not|"
    r"not(?=\s+(?!away\b|on\b)[\w.+#]+\s*(?:[.,;!?\n]|$))|no(?=\s+(?!holidays?\b|vacation\b|time\b|experience\b|deadline\b|hurry\b|idea\b|problem\b|more\b)[\w.+#]+\s*(?:[.,;!?\n]|$)))\s+([^.;,!?\n]+)",
    re.IGNORECASE,
)
_TIME_COMES = re.compile(
    rf",?\s+(?:with\s+|at\s+)?(?:(?:about|only|around|roughly)\s+)?(?:{NUMBER}(?:\s*-\s*{NUMBER})?\s*(?:hours?|hrs?|h|minutes?|mins?|stunden?)\b|"
    r"(?:by|until|till|before|within|deadline|away)\s+(?!heart|profession|trade)).*",
    re.IGNORECASE | re.DOTALL,
)
_HOW = re.compile(r"^(?:how\s+to\s+(?:use|write|do|build|work with|program in)\s+|to use\s+)", re.IGNORECASE)
_JOB = r"\b(?:first|new|junior|developer|dev|backend|engineering|remote)\s+(?:[\w-]+\s+){0,2}job\b|\bget(?:ting)? (?:hired|a job)\b"
_NEW_TO_TRADE = r"\bfirst\s+(?:[\w-]+\s+){0,2}job\b|\bcareer change|\bchang(?:e|ing) career|\bswitch(?:ing)? career|\banother profession\b"
_FROM_NOW_ON = re.compile(
    r"\bfrom now on(?:wards?)?\b", re.IGNORECASE
)  # says nothing, and is no week from now
_YEAR = re.compile(r"\d{4}|\byear\b|\bin\b", re.IGNORECASE)
_BY_NOW = re.compile(
    r"\s+(?:already|by now|too|as well|(?:(?:quite|very|pretty|fairly|rather|really) )?well)$", re.IGNORECASE
)
_VERSION = re.compile(r"(?<=\w)\s+v?\d[\d.]*$")
_WHAT_FITS = (
    r"\b(?:what(?:ever)? fits|smaller scope|a smaller scope|learn less|leave out what does not fit)\b"
)
# Words about time, or a number, which nothing above has read: the learner hears of them.
_UNREAD = (
    (
        r"\bfrom\s+(?:[\w.]+\s+){0,3}?(?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|next (?:week|month|year)|easter|spring|summer|autumn|winter|\d{4}-\d\d-\d\d)\b(?:\s+\d{4})?(?:\s+on(?:wards?)?\b)?"
    ),
    (
        r"\b(?:by|until|till|before|deadline|no later than|due|within|away|bis)\s[^,;!?\n\0]{0,40}?"
        r"(?:\d[\w./-]*|\b(?:tomorrow|tonight|week|month|year|easter|spring|summer|autumn|winter)\b)(?:\s\d{4})?"
    ),
    r"\b(?:not|cannot|\w+n't)\s+(?:by|before|until|till|start(?:ing)?)\s+[^.,;!?\n\0]{1,25}",
    r"(?<![\w./-])(?<!python )(?<!java )(?<!node )(?<!http )(?<!es)\d[\w.:/-]*(?:\s+[a-z]+){0,2}",
)
_END_OF_KNOWN = re.compile(
    r",?\s+\b(?:but|however|although|though|and\s+(?:i\s+)?(?:want|would|can|have|need|am|plan|hope|study|learn)|i\s+(?:want|would|can|have|need|am)|"
    r"want|so\b|because|for\s+(?:work|\d)|(?:from|on|at|in|through)\s+(?:work|my|school|university|college|codecademy|udemy|coursera|freecodecamp|youtube)|well\b|at work)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_ITEMS = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\bas well as\b|\bplus\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says, each in the order of the text; empty where it says nothing.

    `hours` are hours a week, of a range the lower end. `there` are days on which the learner is said not to be away. `languages` are wished for, `spoken` are known. `known` are the learner's own words. `wishes` is the text
    without what the learner says they know, do not know, or want to skip; `skips` and `unknown` are the words of the last two. `experience`
    are the words that tell of years of work, in another trade where `is_of_another_trade`, `aims` those that tell of a job. `not_offered` are languages beside the
    curriculum. `vague` are words about time that name no day, `unread` those
    about time or amounts that nothing was made of. `rest` is the text without all that was read.
    """

    hours: tuple[float, ...] = ()
    languages: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    starts: tuple[date, ...] = ()
    deadlines: tuple[date, ...] = ()
    has_no_deadline: bool = False
    away: tuple[Days, ...] = ()
    there: tuple[Days, ...] = ()
    wishes: str = ""
    skips: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    experience: str = ""
    is_of_another_trade: bool = False
    aims: tuple[str, ...] = ()
    not_offered: tuple[str, ...] = ()
    takes_what_fits: bool = False
    vague: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    rest: str = ""


def read(text: str, today: date, start: date | None = None) -> Said:
    """Return what the text says, as it is understood on this day; a deadline without a year comes after the start."""
    text = _FROM_NOW_ON.sub(" ", text.translate(_PLAIN))
    known, unknown, rest = _known(text)
    wishes, skips = _skipped(rest)
    told_hours, told_stages = hours(text), stages(text)
    is_new = "none" in told_stages or re.search(_NEW_TO_TRADE, text, re.IGNORECASE)
    years: list[dates.Mention[str]] = (
        [] if is_new else experience(text)
    )  # years as a nurse are years of another trade
    absent = dates.unnamed_away(text)
    dated = _without(text, _spans(absent))
    starts, away, there = dates.starts(dated, today), dates.away(dated, today), dates.there(dated, today)
    no_deadline = dates.no_deadline(text)
    # "start in two weeks" and "away until Sunday" are no deadlines
    beside = [*_spans(starts), *_spans(away), *_spans(there), *_spans(no_deadline)]
    first = start or next((each.value for each in starts), today)
    deadlines = _deadlines(_without(dated, beside), today, first)
    taken = [*_spans(told_hours), *_spans(unmeant(text)), *beside, *_spans(deadlines), *_spans(years)]
    vague = [*dates.vague(_without(dated, taken)), *absent]
    aims = tuple(match[0] for match in re.finditer(_JOB, wishes, re.IGNORECASE))
    return Said(
        hours=tuple(dict.fromkeys(each.value for each in told_hours)),
        languages=tuple(languages(wishes)),
        spoken=tuple(languages(" , ".join(("", *known)))),
        known=tuple(known),
        stages=told_stages,
        starts=tuple(each.value for each in starts),
        deadlines=tuple(each.value for each in deadlines),
        has_no_deadline=bool(no_deadline),
        away=tuple(each.value for each in away),
        there=tuple(each.value for each in there),
        wishes=wishes,
        skips=tuple(
            each for each in skips if not (re.fullmatch(NUMBER, each) or period(each, today) or hours(each))
        ),
        unknown=tuple(unknown),
        experience=years[0].value if years else "",
        is_of_another_trade=is_of_another_trade(text, years),
        aims=aims,
        not_offered=tuple(
            name for name, pattern in _NOT_OFFERED.items() if re.search(pattern, wishes, re.IGNORECASE)
        ),
        takes_what_fits=re.search(_WHAT_FITS, text, re.IGNORECASE) is not None,
        vague=tuple(dict.fromkeys(" ".join(each.value.split()) for each in vague)),
        unread=tuple(_unread(_without(text, (*taken, *_spans(vague))))),
        rest=_rest(_without(text, taken), (*known, *unknown, *skips, *aims)),
    )


def _deadlines(text: str, today: date, start: date) -> list[dates.Mention[date]]:
    """Return the deadlines; of one that names no year and lies before the start, the next such day after it."""
    later = {(each.start, each.end): each for each in dates.deadlines(text, max(start, today))}
    return [
        each
        if each.value >= start or _YEAR.search(text[each.start : each.end])
        else later.get((each.start, each.end), each)
        for each in dates.deadlines(text, today)
    ]


def _spans(mentions: Iterable[dates.Mention[ValueT]]) -> Iterator[tuple[int, int]]:
    return ((each.start, each.end) for each in mentions)


def languages(text: str) -> list[str]:
    """Return the programming languages that a text names, first named first."""
    found = []
    for language, pattern in _LANGUAGES.items():
        flags = re.NOFLAG if language == "go" else re.IGNORECASE
        if match := re.search(pattern, text, flags):
            found.append((match.start(), language))
    return [language for _, language in sorted(found)]


def _known(text: str) -> tuple[list[str], list[str], str]:
    """Return what the learner says they know and do not know, item by item, and the text without either."""
    known = [next(filter(None, match.groups())) for match in _ORIGIN.finditer(text)]
    text = _ORIGIN.sub(" ", text)
    unknown: list[str] = []
    wishes, end = [], 0
    for match in _KNOWS.finditer(text):
        before = text[: match.start()]
        if _WISHING.search(before):
            continue
        said = _END_OF_KNOWN.sub("", _TIME_COMES.sub("", match[1]))
        if _UNKNOWING.search(before) or _FORGOTTEN.search(match[1]):
            # "I do not know SQL, Go by June" ends at the comma, "SQL, Docker or Go" is one list
            said = said if " or " in said else said.partition(",")[0]
            unknown += [item.strip(" .'\"") for item in re.split(r"\s+or\s+|" + _ITEMS.pattern, said)]
        else:
            items = [_bare(item) for item in _ITEMS.split(said)]
            unknown += [item[3:].strip() for item in items if item.lower().startswith("no ")]
            known += [item for item in items if not item.lower().startswith("no ")]
        wishes.append(text[end : match.start()])
        end = match.start(1) + len(said)
    known = [item for item in known if item and not re.search(r"\b(?:experience|job)$", item)]
    return known, [item for item in unknown if item], " ".join((*wishes, text[end:]))


def _bare(item: str) -> str:
    """Return what is known without the words around it: "how to use Docker 27 already" is Docker."""
    return _VERSION.sub("", _HOW.sub("", _COURSE.sub(r"\1", _BY_NOW.sub("", item.strip(" .'\"")))))


def _skipped(text: str) -> tuple[str, list[str]]:
    """Return the text without what is not wanted, and that."""
    skips, wishes, end = [], [], 0
    for match in _SKIPS.finditer(text):
        said = _END_OF_KNOWN.sub("", _TIME_COMES.sub("", match[1]))
        skips.append(said.strip())
        wishes.append(text[end : match.start()])
        end = match.start(1) + len(said)
    return " ".join((*wishes, text[end:])), [skip for skip in skips if skip]


def _without(text: str, taken: Iterable[tuple[int, int]]) -> str:
    """Return the text with what was taken of it blotted out, at the same places."""
    for start, end in taken:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _rest(text: str, phrases: Iterable[str]) -> str:
    """Return the text without these phrases, the names of languages, and what was blotted out."""
    for pattern in (
        *map(re.escape, phrases),
        *_LANGUAGES.values(),
        *_NOT_OFFERED.values(),
        _WHAT_FITS,
        _KNOWING,
    ):
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return " ".join(text.replace("\0", " ").split())


def _unread(text: str) -> Iterator[str]:
    for pattern in _UNREAD:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield " ".join(match[0].split()).strip(" .,;:")
        text = re.sub(pattern, lambda match: "\0" * len(match[0]), text, flags=re.IGNORECASE)
