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
# names that are English words as well, or verbs: "express a relation", "keep promises", "the spring release"
WORDS = frozenset(
    ("express", "flask", "gin", "hibernate", "jest", "mocha", "poetry", "promises", "spring", "yarn")
)
_LIKE = r"(?:equivalents?|counterparts?|analog(?:ue)?s?|alternatives?)"
SIMILAR = re.compile(
    rf"\b(?:the )?{_LIKE} (?:of|to|for)\s+|\s+(?:equivalents?|counterparts?)\b", re.IGNORECASE
)
# what may stand before and after such a word where it is a name: "what is like gin in Python", "spring equivalent in Go"
_BEFORE_NAME = re.compile(
    rf"\b(?:the )?{_LIKE} (?:of|to|for)\s+$|\b(?:is there |what is |what's )?(?:something|anything|what is|what's) (?:like|similar to)\s+$"
    r"|^\W*(?:and |so )?(?:what is |what's )?$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(rf"^(?:\s+{_LIKE})?(?:\s+(?:in|for|with|using|on) [\w.+#]+)?\W*$", re.IGNORECASE)
# who leaves a thing, or weighs it against another, means the thing itself
LEAVING = re.compile(
    r"\b(?:migrat\w+|port(?:s|ed|ing)?|rewrit\w+|rewrote|convert\w*|switch\w*|than|from|instead of|rather than|vs|versus)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:i|we|you|they)\s+$|(?<!equivalent )(?<!similar )(?<!counterpart )(?<!alternative )\bto\s+$",
    re.IGNORECASE,
)


def translated(question: str, language: str) -> str | None:
    """Return a question with what belongs to another language called as in this one; None where it names no such thing.

    Args:
        question: what is asked.
        language: as pages name it, such as `go`.
    """
    language = SAME.get(language, language)
    if LEAVING.search(question):
        return None
    for job, said in zip(JOBS, SAID, strict=True):
        own = job.get(language)
        if own is None or (said and said.search(question.lower())):
            continue
        others = {name for other, names in job.items() if other != language for name in names}
        found = _named(question, others)
        if found and _is_name(question, found) and not _named(question, own):
            text = question[: found.start()] + own[0] + question[found.end() :]
            return SIMILAR.sub("", text)
    return None


def _is_name(question: str, found: re.Match[str]) -> bool:
    """Whether what looks like a name is one, and neither a verb nor a word of English."""
    before, after = question[: found.start()], question[found.end() :]
    if found.group().lower() not in WORDS:
        return _DONE.search(before) is None
    return bool(_BEFORE_NAME.search(before) and _AFTER_NAME.match(after))


def _named(question: str, names: set[str] | tuple[str, ...]) -> re.Match[str] | None:
    """Return the first of these names that a question has, the longest where several begin at one place."""
    ordered = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.search(rf"(?<![\w.])(?:{ordered})(?![\w+#/]|\.\w)", question, re.IGNORECASE)
