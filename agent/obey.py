"""What each slash command does: the learner's words in, Markdown out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agent.assumption_text import told
from agent.commands import START_OVER, Command, Name, help_text
from agent.day_commands import NO_PLAN, answer, mark_progress, place, review, today
from agent.dialogues import Reply
from agent.errors import PlanError
from agent.plan_talk import APPLY, DISCARD, is_doubtful, proposed, proposed_again, to_apply
from agent.reasons import title
from agent.ways_out_text import ways_out_markdown, ways_out_said
from knowledge.owner import SHARED, private
from knowledge.sources import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.mentor import Mentor
    from agent.writer import Usage

WEEKS_SHOWN = 4
CUT_SHOWN = 6


def obey(mentor: Mentor, learner: str, command: Command, usage: Usage) -> Reply:
    """Carry out a command for a learner; returns what to show, and adds what it asks of a model to `usage`.

    Raises:
        AgentError: what was asked for cannot be done; says why.
    """
    if planning := _PLANNING.get(command.name):
        return planning(mentor, learner, command.rest, usage)
    if asking := _ASKING.get(command.name):
        return asking(mentor, learner, command.rest)
    return Reply(_ACTIONS[command.name](mentor, learner, command.rest))


def _learn(mentor: Mentor, learner: str, rest: str, usage: Usage) -> Reply:
    kept = mentor.memory.plan(learner)
    if not rest and kept:
        lead = "You have a plan already. Say what should change, such as `/learn 10 hours a week`."
        return Reply(f"{lead}\n\n{plan_markdown(kept)}")
    if anew := START_OVER.match(rest):
        words = rest[anew.end() :].strip(" ,.:;")
        return _made(mentor.learn({"message": words} if words else {}, learner=learner, usage=usage))
    if not rest:
        return _made(mentor.learn({}, learner=learner, usage=usage))
    if kept and is_doubtful(mentor, rest, kept["language"]):
        return proposed(mentor, learner, rest, usage)
    return _made(mentor.change(rest, learner=learner, usage=usage))


def _plan(mentor: Mentor, learner: str, rest: str, usage: Usage) -> Reply:
    if rest == "replan":
        return _made(mentor.replan(learner=learner, usage=usage))
    if rest.startswith(APPLY):
        return _applied(mentor, learner, rest, usage)
    if rest == DISCARD:
        mentor.discard(learner=learner)
        return Reply("Your plan stays as it is.")
    if rest and not rest.isdigit():
        raise PlanError(f"/plan takes a version's number, replan, or apply and what to change, not {rest!r}")
    found = mentor.memory.plan(learner, int(rest) if rest else None)
    if found is None:
        return Reply(NO_PLAN if not rest else f"There is no version {rest} of your plan.")
    return Reply(plan_markdown(found))


def _applied(mentor: Mentor, learner: str, rest: str, usage: Usage) -> Reply:
    """Make a change that was proposed; of a plan that has changed since, show it again."""
    words, version = to_apply(rest)
    kept = mentor.memory.plan(learner)
    if kept and version not in (None, kept["version"]):
        return proposed_again(mentor, learner, words, usage)
    return _made(mentor.change(words, learner=learner, usage=usage))


def _made(plan: dict[str, Any]) -> Reply:
    """Return a plan with what it changes of the one before, if there was one, and with its ways out as choices."""
    said = (heard_and_changed(plan), plan_markdown(plan))
    return Reply("\n\n".join(filter(None, said)), () if plan["feasible"] else tuple(ways_out_said(plan)))


def heard_and_changed(plan: dict[str, Any]) -> str:
    """Return what was understood of a change that was made, what was not, and what became of the plan; perhaps empty."""
    heard = f"Understood: {'; '.join(plan['understood'])}." if plan.get("understood") else ""
    unread = f"**Not understood**: {'; '.join(plan['unread'])}." if plan.get("unread") else ""
    return "\n\n".join(filter(None, (heard, unread, " ".join(plan.get("changes", ())))))


def plan_markdown(
    plan: dict[str, Any], weeks: int = WEEKS_SHOWN, where: str = "on the Plan page, or `mentor plan show`"
) -> str:
    """Return a plan as the chat shows it: its story, the first weeks as tables, and what was assumed.

    `where` says where the rest of the weeks is.
    """
    if not plan["feasible"]:
        return "\n\n".join(filter(None, (plan["narrative"], ways_out_markdown(plan), _assumed(plan))))
    shown = [week for week in plan["weeks"] if any(not item.get("done") for item in week["items"])][:weeks]
    tables = "\n\n".join(_week(week) for week in shown)
    more = len(plan["weeks"]) - len(shown)
    rest = f"\n\n{more} more weeks are {where}." if more > 0 else ""
    parts = (plan.get("narrative", ""), f"{tables}{rest}", _left_out(plan, where), _assumed(plan))
    return "\n\n".join(filter(None, parts))


def _left_out(plan: dict[str, Any], where: str) -> str:
    titles = [title(each) for each in plan.get("cut", ())]
    more = len(titles) - CUT_SHOWN
    shown = "; ".join((*titles[:CUT_SHOWN], f"and {more} more") if more > 0 else titles)
    return f"Left out: {shown}. The reasons are {where}." if titles else ""


def _week(week: dict[str, Any]) -> str:
    rows = "\n".join(f"| {item['title']}{_part(item)} | {item['hours']:g} h |" for item in week["items"])
    head = f"**Week {week['number']}, from {week['starts']}** ({week['planned_hours']:g} of {week['budget_hours']:g} h)"
    return f"{head}\n\n| What | Hours |\n|---|---|\n{rows}"


def _part(item: dict[str, Any]) -> str:
    part, parts = item["part"]
    return f" ({part} of {parts})" if parts > 1 else ""


def _assumed(plan: dict[str, Any]) -> str:
    rows = "\n".join(_corrected(*told(each)) for each in plan["assumed"])
    return f"What I assumed, and what to say where it is wrong:\n\n{rows}" if rows else ""


def _corrected(sentence: str, correction: str) -> str:
    return f"- {sentence}." + (f" Otherwise: *{correction}*." if correction else "")


def _sources(mentor: Mentor, learner: str, _rest: str) -> str:
    documents = mentor.store.listed(Origin.DOCUMENT, owner=private(learner))
    own = [source for source in documents if source.owner]
    shared = [source for source in documents if not source.owner]
    shipped = len(mentor.store.states(Origin.CURRICULUM, scope=SHARED))
    parts = [f"{shipped} pages of the curriculum, and {len(documents)} documents{':' if documents else '.'}"]
    for kind, held in (("Your own, which nobody else finds", own), ("For everybody", shared)):
        if held:
            rows = "\n".join(f"- {source.title} (`{source.id}`)" for source in held)
            parts.append(f"{kind}:\n\n{rows}")
    return "\n\n".join(parts)


def _export(mentor: Mentor, learner: str, _rest: str) -> str:
    return f"```json\n{json.dumps(mentor.export(learner), ensure_ascii=False, indent=1, default=str)}\n```"


def _forget(mentor: Mentor, learner: str, rest: str) -> str:
    if rest != "everything":
        return (
            "This deletes your documents, conversations, plans and progress for good. "
            "Write `/forget everything` to do it."
        )
    mentor.forget(learner)
    return "Everything that was remembered of you is deleted."


def _help(_mentor: Mentor, _learner: str, _rest: str) -> str:
    return help_text()


_PLANNING: dict[Name, Callable[[Mentor, str, str, Usage], Reply]] = {
    Name.LEARN: _learn,
    Name.PLAN: _plan,
}
_ASKING: dict[Name, Callable[[Mentor, str, str], Reply]] = {
    Name.PLACE: place,
    Name.REVIEW: review,
    Name.ANSWER: answer,
}
_ACTIONS: dict[Name, Callable[[Mentor, str, str], str]] = {
    Name.TODAY: today,
    Name.PROGRESS: mark_progress,
    Name.SOURCES: _sources,
    Name.EXPORT: _export,
    Name.FORGET: _forget,
    Name.HELP: _help,
}
