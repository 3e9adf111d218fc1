"""Which programming language a question is about, and a piece of code or a passage is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.language import NAMES, NEAR

if TYPE_CHECKING:
    from knowledge.passage import Passage

SHOWN = {
    "python": "Python",
    "go": "Go",
    "java": "Java",
    "javascript": "JavaScript",
    "typescript": "TypeScript",
}
# what belongs to one language alone
TOOLS = {
    "fastapi": "python",
    "flask": "python",
    "django": "python",
    "pytest": "python",
    "asyncio": "python",
    "pydantic": "python",
    "sqlalchemy": "python",
    "goroutine": "go",
    "goroutines": "go",
    "fastify": "javascript",
    "nestjs": "typescript",
    "spring": "java",
    "hibernate": "java",
    "junit": "java",
}
ASKED = re.compile(
    r"\b(?:in|with|using|for|from) (?:plain )?(python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts)\b|"
    r"\b(python|golang|java|javascript|node\.?js|typescript)\b",
    re.IGNORECASE,
)
# a thing in the language, as "a Go worker pool": nobody writes the verb so
THING = re.compile(r"\bGo (?=(?!to\b|for\b|on\b|with\b|back\b)[a-z])")
TOOL = re.compile(rf"\b(?:{'|'.join(TOOLS)})\b", re.IGNORECASE)
FENCE = re.compile(r"^(?:`{3,}|~{3,})([\w.+-]+)", re.MULTILINE)
PAGE = re.compile(r"languages\.([a-z]+)-")  # a page of the curriculum about one language
NAMED = re.compile(r"\b(?:Python|Go|Java|JavaScript|Node\.js|TypeScript)\b")


def language_of(question: str) -> str:
    """Return the programming language that a question names, or nothing; "go" counts where it cannot be the verb."""
    if found := ASKED.search(question):
        return NAMES.get((found[1] or found[2]).lower(), "")
    if found := TOOL.search(question):
        return TOOLS[found[0].lower()]
    return "go" if THING.search(question) and not question.startswith("Go ") else ""


def written_in(code: str) -> str:
    """Return the programming language of a fenced piece of code; nothing for SQL, shell and the like."""
    found = FENCE.search(code)
    return NAMES.get(found[1].lower(), "") if found else ""


def is_in(code: str, language: str) -> bool:
    """Return whether a fenced piece of code may serve as an example in a language; SQL, shell and the like always do."""
    written = written_in(code)
    return not language or not written or written in NEAR.get(language, {language})


def is_for_another(passage: Passage, language: str) -> bool:
    """Return whether a passage is about another language alone: by its page, its heading and its code."""
    wanted = NEAR.get(language, {language})
    page = PAGE.match(passage.source)
    told = [
        *(page.groups() if page else ()),
        *(name.lower() for name in NAMED.findall(" ".join(passage.heading))),
        *(name.lower() for name in FENCE.findall(passage.text)),
    ]
    about = {NAMES[name] for name in told if name in NAMES}
    named = {NAMES[name.lower()] for name in NAMED.findall(passage.text)}
    return bool(language and about) and not wanted & (about | named)
