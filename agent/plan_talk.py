"""Plain words about a learner's plan: a change is shown and asked back before it is made, a question answered from the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import clock
from agent.commands import Name
from agent.dialogue import tells_personal
from agent.dialogue_question import wants_telling
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
    from collections.abc import Iterator

    from agent.commands import Command
    from agent.mentor import Mentor
    from agent.plan_changes import Proposal
    from agent.plan_questions import PlanQuestion
    from agent.writer import Usage

APPLY = "apply "  # behind /plan: what was proposed is to be done
_LONGEST = 1000  # characters; who writes more asks about something else
DISCARD = "discard"
_LEAVE = Choice(f"/plan {DISCARD}", "Leave it as it is")
_MARKED_ASKING = ("can you", "could you", "can we", "could we", "would you", "will you")


def about_plan(mentor: Mentor, learner: str, message: str, usage: Usage) -> Reply | None:
    """Return what plain words about a learner's plan are answered with; None where they may be about anything else.

    Facts alone are taken only where all was understood, and nothing is taken where there is no plan.
    """
    kept = mentor.memory.plan(learner)
    if kept is None or len(message) > _LONGEST:
        return None
    vocabulary, today = Vocabulary(mentor.syllabus, kept["language"]), clock.today()
    if asked := question(message):
        return _answered(mentor, learner, asked, from_json(kept), vocabulary, usage)
    found = change(message, vocabulary, today)
    if not found or found.is_of_trade or _asks_something_else(message):
        return None
    is_plain_fact = not (found.include or found.exclude or found.done or found.refit)
    if is_plain_fact and (found.unread or not tells_personal(found.facts, mentor.syllabus, today)):
        return None
    return proposed(mentor, learner, message, usage)


def _asks_something_else(message: str) -> bool:
    said = message.strip().lower()
    return wants_telling(message) and not any(each in said for each in _MARKED_ASKING)


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
        nothing = "\n\n".join((*heard_markdown(found), "Nothing would change in your plan."))
        return Reply(nothing, tuple(_deeper(found)))
    would = "This would change:\n\n" + "\n".join(f"- {each}" for each in found.changes)
    ask = "Nothing is changed yet. **Shall I?**"
    return Reply(
        "\n\n".join((*heard_markdown(found), would, ask)), (apply_choice(message), *_deeper(found), _LEAVE)
    )


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


def apply_choice(message: str) -> Choice:
    """Return the choice that makes a proposed change."""
    return Choice(f"/plan {APPLY}{message}", "Change my plan")


def words_of(command: Command) -> str:
    """Return the words of a command that may ask for a change of a plan; empty where it is about something else."""
    return command.rest.removeprefix(APPLY) if command.name in (Name.LEARN, Name.PLAN) else ""


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
        return Reply(said, (Choice(f"/plan {APPLY}{message}", "Show the ways out"), _LEAVE))
    if not found.changes:
        return Reply(f"{heard} nothing would change in your plan.")
    would = "\n".join(f"- {each}" for each in found.changes)
    return Reply(f"{heard}\n\n{would}\n\nNothing is changed.", (apply_choice(message), _LEAVE))
