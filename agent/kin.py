"""Things of one family, which a question can be asked of in turn: "how do I test in Python" - "and in Go?"."""

from __future__ import annotations

import re

from agent.counterparts import translated
from knowledge.language import NAMES

LANGUAGES = frozenset(
    {
        "python",
        "javascript",
        "typescript",
        "go",
        "golang",
        "java",
        "node",
        "node.js",
        "nodejs",
        "rust",
        "c#",
        "php",
        "ruby",
        "kotlin",
    }
)
FAMILIES: tuple[frozenset[str], ...] = (
    LANGUAGES,
    frozenset({"django", "fastapi", "flask", "express", "fastify", "nestjs", "spring", "spring boot", "gin"}),
    frozenset({"postgresql", "postgres", "mysql", "sqlite", "mariadb", "mongodb", "dynamodb", "redis", "cassandra"}),
    frozenset({"rest", "graphql", "grpc", "soap", "websockets", "sse"}),
    frozenset({"kafka", "rabbitmq", "sqs", "nats"}),
)  # fmt: skip
# What belongs to one language only: asked of another language, the question is no longer about it.
TOOLS = frozenset(
    """pytest unittest pip poetry uv venv django fastapi flask celery asyncio sqlalchemy pydantic npm yarn pnpm jest vitest express
    fastify nestjs prisma junit maven gradle spring hibernate jpa mockito gin goroutines gomod jvm""".split()  # noqa: SIM905 - a list literal of them would be unreadable
)
_TOOL = re.compile(rf"\s*\b(?:with|using|in|by)\s+(?:{'|'.join(sorted(TOOLS))})\b|\b(?:an? )?(?:{'|'.join(sorted(TOOLS))})\s+", re.IGNORECASE)  # fmt: skip


def instead(other: str, question: str) -> str | None:
    """The question asked of something else of the same family, or None when it names nothing of the kind.

    Args:
        other: what it shall be asked of, such as ``Go`` or ``Spring``.
        question: what was asked.
    """
    name = other.lower()
    family = next((family for family in FAMILIES if name in family), None)
    if family is None:
        return None
    wanted = family if family is LANGUAGES or name not in TOOLS else family | LANGUAGES
    for word in sorted(wanted, key=len, reverse=True):
        found = re.search(rf"(?<![\w.]){re.escape(word)}(?![\w+#])", question, re.IGNORECASE)
        if found:
            rest = question[found.end() :]
            kept = question[: found.start()]
            if family is LANGUAGES:
                swapped = kept + other + rest
                return translated(swapped, NAMES.get(name, name)) or kept + other + _TOOL.sub("", rest)
            return kept + other + rest
    if family is LANGUAGES and (same := translated(question, NAMES.get(name, name))):
        return f"{same.rstrip(' ?.!')} in {other}?"
    if family is LANGUAGES and _TOOL.search(question):
        bare = _TOOL.sub(" ", question).rstrip(" ?.!")
        return f"{bare} in {other}?"
    return None
