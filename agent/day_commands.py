"""The slash commands of a learner's day: what to do today, checks and their answers, and marks of progress."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checking import gives_up
from agent.commands import MARKS, Command, Mark, Name, read_mark
from agent.dialogues import Reply
from agent.errors import PlanError
from agent.events import Choice
from agent.ledger import Kind
from agent.on_track import on_track
from agent.overview import overview
from agent.plan_text import from_json
from agent.scope import listed

if TYPE_CHECKING:
    from agent.checking import Marked
    from agent.ledger import Event
    from agent.memory import Turn
    from agent.mentor import Mentor
    from agent.placing import Placing

LONE_OPTION = re.compile(r"[a-dA-D1-4][).]?")
JUDGEMENTS = (Choice("/answer right", "Mine is right"), Choice("/answer wrong", "Mine is not"))
_JUDGED = {"right": True, "wrong": False}
NO_PLAN = "There is no plan yet. Write `/learn` with what you want to reach, such as `/learn Go, 6 hours a week, by June`."
STUDIED = "studied"  # the mark that changes no plan: what is left of a topic still stands in it
REPLAN = "`/plan replan` fits your plan to it."


def today(mentor: Mentor, learner: str, _rest: str) -> str:
    """Return what to do today."""
    return mentor.learning.today(learner=learner).markdown()


def place(mentor: Mentor, learner: str, rest: str) -> Reply:
    """Begin a placement, go on with it, or end it."""
    if rest and rest.strip().lower() != "stop":
        raise PlanError(f"/place takes stop or nothing, not {rest!r}")
    learning = mentor.learning
    return _placed((learning.stop_placing if rest else learning.place)(learner=learner))


def _placed(placing: Placing) -> Reply:
    return Reply(placing.markdown(), placing.check.choices() if placing.check else ())


def review(mentor: Mentor, learner: str, rest: str) -> Reply:
    """Ask the check that is open or due, or one of a topic."""
    asked = mentor.learning.ask(learner=learner, topic=rest or None)
    if asked is None:
        return Reply("No review is due. `/review TOPIC` asks about a topic of your choice.")
    return Reply(asked.markdown(), asked.choices())


def reply_to_check(mentor: Mentor, learner: str, turn: Turn) -> Command | None:
    """Read a message as the answer to the check that is open; None where it could be anything else.

    Only where the check was asked right before: a lone letter or number, an option's own words, or "no idea".
    """
    said = turn.message.strip()
    if not _was_just_asked(mentor, learner, turn):
        return None
    check = mentor.learning.open_check(learner=learner)
    if check is None:
        return None
    is_lone = check.kind == "choice" and LONE_OPTION.fullmatch(said)
    return Command(Name.ANSWER, said) if is_lone or gives_up(said) or said in check.options else None


def _was_just_asked(mentor: Mentor, learner: str, turn: Turn) -> bool:
    """Whether the turn before asked a check."""
    before = mentor.memory.turn_before(learner, turn)
    offered = ((before.answer if before else None) or {}).get("choices", ())
    return any(choice["say"].startswith(f"/{Name.ANSWER}") for choice in offered)


def answer(mentor: Mentor, learner: str, rest: str) -> Reply:
    """Judge an answer to the open check, by its key or, with "right" or "wrong", by the learner."""
    marked = answered(mentor, learner, rest)
    if marked.right is None:
        return Reply(marked.markdown(), JUDGEMENTS)
    if mentor.progress(learner).is_placing:
        then = _placed(mentor.learning.place(learner=learner))
    elif mentor.learning.today(learner=learner).due:
        then = Reply("`/review` asks the next.", (Choice("/review", "Ask me the next"),))
    else:
        then = Reply("No more are due.")
    return Reply(f"{marked.markdown()}\n\n{then.markdown}", then.choices)


def answered(mentor: Mentor, learner: str, words: str) -> Marked:
    """Judge an answer to the open check, by its key or, with "right" or "wrong", by the learner.

    Raises:
        PlanError: no check is open, or the words are no answer to it.
    """
    judged = _JUDGED.get(words.strip(" .!").lower())
    if judged is None:
        return mentor.learning.answer(words, learner=learner)
    return mentor.learning.judge(right=judged, learner=learner)


def mark_progress(mentor: Mentor, learner: str, rest: str) -> str:
    """Show what is done, or record a mark."""
    if not rest:
        return progress_markdown(mentor, learner)
    mark = read_mark(rest)
    if mark is None:
        raise PlanError(
            f"/progress takes {listed(MARKS)}, and names or ids of topics, not {rest.split(maxsplit=1)[0]!r}"
        )
    said = marked(mentor, learner, mark)
    return said if mark.verb == STUDIED else f"{said} {REPLAN}"


def marked(mentor: Mentor, learner: str, mark: Mark) -> str:
    """Record a mark; returns what was recorded in a sentence.

    Raises:
        PlanError: it cannot be recorded so; says why.
    """
    if mark.verb == "undo":
        undone = mentor.learning.undo([mark.names] if mark.names else [], learner=learner)
        return f"Taken back: {listed(_undone(mentor, event) for event in undone)}."
    ids = mentor.learning.record(mark.verb, [mark.names], learner=learner, hours=mark.hours)
    hours = mentor.learning.progress(learner).hours
    if mark.verb == STUDIED:
        return (
            f"Noted: {listed(named(mentor, id_) for id_ in ids)}, {mark.hours:g} h; it is not finished yet."
        )
    lead = {"done": "Recorded", "skip": "Skipped", "hours": "Noted", "harder": "Noted"}[mark.verb]
    in_all = mark.verb in ("hours", "harder") or mark.hours
    shown = (f"{named(mentor, id_)}{f', {hours[id_]:g} h in all' if in_all else ''}" for id_ in ids)
    return f"{lead}: {'; '.join(shown)}."


def named(mentor: Mentor, id_: str) -> str:
    """Return a topic or project by title and id."""
    return f"{mentor.syllabus.entry(id_).title} ({id_})" if id_ in mentor.syllabus else id_


def _undone(mentor: Mentor, event: Event) -> str:
    what = {
        Kind.CHECK: "the answer to",
        Kind.HOURS: "the hours of",
        Kind.STUDIED: "the last hours with",
        Kind.SKIPPED: "skipping",
    }.get(event.kind, "")
    return f"{what} {named(mentor, event.id)}".strip()


def progress_markdown(mentor: Mentor, learner: str) -> str:
    """Return how a learner is doing: their plan, what is finished, skipped and mastered, and the reviews due."""
    found, kept = mentor.progress(learner), mentor.memory.plan(learner)
    now = mentor.learning.today(learner=learner)
    standing = []
    if kept:
        plan = from_json(kept)
        standing = [on_track(plan, found, overview(plan, mentor.syllabus, found, now.day), now)]
    if not (found.done or found.skipped):
        nothing = "Nothing is recorded yet. `/progress done TOPIC` records what you have finished."
        return "\n\n".join([*standing, nothing if kept else f"{nothing} {NO_PLAN}"])
    hours, mastered = found.hours, found.mastered
    done = [
        f"- {mentor.syllabus.entry(id_).title if id_ in mentor.syllabus else id_} (`{id_}`), {at:%Y-%m-%d}"
        f"{f', {hours[id_]:g} h' if id_ in hours else ''}{', mastered' if id_ in mastered else ''}"
        for id_, at in found.done.items()
    ]
    parts = [*standing, *([f"{len(done)} finished:\n\n" + "\n".join(done)] if done else [])]
    if found.skipped:
        parts.append(f"Skipped: {'; '.join(named(mentor, id_) for id_ in found.skipped)}.")
    if now.due:
        lead = "1 review is due" if now.due == 1 else f"{now.due} reviews are due"
        parts.append(f"{lead}: `/review` asks the first.")
    return "\n\n".join(parts)
