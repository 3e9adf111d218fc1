"""Which programming language a question is about, and a piece of code is in."""

from __future__ import annotations

import re

# what a language is called in questions and behind a code fence -> one name for it
NAMES = {
    "python": "python",
    "py": "python",
    "go": "go",
    "golang": "go",
    "java": "java",
    "javascript": "javascript",
    "js": "javascript",
    "node": "javascript",
    "node.js": "javascript",
    "nodejs": "javascript",
    "typescript": "typescript",
    "ts": "typescript",
}
NEAR = {"typescript": {"typescript", "javascript"}, "javascript": {"javascript", "typescript"}}
ASKED = re.compile(
    r"\b(?:in|with|using|for) (?:plain )?(python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts)\b|"
    r"\b(python|golang|java|javascript|node\.?js|typescript)\b",
    re.IGNORECASE,
)
FENCE = re.compile(r"^(?:`{3,}|~{3,})([\w.+-]+)", re.MULTILINE)


def language_of(question: str) -> str:
    """Return the programming language that a question names, or nothing; "go" counts after a preposition only."""
    found = ASKED.search(question)
    return NAMES.get((found[1] or found[2]).lower(), "") if found else ""


def is_in(code: str, language: str) -> bool:
    """Return whether a fenced piece of code may serve as an example in a language; SQL, shell and the like always do."""
    found = FENCE.search(code)
    written = NAMES.get(found[1].lower(), "") if found else ""
    return not language or not written or written in NEAR.get(language, {language})
