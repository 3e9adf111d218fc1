"""Small curricula made in memory, for tests that need a graph and not its prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.path import Path
from knowledge.project import Project
from knowledge.syllabus import Syllabus
from knowledge.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BODY = "## What it is\n\nIt is a thing.\n"

CHOICE = {
    "id": "web.http.1",
    "kind": "choice",
    "ask": "Which status says that something was not found?",
    "options": ["200", "301", "404: not found", "500"],
    "answer": "404: not found",
    "why": "Codes from 400 on blame the request.",
    "from": "#it",
}
SHORT = {
    "id": "web.http.2",
    "kind": "short",
    "ask": "Which header names the format of a body?",
    "answer": "The Content-Type header.",
    "key_points": ["Content-Type"],
    "from": "#it",
}


def topic(
    id: str,  # noqa: A002 - the field's word
    prerequisites: Sequence[str] = (),
    *,
    hours: float = 2,
    hours_range: tuple[float, float, float] | None = None,
    **more: Any,
) -> Topic:
    """Return a topic with everything but its place in the graph made up; `hours_range` is low, typical, high."""
    low, typical, high = hours_range or (hours, hours, hours)
    values = {
        "id": id,
        "title": id.partition(".")[2].replace("-", " ").capitalize(),
        "stage": "beginner",
        "kind": "concept",
        "hours": {"low": low, "typical": typical, "high": high},
        "prerequisites": prerequisites,
        "languages": ["any"],
        "outcomes": ["Say what it is"],
        "misconceptions": [],
        "checks": [],
        "resources": [],
        "body": BODY,
    }
    return Topic.model_validate(values | more)


def project(
    id: str,  # noqa: A002 - the field's word
    exercises: Sequence[str],
    *,
    milestones: Sequence[float] = (2, 1),
    **more: Any,
) -> Project:
    """Return a project whose milestones take so many hours."""
    hours = sum(milestones)
    values = {
        "id": id,
        "title": id.partition(".")[2].replace("-", " ").capitalize(),
        "stage": "beginner",
        "hours": {"low": hours, "typical": hours, "high": hours},
        "capstone": False,
        "summary": "Something to build.",
        "exercises": exercises,
        "milestones": [
            {"title": f"Step {number}", "hours": each, "done_when": f"step {number} works"}
            for number, each in enumerate(milestones, start=1)
        ],
        "acceptance": ["It works."],
        "body": BODY,
    }
    return Project.model_validate(values | more)


def path(stages: Mapping[str, Mapping[str, Any]], *, id: str = "python", **more: Any) -> Path:  # noqa: A002 - the field's word
    """Return a path; a stage needs only its topics."""
    months = {"beginner": (0, 3), "intermediate": (3, 6), "advanced": (6, 12)}
    values = {
        "id": id,
        "title": id.capitalize(),
        "summary": "A path.",
        "leads_to": [],
        "languages": ["python"],
        "words": [id],
        "stages": [
            {"stage": name, "months": months[name], "aims": ["Know it"], **each}
            for name, each in stages.items()
        ],
        "success": [],
    }
    return Path.model_validate(values | more)


def syllabus(
    topics: Sequence[Topic], paths: Sequence[Path], projects: Sequence[Project] = (), **more: Any
) -> Syllabus:
    """Return a syllabus of these parts."""
    return Syllabus(
        topics={each.id: each for each in topics},
        projects={each.id: each for each in projects},
        paths={each.id: each for each in paths},
        **more,
    )


def chain(*hours: float) -> Syllabus:
    """Return a syllabus whose one path is a chain of topics web.t1, web.t2 and so on, each built on the last."""
    topics = [
        topic(f"web.t{number}", [f"web.t{number - 1}"] if number > 1 else [], hours=each)
        for number, each in enumerate(hours, start=1)
    ]
    return syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])


def two_chains() -> Syllabus:
    """Return two chains of twelve topics, web.t1 to web.t12 and data.t1 to data.t12, each topic with one choice."""
    topics = [
        topic(
            f"{area}.t{number}",
            [f"{area}.t{number - 1}"] if number > 1 else [],
            checks=[CHOICE | {"id": f"{area}.t{number}.1"}],
        )
        for number in range(1, 13)
        for area in ("web", "data")
    ]
    return syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])
