"""From a profile with gaps to a learner without: every gap filled with a stated default, nothing blocks; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.assumptions import Assumptions
from agent.background import denied, known_topics, on_the_path, wanted
from agent.choice import choose
from agent.dates import AWAY
from agent.familiar import Vocabulary
from agent.learner import HOURS_LEAST, HOURS_MOST, Learner
from agent.said import read
from agent.scope import listed
from agent.workweeks import merged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.choice import Choice
    from agent.learner import Assumed, Days, Profile
    from agent.said import Said
    from knowledge.syllabus import Syllabus

# About an hour on weekdays and three at the weekend: what fits beside a job.
HOURS_DEFAULT = 8.0
_THE = re.compile(r"^(?:the|any|all)\s+|\s+(?:please|too|stuff|things?)$", re.IGNORECASE)
# The most useful first: each answer changes the plan more than the next.
_QUESTIONS = {
    "path": "What would you like to be able to build, or which job do you have in mind?",
    "known": "What do you know already: languages, SQL, Git, HTTP?",
    "hours_per_week": "How many hours a week can you study?",
    "deadline": "Is there a date by which you want to be done?",
    "languages": "Which programming language would you like to use?",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something still worth asking; until it is answered the assumption about the field holds."""

    field: str
    ask: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A learner ready to be planned for, what was assumed about them, and what is worth asking, most useful first.

    `doubts` are those of what was assumed that the learner may not have meant.
    """

    learner: Learner
    assumed: tuple[Assumed, ...]
    questions: tuple[Question, ...]
    doubts: tuple[Assumed, ...] = ()


def complete(profile: Profile, syllabus: Syllabus, today: date, *, learner_id: str = "me") -> Intake:
    """Return a learner for the profile.

    Fields of the form count before words of the message; where they contradict each other, what is assumed says so.

    Raises:
        ProfileError: the profile names a path, language, route or topic id that the syllabus does not have.
    """
    told_on = profile.told_on or today
    said = read(f"{profile.goal}\n{profile.message}", told_on, profile.start)
    assumptions = Assumptions()
    _beside(profile, said, syllabus, assumptions)
    choice = choose(profile, said, syllabus, assumptions)
    known = known_topics(profile, said, syllabus, assumptions, choice)
    learner = Learner(
        path=choice.path.id,
        language=choice.language,
        start=_start(profile, said, told_on, assumptions),
        hours_per_week=_hours(profile, said, assumptions),
        deadline=_deadline(profile, said, assumptions),
        away=_away(profile, said, assumptions),
        known=known,
        denied=denied(profile, said, syllabus, choice),
        route=choice.route,
        wanted=wanted(profile, said, syllabus, choice, known),
        takes_what_fits=profile.scope == "what_fits" or said.takes_what_fits,
        seeks_job=bool(profile.aims or said.aims),
        included=tuple(each for each in profile.include if each in syllabus),
        excluded=_excluded(profile, said, syllabus, choice, assumptions),
        goal=profile.goal or profile.message,
        id=learner_id,
    )
    if learner.deadline and learner.deadline < learner.start:
        why = f"it is before the first day, {learner.start}, so no plan can end by it"
        assumptions.doubt("deadline", learner.deadline, why)
    for name in profile.guessed:
        why = "the language model read it from your words; say it again if it is wrong"
        assumptions.add(name, _value(learner, profile, name), why)
    for name in profile.kept:
        assumptions.add(name, _value(learner, profile, name), "kept from what you said before")
    learner = replace(learner, assumed=tuple(assumptions.made))
    return Intake(learner, learner.assumed, tuple(_questions(assumptions)), tuple(assumptions.doubts))


def _beside(profile: Profile, said: Said, syllabus: Syllabus, assumptions: Assumptions) -> None:
    """Name what was read and changes no field, and what was not understood."""
    for words in dict.fromkeys(said.unread):
        assumptions.doubt(
            "not understood", words, "say it another way, such as 8 hours a week, or by 2027-12-31"
        )
    for words in said.vague:
        such = "away 1 to 14 February" if AWAY.search(words) else "by 2027-12-31"
        assumptions.doubt("not understood", words, f"it names no day; say one, such as {such}")
    for name in said.not_offered:
        assumptions.doubt("languages", name, f"not offered; the curriculum has {listed(syllabus.languages)}")
    if aims := (*said.aims, *profile.aims):
        assumptions.add("goal", aims[0], "your words say so")


def _excluded(
    profile: Profile, said: Said, syllabus: Syllabus, choice: Choice, assumptions: Assumptions
) -> tuple[str, ...]:
    """Return what the learner does not want; what is no topic of ours changes nothing but the path that is chosen."""
    excluded = [each for each in profile.exclude if each in syllabus and each not in profile.include]
    vocabulary = Vocabulary(syllabus, choice.language)
    on_path = on_the_path(syllabus, choice)
    for words in said.skips:
        ids = [each for each in vocabulary.named(_THE.sub("", words)) if each in on_path]
        excluded += ids
        if ids:
            assumptions.add("left out", words, "your words say so; what something else builds on stays in")
        elif words not in said.not_offered:
            assumptions.doubt(
                "skip", words, "not counted as a wish; what the path needs of it stays in the plan"
            )
    return tuple(dict.fromkeys(excluded))


def _value(learner: Learner, profile: Profile, name: str) -> str:
    if name == "known":
        return listed(profile.known)
    if name == "away":
        return listed(f"{first} to {last}" for first, last in profile.away)
    shown = {"languages": learner.language, "stage": profile.stage, "scope": profile.scope}
    value = shown.get(name) or getattr(learner, name)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _hours(profile: Profile, said: Said, assumptions: Assumptions) -> float:
    usable = [hours for hours in said.hours if HOURS_LEAST <= hours <= HOURS_MOST]
    for hours in said.hours:
        if hours not in usable:
            assumptions.doubt(
                "hours_per_week", hours, f"not used: it must be from {HOURS_LEAST} to {HOURS_MOST:g}"
            )
    if profile.hours_per_week is None and len(usable) > 1:
        named = " and ".join(f"{hours:g}" for hours in usable)
        assumptions.doubt(
            "hours_per_week", min(usable), f"your words say {named} hours a week; the least counts"
        )
        return min(usable)
    return assumptions.pick(
        "hours_per_week", profile.hours_per_week, usable, default=HOURS_DEFAULT, why="what fits beside a job"
    )


def _start(profile: Profile, said: Said, told_on: date, assumptions: Assumptions) -> date:
    if profile.start is None and not said.starts:
        assumptions.add("start", told_on, "no other day was named")
        return told_on
    start = assumptions.pick(
        "start", profile.start, said.starts, default=told_on, why="no other day was named"
    )
    if start < told_on:
        assumptions.doubt(
            "start", told_on, f"the start {start} is past, so what is planned begins on this day"
        )
    return start


def _deadline(profile: Profile, said: Said, assumptions: Assumptions) -> date | None:
    why = "no date was named, so the end follows from the hours"
    if profile.deadline is None and not said.deadlines:
        assumptions.missing.append("deadline")
        assumptions.add("deadline", "none", why)
        return None
    deadlines = sorted(set(said.deadlines))
    if profile.deadline is None and len(deadlines) > 1:
        named = " and ".join(str(day) for day in deadlines)
        assumptions.doubt("deadline", deadlines[0], f"your words say {named}; the earliest counts")
        return deadlines[0]
    return assumptions.pick("deadline", profile.deadline, deadlines, default=None, why=why)


def _away(profile: Profile, said: Said, assumptions: Assumptions) -> tuple[Days, ...]:
    for first, last in said.away:
        assumptions.add("away", f"{first} to {last}", "your words say so")
    return merged((*profile.away, *said.away))


def _questions(assumptions: Assumptions) -> Iterator[Question]:
    for name, ask in _QUESTIONS.items():
        if name in assumptions.missing:
            yield Question(name, ask)
