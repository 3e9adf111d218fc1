"""The intake as a dialogue: one question at a time, what is said read by rules and shown back; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent.amounts import NUMBER
from agent.dialogue_question import asks, names_topic, wants_telling
from agent.dialogue_wish import Wish, wish
from agent.dialogue_words import FIELDS, SUMMARY, facts
from agent.errors import ProfileError
from agent.familiar import Vocabulary
from agent.intake import complete
from agent.learner import Profile, read_profile
from agent.question import Asked, kind
from agent.retold import joined
from agent.said import read
from agent.scope import listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from agent.intake import Intake
    from agent.model_reading import Filled
    from knowledge.syllabus import Syllabus

_LEADS = {
    "path": "learn ",
    "languages": "learn ",
    "known": "I know ",
    "start": "start ",
    "deadline": "by ",
    "away": "away ",
}
_BARE_HOURS = rf"(?:about |around |maybe |only |at most |roughly )*({NUMBER})(?:\s*(?:-|to|or)\s*{NUMBER})?\s*(?:h|hrs?|hours?)?"
_OPENER = re.compile(
    r"^\W*(?:(?:no(?=\s*[,.:;-]|\s+\d)|actually|sorry|wait|rather|better|well|hmm+|um|ok(?:ay)?|and|but|so|oh|i mean|make (?:it|that)|let'?s (?:say|do|make it))\b[\s,.:;-]+)+",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"^\W*(?:not (?:much|a lot|really)|almost nothing|only|just)\b[\s,.:;-]+(?=\w)", re.IGNORECASE
)
# what a path or a language is named in is often a question about it, or a list of what is known
_PERSONAL = frozenset(("known", "hours_per_week", "start", "deadline", "away", "scope"))
_ABOUT_PATH = re.compile(r"\b(?:path|instead|learn|become|want|switch|rather|change)\b", re.IGNORECASE)
_FACTS_OF_A_WISH = 2
_WISH = re.compile(
    r"\bi\b.*\b(?:want|like|love|need|hope|plan(?:ning)?|trying|going|aim) to (?:\w+ )?"
    r"(?:become an? (?:[\w-]+ ){0,3}(?:developer|engineer|programmer|architect)|(?:chang|switch)(?:e|ing)? (?:my )?(?:careers?|jobs?|professions?)"
    r"|(?:get|move|switch|change|go) into (?:backend|back-end|programming|software|web|tech|it)\b|(?:get|find) (?:a|my first) (?:[\w-]+ ){0,3}job"
    r"|learn (?:backend|back-end|programming|to (?:code|program)))",
    re.IGNORECASE,
)
_KNOWN_CHARS = 200
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_WISH_CHARS = 1000  # who writes more asks about something else
UNREAD = "I could not read that as an answer."


@dataclass(frozen=True, slots=True)
class Step:
    """Where a dialogue stands after a turn.

    Attributes:
        turn: the number of the turn in its conversation.
        profile: what was told so far, in the shape of a profile.
        settled: fields that were told, or passed over.
        field: what is asked; `SUMMARY` whether to build the plan; None when it is over.
    """

    turn: int
    profile: Mapping[str, Any]
    settled: tuple[str, ...] = ()
    field: str | None = FIELDS[0]

    def json(self) -> dict[str, Any]:
        """Return the step as the database keeps it."""
        return {
            "turn": self.turn,
            "profile": dict(self.profile),
            "settled": list(self.settled),
            "field": self.field,
        }


def step_of(row: Mapping[str, Any]) -> Step:
    """Return the step that a row of the database holds."""
    return Step(row["turn"], row["profile"], tuple(row["settled"]), row["field"])


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply as it was understood: the step it leads to, and what to say of it before the next question."""

    step: Step
    noted: str = ""


def asks_for_plan(message: str, syllabus: Syllabus, today: date) -> bool:
    """Say whether a message wants a plan: it says so, or is no question and tells a wish or much of its writer."""
    if kind(message) is Asked.PLAN:
        return True
    if len(message) > _WISH_CHARS:
        return False
    sentences = _SENTENCES.split(message.strip())
    others = [each for each in sentences if kind(each) is not Asked.PLAN]
    if any(wants_telling(each) for each in others):
        return False
    if len(others) < len(sentences):  # "I know some Python. Can you make me a plan?"
        return True
    if _WISH.search(message):
        return True
    said = read(f"\n{message}", today)
    is_timed = said.hours or said.starts or said.deadlines or said.away
    return bool(is_timed) and len(_told(message, syllabus, today) & _PERSONAL) >= _FACTS_OF_A_WISH


