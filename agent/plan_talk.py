"""Plain words about a learner's plan: a change is shown and asked back before it is made, a question answered from the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent import clock
from agent.commands import Name, parse
from agent.dialogue import tells_personal
from agent.dialogue_question import wants_telling
from agent.dialogue_wish import Wish, wish
from agent.dialogues import Reply
from agent.errors import PlanError, ProfileError
from agent.events import Choice
from agent.familiar import Vocabulary
from agent.plan import Plan
from agent.plan_answers import when, why
from agent.plan_questions import About, question
from agent.plan_text import from_json, to_json
from agent.plan_words import change, named
from agent.ways_out_text import ways_out_markdown, ways_out_said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.commands import Command
    from agent.memory import Turn
    from agent.mentor import Mentor
    from agent.plan_changes import Proposal
    from agent.plan_questions import PlanQuestion
    from agent.writer import Usage

APPLY = "apply "  # behind /plan: what was proposed is to be done, of the version of the plan that it was proposed for
_APPLY = re.compile(r"apply (?:to version (?P<version>\d{1,9}): ?)?(?P<words>.*)", re.DOTALL)
NOTHING = "Nothing would change in your plan."
_OVERTAKEN = "Your plan has changed since that was shown. This is what would change of it now."
_LONGEST = 1000  # characters; who writes more asks about something else
DISCARD = "discard"
_LEAVE = Choice(f"/plan {DISCARD}", "Leave it as it is")
_POLITE = re.compile(
    r",? (?:please|thanks|thank you|do it|do so|leave it(?: as it is)?)[\s.!]*$", re.IGNORECASE
)
_CAN_YOU = re.compile(
    r"(?:^|[,;:]\s*|\b(?:and|but|so)\s+)\W*(?:(?:please|so|ok|hi|hello),?\s+)*(?:can|could|will|would) (?:you|we)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(
    r"(?<=[.!?;])\s+|\n+|,?\s+(?:and|but)\s+(?=(?:(?:can|could|would) you (?:explain|tell|show|describe|compare)|(?:what|how|why|when|which) (?:is|are|do|does|did|can|should|would|happens)\b))",
    re.IGNORECASE,
)


def about_plan(
    mentor: Mentor, learner: str, kept: Mapping[str, Any], message: str, usage: Usage
) -> Reply | None:
    """Return what plain words about a learner's plan are answered with; None where they may be about anything else.

    Facts alone are taken only where all was understood.

    Args:
        mentor: whose learner it is.
        learner: whose plan.
        kept: the plan as it is remembered.
        message: the words.
        usage: what is asked of a model is added to it.
    """
    if len(message) > _LONGEST:
        return None
    vocabulary, today = Vocabulary(mentor.syllabus, kept["language"]), clock.today()
    if asked := question(message):
        return _answered(mentor, learner, asked, from_json(kept), vocabulary, usage)
    found = change(message, vocabulary, today)
    if not found or found.is_of_trade or parted(message, vocabulary).question:
        return None
    is_plain_fact = not (found.include or found.exclude or found.done or found.refit)
    if is_plain_fact and (found.unread or not tells_personal(found.facts, mentor.syllabus, today)):
        return None
    return proposed(mentor, learner, message, usage)


@dataclass(frozen=True, slots=True)
class Parted:
    """A message as the part that asks for a change of a plan and the part that asks a question; either may be empty."""

    change: str
    question: str


def beside_question(mentor: Mentor, kept: Mapping[str, Any], message: str) -> Parted | None:
    """Return the two parts of a message that asks a question and for a change of the plan; None where it is one alone.

    Facts alone beside a question are what the question is asked with.
    """
    if len(message) > _LONGEST:
        return None
    vocabulary = Vocabulary(mentor.syllabus, kept["language"])
    parts = parted(message, vocabulary)
    found = change(parts.change, vocabulary, clock.today())
    is_sure = bool(found) and not (found.unread or found.is_of_trade)
    asks_for = found.include or found.exclude or found.done or found.refit
    return parts if parts.question and is_sure and asks_for else None


def parted(message: str, vocabulary: Vocabulary) -> Parted:
    """Part a message; "can you" asks a question unless it opens words that were all read as a change."""
    changes: list[str] = []
    questions: list[str] = []
    for said in filter(None, map(str.strip, _SENTENCES.split(message))):
        if not wants_telling(said):
            changes.append(said)
            continue
        found = change(said, vocabulary, clock.today())
        is_order = _CAN_YOU.search(said) is not None and bool(found) and not found.unread
        is_empty = not found and not found.unread  # "can you do that?"
        (changes if is_order or is_empty else questions).append(said)
    return Parted(" ".join(changes), " ".join(questions))


def proposed(mentor: Mentor, learner: str, message: str, usage: Usage) -> Reply:
    """Return what a message would change of a plan, what of it was not understood, and the choice to do it.

    Raises:
        ProfileError: nothing of the message could be read.
    """
    found = mentor.propose(message, learner=learner, usage=usage)
    if not isinstance(found.plan, Plan):
        document = to_json(found.plan)
        why_not = f"That does not fit: {found.plan.reason}."
        said = [*heard_markdown(found), why_not, ways_out_markdown(document), "Your plan is not changed yet."]
        return Reply("\n\n".join(filter(None, said)), (*ways_out_said(document), _LEAVE))
    if not found.changes:
        nothing = "\n\n".join((*heard_markdown(found), NOTHING))
        return Reply(nothing, tuple(_deeper(found)))
    would = "This would change:\n\n" + "\n".join(f"- {each}" for each in found.changes)
    ask = "Nothing is changed yet. **Shall I?**"
    return Reply(
        "\n\n".join((*heard_markdown(found), would, ask)),
        (apply_choice(message, found.version), *_deeper(found), _LEAVE),
    )


def reply_to_proposal(mentor: Mentor, learner: str, turn: Turn) -> Command | None:
    """Read a plain yes or no to a change that was shown right before as its choice; None where it is anything else."""
    said = wish(_POLITE.sub("", turn.message))
    if said not in (Wish.AGREE, Wish.BUILD, Wish.NONE, Wish.STOP):
        return None
    before = mentor.memory.turn_before(learner, turn)
    offered = [choice["say"] for choice in ((before.answer if before else None) or {}).get("choices", ())]
    change = next((say for say in offered if say.startswith(f"/plan {APPLY}")), None)
    if change is None:
        return None
    return parse(change if said in (Wish.AGREE, Wish.BUILD) else _LEAVE.say)


def _deeper(found: Proposal) -> Iterator[Choice]:
    """Yield for each thing that stays, because something builds on it, the choice to do without both."""
    for each in found.needed:
        yield Choice(
            f"leave out {each.title} and what builds on it", f"Leave out what builds on {each.title} as well"
        )


def is_doubtful(mentor: Mentor, message: str, language: str) -> bool:
    """Say whether a part of a message was understood as a change of a plan and another part was not."""
    found = change(message, Vocabulary(mentor.syllabus, language), clock.today())
    return bool(found and found.unread)


def apply_choice(message: str, version: int, label: str = "Change my plan") -> Choice:
    """Return the choice that makes a change as it was proposed of a version of the plan."""
    return Choice(f"/plan {APPLY}to version {version}: {message}", label)


def to_apply(rest: str) -> tuple[str, int | None]:
    """Return the words behind /plan that are to be done, and the version of the plan that they were proposed for."""
    found = _APPLY.fullmatch(rest)
    assert found, rest
    return found["words"], int(found["version"]) if found["version"] else None


def proposed_again(mentor: Mentor, learner: str, message: str, usage: Usage) -> Reply:
    """Return what a change would be that was proposed of an older version of the plan; it may be done already."""
    again = proposed(mentor, learner, message, usage)
    if again.markdown.endswith(NOTHING):
        return Reply(f"That is done already. {NOTHING}")
    return replace(again, markdown=f"{_OVERTAKEN}\n\n{again.markdown}")


def words_of(command: Command) -> str:
    """Return the words of a command that may ask for a change of a plan; empty where it is about something else."""
    if command.name not in (Name.LEARN, Name.PLAN):
        return ""
    return to_apply(command.rest)[0] if command.rest.startswith(APPLY) else command.rest


def heard_markdown(found: Proposal) -> Iterator[str]:
    """Yield what was understood of a message and what was not."""
    if found.understood:
        yield f"Understood: {'; '.join(found.understood)}."
    if found.unread:
        yield f"**Not understood**, so left as it is: {'; '.join(found.unread)}."
    if found.recorded:
        yield f"Recorded: {'; '.join(found.recorded)}; `/progress undo` takes back the last."
    if found.needed:
        yield f"{'; '.join(map(str, found.needed))}."


def _answered(
    mentor: Mentor, learner: str, asked: PlanQuestion, plan: Plan, vocabulary: Vocabulary, usage: Usage
) -> Reply | None:
    if asked.about is About.WHAT_IF:
        return _supposed(mentor, learner, asked.what, vocabulary, usage)
    try:
        ids = named(asked.what, vocabulary) if asked.what else ()
    except PlanError:
        return None  # it asks about something that no plan can hold
    if asked.about is About.WHY:
        return Reply(why(ids, plan, mentor.syllabus))
    return Reply(when(ids, plan, clock.today(), mentor.syllabus))


def _supposed(
    mentor: Mentor, learner: str, message: str, vocabulary: Vocabulary, usage: Usage
) -> Reply | None:
    """Return what would be if a change were made; None where the words ask of something else."""
    if change(message, vocabulary, clock.today()).is_of_trade:
        return None
    try:
        found = mentor.propose(message, learner=learner, usage=usage, is_meant=False)
    except ProfileError:
        return None
    if not found.understood or found.unread:
        return None
    heard = f"If so ({'; '.join(found.understood)}):"
    if not isinstance(found.plan, Plan):
        said = f"{heard} no plan would fit, because {found.plan.reason}. Nothing is changed."
        return Reply(said, (apply_choice(message, found.version, "Show the ways out"), _LEAVE))
    if not found.changes:
        return Reply(f"{heard} nothing would change in your plan.")
    would = "\n".join(f"- {each}" for each in found.changes)
    return Reply(f"{heard}\n\n{would}\n\nNothing is changed.", (apply_choice(message, found.version), _LEAVE))
