"""A practice project of the curriculum: what is built, in which steps, and when it counts as done."""

from __future__ import annotations

from pydantic import Field

from knowledge.curriculum_file import Record
from knowledge.topic import Hours, Misconception, Stage, Text


class Milestone(Record):
    """A step of a project, with how one sees that it is reached."""

    title: Text
    hours: float = Field(gt=0)
    done_when: Text


class Project(Record):
    """Something to build; `exercises` are the topics that it needs, `language:x` left unresolved."""

    id: str = Field(pattern=r"^projects\.[a-z0-9-]+$")
    title: Text
    stage: Stage
    hours: Hours
    capstone: bool
    summary: Text
    exercises: tuple[str, ...] = Field(min_length=1)
    milestones: tuple[Milestone, ...] = Field(min_length=1)
    acceptance: tuple[Text, ...] = Field(min_length=1)
    mistakes: tuple[Misconception, ...] = ()
    body: str
