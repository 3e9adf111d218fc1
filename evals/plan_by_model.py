"""The baseline of a plan asked of the model directly: the learner's words and the list of topics in, weeks out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from evals.plan_check import goals
from evals.plan_shape import shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from knowledge.syllabus import Syllabus

ASK = """Make a week-by-week study plan for a learner of backend development.

The learner: {told}
Path: {path}. Language: {language}. Hours a week: {hours:g}. First day: {starts}. Deadline: {deadline}. Days off: {away}.
Known already: {known}.

Topics and projects, each with its hours:
{topics}

Put every topic that is not known into a week, nothing before what it builds on, no week over {hours:g} hours, all by
the deadline. Write one line a week, nothing else, in this form:
week 1: operations.git 4h, web.json 2h
"""
LINE = re.compile(r"^\W*week\s*(\d+)\W*(.*)$", re.IGNORECASE | re.MULTILINE)
ENTRY = re.compile(r"([a-z]+\.[a-z0-9-]+)\D{0,4}(\d+(?:\.\d+)?)?", re.IGNORECASE)


def prompt(outline: Mapping[str, Any], profile: Mapping[str, Any], syllabus: Syllabus) -> str:
    """What the model is asked for the learner of another plan, or of a refusal."""
    wanted = goals(syllabus, outline["path"], outline["language"])
    known = {each["id"] for each in outline["known"]}
    listed = [
        f"{id_} {syllabus.entry(id_).hours.typical:g}h"
        for id_ in syllabus.order(wanted, outline["language"], settled=known)
    ]
    return ASK.format(
        told=" ".join(str(profile.get(key, "")) for key in ("goal", "message")).strip()
        or "says nothing more",
        path=outline["path"],
        language=outline["language"],
        hours=outline["hours_per_week"],
        starts=outline["starts"],
        deadline=outline["deadline"] or "none",
        away=", ".join(f"{first} to {last}" for first, last in profile.get("away", ())) or "none",
        known=", ".join(sorted(known)) or "nothing",
        topics="\n".join(sorted(listed)),  # by name, so that the list's order does not give the answer away
    )


def model_plan(
    outline: Mapping[str, Any],
    profile: Mapping[str, Any],
    syllabus: Syllabus,
    complete: Callable[[str], str | None],
    *,
    starts: date | None = None,
) -> dict[str, Any] | None:
    """The model's plan in the shape of `mentor learn --json`; what cannot be read of its words is not there.

    None where `complete` says None: the model cannot be asked.
    """
    first = starts or date.fromisoformat(outline["starts"])
    said = complete(prompt({**outline, "starts": first.isoformat()}, profile, syllabus))
    return None if said is None else shaped(outline, _weeks(said), starts=first)


def _weeks(text: str) -> list[list[tuple[str, float]]]:
    """The weeks that a text lists, by their numbers; a topic without hours has one."""
    lines: dict[int, str] = {}
    for number, rest in LINE.findall(text):
        lines[int(number)] = f"{lines.get(int(number), '')} {rest}"
    return [
        [(id_.lower(), float(hours or 1)) for id_, hours in ENTRY.findall(lines[number]) if float(hours or 1)]
        for number in sorted(lines)
    ]
