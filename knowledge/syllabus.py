"""The curriculum held as a graph: topics, projects and paths, and what builds on what."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from knowledge.asked_question import asked_questions
from knowledge.curriculum_file import CurriculumFile, RecordT, read_file
from knowledge.errors import CurriculumError
from knowledge.language import resolve
from knowledge.path import Article, Path
from knowledge.project import Project
from knowledge.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from knowledge.asked_question import AskedQuestion

SHIPPED = pathlib.Path(__file__).parent / "curriculum"


@dataclass(frozen=True)
class Syllabus:
    """The topics, projects and paths by id, each in the order of its files' names.

    `language` is a learner's language throughout, such as "python": it decides what `language:x` means.
    Ids that the syllabus does not have are left out of every answer; `strict` loading refuses them.
    """

    topics: Mapping[str, Topic]
    projects: Mapping[str, Project]
    paths: Mapping[str, Path]
    careers: Article | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: tuple[AskedQuestion, ...] = ()

    def __contains__(self, id: object) -> bool:  # noqa: A002 - the field's word
        return id in self.topics or id in self.projects

    def ids(self) -> Iterator[str]:
        """Yield the ids of all topics, then of all projects."""
        yield from self.topics
        yield from self.projects

    def entry(self, id: str) -> Topic | Project:  # noqa: A002 - the field's word
        """Return the topic or project of this id.

        Raises:
            KeyError: there is none.
        """
        return self.topics[id] if id in self.topics else self.projects[id]

    def prerequisites(self, id: str, language: str) -> tuple[str, ...]:  # noqa: A002 - the field's word
        """Return the topics that a topic, or a project, directly builds on, in its own order."""
        entry = self.entry(id)
        written = entry.prerequisites if isinstance(entry, Topic) else entry.exercises
        resolved = (resolve(reference, language) for reference in written)
        return tuple(dict.fromkeys(each for each in resolved if each in self.topics))

    def closure(self, ids: Iterable[str], language: str) -> frozenset[str]:
        """Return the ids and everything that they build on, however far."""
        reached: set[str] = set()
        waiting = [id_ for id_ in ids if id_ in self]
        while waiting:
            id_ = waiting.pop()
            if id_ not in reached:
                reached.add(id_)
                waiting.extend(self.prerequisites(id_, language))
        return frozenset(reached)

    def order(self, ids: Iterable[str], language: str, *, settled: Collection[str] = ()) -> tuple[str, ...]:
        """Return the ids and all that they build on, in an order of study.

        The ids keep their order as far as prerequisites let them; what one builds on stands right before it,
        unless something earlier needed it already. What is settled, and what only that builds on, is left out.
        """
        placed: dict[str, None] = {}

        def needed(id_: str) -> tuple[str, ...]:
            return tuple(
                each
                for each in self.prerequisites(id_, language)
                if each not in placed and each not in settled
            )

        for goal in ids:
            if goal in self and goal not in placed and goal not in settled:
                placed.update(dict.fromkeys(prerequisites_first(goal, needed)))
        return tuple(placed)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The programming languages that the paths offer, first named first."""
        return tuple(dict.fromkeys(language for path in self.paths.values() for language in path.languages))

    def dangling(self) -> list[tuple[str, str]]:
        """Return (id, reference) for each prerequisite or exercise that no topic answers."""
        languages = self.languages or ("",)
        entries: list[tuple[str, tuple[str, ...]]] = [(t.id, t.prerequisites) for t in self.topics.values()]
        entries += [(p.id, p.exercises) for p in self.projects.values()]
        return [
            (id_, reference)
            for id_, references in entries
            for reference in references
            if not any(resolve(reference, language) in self.topics for language in languages)
        ]

    def cycle(self) -> tuple[str, ...]:
        """Return topics that build on each other in a circle, the first one repeated at the end; empty if none."""
        for language in self.languages or ("",):
            graph = {topic: self.prerequisites(topic, language) for topic in self.topics}
            try:
                TopologicalSorter(graph).prepare()
            except CycleError as error:
                return tuple(reversed(error.args[1]))
        return ()


