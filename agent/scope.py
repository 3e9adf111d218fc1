"""What a plan has to cover: the goals of a learner's path with all they build on, in the order of study."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from agent.errors import ProfileError
from agent.pace import Pace, pace
from knowledge.language import resolve
from knowledge.project import Project
from knowledge.syllabus import prerequisites_first

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from agent.learner import Learner
    from agent.progress import Progress
    from knowledge.path import Path, PathStage
    from knowledge.syllabus import Syllabus

MILESTONE = ".done"  # behind a project's id: the milestone that completes it
_NAMED = 3  # how many topics a reason names before it counts the rest


@dataclass(frozen=True, slots=True)
class Step:
    """What is put into weeks: a topic, the work on a project, or the milestone that completes a project.

    `id` says what is marked as done in the end: a milestone carries the id of its project with `.done` behind it.
    """

    kind: Literal["topic", "project", "milestone"]
    id: str
    title: str
    quarters: int
    because: tuple[str, ...]
    prerequisites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A topic or project to be learned; `is_goal` unless it is only there for what builds on it."""

    id: str
    title: str
    is_goal: bool
    prerequisites: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def quarters(self) -> int:
        """The time for it, in quarters of an hour."""
        return sum(step.quarters for step in self.steps)


def scope(syllabus: Syllabus, learner: Learner, progress: Progress) -> tuple[Unit, ...]:
    """Return what the learner still has to learn, prerequisites first, stage by stage of the path.

    The path's own order decides; a topic that is needed stands right before what needs it, and a project follows
    as soon as the topics that it exercises are there.

    Raises:
        ProfileError: the syllabus has no such path.
    """
    if learner.path not in syllabus.paths:
        raise ProfileError(f"unknown path {learner.path!r}; known paths: {', '.join(syllabus.paths)}")
    settled = {known.id for known in learner.known} | progress.done.keys() | progress.skipped.keys()
    order = _Order(
        syllabus, learner, syllabus.paths[learner.path], frozenset(settled), pace(syllabus, progress)
    )
    order.place_wanted()
    for stage in order.path.stages:
        order.place_stage(stage)
    reasons = _Reasons(order)
    return tuple(_unit(id_, order, reasons) for id_ in order.placed)


@dataclass
class _Order:
    """The order of study in the making: what is placed, in which stage, and what is there in all, known or placed."""

    syllabus: Syllabus
    learner: Learner
    path: Path
    settled: frozenset[str]
    pace: Pace
    placed: dict[str, PathStage] = field(default_factory=dict)
    goals: set[str] = field(default_factory=set)
    there: set[str] = field(init=False)
    not_wanted: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.there = set(self.settled)
        self.not_wanted = self.settled.union(self.learner.excluded)

    def place_wanted(self) -> None:
        """Place first what the learner's goal names, with all that it builds on."""
        for goal in self.learner.wanted:
            for stage in self.path.stages:
                if goal in self.goals_of(stage):
                    self.goals.add(goal)
                    self._place(goal, stage, [])

    def place_stage(self, stage: PathStage) -> None:
        waiting = self._projects_of(stage)
        goals = self.goals_of(stage)
        self.goals.update(goals, waiting)
        self._place_ready(waiting, stage)
        for goal in goals:
            self._place(goal, stage, waiting)
        while waiting:
            self._place(waiting[0], stage, waiting)

    def _place(self, goal: str, stage: PathStage, waiting: list[str]) -> None:
        """Place a goal after what it builds on, and each waiting project as soon as its topics are there."""
        for id_ in self.syllabus.order((goal,), self.learner.language, settled=self.there):
            self._add(id_, stage, waiting)
            self._place_ready(waiting, stage)

    def _add(self, id_: str, stage: PathStage, waiting: list[str]) -> None:
        self.placed[id_] = stage
        self.there.add(id_)
        if id_ in waiting:
            waiting.remove(id_)

    def _place_ready(self, waiting: list[str], stage: PathStage) -> None:
        for project in tuple(waiting):
            if self.there.issuperset(self.syllabus.prerequisites(project, self.learner.language)):
                self._add(project, stage, waiting)

    def _projects_of(self, stage: PathStage) -> list[str]:
        """The stage's projects for this learner."""
        asked = (
            each
            for each in self.learner.included
            if each in self.syllabus.projects and self._belongs(each, stage)
        )
        own = dict.fromkeys((*stage.projects, *asked))
        return [each for each in own if each in self.syllabus and each not in self.not_wanted]

    def goals_of(self, stage: PathStage) -> list[str]:
        """The stage's topics for this learner, those that their route brings forward first."""
        language = self.learner.language
        goals = [resolve(goal, language) for goal in stage.goals(language)]
        route = self.path.routes.get(self.learner.route or "")
        if route:
            goals += [added for added in route.add if self._belongs(added, stage)]
            goals.sort(key=lambda goal: goal not in route.first)
        goals += [each for each in self.learner.included if self._belongs(each, stage)]
        return [
            goal
            for goal in dict.fromkeys(goals)
            if goal in self.syllabus.topics and goal not in self.not_wanted
        ]

    def _belongs(self, id_: str, stage: PathStage) -> bool:
        """Whether something beside the path's own goals has its place in this stage, or in the last if it has no other."""
        if id_ not in self.syllabus:
            return False
        own, stages = self.syllabus.entry(id_).stage, [each.stage for each in self.path.stages]
        return stage.stage == (own if own in stages else stages[-1])


