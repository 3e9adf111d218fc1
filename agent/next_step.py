"""The one useful next step that an answer ends with, from the learner's plan and the topic's own checks; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from knowledge.syllabus import Syllabus

SAME = 0.6  # share of a check's words in the question from which it asks the same
LONGEST = 28  # words of a check that can be asked in passing
LEAD = "**Next.**"


def next_step(
    topic: str, question: str, syllabus: Syllabus, plan: Mapping[str, Any] | None, done: Collection[str]
) -> str:
    """Return the words of a next step after an answer from a topic's page, in Markdown; empty where there is none.

    Args:
        topic: id of the page that the answer is from.
        question: what was asked.
        syllabus: the topics with their checks.
        plan: the learner's plan as JSON, or None.
        done: ids that are finished.
    """
    found = syllabus.topics.get(topic)
    if found is None:
        return ""
    week = _week(topic, plan) if topic not in done else None
    place = f"This belongs to week {week} of your plan, *{found.title}*." if week else ""
    check = _check(topic, question, syllabus)
    said = " ".join(filter(None, (place, f"Check yourself: {check}" if check else "")))
    return f"{LEAD} {said}" if said else ""


def _week(topic: str, plan: Mapping[str, Any] | None) -> int | None:
    weeks = plan["weeks"] if plan else []
    return next(
        (week["number"] for week in weeks if any(item["id"] == topic for item in week["items"])), None
    )


def _check(topic: str, question: str, syllabus: Syllabus) -> str:
    """Return a question on the topic that is nearest to what was asked, and not the same."""
    asked = stems(question)
    fits = []
    for check in syllabus.topics[topic].checks:
        words = stems(check.ask)
        near = len(words & asked) / (len(words) or 1)
        if check.kind in ("short", "open") and len(check.ask.split()) <= LONGEST and near < SAME:
            fits.append((near, check.ask))
    return max(fits, default=(0.0, ""))[1]