def prerequisites_first(id_: str, needed: Callable[[str], Iterable[str]]) -> list[str]:
    """Return what an id needs, however far, each after what it needs itself, and the id last.

    Chains may be of any length; in a circle each stands once.
    """
    order: dict[str, None] = {}
    entered = {id_}
    above = [(id_, iter(needed(id_)))]
    while above:
        top, waiting = above[-1]
        each = next(waiting, None)
        if each is None:
            above.pop()
            order[top] = None
        elif each not in entered:
            entered.add(each)
            above.append((each, iter(needed(each))))
    return list(order)


def load(folder: pathlib.Path = SHIPPED, *, strict: bool = False) -> Syllabus:
    """Read a curriculum folder.

    Args:
        folder: has topics/<area>/*.md, projects/*.md, paths/*.yaml, and perhaps careers.md, words.yaml and asked.yaml.
        strict: refuse prerequisites that no topic answers, and circles, too.

    Raises:
        CurriculumError: a file is wrong; the message opens with its name and line.
    """
    syllabus, errors = read(folder)
    if errors:
        raise errors[0]
    if not syllabus.topics:
        raise CurriculumError(
            f"no topics in {str(folder)!r}: a curriculum has topics/<area>/<topic>.md files"
        )
    if strict and (dangling := syllabus.dangling()):
        raise CurriculumError(f"{dangling[0][0]}: no topic answers the prerequisite {dangling[0][1]!r}")
    if strict and (cycle := syllabus.cycle()):
        raise CurriculumError(f"these topics build on each other in a circle: {' -> '.join(cycle)}")
    return syllabus


def read(folder: pathlib.Path) -> tuple[Syllabus, list[CurriculumError]]:
    """Return what can be read of a curriculum folder, and an error for each file that cannot."""
    reader = _Reader(folder)
    syllabus = Syllabus(
        topics=reader.records("topics/*/*.md", Topic, _topic_id),
        projects=reader.records("projects/*.md", Project, lambda name: "projects." + pathlib.Path(name).stem),
        paths=reader.records("paths/*.yaml", Path, lambda name: pathlib.Path(name).stem),
        careers=reader.records("careers.md", Article, lambda _: "careers").get("careers"),
        words=reader.words(),
        asked=reader.asked(),
    )
    return syllabus, reader.errors


def _topic_id(name: str) -> str:
    path = pathlib.Path(name)
    return f"{path.parent.name}.{path.stem}"


def _record(file: CurriculumFile, kind: type[RecordT], id_: str) -> RecordT:
    record = file.build(kind, **({"body": file.body} if "body" in kind.model_fields else {}))
    if file.values["id"] != id_:
        line = file.line_of(("id",))
        raise CurriculumError(f"{file.name}:{line}: the id is {file.values['id']!r}; its place says {id_!r}")
    return record


class _Reader:
    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.errors: list[CurriculumError] = []

    def files(self, pattern: str) -> Iterable[CurriculumFile]:
        for path in sorted(self.folder.glob(pattern)):
            try:
                yield read_file(path, path.relative_to(self.folder).as_posix())
            except CurriculumError as error:
                self.errors.append(error)

    def records(self, pattern: str, kind: type[RecordT], named: Callable[[str], str]) -> dict[str, RecordT]:
        records: dict[str, RecordT] = {}
        for file in self.files(pattern):
            try:
                records[named(file.name)] = _record(file, kind, named(file.name))
            except CurriculumError as error:
                self.errors.append(error)
        return records

    def words(self) -> dict[str, tuple[str, ...]]:
        """Return what learners call things -> topic ids, from words.yaml."""
        words: dict[str, tuple[str, ...]] = {}
        for file in self.files("words.yaml"):
            for said, ids in file.values.items():
                if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
                    line = file.line_of((said,))
                    self.errors.append(
                        CurriculumError(f"{file.name}:{line}: {said!r} needs a list of topic ids")
                    )
                else:
                    words[str(said)] = tuple(ids)
        return words

    def asked(self) -> tuple[AskedQuestion, ...]:
        """Return questions in learners' words with the sections that answer them, from asked.yaml."""
        found: list[AskedQuestion] = []
        for file in self.files("asked.yaml"):
            try:
                found += asked_questions(file)
            except CurriculumError as error:
                self.errors.append(error)
        return tuple(found)