class _Reasons:
    """Why each unit is in the plan and stands where it stands, in sentences made from data."""

    def __init__(self, order: _Order) -> None:
        self.order = order
        self.needed_by: dict[str, list[str]] = {id_: [] for id_ in order.placed}
        for id_ in order.placed:
            for prerequisite in order.syllabus.prerequisites(id_, order.learner.language):
                self.needed_by.setdefault(prerequisite, []).append(id_)

    def of(self, id_: str) -> Iterator[str]:
        order, stage = self.order, self.order.placed[id_]
        named = f"the {stage.stage} stage of the {order.path.title} path"
        if id_.startswith("projects."):
            yield f"practice project of {named}"
        elif id_ in order.goals:
            yield f"goal of {named}"
        if self.needed_by[id_]:
            yield f"needed by {self._titles(self.needed_by[id_])}"
        built_on = order.syllabus.prerequisites(id_, order.learner.language)
        if later := [each for each in built_on if each in order.placed]:
            yield f"after {self._titles(later)}, which it {'exercises' if id_ in order.syllabus.projects else 'builds on'}"
        if at_hand := [each for each in built_on if each in order.settled]:
            yield f"builds on {self._titles(at_hand)}, which you have"
        route = order.path.routes.get(order.learner.route or "")
        if route and id_ in route.first:
            yield f"early, as suits a learner {route.title}"
        yield from self._asked_for(id_)
        if said := order.pace.because(id_):
            yield said

    def _asked_for(self, id_: str) -> Iterator[str]:
        learner = self.order.learner
        if id_ in learner.included:
            yield "in the plan because you asked for it"
        if id_ in learner.excluded:
            yield "you asked to leave it out, but something in the plan builds on it"
        if id_ in learner.wanted:
            yield "early, because your goal names it"

    def _titles(self, ids: list[str]) -> str:
        titles = [self.order.syllabus.entry(id_).title for id_ in ids]
        more = len(titles) - _NAMED
        shown = [*titles[:_NAMED], f"{more} more"] if more > 0 else titles
        return listed(shown)


def listed(names: Iterable[str]) -> str:
    """Return the names as a sentence lists them: "a, b and c"; names with such joints inside are set off by ";"."""
    *front, last = tuple(names) or ("",)
    if any("," in name or " and " in name for name in (*front, last)):
        return "; ".join((*front, last))
    return f"{', '.join(front)} and {last}" if front else last


def _unit(id_: str, order: _Order, reasons: _Reasons) -> Unit:
    entry = order.syllabus.entry(id_)
    prerequisites = order.syllabus.prerequisites(id_, order.learner.language)
    because = tuple(reasons.of(id_))
    quarters = order.pace.quarters(id_, entry.hours.typical)
    if isinstance(entry, Project):
        steps = tuple(_project_steps(entry, quarters, because, prerequisites))
    else:
        steps = (Step("topic", id_, entry.title, quarters, because, prerequisites),)
    return Unit(id_, entry.title, id_ in order.goals, prerequisites, steps)


def _project_steps(
    project: Project, quarters: int, because: tuple[str, ...], prerequisites: tuple[str, ...]
) -> Iterator[Step]:
    *first, last = project.milestones
    share = last.hours / sum(each.hours for each in project.milestones)
    end = min(math.ceil(quarters * share - 1e-9), quarters - 1)
    if first and end > 0:
        way = (*because, f"on the way: {'; '.join(each.title for each in first)}")
        yield Step("project", project.id, project.title, quarters - end, way, prerequisites)
        title, reached = f"{project.title}: {last.title}", (f"done when: {last.done_when}",)
        yield Step("milestone", project.id + MILESTONE, title, end, reached, (*prerequisites, project.id))
    else:
        yield Step("project", project.id, project.title, quarters, because, prerequisites)


def without_leftovers(units: Sequence[Unit], goals: Collection[str] | None = None) -> tuple[Unit, ...]:
    """Return the goals, all among the units by default, and what of the units they build on, in the same order."""
    needed: set[str] = set()
    for unit in reversed(units):
        if unit.id in needed or (unit.is_goal if goals is None else unit.id in goals):
            needed.update((unit.id, *unit.prerequisites))
    return tuple(unit for unit in units if unit.id in needed)


def kept_in_order(fresh: Iterable[Unit], positions: Mapping[str, int]) -> tuple[Unit, ...]:
    """Return the units, those with an old position in their old order as far as prerequisites let them.

    A new unit stands after the one that it follows in the fresh order, and draws nothing that it builds on ahead.
    """
    units = list(fresh)
    rank: dict[str, tuple[int, int]] = {}
    anchor = -1
    for index, unit in enumerate(units):
        anchor = positions.get(unit.id, anchor)
        built_on = max((rank[each][0] for each in unit.prerequisites if each in rank), default=-1)
        is_new = unit.id not in positions
        rank[unit.id] = (max(anchor, built_on), index) if is_new else (anchor, -1)
    by_id = {unit.id: unit for unit in units}
    placed: dict[str, Unit] = {}

    def needed(id_: str) -> tuple[str, ...]:
        missing = (each for each in by_id[id_].prerequisites if each in by_id and each not in placed)
        return tuple(sorted(missing, key=lambda each: rank[each]))

    for unit in sorted(units, key=lambda each: rank[each.id]):
        for id_ in prerequisites_first(unit.id, needed):
            placed.setdefault(id_, by_id[id_])
    return tuple(placed.values())
