"""What is wrong with a curriculum: every problem with its file and line, so that it can be mended."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from knowledge.contents import Contents, contents
from knowledge.curriculum_documents import documents
from knowledge.curriculum_file import CurriculumFile, read_file
from knowledge.errors import CurriculumError
from knowledge.examples import examples, try_out
from knowledge.language import LANGUAGE, resolve
from knowledge.near_duplicates import near_duplicates
from knowledge.page_check import Place, code_faults, slug, topic_faults
from knowledge.path_check import path_faults, stage_hours
from knowledge.syllabus import Syllabus, read

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator, Mapping

_ERROR_FORM = re.compile(r"(?P<file>[^:\s]+):(?P<line>\d+): (?P<message>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend in a file of the curriculum; lines count from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """How a curriculum stands: its problems, how much there is, and the hours of each path's stages by language."""

    problems: tuple[Problem, ...]
    topics: int
    projects: int
    paths: int
    hours: Mapping[str, Mapping[str, list[float]]]
    contents: Contents

    def json(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return asdict(self)

    def lines(self) -> list[str]:
        """Return the report for people: a line a problem, then what there is."""
        stages = [
            f"{path} in {language}: {' + '.join(f'{each:g}' for each in hours)} hours"
            for path, languages in self.hours.items()
            for language, hours in languages.items()
        ]
        there = self.contents
        found = f"{len(self.problems)} problem{'s' * (len(self.problems) != 1)}"
        return [
            *map(str, self.problems),
            *stages,
            f"words by area: {_listed(there.words)}",
            f"checks: {_listed(there.checks)}; misconceptions {there.misconceptions}",
            f"run blocks: {_listed(there.run_blocks)}; {sum(there.run_blocks.values())} in all",
            f"most alike paragraphs: {there.alike['highest']:.0%} of the same words in a row, limit {there.alike['limit']:.0%}",
            f"founding document: {there.coverage['answered']} of {there.coverage['items']} items answered",
            f"{self.topics} topics, {there.practice_projects} projects, {there.capstones} capstones, {self.paths} paths: {found}",
        ]


@dataclass(frozen=True, slots=True)
class Tried:
    """How the examples of a curriculum went: how many ran, what was skipped and why, and what is wrong."""

    ran: int
    skipped: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def check(folder: pathlib.Path) -> Report:
    """Return the problems of a curriculum with what there is in it.

    Raises:
        CurriculumError: there is no such folder.
    """
    if not folder.is_dir():
        raise CurriculumError(f"no folder {str(folder)!r}: name one that holds topics, projects and paths")
    syllabus, _ = read(folder)
    hours = {
        path.id: {language: stage_hours(path, language, syllabus) for language in path.languages}
        for path in syllabus.paths.values()
    }
    return Report(
        problems=tuple(problems(folder)),
        topics=len(syllabus.topics),
        projects=len(syllabus.projects),
        paths=len(syllabus.paths),
        hours=hours,
        contents=contents(folder, syllabus),
    )


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def problems(folder: pathlib.Path) -> list[Problem]:
    """Return everything that is wrong with a curriculum's files and graph, in the order of the files."""
    syllabus, errors = read(folder)
    check = _Check(folder, syllabus)
    found = [_from_error(error) for error in errors]
    found += check.topics()
    found += check.projects()
    found += check.graph()
    found += check.paths()
    found += check.words()
    found += check.asked()
    found += check.coverage()
    found += check.duplicates()
    return sorted(set(found))


def try_examples(folder: pathlib.Path, *, postgresql: str | None = None) -> Tried:
    """Run every example of a curriculum's topics and projects, and compare what they print with what is said."""
    syllabus, _ = read(folder)
    check = _Check(folder, syllabus)
    ran, skipped, wrong = 0, [], []
    for id_ in syllabus.ids():
        for example in examples(syllabus.entry(id_).body):
            result = try_out(example, postgresql=postgresql)
            ran += result.skipped is None
            if result.skipped:
                skipped.append(check.problem(id_, ("body", example.line), result.skipped))
            if result.fault:
                wrong.append(check.problem(id_, ("body", example.line), result.fault))
    return Tried(ran, tuple(skipped), tuple(wrong))


@dataclass
class _Check:
    folder: pathlib.Path
    syllabus: Syllabus
    files: dict[str, CurriculumFile] = field(default_factory=dict)

    def topics(self) -> Iterator[Problem]:
        for topic in self.syllabus.topics.values():
            yield from (self.problem(topic.id, place, message) for place, message in topic_faults(topic))
            for number, reference in enumerate(topic.prerequisites):
                ranks = [self.syllabus.topics[each].stage.rank for each in self._meant(reference)]
                if max(ranks, default=0) > topic.stage.rank:
                    message = f"{topic.stage} topic builds on {reference}, which comes in a later stage"
                    yield self.problem(topic.id, ("prerequisites", number), message)

    def projects(self) -> Iterator[Problem]:
        for project in self.syllabus.projects.values():
            for place, message in code_faults(project.body):
                yield self.problem(project.id, place, message)

    def graph(self) -> Iterator[Problem]:
        for id_, reference in self.syllabus.dangling():
            key = "exercises" if id_ in self.syllabus.projects else "prerequisites"
            yield self.problem(id_, (key,), f"no topic answers {reference!r}")
        if cycle := self.syllabus.cycle():
            yield self.problem(
                cycle[0], ("prerequisites",), f"topics build on each other in a circle: {' -> '.join(cycle)}"
            )
        for topic in self.syllabus.topics.keys() - self._reached():
            yield self.problem(topic, ("id",), "no path, project or other topic reaches this topic")

    def paths(self) -> Iterator[Problem]:
        for path in self.syllabus.paths.values():
            for place, message in path_faults(path, self.syllabus):
                yield self.problem(f"paths.{path.id}", place, message)

    def words(self) -> Iterator[Problem]:
        for said, ids in self.syllabus.words.items():
            for number, id_ in enumerate(ids):
                if not self._meant(id_):
                    yield self.problem("words", (said, number), f"no topic answers {id_!r}")

    def asked(self) -> Iterator[Problem]:
        there = {
            page.id: {slug(heading.title) for heading in page.headings} for page in documents(self.syllabus)
        }
        for each in self.syllabus.asked:
            if each.section not in there.get(each.source, ()):
                message = f"no section {each.source}#{each.section}"
                yield self.problem("asked", (each.source, each.section), message)

    def coverage(self) -> Iterator[Problem]:
        """Each item of coverage.yaml names what answers it, and all of that exists."""
        if not (self.folder / "coverage.yaml").exists():
            return
        there = {*self.syllabus.ids(), *(f"paths.{path}" for path in self.syllabus.paths)}
        there |= {"careers"} if self.syllabus.careers else set()
        for group, items in self.file("coverage").values.items():
            for item, answers in (items or {}).items():
                missing = [each for each in answers or ["nothing"] if each not in there]
                if missing:
                    yield self.problem(
                        "coverage", (group, item), f"{item}: not answered by {', '.join(missing)}"
                    )

    def duplicates(self) -> Iterator[Problem]:
        pages = {id_: self.syllabus.entry(id_).body for id_ in self.syllabus.ids()}
        for one, other, share in near_duplicates(pages):
            message = (
                f"says {share:.0%} of what {self.name(other.page)}:{self._line(other.page, other.line)} says"
            )
            yield self.problem(one.page, ("body", one.line), message)

    def problem(self, id_: str, place: Place, message: str) -> Problem:
        """Return a problem at a place in the front matter, or at a line of the body."""
        if place[:1] == ("body",):
            return Problem(self.name(id_), self._line(id_, int(place[1])), message)
        return Problem(self.name(id_), self.file(id_).line_of(place), message)

    def name(self, id_: str) -> str:
        """Return the file of an entry, relative to the folder."""
        area, _, rest = id_.partition(".")
        if not rest:
            return f"{id_}.yaml"
        if area in {"projects", "paths"}:
            return f"{area}/{rest}.{'md' if area == 'projects' else 'yaml'}"
        return f"topics/{area}/{rest}.md"

    def file(self, id_: str) -> CurriculumFile:
        """Return an entry's file, read once."""
        if id_ not in self.files:
            self.files[id_] = read_file(self.folder / self.name(id_), self.name(id_))
        return self.files[id_]

    def _line(self, id_: str, line: int) -> int:
        return self.file(id_).body_line + line - 1

    def _meant(self, reference: str) -> list[str]:
        """Return the topics that a reference means in any language."""
        languages = self.syllabus.languages if reference.startswith(LANGUAGE) else ("",)
        meant = dict.fromkeys(resolve(reference, language) for language in languages)
        return [each for each in meant if each in self.syllabus.topics]

    def _reached(self) -> set[str]:
        reached: set[str] = set()
        for language in self.syllabus.languages or ("",):
            goals = [
                resolve(goal, language)
                for path in self.syllabus.paths.values()
                if language in path.languages
                for stage in path.stages
                for goal in (*stage.goals(language), *stage.projects)
            ]
            reached |= self.syllabus.closure((*goals, *self.syllabus.projects), language)
        return reached


def _from_error(error: CurriculumError) -> Problem:
    found = _ERROR_FORM.fullmatch(str(error))
    return (
        Problem(found["file"], int(found["line"]), found["message"]) if found else Problem("", 1, str(error))
    )
