"""The one useful next step that an answer ends with, from the learner's plan and the topic's own checks; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.page_check import slug
from knowledge.topic import Stage
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from knowledge.syllabus import Syllabus
    from knowledge.topic import Topic

SAME = 0.6  # share of a check's words in the question from which it asks the same
LONGEST = 28  # words of a check that can be asked in passing
STAGES = {"none": 0, **{str(each): each.rank for each in Stage}}  # as a profile names them
LEAD = "**Next.**"


def next_step(  # noqa: PLR0913 - what is known of an answer and of who asked, each by name
    topic: str,
    question: str,
    syllabus: Syllabus,
    plan: Mapping[str, Any] | None,
    done: Collection[str],
    *,
    sections: Collection[str] = (),
    stage: str = "",
    told: str = "",
) -> str:
    """Return the words of a next step after an answer from a topic's page, in Markdown; empty where there is none.

    Args:
        topic: id of the page that the answer is from.
        question: what was asked.
        syllabus: the topics with their checks.
        plan: the learner's plan as JSON, or None.
        done: ids that are finished.
        sections: the headings that the answer quotes; a check of one of them is on the subject.
        stage: of the learner, as they told it; a check of a later stage is too hard. Empty where nobody knows.
        told: what the conversation has said already; no check is put twice.
    """
    found = syllabus.topics.get(topic)
    if found is None:
        return ""
    week = _week(topic, plan) if topic not in done else None
    place = f"This belongs to week {week} of your plan, *{found.title}*." if week else ""
    is_too_hard = stage in STAGES and found.stage.rank > STAGES[stage]
    check = "" if is_too_hard else _check(found, question, sections, told)
    said = " ".join(filter(None, (place, f"Check yourself: {check}" if check else "")))
    return f"{LEAD} {said}" if said else ""


def _week(topic: str, plan: Mapping[str, Any] | None) -> int | None:
    weeks = plan["weeks"] if plan else []
    return next(
        (week["number"] for week in weeks if any(item["id"] == topic for item in week["items"])), None
    )


def _check(topic: Topic, question: str, sections: Collection[str], told: str) -> str:
    """Return a question on the topic that is on what was asked, and not the same; nothing where none is."""
    wanted = stems(question)
    quoted = {slug(each) for each in sections}
    fits = []
    for check in topic.checks:
        words = stems(check.ask)
        near = len(words & wanted) / (len(words) or 1)
        is_of_section = check.heading.lstrip("#") in quoted
        is_short = check.kind in ("short", "open") and len(check.ask.split()) <= LONGEST
        if is_short and near < SAME and (near > 0 or is_of_section) and check.ask not in told:
            fits.append((is_of_section, near, check.ask))
    return max(fits, default=(False, 0.0, ""))[2]
