"""The questions of the intake: each with what is planned without an answer, and answers to choose from; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.events import Choice
from agent.intake import complete
from agent.learner import read_profile
from agent.said import read
from agent.scope import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from agent.intake import Intake
    from knowledge.syllabus import Syllabus

FIELDS = ("goal", "path", "languages", "known", "hours_per_week", "start", "deadline", "away")
SUMMARY = "summary"
NAMES = {
    "path": "path",
    "languages": "language",
    "known": "you know",
    "hours_per_week": "hours a week",
    "start": "start",
    "deadline": "deadline",
    "away": "away",
}
_ASK = {
    "goal": "What do you want to reach? Say it in your own words; what you know, your hours and your dates may be in it.",
    "path": "Which path is nearest to it?",
    "languages": "Which programming language would you like to use?",
    "known": "What do you know already, such as Git, SQL or a language? What you name is not planned again.",
    "hours_per_week": "How many hours a week can you study?",
    "start": "When do you start?",
    "deadline": "Is there a day by which you want to be done, such as an interview?",
    "away": "Are there days on which you cannot study, such as 20 December to 3 January?",
}
_CHOICES = {
    "goal": (
        "My first job as a backend developer",
        "I come from another profession",
        "I come from the front end",
    ),
    "known": ("Nothing yet", "Git and SQL"),
    "hours_per_week": ("5 hours a week", "10 hours a week", "15 hours a week"),
    "start": ("Next Monday", "In two weeks"),
    "deadline": ("In six months", "In a year"),
}
_NONE = "none"
_BUILD = "Build my plan"


def facts(
    profile: Mapping[str, Any], intake: Intake, syllabus: Syllabus, today: date
) -> Iterator[tuple[str, str, str]]:
    """Yield each field that a plan is made of with its name and its value in words."""
    learner = intake.learner
    said = read(f"\n{profile.get('message', '')}", today)
    known = dict.fromkeys((*profile.get("known", ()), *said.known))
    unknown = dict.fromkeys((*profile.get("unknown", ()), *said.unknown))
    stages = (*([profile["stage"]] if "stage" in profile else said.stages), said.experience)
    words = [*known, *(f"not {each}" for each in unknown), *(f"stage {each}" for each in stages if each)]
    values = {
        "path": syllabus.paths[learner.path].title,
        "languages": learner.language,
        "known": listed(words) or _NONE,
        "hours_per_week": f"{learner.hours_per_week:g}",
        "start": str(learner.start),
        "deadline": str(learner.deadline or _NONE),
        "away": listed(f"{first} to {last}" for first, last in learner.away) or _NONE,
    }
    if learner.route:
        yield "goal", "learner", syllabus.paths[learner.path].routes[learner.route].title
    yield from ((field, NAMES[field], values[field]) for field in NAMES)
    if learner.takes_what_fits:
        yield "scope", "scope", "what fits before the deadline"


def shown(
    field: str, profile: Mapping[str, Any], settled: tuple[str, ...], syllabus: Syllabus, today: date
) -> tuple[str, tuple[Choice, ...]]:
    """Return a question in Markdown, with what holds without an answer, and the answers to choose from."""
    intake = complete(read_profile(profile), syllabus, today)
    if field == SUMMARY:
        return _summary(profile, intake, settled, syllabus, today)
    default = _default(field, intake, syllabus)
    choices = {
        "path": tuple(path.title for path in syllabus.paths.values()),
        "languages": syllabus.paths[intake.learner.path].languages,
        **_CHOICES,
    }.get(field, ())
    skip = Choice("skip", f"Skip: {default}")
    number, all_ = FIELDS.index(field) + 1, len(FIELDS)
    said = f"**{_ASK[field]}** ({number} of {all_})\n\n*Without an answer: {default}.*"
    return said, (*(Choice(each, each) for each in choices), skip)


def _default(field: str, intake: Intake, syllabus: Syllabus) -> str:
    learner = intake.learner
    return {
        "goal": "you choose a path next",
        "path": f"the {syllabus.paths[learner.path].title} path, whose first stage is nearly that of the others",
        "languages": learner.language,
        "known": "nothing, so the plan begins at the beginning",
        "hours_per_week": f"{learner.hours_per_week:g} hours a week, which fit beside a job",
        "start": f"today, {learner.start}",
        "deadline": "no deadline, the end follows from the hours",
        "away": "no days away",
    }[field]


def _summary(
    profile: Mapping[str, Any], intake: Intake, settled: tuple[str, ...], syllabus: Syllabus, today: date
) -> tuple[str, tuple[Choice, ...]]:
    missing = {each.field for each in intake.questions}
    rows = []
    for field, name, value in facts(profile, intake, syllabus, today):
        is_told = (
            field not in missing and (field not in ("start", "away") or field in settled) and value != _NONE
        )
        rows.append(f"- {name}: **{value}**{'' if is_told else ' (not said, so by default)'}")
    doubts = [f"- {each.field.replace('_', ' ')}, {each.value}: {each.because}" for each in intake.doubts]
    beware = "\n\nWhat does not go together, or was not understood:\n\n" + "\n".join(doubts) if doubts else ""
    said = (
        "This is what I would plan with:\n\n" + "\n".join(rows) + beware + "\n\n"
        "**Is that right?** Say what is not, such as *8 hours a week* or *I do not know SQL*, or build the plan."
    )
    return said, (Choice("build", _BUILD),)
