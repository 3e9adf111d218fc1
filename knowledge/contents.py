"""How much there is in a curriculum: topics, words, checks, examples that run, and how much of its seed it answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.curriculum_file import read_file
from knowledge.examples import examples
from knowledge.near_duplicates import ALIKE, shares

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Mapping

    from knowledge.syllabus import Syllabus

_FENCE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Contents:
    """What there is.

    Attributes:
        practice_projects, capstones: how many of each.
        words: prose without code, by area, topics only.
        checks: by kind.
        misconceptions: in all topics.
        run_blocks: examples whose output is compared when they run, by language.
        coverage: items of the founding document, and how many of them name what answers them.
        alike: the share of words in a row from which two paragraphs count as copied, and the highest share found.
    """

    practice_projects: int
    capstones: int
    words: Mapping[str, int]
    checks: Mapping[str, int]
    misconceptions: int
    run_blocks: Mapping[str, int]
    coverage: Mapping[str, int]
    alike: Mapping[str, float]


def contents(folder: pathlib.Path, syllabus: Syllabus) -> Contents:
    """Return what there is in a curriculum that was read from a folder."""
    topics, projects = syllabus.topics.values(), syllabus.projects.values()
    words: Counter[str] = Counter()
    for topic in topics:
        words[topic.id.partition(".")[0]] += len(_FENCE.sub("", topic.body).split())
    bodies = {id_: syllabus.entry(id_).body for id_ in syllabus.ids()}
    return Contents(
        practice_projects=sum(not project.capstone for project in projects),
        capstones=sum(project.capstone for project in projects),
        words=dict(words),
        checks=dict(Counter(str(check.kind) for topic in topics for check in topic.checks)),
        misconceptions=sum(len(topic.misconceptions) for topic in topics),
        run_blocks=dict(Counter(_named(each) for body in bodies.values() for each in examples(body))),
        coverage=_coverage(folder),
        alike={
            "limit": ALIKE,
            "highest": round(max((share for *_, share in shares(bodies)), default=0.0), 3),
        },
    )


def _named(example: Any) -> str:
    return f"{example.language} on {example.server}" if example.server else str(example.language)


def _coverage(folder: pathlib.Path) -> dict[str, int]:
    if not (folder / "coverage.yaml").exists():
        return {"items": 0, "answered": 0}
    groups = read_file(folder / "coverage.yaml", "coverage.yaml").values.values()
    answers = [given for items in groups for given in (items or {}).values()]
    return {"items": len(answers), "answered": sum(bool(given) for given in answers)}
