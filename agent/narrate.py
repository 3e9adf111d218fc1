"""A plan's own reasons -> a few sentences for the learner; a model may phrase them, never add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import ModelError
from agent.plan import Plan
from agent.scope import listed
from agent.support import MARK, Verdict, check
from agent.workweeks import in_hours
from agent.writer import Message
from knowledge.language import resolve
from knowledge.path import MONTHS_HOURS
from knowledge.sentences import Kind, units
from prompts import render

if TYPE_CHECKING:
    from agent.plan import Infeasible
    from agent.writer import Usage, Writer
    from knowledge.syllabus import Syllabus

LEAST = 2  # sentences of a model that must hold; with fewer the facts speak for themselves
FIRST = 3  # topics named as the beginning


def facts(plan: Plan | Infeasible, syllabus: Syllabus) -> list[str]:
    """Return what is true of a plan, a sentence each, in an order that reads well."""
    path = syllabus.paths[plan.path].title
    if not isinstance(plan, Plan):
        return [f"The {path} path does not fit: {plan.reason}."]
    topics, projects = _to_do(plan, "topic"), _to_do(plan, "project")
    said = [
        (
            f"This plan follows the {path} path: {len(topics)} topics and {len(projects)} projects in "
            f"{plan.hours_total:g} hours, {len(plan.weeks)} weeks of at most {in_hours(plan.hours_per_week)}."
        )
    ]
    if topics:
        goes_on = "goes on" if plan.finished else "begins"
        said.append(f"It {goes_on} with {listed(topics[:FIRST])}, because what comes later builds on them.")
    if projects:
        said.append(f"Each project follows as soon as its topics are done, first {projects[0]}.")
    reviews = sum(item.hours for item in plan.items() if item.kind == "review")
    if reviews:
        said.append(f"{reviews:g} hours are kept for reviewing what was learned before.")
    by = f", before the deadline {plan.deadline}" if plan.deadline else ""
    said.append(f"It ends on {plan.ends}{by}.")
    if stages := _stages(plan, syllabus):
        pace = (
            f"; the curriculum's months are counted for up to {MONTHS_HOURS} hours a week, so yours last longer"
            if plan.hours_per_week < MONTHS_HOURS
            else ""
        )
        said.append(f"At {in_hours(plan.hours_per_week)} a week {listed(stages)}{pace}.")
    skipped = sum(each.because.startswith("you ") for each in plan.cut)
    if over := len(plan.cut) - skipped:
        what = "1 topic or project was" if over == 1 else f"{over} topics and projects were"
        said.append(
            f"{what} left out, least for your goal by the hour, so that it fits; each is listed with its reason."
        )
    if skipped:
        said.append(f"{skipped} {'is' if skipped == 1 else 'are'} left out because you asked for it.")
    return said


def _stages(plan: Plan, syllabus: Syllabus) -> list[str]:
    """Return for each stage but the last in which something is planned when its own goals are finished."""
    ends: dict[str, str] = {}
    path = syllabus.paths[plan.path]
    for stage in path.stages:
        goals = {resolve(each, plan.language) for each in stage.goals(plan.language)}
        weeks = [
            week for week in plan.weeks if any(item.id in goals and not item.done for item in week.items)
        ]
        if weeks:
            ends[stage.stage] = f"the {stage.stage} stage ends in week {weeks[-1].number}"
    return [*ends.values()][:-1]


def _to_do(plan: Plan, kind: str) -> list[str]:
    """Return the titles of what of this kind is still to do, in the order of study."""
    return list(dict.fromkeys(item.title for item in plan.items() if item.kind == kind and not item.done))


def narrative(plan: Plan | Infeasible, syllabus: Syllabus, writer: Writer | None, usage: Usage) -> str:
    """Return the facts in words: the model's sentences that the facts support, or the facts themselves.

    At most one model call. A model that fails is passed over: the facts are complete without it.
    """
    said = facts(plan, syllabus)
    if writer is None:
        return " ".join(said)
    try:
        text = writer.complete([Message("user", render("narrate", facts="\n".join(said)))], usage)
    except ModelError:
        return " ".join(said)
    sentences = [unit.of(text) for unit in units(text) if unit.kind in (Kind.SENTENCE, Kind.ITEM)]
    held = [MARK.sub("", each) for each in sentences if check(each, said).verdict is Verdict.SUPPORTED]
    return " ".join(held) if len(held) >= LEAST else " ".join(said)
