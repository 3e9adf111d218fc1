"""A plan written out: as JSON for programs, as Markdown for people; and read back from JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from agent.assumption_text import told
from agent.errors import PlanError
from agent.plan import Alternative, Assumption, Infeasible, Item, Plan, Reason, Week
from agent.reasons import alike, by_stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

HOURS_REALISTIC = 40  # a working week
_KINDS = {"topic": "", "project": "Project: ", "milestone": "Milestone: ", "review": ""}


def to_json(plan: Plan | Infeasible) -> dict[str, Any]:
    """Return the plan in the shape of `mentor learn --json`, without what its caller adds."""
    values = plan.model_dump(mode="json")
    values.setdefault("weeks", [])
    values.setdefault("cut", [])
    values["alternatives"] = (
        [] if isinstance(plan, Plan) else [_alternative(each) for each in plan.alternatives]
    )
    return values


def from_json(values: Mapping[str, Any]) -> Plan:
    """Return the plan that `to_json` wrote; keys that are no part of a plan are passed over.

    Raises:
        PlanError: the values describe no plan, or one that breaks its own rules.
    """
    try:
        return Plan.model_validate({key: value for key, value in values.items() if key in Plan.model_fields})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PlanError(
            f"not a plan that can be read: {place}: {first['msg']}; make a new one with /learn start over"
        ) from error


_MARKED = ("topic", "project")  # kinds of items that can be recorded as done


def to_markdown(plan: Plan | Infeasible, *, told: str = "", done: Collection[str] = ()) -> str:
    """Return the plan for people: what it rests on, then week by week with reasons.

    Args:
        plan: the plan, or why there is none.
        told: the same in a few sentences, to stand below the heading.
        done: ids of what is finished by now; its boxes are ticked.
    """
    heading, *lines = _plan(plan, done) if isinstance(plan, Plan) else _infeasible(plan)
    said = ("", told) if told else ()
    return "\n".join((heading, *said, *lines, *_notes(plan))).rstrip() + "\n"


def _alternative(way: Alternative) -> dict[str, Any]:
    dumped = way.model_dump(mode="json", include={"change", "value"})
    cut = [reason.model_dump() for reason in way.plan.cut]
    return {
        **dumped,
        "ends": way.plan.ends.isoformat(),
        "hours_per_week": way.plan.hours_per_week,
        "cut": cut,
    }


def _plan(plan: Plan, done: Collection[str]) -> Iterator[str]:
    yield f"# Your plan: {plan.path}, {plan.starts} to {plan.ends}"
    yield ""
    by = f", by {plan.deadline}" if plan.deadline else ""
    yield f"{plan.hours_total:g} hours in {len(plan.weeks)} weeks, at most {plan.hours_per_week:g} hours a week{by}."
    for week in plan.weeks:
        yield ""
        yield from _week(week, done)


def _week(week: Week, done: Collection[str]) -> Iterator[str]:
    yield f"## Week {week.number}: {week.starts} to {week.ends}, {week.planned_hours:g} of {week.budget_hours:g} hours"
    yield ""
    yield from (
        _item(item, is_done=item.done or (item.kind in _MARKED and item.id in done)) for item in week.items
    )
    if not week.items:
        yield "Nothing is planned for this week."


def _item(item: Item, *, is_done: bool) -> str:
    part = f", part {item.part[0]} of {item.part[1]}" if item.part[1] > 1 else ""
    because = f": {'; '.join(item.because)}" if item.because else ""
    # what can be recorded as done shows the id to record it by
    shown_id = f" `{item.id}`" if item.kind in _MARKED else ""
    box = "x" if is_done else " "
    return f"- [{box}] **{_KINDS[item.kind]}{item.title}**{shown_id} ({item.hours:g} h{part}){because}"


def _infeasible(plan: Infeasible) -> Iterator[str]:
    yield f"# No plan fits: {plan.path}, from {plan.starts}"
    yield ""
    yield f"{plan.reason[0].upper()}{plan.reason[1:]}."
    if plan.alternatives:
        yield ""
        yield "## The nearest ways out"
        yield ""
        yield from (
            f"- {way_out(each)} Write `{words_for(each.change, each.value)}`{doubt(each.change, each.value)}."
            for each in plan.alternatives
        )


def words_for(change: str, value: object) -> str:
    """Return what to write to take a way out."""
    if change == "later_date":
        return f"/learn by {value}"
    return f"/learn {value:g} hours a week" if change == "more_hours" else "/learn what fits"


def doubt(change: str, value: object) -> str:
    """Return a warning behind a way out that few can take; empty for the others."""
    is_much = change == "more_hours" and isinstance(value, int | float) and value > HOURS_REALISTIC
    return f", though more than {HOURS_REALISTIC} hours a week are hardly realistic" if is_much else ""


def way_out(way: Alternative) -> str:
    """Return a way out in one sentence."""
    plan = way.plan
    if way.change == "later_date":
        return f"A later date: the same scope at {plan.hours_per_week:g} hours a week ends on {plan.ends}."
    if way.change == "more_hours":
        return f"More hours: {plan.hours_per_week:g} hours a week fit the whole scope by {plan.deadline}."
    return f"A smaller scope: {plan.hours_total:g} hours fit by {plan.ends}; {len(plan.cut)} topics and projects are left out."


def _notes(plan: Plan | Infeasible) -> Iterator[str]:
    yield from _section("Assumed", [_assumed(each) for each in plan.assumed])
    known = alike(each.model_dump() for each in plan.known)
    yield from _section("Taken as known", [f"{titles}: {because}" for titles, because in known])
    yield from _left_out(plan.cut if isinstance(plan, Plan) else ())


def _assumed(each: Assumption) -> str:
    sentence, correction = told(each.model_dump())
    return f"{sentence}." + (f" Otherwise: {correction}." if correction else "")


def _left_out(cut: Sequence[Reason]) -> Iterator[str]:
    if not cut:
        return
    yield from ("", f"## Left out ({len(cut)})")
    for stage, rows in by_stage([each.model_dump() for each in cut]):
        yield from ("", *([f"{stage}:", ""] if stage else []))
        yield from (f"- {title}: {because}" for title, because in rows)


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"## {title}"
        yield ""
        yield from (f"- {line}" for line in lines)
