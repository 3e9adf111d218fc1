"""agent.worth: what the goals of a path are worth, and what is kept of the shipped paths by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent.intake import complete
from agent.learner import Learner, read_profile
from agent.plan import Plan
from agent.progress import Progress
from agent.schedule import schedule
from agent.worth import worth
from knowledge import syllabus as shipped
from tests.curricula import path, project, syllabus, topic

MONDAY = date(2026, 11, 30)
SHIPPED = shipped.load()
HIRING = "craft.getting-hired"


def small() -> tuple[dict[str, int], Learner]:
    graph = syllabus(
        [
            topic("web.a"),
            topic("web.b"),
            topic("web.c", stage="advanced"),
            topic("craft.getting-hired"),
        ],
        [
            path(
                {
                    "beginner": {
                        "topics": ["web.a", "web.b", "craft.getting-hired"],
                        "projects": ["projects.far", "projects.near"],
                    },
                    "advanced": {"topics": ["web.c"]},
                }
            )
        ],
        [
            project("projects.far", ["web.a", "web.b"], milestones=[4]),
            project("projects.near", ["web.a"], milestones=[4]),
        ],
    )
    learner = Learner("python", "python", MONDAY, 7.0, seeks_job=True, wanted=("web.b",))
    goals = ["web.a", "web.b", "web.c", HIRING, "projects.far", "projects.near"]
    return worth(graph, learner, goals), learner


def test_worth_follows_stage_core_and_goal() -> None:
    """Earlier stages count more; the nearest project of a stage, what the goal names and getting hired count most."""
    points, _ = small()
    assert points == {
        "web.a": 4,
        "web.b": 24,
        "web.c": 2,
        HIRING: 24,
        "projects.far": 4,
        "projects.near": 12,
    }


def in_part(name: str, part: float, goal: str = "") -> Plan:
    """The plan of what fits into a part of the weeks that a path takes."""
    learner = complete(read_profile({"path": name, "goal": goal}), SHIPPED, MONDAY).learner
    whole = schedule(SHIPPED, learner, Progress(), MONDAY)
    assert isinstance(whole, Plan)
    deadline = MONDAY + timedelta(weeks=int(len(whole.weeks) * part))
    near = replace(learner, deadline=deadline, takes_what_fits=True)
    plan = schedule(SHIPPED, near, Progress(), MONDAY)
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize(("part", "stages"), [(2 / 3, 3), (1 / 2, 2), (1 / 3, 1)])
@pytest.mark.parametrize("name", SHIPPED.paths)
def test_what_fits_keeps_practice(name: str, part: float, stages: int) -> None:
    """In two thirds of the time each stage keeps a project, in half of it the first two, in a third the first."""
    ids = {item.id.removesuffix(".done") for item in in_part(name, part).items()}
    for stage in SHIPPED.paths[name].stages[:stages]:
        assert ids & set(stage.projects), stage.stage


@pytest.mark.parametrize("name", ["python", "go", "nodejs", "microservices"])
def test_two_thirds_of_the_time_keep_containers_and_concurrency(name: str) -> None:
    """What a measure of success of the path names outlives what is merely early."""
    plan = in_part(name, 2 / 3)
    ids = {item.id for item in plan.items()}
    assert "operations.docker" in ids
    named = {each for success in SHIPPED.paths[name].success for each in success.by}
    cut = {each.id for each in plan.cut}
    goals = {each for stage in SHIPPED.paths[name].stages for each in stage.topics}
    assert len(cut & named) / len(named) < len(cut & goals) / len(goals)


@pytest.mark.parametrize("name", SHIPPED.paths)
def test_what_fits_keeps_getting_hired_for_who_wants_a_job(name: str) -> None:
    """A learner who wants a job keeps the topic on getting one in a third of the time."""
    plan = in_part(name, 1 / 3, "my first job as a backend developer")
    assert HIRING in {item.id for item in plan.items()}


def test_no_reason_names_an_id() -> None:
    """What is left out has its title, and a reason in words with hours."""
    plan = in_part("go", 1 / 2)
    assert plan.cut
    for each in plan.cut:
        assert each.title == SHIPPED.entry(each.id).title
        assert "hours" in each.because or "1 hour" in each.because or "only needed by" in each.because
        assert not any(id_ in each.because for id_ in SHIPPED.ids())
