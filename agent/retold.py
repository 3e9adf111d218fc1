"""What a learner said before, joined with what a new message says: the new counts, the rest is kept; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.errors import ProfileError
from agent.familiar import Vocabulary
from agent.intake import complete
from agent.learner import Profile, read_profile
from agent.said import read
from agent.scope import listed
from agent.workweeks import without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from agent.learner import Learner
    from agent.said import Said
    from knowledge.syllabus import Syllabus


def joined(before: Mapping[str, Any], message: str, syllabus: Syllabus, today: date) -> dict[str, Any]:
    """Return the profile of before, changed by what the message says; `kept` names what comes from before.

    Raises:
        ProfileError: nothing of the message could be read.
    """
    old = read_profile(before)
    then = complete(old, syllabus, old.told_on or today)
    now = complete(Profile(message=message, told_on=today), syllabus, today)
    said = read(f"\n{message}", today)
    names_path = all(each.field != "path" for each in now.questions)
    if not (names_path or now.learner.route or tells(said)):
        raise ProfileError(_unreadable(message, said))
    asked = {each.field for each in then.questions}
    path = now.learner.path if names_path else then.learner.path
    said_before = read(f"{old.goal}\n{old.message}", old.told_on or today)
    kept = _facts(old, said_before, then.learner, Vocabulary(syllabus, then.learner.language))
    kept |= {name: None for name in ("path", "hours_per_week") if name in asked}
    kept |= _outdone(said, kept, now.learner, names_path=names_path)
    if path != then.learner.path:
        kept["languages"] = None
        kept["route"] = kept["route"] if kept["route"] in syllabus.paths[path].routes else None
    facts = {name: value for name, value in kept.items() if value}
    if facts.get("start", today) <= today:
        facts.pop("start", None)
    names = [name for name in facts if name in _TOLD]
    again = f"{said_before.experience}. " if said_before.experience and not old.stage else ""
    if again and said_before.is_of_another_trade:
        again = f"{said_before.experience} in another trade. "
    return Profile(**facts, message=f"{again}{message}", told_on=today, kept=tuple(names)).model_dump(
        mode="json", exclude_defaults=True
    )


_TOLD = (
    *("path", "languages", "hours_per_week", "start", "deadline", "away", "known", "stage", "route"),
    "scope",
)


def _facts(old: Profile, said: Said, learner: Learner, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what was said before, field by field, whether in a form or in words."""
    stages = [each for each in said.stages if each != "none"] or said.stages
    known = (each for each in said.known if vocabulary.meaning(each).topics)
    return {
        "path": learner.path,
        "languages": (learner.language,) if old.languages or said.languages or said.spoken else None,
        "hours_per_week": learner.hours_per_week,
        "start": learner.start,
        "deadline": learner.deadline,
        "away": learner.away,
        "known": tuple(dict.fromkeys((*old.known, *known))),
        "unknown": tuple(dict.fromkeys((*old.unknown, *said.unknown))),
        "stage": old.stage or next(iter(stages), None),
        "route": learner.route,
        "wanted": learner.wanted,
        "include": old.include,
        "exclude": learner.excluded,
        "aims": tuple(dict.fromkeys((*old.aims, *said.aims))),
        "scope": "what_fits" if learner.takes_what_fits else None,
    }


def _outdone(said: Said, kept: dict[str, Any], now: Learner, *, names_path: bool) -> dict[str, Any]:
    """Return the kept facts in whose place the message puts others."""
    new = {
        "path": names_path,
        "languages": said.languages,
        "hours_per_week": said.hours,
        "start": said.starts,
        "deadline": said.deadlines or said.has_no_deadline,
        "stage": said.stages or said.experience,
        "route": now.route,
    }
    # what is said to be unknown now was known by mistake, and the other way round
    gone = {each.lower() for each in said.unknown}
    learned = {each.lower() for each in said.known}
    return {
        **{name: None for name, told in new.items() if told},
        "away": without(kept["away"], said.there),
        "known": tuple(
            each
            for each in kept["known"]
            if not any(f" {each.lower()}".endswith(f" {word}") for word in gone)
        ),
        "unknown": tuple(each for each in kept["unknown"] if each.lower() not in learned),
    }


def tells(said: Said, *, but_known: bool = False) -> bool:
    """Say whether the message tells any fact that a plan rests on, or any but what the learner knows."""
    known = () if but_known else (said.spoken, said.known)
    return any(
        (
            *(said.hours, said.languages, *known, said.unknown, said.stages, said.starts),
            *(said.deadlines, said.has_no_deadline, said.away, said.there),
            *(said.experience, said.aims, said.takes_what_fits),
        )
    )


def _unreadable(message: str, said: Said) -> str:
    not_understood = (*said.vague, *said.unread)
    unread = f" (not understood: {listed(not_understood)})" if not_understood else ""
    if said.not_offered:
        unread = f" ({listed(said.not_offered)} is not offered)"
    return (
        f"nothing in {message[:80]!r} could be read{unread}, so what you have stays as it is; say a path, hours a week, a date "
        "or what you know, such as /learn 10 hours a week, by 2027-12-31, or /learn start over"
    )
