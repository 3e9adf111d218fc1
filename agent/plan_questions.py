"""What a message asks about a plan: why something is in it, when something comes or all is done, what would be if; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.plan_words import LEAD, NAMED, PLAIN

_POSSESSED = r"(?:in|on|of) (?:my|the) (?:\w+ )?(?:plan|schedule)"
_WHY = (
    rf"why (?:is|are|do i have|have i got|did you (?:put|include|add|plan)|does (?:my|the) plan (?:have|include)) {NAMED}(?: (?:there|included|planned|scheduled))? ?(?:{_POSSESSED}|planned|scheduled)",
    rf"why (?:isn't|aren't|is|are) {NAMED} (?:not|left out|missing|cut)(?: (?:from|{_POSSESSED}).*)?(?: {_POSSESSED})?",
    rf"why (?:isn't|aren't) {NAMED} {_POSSESSED}",
    r"why (?:do|should|must) i (?:have to |need to )?(?:learn|study|do) (?P<what>[^.;!?\n]+?) (?:first|now|this week|next|so early|so late|at all|in my plan)",
    rf"what is {NAMED} (?:doing in|there for in|for in) (?:my|the) plan",
    rf"is {NAMED} {_POSSESSED}",
)
_WHEN = (
    r"when (?:am i|will i be|would i be|are we|do i get|will i get) (?:done|finished|ready|through|at the end)(?: (?:with (?:it|everything|my plan|the plan|all (?:of )?(?:it|this))))?",
    r"when (?:do|will|would|can|could) i (?:finish|be done|be finished|complete)(?: (?:with )?(?:it|my plan|the plan|everything|all of it))?",
    r"when (?:does|will|would) (?:my|the) plan (?:end|finish|be (?:done|over))",
    r"how (?:long|many (?:weeks|months|hours)) (?:will (?:it|this) take|does (?:it|this|my plan) (?:still )?take|is (?:it|left|my plan)|are (?:left|still left)|until (?:i am|i'm) (?:done|finished)|do i (?:still )?(?:need|have left))(?: (?:me|still|until the end|until i am (?:done|finished)|to finish|in my plan))*",
    rf"when (?:do|will|should|can) i (?:start|begin|learn|reach|get to|do|study|finish|have) (?:with )?{NAMED}",
    rf"when (?:is|are|does|do|will) {NAMED} (?:planned|scheduled|come|start|begin|due|(?:be )?on|my turn)(?: (?:up|{_POSSESSED}))*",
    rf"in which week (?:is|are|do i (?:learn|do)|does) {NAMED}(?: (?:planned|scheduled|come|{_POSSESSED}))*",
)
_THOUGHT = re.compile(
    r"^i (?:only )?(?:had|could(?: \w+)?|would(?: \w+)?|did|studied|learned)\b", re.IGNORECASE
)
_WHAT_IF = re.compile(
    r"^(?:and |but |so |ok(?:ay)?,? |then )*(?:what (?:if|about if|happens if|would (?:happen|change|it mean) if|changes if)|suppose(?: that)?|"
    r"how (?:would|does|will) (?:my|the) plan (?:change|look|be)(?: like)? (?:if|with)|would it (?:help|fit) if|what would (?:my|the) plan (?:be|look like) (?:if|with))\s+",
    re.IGNORECASE,
)


class About(StrEnum):
    """What a question about a plan asks."""

    WHY = "why"
    WHEN = "when"
    WHAT_IF = "what if"


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """A question about a plan: of one thing, of the whole where `what` is empty, or of the change that `what` words."""

    about: About
    what: str = ""


def question(message: str) -> PlanQuestion | None:
    """Return the question about the plan that a whole message is; None where it could ask anything else."""
    said = " ".join(message.translate(PLAIN).split())
    if found := _WHAT_IF.match(said):
        rest = said[found.end() :].strip(" ?.!")
        return PlanQuestion(About.WHAT_IF, _THOUGHT.sub("I have", rest))
    said = LEAD.sub("", said).strip(" ?.!")
    for about, patterns in ((About.WHY, _WHY), (About.WHEN, _WHEN)):
        for pattern in patterns:
            if match := re.fullmatch(pattern, said, re.IGNORECASE):
                return PlanQuestion(about, (match.groupdict().get("what") or "").strip())
    return None
