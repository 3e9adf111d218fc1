"""What each slash command does: the learner's words in, Markdown out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agent.commands import START_OVER, Command, Name, help_text
from agent.day_commands import NO_PLAN, answer, mark_progress, place, review, today
from agent.dialogues import Reply
from agent.errors import PlanError
from agent.events import Choice
from agent.plan_text import doubt, words_for
from agent.reasons import title
from knowledge.owner import SHARED, private
from knowledge.sources import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.mentor import Mentor
    from agent.writer import Usage

WEEKS_SHOWN = 4
CUT_SHOWN = 6
_WAYS = {
    "later_date": "a later date",
    "more_hours": "more hours a week",
    "smaller_scope": "a smaller scope",
}


def obey(mentor: Mentor, learner: str, command: Command, usage: Usage) -> Reply:
    """Carry out a command for a learner; returns what to show, and adds what it asks of a model to `usage`.

    Raises:
        AgentError: what was asked for cannot be done; says why.
    """
    if planning := _PLANNING.get(command.name):
        return Reply(planning(mentor, learner, command.rest, usage))
    if asking := _ASKING.get(command.name):
        return asking(mentor, learner, command.rest)
    return Reply(_ACTIONS[command.name](mentor, learner, command.rest))


def _learn(mentor: Mentor, learner: str, rest: str, usage: Usage) -> str:
    if not rest and mentor.memory.plan(learner):
        return f"You have a plan already. Say what should change, such as `/learn 10 hours a week`.\n\n{_plan(mentor, learner, '', usage)}"
    if anew := START_OVER.match(rest):
        words = rest[anew.end() :].strip(" ,.:;")
        return plan_markdown(mentor.learn({"message": words} if words else {}, learner=learner, usage=usage))
    if rest:
        return _changed(mentor.change(rest, learner=learner, usage=usage))
    return _changed(mentor.learn({}, learner=learner, usage=usage))


def _plan(mentor: Mentor, learner: str, rest: str, usage: Usage) -> str:
    if rest == "replan":
        return _changed(mentor.replan(learner=learner, usage=usage))
    if rest and not rest.isdigit():
        raise PlanError(f"/plan takes a version's number or replan, not {rest!r}")
    found = mentor.memory.plan(learner, int(rest) if rest else None)
    if found is None:
        return NO_PLAN if not rest else f"There is no version {rest} of your plan."
    return plan_markdown(found)


def _changed(plan: dict[str, Any]) -> str:
    """Return a plan with what it changes of the one before, if there was one."""
    return "\n\n".join(filter(None, (" ".join(plan.get("changes", ())), plan_markdown(plan))))


def plan_markdown(
    plan: dict[str, Any], weeks: int = WEEKS_SHOWN, where: str = "on the Plan page, or `mentor plan show`"
) -> str:
    """Return a plan as the chat shows it: its story, the first weeks as tables, and what was assumed.

    `where` says where the rest of the weeks is.
    """
    if not plan["feasible"]:
        return f"{plan['narrative']}\n\n{_ways_out(plan)}{_assumed(plan)}"
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


def _ways_out(plan: dict[str, Any]) -> str:
    rows = "\n".join(
        f"- {_WAYS[way['change']]}: **{_value(way['value'])}** (ends {way['ends']}"
        + (f", leaves out {len(way['cut'])} topics and projects" if way["cut"] else "")
        + f"): write `{words_for(way['change'], way['value'])}`{doubt(way['change'], way['value'])}"
        for way in plan["alternatives"]
    )
    return f"The nearest ways out:\n\n{rows}\n\n" if rows else ""


def ways_out_said(plan: dict[str, Any]) -> Iterator[Choice]:
    """Yield the ways out of a plan that does not fit, as messages that take them."""
    for way in plan["alternatives"]:
        said = words_for(way["change"], way["value"])
        yield Choice(said, f"{_WAYS[way['change']].capitalize()}: {_value(way['value'])}")


def _value(value: object) -> str:
    return f"{value:g} hours" if isinstance(value, int | float) else str(value)


def _assumed(plan: dict[str, Any]) -> str:
    rows = "\n".join(
        f"- {each['field'].replace('_', ' ')}: **{each['value']}** ({each['because']})"
        for each in plan["assumed"]
    )
    return f"What I assumed (say it differently with `/learn` to change it):\n\n{rows}" if rows else ""


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


_PLANNING: dict[Name, Callable[[Mentor, str, str, Usage], str]] = {
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
