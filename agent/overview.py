"""Where a learner stands at a glance: hours planned and real, topics by area, and the evidence for each; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from agent.plan import Plan
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the curriculum: how many of its topics are in the plan or finished, finished, and mastered."""

    name: str
    topics: int
    done: int
    mastered: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a topic's or project's being known.

    Attributes:
        done: the day on which it was finished; None where only checks were answered.
        right: how many of its checks were answered right at the last try.
        answered: how many of its checks were answered.
        by_learner: how many of the right ones the learner judged.
        recall: the probability that it is recalled today; None before it is finished.
        due: the day of the next review, if any.
        planned_hours: what the plan or the curriculum gives it.
        real_hours: what it took, as the learner said.
    """

    id: str
    title: str
    area: str
    done: date | None
    is_mastered: bool
    right: int
    answered: int
    by_learner: int
    recall: float | None
    due: date | None
    planned_hours: float
    real_hours: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A learner's standing: by area, and for each topic and project that something is known of, the newest first.

    `planned_hours` and `real_hours` are of what is finished and has real hours, so that they can be compared.
    """

    areas: tuple[Area, ...]
    evidence: tuple[Evidence, ...]
    planned_hours: float
    real_hours: float


def overview(plan: Plan | None, syllabus: Syllabus, progress: Progress, day: date) -> Overview:
    """Return where a learner stands on a day."""
    planned = _planned_hours(plan)
    touched = {*progress.done, *(check.rpartition(".")[0] for check in progress.answers)}
    rows = [_evidence(id_, planned, syllabus, progress, day) for id_ in touched if id_ in syllabus]
    rows.sort(key=lambda row: (row.done is None, -(row.done.toordinal() if row.done else 0), row.title))
    timed = [row for row in rows if row.done and row.real_hours is not None]
    return Overview(
        areas=_areas({*planned, *touched}, syllabus, progress),
        evidence=tuple(rows),
        planned_hours=sum(row.planned_hours for row in timed),
        real_hours=sum(row.real_hours or 0.0 for row in timed),
    )


def _planned_hours(plan: Plan | None) -> dict[str, float]:
    """Return the hours that a plan gives each topic and project, all parts together."""
    hours: dict[str, float] = {}
    for item in plan.items() if plan else ():
        if item.kind in ("topic", "project"):
            hours[item.id] = hours.get(item.id, 0.0) + item.hours
    return hours


def _areas(ids: Iterable[str], syllabus: Syllabus, progress: Progress) -> tuple[Area, ...]:
    topics = [syllabus.topics[id_] for id_ in ids if id_ in syllabus.topics]
    mastered = progress.mastered
    return tuple(
        Area(
            name=name,
            topics=sum(topic.area == name for topic in topics),
            done=sum(topic.area == name and topic.id in progress.done for topic in topics),
            mastered=sum(topic.area == name and topic.id in mastered for topic in topics),
        )
        for name in sorted({topic.area for topic in topics})
    )


def _evidence(
    id_: str, planned: dict[str, float], syllabus: Syllabus, progress: Progress, day: date
) -> Evidence:
    entry = syllabus.entry(id_)
    answers = progress.answers_of(id_)
    memory = progress.memory.get(id_)
    done = progress.done.get(id_)
    return Evidence(
        id=id_,
        title=entry.title,
        area=id_.partition(".")[0],
        done=done.date() if done else None,
        is_mastered=id_ in progress.mastered,
        right=sum(answers.values()),
        answered=len(answers),
        by_learner=sum(right and check in progress.by_learner for check, right in answers.items()),
        recall=memory.on(day) if memory else None,
        due=memory.due if memory else None,
        planned_hours=planned.get(id_, entry.hours.typical),
        real_hours=progress.hours.get(id_),
    )
