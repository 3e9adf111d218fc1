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
_OTHER_TRADE = re.compile(
    r"\b(?:front[- ]?end|ui|react|angular|vue|mobile|android|ios|flutter|qa|test(?:er|ing)?|data (?:scientist|science|analyst)|"
    r"another trade|machine learning|ml|embedded|firmware|game|wordpress|web ?design(?:er)?|network|support|hardware|electrical|mechanical)\b",
    re.IGNORECASE,
)
_OWN_TRADE = re.compile(
    rf"(?<!become a )(?<!become )(?<!be a )(?<!work as a )(?<!job as a )(?<!hired as a )\b(?:back[- ]?end|full[- ]?stack)\s+(?:\w+\s+)?{_WORKER}\b",
    re.IGNORECASE,
)
_NEAR_CHARS = 60


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


def is_of_another_trade(text: str, years: list[Mention[str]]) -> bool:
    """Say whether the years of work are of another trade, such as the front end, and none are of the backend."""
    if _OWN_TRADE.search(text):
        return False
    return any(
        _OTHER_TRADE.search(text, max(each.start - _NEAR_CHARS // 2, 0), each.end + _NEAR_CHARS)
        for each in years
    )