def opened(message: str, turn: int, syllabus: Syllabus, today: date) -> Heard:
    """Return the first step of a dialogue that begins with a message, which may be empty or tell nothing."""
    step, told = Step(turn, {}), _told(message, syllabus, today)
    if not told:
        return Heard(_moved(step, syllabus, today))
    return _taken(step, message, told, syllabus, today)


def heard(step: Step, message: str, turn: int, syllabus: Syllabus, today: date) -> Heard | None:
    """Return what a reply to a step's question says; None where it is a question of its own.

    The reply is read as it is, and, where that does not answer, as the words that the question leads on to. It may
    tell other things instead, and correct what was said before.
    """
    now, asked = replace(step, turn=turn), wish(message, step.field)
    if asked and step.field in _passing(asked):
        return Heard(_moved(replace(now, settled=(*now.settled, step.field)), syllabus, today))
    if asked is Wish.NONE and step.field == "known":
        return _taken(now, "I am a beginner", frozenset(("known",)), syllabus, today)
    plain = _OPENER.sub("", message)
    plain = _LITTLE.sub("", plain) if step.field == "known" else plain
    text, told = _reading(step, plain, syllabus, today)
    is_personal = bool(_told(message, syllabus, today) & _PERSONAL)
    if not is_personal and asks(message, is_answer=bool(told)):
        return None
    if told:
        return _taken(now, text, told, syllabus, today)
    is_doubtful = step.field == "known" or _doubted(Profile(message=plain, told_on=today), syllabus, today)
    if not is_doubtful and names_topic(plain, _vocabulary(step, syllabus, today)):
        return None
    return _unread(now, plain, syllabus, today)


def _vocabulary(step: Step, syllabus: Syllabus, today: date) -> Vocabulary:
    return Vocabulary(syllabus, _intake(step.profile, syllabus, today).learner.language)


def _unread(step: Step, message: str, syllabus: Syllabus, today: date) -> Heard:
    """Return what becomes of a reply that tells nothing: a goal is kept as it is, what is known is looked for in vain."""
    if step.field == FIELDS[0]:
        doubted = _doubted(Profile(message=message, told_on=today), syllabus, today)
        goal = {} if doubted else {"goal": message.strip()[:_WISH_CHARS]}
        named = replace(step, profile={**step.profile, **goal}, settled=(*step.settled, FIELDS[0]))
        return Heard(_moved(named, syllabus, today), doubted)
    if step.field == "known" and not _doubted(Profile(message=message, told_on=today), syllabus, today):
        passed = replace(step, settled=(*step.settled, "known"))
        noted = _doubted(Profile(known=(_plain(message)[:_KNOWN_CHARS],)), syllabus, today)
        return Heard(_moved(passed, syllabus, today), noted)
    return Heard(step, _doubted(Profile(message=message, told_on=today), syllabus, today) or UNREAD)


def filled_in(found: Heard, filled: Filled, syllabus: Syllabus, today: date) -> Heard:
    """Return a reply with what a model read of it beside the rules, shown back with the words that say it."""
    step = found.step
    if not filled.words:
        return replace(found, noted=" ".join(filter(None, (found.noted, filled.failed))))
    settled = (*step.settled, *(name for name in filled.words if name not in step.settled))
    profile = dict(filled.profile)
    values = {
        field: (name, value)
        for field, name, value in facts(profile, _intake(profile, syllabus, today), syllabus, today)
    }
    guesses = [
        f"{values[field][0]} **{values[field][1]}** (from *{words}*)" for field, words in filled.words.items()
    ]
    guessed = f"The language model read {'; '.join(guesses)}: say it again if that is wrong."
    noted = "" if found.noted == UNREAD else found.noted
    moved = _moved(replace(step, profile=profile, settled=settled), syllabus, today)
    return Heard(moved, " ".join(filter(None, (noted, guessed))))


def _passing(asked: Wish) -> tuple[str, ...]:
    """Return the fields whose question a word such as "skip" passes over.

    "None" tells that nothing is known, and "yes" leaves open which day.
    """
    answered = {Wish.SKIP: (), Wish.NONE: ("known",), Wish.AGREE: ("deadline", "away")}.get(asked, FIELDS)
    return tuple(field for field in FIELDS if field not in answered)


