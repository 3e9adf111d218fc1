"""What is wrong with one path: what it names and nobody wrote, and stages that do not fit their months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.language import resolve
from knowledge.path import MONTHS_HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.page_check import Place
    from knowledge.path import Path, PathStage
    from knowledge.syllabus import Syllabus

_HOURS_A_MONTH = MONTHS_HOURS * 13 / 3  # 13 weeks in 3 months
_WITH_REVIEW = 1.1


def path_faults(path: Path, syllabus: Syllabus) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with a path: the place in its file, and a message."""
    for place, reference, languages in _references(path):
        for id_ in dict.fromkeys(resolve(reference, language) for language in languages):
            if id_ not in syllabus:
                yield place, f"no topic or project {id_!r}"
    for number, stage in enumerate(path.stages):
        yield from _too_early(stage, number, path, syllabus)
    for language in path.languages:
        yield from _too_long(path, language, syllabus)


def stage_hours(path: Path, language: str, syllabus: Syllabus) -> list[float]:
    """Return the hours of each stage for a learner without knowledge: new topics and projects, and their review."""
    hours = []
    before: frozenset[str] = frozenset()
    for stage in path.stages:
        reached = before | syllabus.closure(_goals(stage, language), language)
        new = sum(syllabus.entry(id_).hours.typical for id_ in reached - before)
        hours.append(round(new * _WITH_REVIEW, 1))
        before = reached
    return hours


def _goals(stage: PathStage, language: str) -> list[str]:
    return [*(resolve(goal, language) for goal in stage.goals(language)), *stage.projects]


def _too_long(path: Path, language: str, syllabus: Syllabus) -> Iterator[tuple[Place, str]]:
    for number, (stage, hours) in enumerate(
        zip(path.stages, stage_hours(path, language, syllabus), strict=True)
    ):
        most = (stage.months[1] - stage.months[0]) * _HOURS_A_MONTH
        if hours > most:
            message = f"the {stage.stage} stage takes {hours:g} h with {language}; its months hold {most:g}"
            yield ("stages", number, "topics"), message


def _references(path: Path) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    """Yield all that a path names: where, what, and for which languages it must exist."""
    every = path.languages
    for number, stage in enumerate(path.stages):
        for key, named in (("topics", stage.topics), ("projects", stage.projects)):
            yield from ((("stages", number, key, index), id_, every) for index, id_ in enumerate(named))
        for language, named in stage.by_language.items():
            yield from ((("stages", number, "by_language", language), id_, (language,)) for id_ in named)
    for index, success in enumerate(path.success):
        yield from ((("success", index, "by"), id_, every) for id_ in success.by)
    for name, route in path.routes.items():
        yield from (
            (("routes", name), id_, every)
            for id_ in (*route.known, *route.experienced, *route.first, *route.add)
        )


def _too_early(stage: PathStage, number: int, path: Path, syllabus: Syllabus) -> Iterator[tuple[Place, str]]:
    for language in path.languages:
        for id_ in syllabus.closure(_goals(stage, language), language):
            if syllabus.entry(id_).stage.rank > stage.stage.rank:
                message = f"{id_} is of a later stage than the {stage.stage} stage, which reaches it with {language}"
                yield ("stages", number, "topics"), message
