"""A learner who brings a task of the curriculum gets hints, step by step, before its solution; pure.

Being handed solutions teaches less than being helped to find them. So a check that a learner brings as it stands is
answered with where to look, then with what the curriculum says about it, sentence by sentence, and then with the
solution. Who asks to be shown is shown at once, and need not ask again in this conversation. A plain question that a
check happens to ask as well is a plain question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.search import Hit
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Check, Topic

ALIKE = 90  # of 100: so much must a message be a check's own words
FEWEST_WORDS = 9  # of a check that nobody would ask in just these words
KINDS = frozenset(("code", "open", "choice"))  # short ones ask what a learner may ask as well
MORE = re.compile(
    r"^\W*(?:(?:can|could) (?:i|you) (?:have|get|give me) )?(?:please )?(?:an?other|next|more|one more|a)?\s*hints?\b[^?]{0,30}\W*$|"
    r"^\W*(?:i'?m|i am) (?:still )?stuck\W*$",
    re.IGNORECASE,
)
SHOW = re.compile(
    r"^\W*(?:ok(?:ay)?,? )?(?:please )?(?:(?:just|can you|could you) )*(?:show|tell|give)(?: it)?(?: to)? me"
    r"(?: (?:it|the (?:answer|solution|code|key)))?(?: please)?\W*$|^\W*i give up\W*$|^\W*(?:the )?solution(?: please)?\W*$",
    re.IGNORECASE,
)
SHOWN = "shown"  # the step of a task whose solution was shown
STEPS = 2  # hints before the solution


@dataclass(frozen=True, slots=True)
class Task:
    """A check that a learner is at, and how far the hints have come.

    Attributes:
        step: 1 for the first hint; above `STEPS` the solution.
    """

    topic: Topic
    check: Check
    step: int

    @property
    def is_shown(self) -> bool:
        """Whether it is time for the solution."""
        return self.step > STEPS

    def json(self) -> dict[str, Any]:
        """Return what a turn remembers of it."""
        return {"check": self.check.id, "topic": self.topic.id, "step": self.step}


def task(message: str, syllabus: Syllabus, before: Iterable[Mapping[str, Any]]) -> Task | None:
    """Return the task that a message brings or goes on with; None for a question like any other.

    Args:
        message: what the learner wrote.
        syllabus: the topics with their checks.
        before: what the turns of this conversation remember of tasks, oldest first.
    """
    earlier = list(before)
    last = earlier[-1] if earlier else None
    if last and (SHOW.match(message) or MORE.match(message)):
        found = _by_id(syllabus, str(last["topic"]), str(last["check"]))
        step = STEPS + 1 if SHOW.match(message) else int(last["step"]) + 1
        return Task(*found, step) if found else None
    brought = _brought(message, syllabus)
    if brought is None:
        return None
    wants_to_see = any(int(each["step"]) > STEPS for each in earlier)  # said so before: it is remembered
    steps = [int(each["step"]) for each in earlier if each["check"] == brought[1].id]
    return Task(*brought, STEPS + 1 if wants_to_see else max(steps, default=0) + 1)


def _brought(message: str, syllabus: Syllabus) -> tuple[Topic, Check] | None:
    if len(message.split()) < FEWEST_WORDS:
        return None
    best: tuple[float, Topic, Check] | None = None
    for topic in syllabus.topics.values():
        for check in topic.checks:
            if check.kind not in KINDS or len(check.ask.split()) < FEWEST_WORDS:
                continue
            alike = fuzz.partial_ratio(check.ask, message, score_cutoff=ALIKE)
            if alike and len(message) >= len(check.ask) * ALIKE / 100 and (not best or alike > best[0]):
                best = (alike, topic, check)
    return (best[1], best[2]) if best else None


def _by_id(syllabus: Syllabus, topic: str, check: str) -> tuple[Topic, Check] | None:
    found = syllabus.topics.get(topic)
    return next(((found, each) for each in found.checks if each.id == check), None) if found else None


def lead(task: Task) -> str:
    """Return the mentor's words before the quotations of a hint."""
    if task.step == 1:
        asked = stems(task.check.ask)
        aim = max(task.topic.outcomes, key=lambda outcome: len(stems(outcome) & asked))
        return (
            f"**A hint first.** This is a task of *{task.topic.title}*, so try it yourself before you look. "
            f"It exercises this: *{aim}*. The sources say where to begin:"
        )
    return "**Another hint.** This is what the solution rests on:"


def close(task: Task) -> str:
    """Return the mentor's words after the quotations of a hint."""
    more = "*another hint*, or *show me*" if task.step < STEPS else "*show me*"
    return f"Try it, and write what you get; or say {more}."


def solution(task: Task) -> str:
    """Return a check's solution as the curriculum has it, in Markdown."""
    check = task.check
    parts = [f"**The solution**, from the checks of *{task.topic.title}*:"]
    if check.kind == "code":
        parts += [
            f"```{check.language}\n{check.solution.rstrip()}\n```",
            f"It prints:\n\n```\n{check.output.rstrip()}\n```",
        ]
    else:
        parts.append(check.answer)
    return "\n\n".join([*parts, *([check.why] if check.why else [])])


def sections(task: Task, hits: Sequence[Hit]) -> list[Hit]:
    """Return the passages of the section that a check is from, or of its topic where none of it was found."""
    wanted = task.check.heading.lstrip("#")
    of_topic = [hit for hit in hits if hit.passage.source == task.topic.id]
    exact = [hit for hit in of_topic if hit.passage.heading and _slug(hit.passage.heading[-1]) == wanted]
    return exact or of_topic


def rests_on(task: Task, quotes: Sequence[str]) -> list[int]:
    """Return which of the quotations a hint shows: first one, then those that the key points are in."""
    points = task.check.key_points or (task.check.answer or task.check.ask,)
    wanted = set().union(*(stems(point) for point in points))
    ranked = sorted(range(len(quotes)), key=lambda at: (-len(stems(quotes[at]) & wanted), at))
    if task.step == 1:
        return [at for at in range(len(quotes)) if at not in ranked[:1]][:1] or ranked[:1]
    return sorted(ranked[:2])


def _slug(heading: str) -> str:
    plain = re.sub(r"[^\w\s-]", "", heading.lower())
    return re.sub(r"\s+", "-", plain.strip())
