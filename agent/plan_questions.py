"""What a message asks about a plan: why something is in it, when something comes or all is done, what would be if; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.plan_words import LEAD, NAMED
from knowledge.words import straight

# "the query plan" and "the cron schedule" are not the learner's
_POSSESSED = r"(?:in|on|of) (?:my|the) (?:learning |study |new |whole |current )?(?:plan|schedule)"
_FROM_PLAN = (
    r"(?:from|in|on|of|out of) (?:my|the) (?:learning |study |new |whole |current )?(?:plan|schedule)"
)
_IN_MINE = r"(?:in|on|of|from) my (?:learning |study |new |whole |current )?plan"
# one thing among many, "a transaction" or "the image", is no topic of a plan
_TOPIC = r"(?P<what>(?!(?:an?|this|that|these|those|it|my|our)\b|the (?![^?]*\b(?:topics?|projects?|pages?|parts?|course)\b))[^.;!?\n]+?)"
_WHY = (
    rf"why (?:isn't|aren't|is|are) {_TOPIC} (?:not|left out|missing|cut) {_FROM_PLAN}.*",
    rf"why (?:isn't|aren't) {_TOPIC} {_POSSESSED}",
    rf"why (?:is|are|do i have|have i got|did you (?:put|include|add|plan)) {_TOPIC}(?: (?:there|included|planned|scheduled))? ?(?:{_POSSESSED}|planned)",
    rf"why (?:is|are|do i have|have i got|did you (?:put|include|add|plan)) {NAMED} {_IN_MINE}",
    rf"why does (?:my|the) plan (?:have|include) {_TOPIC}",
    rf"why (?:do|should|must) i (?:have to |need to )?(?:learn|study) {NAMED} (?:first|now|this week|next|so early|so late|at all)",
    rf"why (?:do|should|must) i (?:have to |need to )?(?:learn|study|do) {NAMED} in my plan",
    rf"what is {_TOPIC} (?:doing in|there for in|for in) (?:my|the) plan",
    rf"is {_TOPIC} {_POSSESSED}",
)
_ALL_OF_IT = r"(?:it|everything|my plan|the plan|all(?: of)?(?: it| this)?)"
_REST = r"(?: (?:me|still|until the end|until i(?: a|')m (?:done|finished)|to finish))*"
_LONG = r"how (?:long|many (?:weeks|months|hours))"
_WHEN = (
    rf"when (?:am i|will i be|would i be) (?:done|finished|ready|through|at the end)(?: with {_ALL_OF_IT})?",
    rf"when (?:do|will|would|can|could) i (?:finish|be done|be finished|complete)(?: (?:with )?{_ALL_OF_IT})?",
    r"when (?:does|will|would) (?:my|the) plan (?:end|finish|be (?:done|over))",
    rf"{_LONG} (?:will (?:it|this)|does (?:it|this)) (?:still )?take me{_REST}",
    rf"{_LONG} (?:will|does) my plan (?:still )?take{_REST}",
    rf"{_LONG} is my plan",
    rf"{_LONG} (?:is|are)(?: still)? left {_IN_MINE}",
    rf"{_LONG} until i(?: a|')m (?:done|finished)",
    rf"{_LONG} (?:do i (?:still )?(?:need|have left)|have i (?:still )?(?:got )?left){_REST}(?: {_IN_MINE})?",
    rf"when (?:do|will|should|can) i (?:learn|study|reach|get to) {_TOPIC}",
    rf"when (?:do|will) i (?:start|begin|do|finish)(?: with)? {_TOPIC}",
    rf"when (?:is|are) {_TOPIC} planned(?: {_POSSESSED})?",
    rf"when (?:is|are|does|do|will) {_TOPIC} (?:scheduled|come(?: up)?|start|begin|due|(?:be )?on|my turn) {_IN_MINE}",
    rf"in which week (?:is|are) {_TOPIC}(?: (?:planned|{_POSSESSED}))+",
    rf"in which week (?:do|will) i (?:learn|study|do|start) {_TOPIC}",
)
_THOUGHT = re.compile(
    r"^i (?:only )?(?:had|could(?! not\b)(?: \w+)?|would(?! not\b)(?: \w+)?|did(?! not\b)|studied|learned)\b",
    re.IGNORECASE,
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
    said = straight(message)
    if found := _WHAT_IF.match(said):
        rest = said[found.end() :].strip(" ?.!")
        return PlanQuestion(About.WHAT_IF, _THOUGHT.sub("I have", rest))
    said = LEAD.sub("", said).strip(" ?.!")
    for about, patterns in ((About.WHY, _WHY), (About.WHEN, _WHEN)):
        for pattern in patterns:
            if match := re.fullmatch(pattern, said, re.IGNORECASE):
                return PlanQuestion(about, (match.groupdict().get("what") or "").strip())
    return None
