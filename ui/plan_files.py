"""The forms in which a learner takes a plan along, from the page and from the command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from agent.errors import PlanError
from agent.plan_text import from_json, to_markdown
from ui.plan_graph import builds_on_in, graph_picture
from ui.plan_weeks import weeks_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.mentor import Mentor
    from agent.plan import Plan


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: its name, its media type, and how a kept plan is written.

    `written` takes the mentor, the learner and the plan in the shape of `mentor learn --json`; it raises PlanError
    where the plan cannot be written so.
    """

    file: str
    media_type: str
    written: Callable[[Mentor, str, dict[str, Any]], bytes]


def _calendar(mentor: Mentor, learner: str, plan: dict[str, Any]) -> bytes:
    from agent.plan_calendar import to_ics

    earlier = _earlier(mentor, learner, plan["version"])
    return to_ics(from_json(plan), written=datetime.now(UTC), earlier=earlier)


def _earlier(mentor: Mentor, learner: str, version: int) -> Iterator[Plan]:
    """Yield the versions before one, oldest first."""
    for number in sorted(each for each, _ in mentor.memory.plan_versions(learner) if each < version):
        if kept := mentor.memory.plan(learner, number):
            yield from_json(kept)


def _anki(mentor: Mentor, _learner: str, plan: dict[str, Any]) -> bytes:
    from agent.plan_anki import to_apkg

    return to_apkg(from_json(plan), mentor.syllabus, written=datetime.now(UTC))


def _markdown(mentor: Mentor, learner: str, plan: dict[str, Any]) -> bytes:
    done = mentor.progress(learner).done
    return to_markdown(from_json(plan), told=plan.get("narrative", ""), done=done).strip().encode()


def _json(_mentor: Mentor, _learner: str, plan: dict[str, Any]) -> bytes:
    return json.dumps(plan, ensure_ascii=False, indent=2, default=str).encode()


def _weeks(mentor: Mentor, learner: str, plan: dict[str, Any]) -> bytes:
    progress, today = mentor.progress(learner), datetime.now(UTC).astimezone().date()
    drawn = weeks_picture(
        plan,
        today=today.isoformat(),
        done=progress.done,
        skipped=progress.skipped,
        away=mentor.learning.away(learner=learner, today=today),
        is_alone=True,
    )
    return _drawn(drawn)


def _graph(mentor: Mentor, learner: str, plan: dict[str, Any]) -> bytes:
    progress = mentor.progress(learner)
    drawn = graph_picture(
        plan,
        done=progress.done,
        skipped=progress.skipped,
        builds_on=builds_on_in(mentor.syllabus, plan["language"]),
        is_alone=True,
    )
    return _drawn(drawn)


def _drawn(picture: str) -> bytes:
    if not picture:
        raise PlanError("the plan is empty, so there is nothing to draw")
    return picture.encode()


FORMS = {
    "ics": Form("plan.ics", "text/calendar; charset=utf-8", _calendar),
    "anki": Form("plan.apkg", "application/apkg", _anki),
    "markdown": Form("plan.md", "text/markdown; charset=utf-8", _markdown),
    "json": Form("plan.json", "application/json", _json),
    "weeks": Form("plan-weeks.svg", "image/svg+xml", _weeks),
    "graph": Form("plan-graph.svg", "image/svg+xml", _graph),
}
