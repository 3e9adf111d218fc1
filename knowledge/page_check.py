"""What is wrong with one page of the curriculum: its length, headings, checks and code blocks."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from knowledge.curriculum_documents import headings
from knowledge.examples import LANGUAGES, fences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.topic import Check, Topic

Place = tuple[int | str, ...]
_WORDS = (700, 1500)
_CHECKS = 5
_MISCONCEPTIONS = 3
# A key point may say in other words at most so much of what its section says.
_KEY_POINT_OWN_WORDS = 0.3
_SMALL_WORDS = frozenset("the a an of to is in and or it that for on be are with by as not".split())  # noqa: SIM905 - reads as a list
_OPENINGS = ("What ", "Why ", "How ", "When ", "Common mistakes", "Practice")


def topic_faults(topic: Topic) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with a topic: the place in its front matter, or ("body", line) in its body, and a message."""
    words = len(re.sub(r"^(`{3,}).*?^\1[ \t]*$", "", topic.body, flags=re.MULTILINE | re.DOTALL).split())
    if not _WORDS[0] <= words <= _WORDS[1]:
        yield ("body", 1), f"{words} words of prose; a topic has {_WORDS[0]} to {_WORDS[1]}"
    titles = [heading.title for heading in headings(topic.body) if heading.level == 2]  # noqa: PLR2004 - ##
    for opening in _OPENINGS:
        if not any(title.startswith(opening) for title in titles):
            yield ("body", 1), f"no ## heading starts with {opening.strip()!r}"
    if len(topic.checks) < _CHECKS:
        yield ("checks",), f"{len(topic.checks)} checks; a topic has at least {_CHECKS}"
    if len(topic.misconceptions) < _MISCONCEPTIONS:
        yield (
            ("misconceptions",),
            f"{len(topic.misconceptions)} misconceptions; a topic has at least {_MISCONCEPTIONS}",
        )
    sections = _sections(topic.body)
    for number, check in enumerate(topic.checks):
        for key, message in _check_faults(topic, check, number, sections):
            yield ("checks", number, key), message
    yield from code_faults(topic.body)


def code_faults(body: str) -> Iterator[tuple[Place, str]]:
    """Yield the code blocks of a body that neither run nor say why not, and those without a language."""
    blocks = list(fences(body))
    for block, after in zip_longest(blocks, blocks[1:]):
        place = ("body", block.line)
        if not block.language:
            yield place, "a code block without a language; plain text is `text`"
        elif block.note.split(" ")[0] == "run" and (after is None or after.language != "output"):
            yield place, "a run block without an output block after it"
        elif block.language in {"sql", *LANGUAGES} - {"bash"} and not re.match(
            r"run\b|no-run: \S", block.note
        ):
            yield place, f"a {block.language} block that neither runs nor says `no-run:` and why"


def slug(title: str) -> str:
    """Return a heading as a check's `from` names it: lower case, punctuation dropped, hyphens for spaces."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())


def _sections(body: str) -> dict[str, str]:
    """Map each heading's slug to its text with all below it."""
    found = headings(body)
    sections = {}
    for index, heading in enumerate(found):
        end = next((after.start for after in found[index + 1 :] if after.level <= heading.level), len(body))
        sections[slug(heading.title)] = body[heading.start : end]
    return sections


def _check_faults(
    topic: Topic, check: Check, number: int, sections: dict[str, str]
) -> Iterator[tuple[str, str]]:
    if check.id != f"{topic.id}.{number + 1}":
        yield "id", f"the check's id is {check.id!r}; its place says {topic.id}.{number + 1}"
    section = sections.get(check.heading.removeprefix("#"))
    if section is None:
        yield "from", f"no heading {check.heading!r}; there are {', '.join('#' + each for each in sections)}"
        return
    there = _stems(section)
    for point in check.key_points:
        stems = _stems(point)
        missing = [word for stem, word in stems.items() if stem not in there]
        if stems and len(missing) / len(stems) > _KEY_POINT_OWN_WORDS:
            yield "key_points", f"the section {check.heading} does not say {point!r}: no {', '.join(missing)}"


def _stems(text: str) -> dict[str, str]:
    """Map the stem of each word that carries meaning to the word."""
    words = re.findall(r"[a-z0-9][a-z0-9_\-]*", text.lower())
    return {
        re.sub(r"(?<=\w{3})(?:ings?|ed|es|s|ly)$", "", word): word
        for word in words
        if word not in _SMALL_WORDS
    }
