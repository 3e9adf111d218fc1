"""Programming languages: what they are called, which may stand for one, and what `language:fundamentals` means for one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# what a programming language is called in questions and behind a code fence -> one name for it
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
# which languages may stand for one
NEAR = {
    "typescript": frozenset(("typescript", "javascript")),
    "javascript": frozenset(("javascript", "typescript")),
}

LANGUAGE = "language:"
# TypeScript is JavaScript with types: its learner takes the JavaScript topics where a topic says `language:x`.
BASE_LANGUAGE: Mapping[str, str] = MappingProxyType({"typescript": "javascript"})


def base_language(language: str) -> str:
    """Return the language whose topics `language:x` means: itself, but JavaScript for TypeScript."""
    return BASE_LANGUAGE.get(language, language)


def resolve(reference: str, language: str) -> str:
    """Return the topic id that a reference means for a language: `language:x` is `languages.<language>-x`."""
    if not reference.startswith(LANGUAGE):
        return reference
    return f"languages.{base_language(language)}-{reference.removeprefix(LANGUAGE)}"
