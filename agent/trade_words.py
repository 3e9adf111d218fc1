"""Whether words in which a change of a plan could be asked for speak of a learner's own work instead; pure."""

from __future__ import annotations

import re

# what stands for a topic: a thing of the trade with an article before it, "drop the table", is not meant as one
_THING = re.compile(
    r"(?:^|\b(?:and|,)\s+)(?:the|an?|this|that|these|those|my|our|its?|your)\b", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:plans?|topics?|projects?|pages?|parts?|courses?|stuff|everything|anything)\b", re.IGNORECASE
)
_STATEMENT = re.compile(
    r"(?:drop|add|skip) (?:tables?|databases?|schemas?|ind(?:ex|exes|ices)|views?|columns?|constraints?|roles?|locked)\b",
    re.IGNORECASE,
)
_LEARNER = re.compile(
    r"\b(?:i|i'm|i've|me|my|plan|learn\w*|study\w*|topics?|projects?|weeks?|months?|hours?)\b", re.IGNORECASE
)
# a learner's own time is told of these; "the cron job runs 3 hours a week" tells of none
_OF_THEIRS = (
    r"(?:plan|schedule|hours?|time|deadline|goal|weeks?|weekends?|evenings?|mornings?|days?|months?|end|start|path|course|class|"
    r"semester|term|stud(?:y|ies)|exam|interview|internship|(?:new |next )?(?:job|contract|position)|holidays?|vacation|leave|boss|"
    r"employer|company|manager|wife|husband|partner|kids?|child|children|son|daughter|mother|father|family|baby|language|first|last|next|new|only|most|best)"
)
_SUBJECT = re.compile(
    rf"\b(?:the|an?|my|our|this|that|each|every) (?!{_OF_THEIRS}\b)[\w-]+(?: [\w-]+)?? "
    r"(?:is|are|was|were|has|must|should|will|can|runs?|takes?|needs?|fails?|keeps?|starts?|ends?|finishes)\b",
    re.IGNORECASE,
)


def names_thing(name: str) -> bool:
    """Say whether a name has an article before it, as a thing has: "the table"."""
    return _THING.search(name.strip()) is not None


def names_part(words: str) -> bool:
    """Say whether words name a part of a plan as one: "the Docker topic"."""
    return _PART.search(words) is not None


def is_statement(words: str) -> bool:
    """Say whether words begin as a statement for a database does: "drop table users"."""
    return _STATEMENT.match(words) is not None


def is_of_learner(clause: str) -> bool:
    """Say whether a clause that was not understood is about the learner or what they study."""
    return _LEARNER.search(clause) is not None


def tells_of_thing(clause: str) -> bool:
    """Say whether what a clause tells is told of a thing: "the cron job runs 3 hours a week"."""
    return _SUBJECT.search(clause) is not None