def _reading(step: Step, message: str, syllabus: Syllabus, today: date) -> tuple[str, frozenset[str]]:
    """Return the words in which a reply is best read, and the fields that they tell."""
    told, field = _told(message, syllabus, today), step.field or ""
    if "path" in step.settled and field != SUMMARY and not _ABOUT_PATH.search(message):
        told -= {"goal", "path", "languages"}  # chosen before: a name that happens to fall does not undo it
    if field in told:
        return message, told
    led = _led(field, message, syllabus)
    if led and field in (told_so := _told(led, syllabus, today)):
        return led, told_so
    return message, told


def _led(field: str, message: str, syllabus: Syllabus) -> str:
    """Return a reply with the words before it that make it a sentence for the rules."""
    said = message.strip(" .!?")
    if field == "hours_per_week" and (bare := re.fullmatch(_BARE_HOURS, said, re.IGNORECASE)):
        return f"{bare[1]} hours a week"
    if field == "path":
        titles = {path.title.lower(): path.id for path in syllabus.paths.values()}
        said = next((id_ for title, id_ in titles.items() if said.lower() in (title, id_)), said)
    lead = _LEADS.get(field)
    return f"{lead}{said}" if lead else ""


def tells_personal(message: str, syllabus: Syllabus, today: date) -> bool:
    """Say whether a message tells something of its writer that plans rest on, such as hours or a date."""
    return bool(_told(message, syllabus, today) & _PERSONAL)


def _told(message: str, syllabus: Syllabus, today: date) -> frozenset[str]:
    """Return the fields of which a message tells something that can be planned with."""
    said = read(f"\n{message}", today)
    now = complete(Profile(message=message, told_on=today), syllabus, today)
    names_path = all(each.field != "path" for each in now.questions)
    vocabulary = Vocabulary(syllabus, now.learner.language)
    known = any(vocabulary.meaning(_plain(each)).topics for each in said.known)
    told = {
        "goal": names_path or now.learner.route or said.aims,
        "path": names_path,
        "languages": said.languages,
        "known": known or said.unknown or said.stages or said.experience,
        "hours_per_week": said.hours,
        "start": said.starts,
        "deadline": said.deadlines or said.has_no_deadline,
        "away": said.away or said.there,
        "scope": said.takes_what_fits,
    }
    return frozenset(name for name, found in told.items() if found)


def _plain(words: str) -> str:
    """Return a learner's words without the form of an id, which would have to exist."""
    return words if " " in words else words.replace(".", " ")


def _taken(step: Step, text: str, told: frozenset[str], syllabus: Syllabus, today: date) -> Heard:
    """Return the step with what a message tells, and what was made of it."""
    try:
        profile = joined(step.profile, text, syllabus, today)
    except ProfileError:
        return Heard(step, _doubted(Profile(message=text, told_on=today), syllabus, today))
    if "path" in step.settled and "path" not in told:
        profile |= {name: step.profile[name] for name in ("path", "languages") if name in step.profile}
    before, after = _intake(step.profile, syllabus, today), _intake(profile, syllabus, today)
    profile |= {"goal": step.profile["goal"]} if "goal" in step.profile else {}
    step = replace(step, profile=profile, settled=tuple(dict.fromkeys((*step.settled, *told))))
    named = [
        f"{name} **{value}**"
        for field, name, value in facts(profile, after, syllabus, today)
        if field in told
    ]
    parts = [f"Noted: {'; '.join(named)}."] if named else []
    parts += [
        f"But {each.field.replace('_', ' ')} **{each.value}**: {each.because}."
        for each in after.doubts
        if each not in before.doubts
    ]
    return Heard(_moved(step, syllabus, today), " ".join(parts))


def _doubted(profile: Profile, syllabus: Syllabus, today: date) -> str:
    """Say what of a message could not be used, and why; empty where there is nothing to say."""
    doubts = complete(profile, syllabus, today).doubts
    why = [f"**{each.value}**: {each.because}" for each in doubts]
    return f"I could not use that: {listed(why)}." if why else ""


def _intake(profile: Mapping[str, Any], syllabus: Syllabus, today: date) -> Intake:
    return complete(read_profile(profile), syllabus, today)


def _moved(step: Step, syllabus: Syllabus, today: date) -> Step:
    """Return the step with the next question that is still open."""
    missing = {each.field for each in _intake(step.profile, syllabus, today).questions}
    told = {"goal", "path", "languages", "known", "hours_per_week", "deadline"} - missing
    told -= {"goal"} if "path" in missing else set()
    open_ = (field for field in FIELDS if field not in step.settled and field not in told)
    return replace(step, field=next(open_, SUMMARY))
