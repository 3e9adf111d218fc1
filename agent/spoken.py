"""Commands in plain words, such as "what should I do today?"; only what can mean nothing else is read; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.commands import Command, Name
from agent.moves import Move, move
from knowledge.words import straight

if TYPE_CHECKING:
    from collections.abc import Callable

_POLITE = r"(?:(?:ok(?:ay)?|so|and|well|hi|hello|hey|please|mentor|now|then)\b[\s,.!]*)*"
_TELL = r"(?:(?:can|could|would|will) you\s+)?(?:(?:please\s+)?(?:tell|show|give|remind) me\s+)?"
_DO = r"(?:do|learn|study|work on|start with|start|begin with|continue with|focus on|practi[cs]e|tackle)"
_WHEN = r"(?:(?:for\s+)?(?:today|now|tonight|right now|this (?:morning|evening|afternoon|week)|next|then))"
_MY_PLAN = r"(?:my|the) (?:(?:study|learning|weekly|current|whole) )?(?:plan|schedule)"
_SAID = (
    (
        Name.TODAY,
        (
            rf"what (?:should|can|do|must|shall|could|am) i (?:(?:supposed|meant) to |have to |need to )?{_DO}(?: {_WHEN})+",
            rf"what(?: i)? (?:should|to) (?:i )?{_DO}(?: {_WHEN})+",
            rf"what(?:'?s| is| comes| do i have)?(?: (?:up|due|planned|waiting|on|left))*(?: for me)?(?: to (?:do|learn|study))?(?: {_WHEN})+",
            rf"what(?:'?s| is) (?:next|due|on|planned)(?: for me)?(?: {_WHEN}| (?:in|on|of) {_MY_PLAN})*",
            r"what(?:'s| is) (?:on )?(?:my|the) (?:next (?:step|task|topic|thing)|agenda|plan for today)(?: (?:today|to do|to learn))?",
            rf"where (?:was i|were we|do i (?:go on|continue|start)|did (?:i|we) (?:stop|leave off))(?: {_WHEN}| in {_MY_PLAN})*",
            r"(?:is|are) (?:there )?(?:a|any|some)?\s?reviews? due(?: today)?",
            r"(?:my )?(?:tasks|to-?dos?|agenda|plan) for today|today|today(?:'s)? (?:plan|tasks|agenda)",
        ),
    ),
    (
        Name.PROGRESS,
        (
            r"how (?:am i|are we) (?:doing|getting on|getting along|progressing)(?: (?:so far|now|today|this week|overall|with (?:my|the) plan))*",
            (
                r"how (?:far|much) (?:am i|have i (?:come|got|gotten|done|learned|finished)|along am i)"
                rf"(?: (?:so far|now|yet|already|(?:in|on|of|with) {_MY_PLAN}))*"
            ),
            r"(?:what(?:'s| is) |how(?:'s| is) )?my (?:current )?(?:progress|standing)(?: (?:so far|now|going|looking|like|today|this week))*",
            (
                rf"am i (?:still )?(?:on (?:track|schedule|time)|behind|ahead|late|too slow|doing (?:well|fine|ok(?:ay)?))"
                rf"(?: (?:so far|now|(?:in|on|of|with) {_MY_PLAN}|schedule))*"
            ),
            r"what have i (?:done|finished|learned|completed|achieved)(?: (?:so far|already|yet|until now|this week))*",
            r"where do i stand(?: (?:now|so far|today))*",
        ),
    ),
    (
        Name.PLAN,
        (
            rf"{_MY_PLAN}",
            rf"what(?:'s| is| does) {_MY_PLAN}(?: look like)?|how does {_MY_PLAN} look|(?:show|see|open) {_MY_PLAN}",
        ),
    ),
    (
        Name.REVIEW,
        (
            r"(?:quiz|test|ask|examine) me(?: (?:now|please|something|a question|on what is due|again))*",
            r"(?:let'?s |i want to |can we |let me )?(?:do|start) (?:a|my|the|some) reviews?(?: now)?",
        ),
    ),
)
_PATTERNS = tuple(
    (
        name,
        re.compile(
            rf"\W*{_POLITE}{_TELL}(?:{pattern})(?:,? (?:please|then|mentor|again))*\W*", re.IGNORECASE
        ),
    )
    for name, patterns in _SAID
    for pattern in patterns
)


def spoken(message: str) -> Command | None:
    """Return the command that a message says in plain words; None where it could ask for anything else.

    The whole message must say it: "what should I learn next after SQL?" is a question.
    """
    said = straight(message)
    return next((Command(name, "") for name, pattern in _PATTERNS if pattern.fullmatch(said)), None)


def meant(message: str, *, topic: Callable[[], str | None], has_plan: bool) -> Command | None:
    """Return the command that a message means where it is written.

    Args:
        message: what the learner wrote.
        topic: returns the id of the topic that the conversation is at; a wish to be tested is about it.
        has_plan: whether there is a plan to follow; without one "what next?" asks what a mentor advises.
    """
    found = spoken(message)
    wanted = move(message, has_answer=True)
    if wanted is Move.QUIZ or (found and found.name is Name.REVIEW):
        return Command(Name.REVIEW, topic() or "")
    if found and found.name is Name.TODAY and not has_plan and wanted in (Move.NEXT, Move.START):
        return None
    return found
