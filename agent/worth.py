"""What each goal of a path is worth to its learner, for when not all of them fit; pure.

Worth is counted in points by what the curriculum itself says of a goal, so that another curriculum needs no list of its
own. The points are this project's choice, made once and fitted to nothing: a goal of an earlier stage counts more, for most
jobs ask for it first; what a measure of success of the path names is its core; of each stage the project that is soonest
within reach stands for its practice; and what the learner's own goal names counts most. A project counts by its hours
as so many topics of typical length, so that practice is not given up for being long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.familiar import Vocabulary
from knowledge.language import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from agent.learner import Learner
    from knowledge.path import Path, PathStage
    from knowledge.syllabus import Syllabus

_STAGE = (4, 3, 2)  # points of a goal, by the rank of its stage
_CORE = 3  # times as much
_OWN = 6
_TOPIC_HOURS = 4.0  # what a topic takes as a rule: the mean of the shipped ones
HIRING = "getting hired"  # what a learner who looks for a job needs, in the words of any curriculum


def worth(syllabus: Syllabus, learner: Learner, goals: Collection[str]) -> dict[str, int]:
    """Return the points of each of these goals of the learner's path."""
    path = syllabus.paths[learner.path]
    core = {*_core(path, learner), *_nearest_projects(syllabus, path, learner.language, goals)}
    own = {*learner.wanted, *learner.included, *_hiring(syllabus, learner)}
    stages = {goal: stage for stage in reversed(path.stages) for goal in _all_goals(stage, learner.language)}
    points = {}
    for goal in goals:
        stage = stages[goal].stage if goal in stages else syllabus.entry(goal).stage
        times = _OWN if goal in own else _CORE if goal in core else 1
        length = syllabus.entry(goal).hours.typical / _TOPIC_HOURS if goal in syllabus.projects else 1
        points[goal] = max(round(_STAGE[stage.rank] * times * length), 1)
    return points


def _core(path: Path, learner: Learner) -> Iterator[str]:
    for success in path.success:
        yield from (resolve(each, learner.language) for each in success.by)
    if route := path.routes.get(learner.route or ""):
        yield from route.first


def _hiring(syllabus: Syllabus, learner: Learner) -> tuple[str, ...]:
    return Vocabulary(syllabus, learner.language).named(HIRING) if learner.seeks_job else ()


def _nearest_projects(syllabus: Syllabus, path: Path, language: str, goals: Collection[str]) -> Iterator[str]:
    """Yield of each stage the project that takes least with all that it builds on; a capstone stands for none."""
    for stage in path.stages:
        own = [each for each in stage.projects if each in goals and not syllabus.projects[each].capstone]
        if own:
            yield min(own, key=lambda each: _hours(syllabus, each, language))


def _hours(syllabus: Syllabus, project: str, language: str) -> float:
    needed = syllabus.closure((project,), language)
    return sum(syllabus.entry(each).hours.typical for each in needed)


def _all_goals(stage: PathStage, language: str) -> tuple[str, ...]:
    return (*(resolve(each, language) for each in stage.goals(language)), *stage.projects)
