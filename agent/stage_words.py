"""How far a learner has come, by their own words: a beginner, or somebody with years of work behind them; pure."""

from __future__ import annotations

import re

from agent.amounts import NUMBER, number
from agent.dates import Mention

_AM = r"\b(?:i am|i'm|im|as)\s+(?:a|an|at|at the|still a)?\s*(?:an?\s+)?(?:complete|total|absolute|pure|real|true)?\s*"
_STAGES = (
    (
        "none",
        _AM
        + r"(?:beginner|newbie|novice)\b|\b(?:from (?:scratch|zero)|never (?:programmed|coded|written code)|no (?:programming |coding )?experience|new to (?:programming|coding))\b",
    ),
    ("intermediate", _AM + r"intermediate\b|\bintermediate (?:level|stage|developer|learner)\b"),
    ("advanced", _AM + r"advanced\b|\badvanced (?:level|stage|learner)\b"),
)
_TRADE = r"(?:software|backend|back-end|web|full[- ]?stack|systems?|data)"
_WORKER = r"(?:engineers?|developers?|programmers?|dev|architect)"
# "become a senior engineer" is a wish
_SENIOR = (
    rf"(?<!become a )(?<!become )(?<!be a )(?<!to )(?<!into a )\bsenior\b(?!\s+(?:role|position|job|level))|"
    rf"\b(?:experienced|seasoned)\s+(?:{_TRADE}\s+)*{_WORKER}\b"
)
_YEARS = (
    rf"(?<!in )(?<!within )(?<!next )\b({NUMBER})\+?\s*(?:years?|yrs?)\b(?!\s*(?:old|ago))"
    rf"(?=\s*(?:[,.;!?)\n]|$)|\s+(?:of|in|as|with)?\s*(?:an?\s+)?(?:[\w.#+-]+\s+){{0,2}}"
    rf"(?:experience|{_WORKER}|{_TRADE}|programming|coding|python|java|javascript|typescript|node\w*|go|php|c#|ruby|\.net|tech)\b)"
)
_SENIOR_YEARS = 4


def stages(text: str) -> tuple[str, ...]:
    """Return the stages that the text names, as the form names them."""
    return tuple(stage for stage, pattern in _STAGES if re.search(pattern, text, re.IGNORECASE))


def experience(text: str) -> list[Mention[str]]:
    """Return the words by which the learner has worked in the trade for years; empty if there are none."""
    found = list(re.finditer(_SENIOR, text, re.IGNORECASE))
    found += (
        match
        for match in re.finditer(_YEARS, text, re.IGNORECASE)
        if number(match[1].lower()) >= _SENIOR_YEARS
    )
    return [Mention(match.start(), match.end(), match[0]) for match in found]
