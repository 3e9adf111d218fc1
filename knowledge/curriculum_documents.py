"""The curriculum as documents to search and cite: what is data in a topic becomes sentences that can be quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.language import base_language, resolve
from knowledge.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.path import Article, Path, PathStage
    from knowledge.project import Project
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Misconception

_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_NAMES = {"javascript": "JavaScript", "typescript": "TypeScript"}
_LINKED = re.compile(r"\]\((https?://[^\s)]+)\)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: its level from 1, its title, and the character where its line starts."""

    level: int
    title: str
    start: int


@dataclass(frozen=True, slots=True)
class CurriculumDocument:
    """A page of the curriculum in Markdown, its headings in the order of the text."""

    id: str
    title: str
    text: str
    headings: tuple[Heading, ...]
    url: str | None = None


def documents(syllabus: Syllabus) -> tuple[CurriculumDocument, ...]:
    """Return a document for each topic and project, for each path, and for careers where there is such a page."""
    found = [_document(topic.id, topic.title, _topic(topic, syllabus)) for topic in syllabus.topics.values()]
    found += [_document(each.id, each.title, _project(each, syllabus)) for each in syllabus.projects.values()]
    found += [
        _document(f"paths.{path.id}", path.title, _path(path, syllabus)) for path in syllabus.paths.values()
    ]
    if syllabus.careers:
        found.append(_document("careers", syllabus.careers.title, _careers(syllabus.careers)))
    return tuple(found)


def addresses(pages: Iterable[CurriculumDocument]) -> frozenset[str]:
    """Return the web addresses that these pages link to."""
    return frozenset(address for page in pages for address in _LINKED.findall(page.text))


def headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a Markdown text; lines inside code fences are none."""
    prose = _FENCE.sub(lambda fence: " " * len(fence[0]), text)
    return tuple(Heading(len(found[1]), found[2], found.start()) for found in _HEADING.finditer(prose))


def _document(id_: str, title: str, sections: Iterable[str]) -> CurriculumDocument:
    parts = (f"# {title}", *(section.strip() for section in sections))
    text = "\n\n".join(part for part in parts if part) + "\n"
    return CurriculumDocument(id_, title, text, headings(text))


def _topic(topic: Topic, syllabus: Syllabus) -> Iterable[str]:
    yield topic.body
    yield f"## What you can do after learning: {topic.title}"
    yield f"After the topic {topic.title} you can:"
    yield _bullets(topic.outcomes)
    if topic.misconceptions:
        yield f"## Misconceptions about {topic.title}"
        yield _corrected("Misconception", topic.misconceptions)
    yield f"## How long {topic.title} takes and what it builds on"
    yield _place(topic, [_titled(each, syllabus) for each in topic.prerequisites])
    if topic.resources:
        yield f"## Where to read more about {topic.title}"
        yield _bullets(f"[{each.title}]({each.url})" for each in topic.resources)


def _place(entry: Topic | Project, builds_on: list[str]) -> str:
    hours = entry.hours
    low, typical, high = (f"{each:g}" for each in (hours.low, hours.typical, hours.high))
    kind = "topic" if isinstance(entry, Topic) else "project"
    before = f"Learn {_listed(builds_on)} before the {kind} {entry.title}." if builds_on else ""
    return (
        f"The {kind} {entry.title} belongs to the {entry.stage} stage and takes about {typical} hours of study "
        f"and practice ({low} to {high}, depending on the learner). {before}"
    )


def _project(project: Project, syllabus: Syllabus) -> Iterable[str]:
    yield project.summary
    yield project.body
    yield f"## Milestones of the project {project.title}"
    yield _bullets(
        f"{each.title} (about {each.hours:g} h) is done when this holds: {_sentence(each.done_when)}"
        for each in project.milestones
    )
    if "## Acceptance criteria" not in project.body:
        yield f"## Acceptance criteria of the project {project.title}"
        yield _bullets(_sentence(each) for each in project.acceptance)
    if project.mistakes:
        yield f"## Mistakes in the project {project.title}"
        yield _corrected("Mistake", project.mistakes)
    yield f"## How long the project {project.title} takes and what it exercises"
    yield _place(project, [_titled(each, syllabus) for each in project.exercises])


def _path(path: Path, syllabus: Syllabus) -> Iterable[str]:
    yield path.summary
    yield f"## Where the {path.title} path leads"
    yield f"The {path.title} path leads on to {_listed([each[0].lower() + each[1:] for each in path.leads_to])}."
    named = [_NAMES.get(each, each.title()) for each in path.languages]
    plural = "s" if len(named) > 1 else ""
    verb = "are" if plural else "is"
    yield f"The programming language{plural} of the {path.title} path {verb} {_listed(named)}."
    for stage in path.stages:
        yield from _path_stage(path, stage, syllabus)
    if path.success:
        yield f"## How success is measured on the {path.title} path"
        yield _bullets(
            f"{each.measure}: by {_listed([_titled(id_, syllabus) for id_ in each.by])}."
            for each in path.success
        )
    for route in path.routes.values():
        yield f"## The {path.title} path: {route.title}"
        yield route.summary


def _path_stage(path: Path, stage: PathStage, syllabus: Syllabus) -> Iterable[str]:
    name = f"the {stage.stage} stage of the {path.title} path"
    yield f"## What {name} covers"
    yield f"{name[0].upper()}{name[1:]} covers months {stage.months[0]} to {stage.months[1]}. It aims at this:"
    yield _bullets(_sentence(each) for each in stage.aims)
    sole = path.languages[0] if len({base_language(each) for each in path.languages}) == 1 else ""
    topics = [_titled(resolve(each, sole) if sole else each, syllabus) for each in stage.topics]
    yield f"The topics of {name} are {_listed(topics)}."
    for language, more in stage.by_language.items():
        titles = _listed([_titled(each, syllabus) for each in more])
        yield f"With {_NAMES.get(language, language.title())}, {name} adds {titles}."
    if stage.projects:
        yield f"The practice projects of {name} are {_listed([_titled(each, syllabus) for each in stage.projects])}."


def _careers(article: Article) -> Iterable[str]:
    yield article.body


def _titled(reference: str, syllabus: Syllabus) -> str:
    if reference in syllabus:
        return syllabus.entry(reference).title
    role = reference.rpartition(":")[2].rpartition(".")[2].replace("-", " ")
    return f"the {role} of your language" if ":" in reference else role


def _corrected(word: str, mistakes: Iterable[Misconception]) -> str:
    return "\n\n".join(
        f"{word}: {_sentence(each.says)} In fact: {_sentence(each.truth)}" for each in mistakes
    )


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."
