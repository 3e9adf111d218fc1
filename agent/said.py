"""What a learner says about themselves in their own words, read by rules; English; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent import dates
from agent.dates import NUMBER, number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.learner import Days

_PLAIN = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{EN DASH}": "-", "\N{EM DASH}": "-"})
_HOUR = r"\s*(?:hours?|hrs?|h)\b"
_RANGE = rf"(?:({NUMBER})\s*(?:-|to|or)\s*)?({NUMBER}){_HOUR}"
# (what follows the hours, how many of them make a week)
_EACH = (
    (r"\s*(?:of study\s*)?(?:(?:a|per|each|every|/)\s*week|weekly|/\s*(?:week|wk|w)\b)", 1),
    (r"\s*(?:on\s+)?(?:(?:a|per|each|every)\s+(?:weekday|workday|working day)|(?:on\s+)?weekdays)", 5),
    (r"\s*(?:on\s+)?(?:(?:a|per|each|every)\s+(?:day|evening|night|morning)|daily|/\s*day)", 7),
    (r"\s*(?:(?:on|at|over|every|each|per)\s+)?(?:the\s+)?weekends?", 1),
)
_LANGUAGES = {
    "python": r"\bpython\b",
    "typescript": r"\btypescript\b|\bTS\b",
    "javascript": r"\bjavascript\b|\bJS\b|\bnode(?:\.?js)?\b",
    # "go" is also a verb: only the name with its capital, and no "Go to" or "Go for"
    "go": r"\bgolang\b|(?<![.!?]\s)(?<!^)\bGo\b(?!\s+(?:to|for|through|into|deep|on|with me)\b)|\bin go\b|\bgo (?:developer|engineer|programmer|language|lang)\b|\blearn go\b",
    "java": r"\bjava\b|\bspring(?: boot)?\b",
}
_KNOWS = re.compile(
    r"(?:\b(?:(?:i(?:'ve| have)?\s+)?(?:already\s+|also\s+)?"
    r"(?:know|knows|knew|used|worked with|built things with|learned|learnt|mastered|speak)|"
    r"(?:i am|i'm|im)?\s*(?:already\s+)?(?:familiar|comfortable|experienced|good|fluent|proficient)\s+(?:with|in|at)|"
    r"experience (?:with|in)|background in|knowledge of)\s+|"
    r"(?:^|(?<=[,;.!?\n]))\s*(?=(?:some|basic|a bit of|a little)\s))"  # a note such as "career change, some SQL"
    r"([^.;!?\n]+)",
    re.IGNORECASE,
)
_UNKNOWING = re.compile(
    r"\b(?:do not|don't|never|not|no|hardly|without|to)\s+(?:really\s+|yet\s+|have\s+|any\s+|much\s+)*$",
    re.IGNORECASE,
)
_END_OF_KNOWN = re.compile(
    r",?\s+\b(?:but|however|although|though|and\s+(?:i\s+)?(?:want|would|can|have|need|am|plan|hope|study|learn)|i\s+(?:want|would|can|have|need|am)|"
    r"want|so\b|because|for\s+(?:work|\d)|from\s+(?:work|my|school)|well\b|at work)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_ITEMS = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\bas well as\b|\bplus\b)\s*", re.IGNORECASE)
_AM = r"\b(?:i am|i'm|im|as)\s+(?:a|an|at|at the|still a)?\s*(?:an?\s+)?(?:complete|total|absolute|pure|real|true)?\s*"
_STAGES = (
    (
        "none",
        _AM
        + r"(?:beginner|newbie|novice)\b|\b(?:from (?:scratch|zero)|never (?:programmed|coded|written code)|no (?:programming |coding )?experience|new to (?:programming|coding))\b",
    ),
    ("intermediate", _AM + r"intermediate\b|\bintermediate (?:level|stage|developer|learner)\b"),
    ("advanced", _AM + r"(?:advanced|senior|experienced backend)\b|\badvanced (?:level|stage|learner)\b"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says, each in the order of the text; empty where it says nothing.

    `hours` are hours a week, of a range the lower end. `languages` are wished for, `spoken` are known. `known` are the learner's own words. `wishes` is the text
    without what the learner says they know.
    """

    hours: tuple[float, ...] = ()
    languages: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    starts: tuple[date, ...] = ()
    deadlines: tuple[date, ...] = ()
    away: tuple[Days, ...] = ()
    wishes: str = ""


def read(text: str, today: date) -> Said:
    """Return what the text says, as it is understood on this day."""
    text = text.translate(_PLAIN)
    known, wishes = _known(text)
    return Said(
        hours=tuple(_hours(text)),
        languages=tuple(languages(wishes)),
        spoken=tuple(languages(" , ".join(("", *known)))),
        known=tuple(known),
        stages=tuple(stage for stage, pattern in _STAGES if re.search(pattern, text, re.IGNORECASE)),
        starts=tuple(dates.starts(text, today)),
        deadlines=tuple(dates.deadlines(text, today)),
        away=tuple(dates.away(text, today)),
        wishes=wishes,
    )


def languages(text: str) -> list[str]:
    """Return the programming languages that a text names, first named first."""
    found = []
    for language, pattern in _LANGUAGES.items():
        flags = re.NOFLAG if language == "go" else re.IGNORECASE
        if match := re.search(pattern, text, flags):
            found.append((match.start(), language))
    return [language for _, language in sorted(found)]


def _hours(text: str) -> Iterator[float]:
    weekly: list[tuple[int, float]] = []
    together = 0.0
    for each, times in _EACH:
        for match in re.finditer(_RANGE + each, text, re.IGNORECASE):
            hours = number((match[1] or match[2]).lower()) * times
            # "1 hour on weekdays and 4 on weekends" adds up; two figures for a whole week contradict each other
            if "weekend" in match[0].lower() or times == 5:  # noqa: PLR2004 - the weekdays
                together += hours
            else:
                weekly.append((match.start(), hours))
    if together:
        weekly.append((len(text), together))
    yield from dict.fromkeys(hours for _, hours in sorted(weekly))


def _known(text: str) -> tuple[list[str], str]:
    """Return what the learner says they know, item by item, and the text without it."""
    known: list[str] = []
    wishes, end = [], 0
    for match in _KNOWS.finditer(text):
        if _UNKNOWING.search(text[: match.start()]):
            continue
        said = _END_OF_KNOWN.sub("", match[1])
        known += [item.strip(" .'\"") for item in _ITEMS.split(said)]
        wishes.append(text[end : match.start()])
        end = match.start(1) + len(said)
    return [item for item in known if item], " ".join((*wishes, text[end:]))
