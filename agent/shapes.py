"""What was asked decides the shape of an answer: which sections serve it best, and in which order they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.question import Asked


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


def role(heading: str) -> Role:
    """Return what a section is for; headings of a learner's own documents are most often for `ANY`."""
    return next((role for role, pattern in PATTERNS.items() if pattern.match(heading)), Role.ANY)


@dataclass(frozen=True, slots=True)
class Shape:
    """How an answer of one kind is built.

    Args:
        prefers: the role of the sections that answer best.
        words: about how many words of prose it has.
        warns: whether it ends on a mistake that others make, where one is about the question.
        code: most lines of an example; 0 for none.
    """

    prefers: Role | None = None
    words: int = 130
    warns: bool = False
    code: int = 0

    def lead(self, role: Role) -> str:
        """Return the words before a section that is not the first."""
        return WHICH if role is Role.WHEN and self.prefers is Role.WHEN else LEADS.get(role, "")


SHAPES: dict[Asked, Shape] = {
    Asked.DEFINITION: Shape(Role.WHAT),
    Asked.HOW_TO: Shape(Role.HOW, warns=True, code=12),
    Asked.COMPARISON: Shape(Role.WHEN),
    Asked.CHOICE: Shape(Role.WHEN, warns=True),
    Asked.DEBUGGING: Shape(warns=True),
    Asked.CODE: Shape(Role.HOW, words=50, code=40),
    Asked.WHY: Shape(Role.WHY, warns=True),
    Asked.CAREER: Shape(),
    Asked.OTHER: Shape(),
}
ORDER = (Role.WHAT, Role.ANY, Role.HOW, Role.WHY, Role.WHEN, Role.EXAMPLE, Role.MISTAKES, Role.ASIDE)
