"""What does the same job in another programming language: asked of Go, "Promise.all" is a WaitGroup; pure."""

from __future__ import annotations

import re

# One row for each job; for each language the name to ask by, then what else is called for it.
JOBS: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "python": ("pip and virtual environments", "pip", "poetry", "venv", "virtualenv", "pipenv"),
        "javascript": ("npm", "yarn", "pnpm", "package.json"),
        "java": ("Maven", "Gradle"),
        "go": ("Go modules", "go mod", "gomod"),
    },
    {
        "python": ("pytest", "unittest"),
        "javascript": ("node:test", "jest", "vitest", "mocha"),
        "java": ("JUnit", "Mockito"),
        "go": ("the testing package", "go test"),
    },
    {
        "python": ("FastAPI", "flask", "django"),
        "javascript": ("Express", "fastify", "nestjs"),
        "java": ("Spring Boot", "spring"),
        "go": ("net/http", "gin"),
    },
    {
        "python": ("asyncio.gather", "taskgroup"),
        "javascript": ("Promise.all", "promise.allsettled"),
        "java": ("CompletableFuture", "invokeAll"),
        "go": ("WaitGroup", "sync.waitgroup", "errgroup"),
    },
    {
        "python": ("asyncio", "coroutines", "coroutine", "async and await", "async/await", "async await"),
        "javascript": ("async and await", "promises", "async/await", "async await"),
        "java": ("virtual threads", "virtual thread"),
        "go": ("goroutines", "goroutine"),
    },
    {
        "python": ("Django models", "sqlalchemy", "django orm"),
        "javascript": ("Prisma", "sequelize", "typeorm"),
        "java": ("JPA", "hibernate", "spring data"),
        "go": ("database/sql", "gorm", "sqlx"),
    },
)
# a question that says itself what the thing is for is clearer without its counterpart
SAID = (re.compile(r"\b(?:dependenc\w+|packages?)\b"), re.compile(r"\btest\w*\b"), None, None, None, None)
SAME = {"typescript": "javascript"}
SIMILAR = re.compile(
    r"\b(?:the )?(?:equivalents?|counterparts?|analog(?:ue)?s?|alternatives?) (?:of|to|for)\s+|\s+(?:equivalents?|counterparts?)\b",
    re.IGNORECASE,
)


def translated(question: str, language: str) -> str | None:
    """Return a question with what belongs to another language called as in this one; None where it names no such thing.

    Args:
        question: what is asked.
        language: as pages name it, such as `go`.
    """
    language = SAME.get(language, language)
    for job, said in zip(JOBS, SAID, strict=True):
        own = job.get(language)
        if own is None or (said and said.search(question.lower())):
            continue
        others = {name for other, names in job.items() if other != language for name in names}
        found = _named(question, others)
        if found and not _named(question, own):
            text = question[: found.start()] + own[0] + question[found.end() :]
            return SIMILAR.sub("", text)
    return None


def _named(question: str, names: set[str] | tuple[str, ...]) -> re.Match[str] | None:
    """Return the first of these names that a question has, the longest where several begin at one place."""
    ordered = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.search(rf"(?<![\w.])(?:{ordered})(?![\w+#/]|\.\w)", question, re.IGNORECASE)
