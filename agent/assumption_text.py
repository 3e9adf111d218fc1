"""What was assumed of a learner, in sentences that they understand, each with words that correct it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# of each field a sentence, and what to say where it is wrong; fields beside these are shown as they are named
_SAID = {
    "path": ("You follow the **{value}** path", "I want Go instead"),
    "languages": ("You learn in **{value}**", "in TypeScript"),
    "stage": ("You stand at the **{value}** stage", "I am a beginner"),
    "route": ("You come as a **{value}**", "another goal, such as my first job"),
    "start": ("You start on **{value}**", "start next Monday"),
    "hours_per_week": ("You study **{value}** hours a week", "5 hours a week"),
    "deadline": ("You want to be done by **{value}**", "no deadline"),
    "away": ("You are away from **{value}**", "not away in July"),
    "known": ("You know **{value}**", "I do not know SQL"),
    "unknown": ("You do not know **{value}** yet", "I know SQL"),
    "goal": ("What you are after is a **{value}**", ""),
    "left out": ("You do without **{value}**", "keep Docker"),
    "scope": ("Where not all fits, you take **{value}**", "by 2027-12-31"),
    "pace": ("What is left takes you **{value}** times the usual hours", ""),
    "reading": ("Your words were read **{value}**", ""),
    "not understood": ("I did not understand **{value}**", ""),
    "skip": ("You would rather not do **{value}**", "leave out Docker"),
    "not known after all": ("You do not know **{value}** after all", ""),
}
_NOTHING = {
    "stage": ("You begin **at the beginning**", "I know SQL and Git"),
    "deadline": ("You have **no deadline**", "by 2027-12-31"),
}
_NOT_TAKEN_OUT = "nothing was taken out for it"
_NOT_OFFERED = "not offered"
_REASONS = {
    "kept from what you said before": "as you said before",
    "your words say so": "as you said",
    "nothing says otherwise": "for nothing says otherwise",
    "what fits beside a job": "which fits beside a job",
}


def told(assumed: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was assumed as a sentence in Markdown, and words that correct it; none where there is nothing to say."""
    field, value, because = assumed["field"], str(assumed["value"]), assumed["because"]
    said, correction = _SAID.get(field, (f"{field.replace('_', ' ')}: **{{value}}**", ""))
    if value == "none":
        said, correction = _NOTHING.get(field, (said, correction))
    if because.startswith((_NOT_TAKEN_OUT, _NOT_OFFERED)):
        said, correction = "You named **{value}**", ""
    sentence = said.format(value=value.replace("_", " "))
    why = _REASONS.get(because, because)
    return f"{sentence}{', ' if because in _REASONS else ': '}{why}" if why else sentence, correction
