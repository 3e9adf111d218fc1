"""What was asked decides the shape of an answer: which sections serve it best, and in which order they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from agent.code_language import language_of
from agent.question import Asked, subjects


class Role(StrEnum):
    """What a section of a page is for, by its heading."""

    WHAT = "what"
    WHY = "why"
    HOW = "how"
    EXAMPLE = "example"
    WHEN = "when"
    MISTAKES = "mistakes"
    ASIDE = "aside"  # what a learner is to do, or where to read on
    ANY = "any"


PATTERNS = {
    role: re.compile(rf"^(?:{pattern})\b", re.IGNORECASE)
    for role, pattern in {
        Role.ASIDE: r"practice|what you can do after|where to read|how long .* takes and what it|resources|further reading",
        Role.WHAT: r"what",
        Role.WHY: r"why",
        Role.WHEN: r"when|choosing|which|how (?:do i|to) (?:choose|decide)|how .* differs?",
        Role.HOW: r"how|steps?",
        Role.EXAMPLE: r"(?:worked )?example",
        Role.MISTAKES: r"common mistakes|misconceptions|mistakes in|troubleshooting",
    }.items()
}
# the mentor's own words before a section that is not the first; they state nothing
LEADS = {
    Role.WHY: "**Why it matters.**",
    Role.HOW: "**How it works.**",
    Role.WHEN: "**When to use it.**",
    Role.MISTAKES: "**Watch out.**",
}
WHICH = "**When to choose which.**"
EXAMPLE = "**For example:**"
EXAMPLE_ELSEWHERE = "**No example in {wanted} was found for this; here is one in {written}:**"
ASKS_FOR_AN_EXAMPLE = re.compile(r"\b(?:examples?|snippets?|sample code|code for)\b", re.IGNORECASE)
ASKS_TO_WRITE = re.compile(r"\b(?:implement|write|code|program)\b", re.IGNORECASE)
WHOLE_PROGRAM = 40  # lines


def role(heading: str) -> Role:
    """Return what a section is for; headings of a learner's own documents are most often for `ANY`."""
    return next((role for role, pattern in PATTERNS.items() if pattern.match(heading)), Role.ANY)


@dataclass(frozen=True, slots=True)
class Shape:
    """How an answer of one kind is built.

    Args:
        prefers: the role of the sections that answer best.
        words: about how many words of prose it has.
        compares: whether what is said of both things of a question comes before when to choose which.
        warns: whether it ends on a mistake that others make, where one is about the question.
        code: most lines of an example; 0 for none.
        is_code: whether the example is the answer, and the words only lead to it.
    """

    prefers: Role | None = None
    words: int = 130
    compares: bool = False
    warns: bool = False
    code: int = 0
    is_code: bool = False

    def lead(self, role: Role) -> str:
        """Return the words before a section that is not the first."""
        return WHICH if role is Role.WHEN and self.prefers is Role.WHEN else LEADS.get(role, "")


SHAPES: dict[Asked, Shape] = {
    Asked.DEFINITION: Shape(Role.WHAT),
    Asked.HOW_TO: Shape(Role.HOW, warns=True, code=12),
    Asked.COMPARISON: Shape(Role.WHEN, compares=True),
    Asked.CHOICE: Shape(Role.WHEN, warns=True),
    Asked.DEBUGGING: Shape(warns=True),
    Asked.CODE: Shape(Role.HOW, words=50, code=WHOLE_PROGRAM, is_code=True),
    Asked.WHY: Shape(Role.WHY, warns=True),
    Asked.CAREER: Shape(),
    Asked.OTHER: Shape(),
}
ORDER = (Role.WHAT, Role.ANY, Role.HOW, Role.WHY, Role.WHEN, Role.EXAMPLE, Role.MISTAKES, Role.ASIDE)


def shape_of(question: str, asked: Asked) -> Shape:
    """Return the shape of the answer to a question, by its kind and by what its words ask for besides."""
    if asked in (Asked.OTHER, Asked.DEFINITION) and ASKS_FOR_AN_EXAMPLE.search(question):
        return SHAPES[Asked.CODE]
    if asked is Asked.OTHER and len(subjects(question)) > 1:
        return SHAPES[Asked.CHOICE]
    shape = SHAPES[asked]
    is_written = asked is Asked.HOW_TO and ASKS_TO_WRITE.search(question)
    if is_written or (asked in (Asked.HOW_TO, Asked.OTHER) and language_of(question)):
        return replace(shape, code=WHOLE_PROGRAM)
    return shape
