"""Whether a refusal is honest: that it really does not fit, and that each way out leads to a plan that holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from agent.errors import ProfileError
from evals.opening import stand_in
from evals.plan_check import free_hours, goals, said_away, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from evals.plan_check import Days
    from evals.plans import Planner
    from knowledge.syllabus import Syllabus

REVIEW = 1.25  # work with its review and what is lost to whole quarters; where that fits, a refusal is wrong
STEP_HOURS = 0.5
CHANGES = ("later_date", "more_hours", "smaller_scope")


def broken_ways_out(  # noqa: PLR0913 - what a way out is tried with, each by name
    refusal: Mapping[str, Any],
    profile: Mapping[str, Any],
    mentor: Planner,
    syllabus: Syllabus,
    *,
    today: date,
    learner: str,
    away: Sequence[Days] = (),
) -> tuple[tuple[str, ...], Mapping[str, Any] | None]:
    """What is wrong with a refusal, one plain sentence each; and the plan that its smaller scope leads to.

    Each way out is walked: the profile is changed as it says, and planned anew.
    """

    def plan(change: str, value: object) -> Mapping[str, Any]:
        return mentor.learn(
            changed(profile, change, value), learner=stand_in(f"{learner} {change}"), today=today
        )

    wrong = list(_wrongly_refused(refusal, syllabus, away))
    fits = None
    for way in refusal["alternatives"]:
        found = plan(way["change"], way["value"])
        wrong += _of_way(way, found, syllabus, today, away)
        wrong += _nearer(way, refusal, plan)
        fits = found if way["change"] == "smaller_scope" and found["feasible"] else fits
    return tuple(wrong), fits


def changed(profile: Mapping[str, Any], change: str, value: object) -> dict[str, Any]:
    """The profile with the change of a way out made in its form.

    Raises:
        ValueError: there is no such way out.
    """
    match change:
        case "later_date":
            return {**profile, "deadline": value}
        case "more_hours":
            return {**profile, "hours_per_week": value}
        case "smaller_scope":
            return {**profile, "scope": "what_fits"}
    raise ValueError(f"there is no way out {change!r}; there are {', '.join(CHANGES)}")


def _wrongly_refused(refusal: Mapping[str, Any], syllabus: Syllabus, away: Sequence[Days]) -> Iterator[str]:
    named = {each["change"] for each in refusal["alternatives"]}
    if refusal["deadline"] and "later_date" not in named:
        yield "no later date is named that would do"
    if not named:
        yield "no way out is named"
    if not refusal["deadline"]:
        return
    first, last = date.fromisoformat(refusal["starts"]), date.fromisoformat(refusal["deadline"])
    known = {each["id"] for each in (*refusal["known"], *refusal.get("finished", ()))}
    wanted = set(goals(syllabus, refusal["path"], refusal["language"])) - known
    work = sum(
        syllabus.entry(id_).hours.typical for id_ in syllabus.closure(wanted, refusal["language"]) - known
    )
    room = free_hours(refusal["hours_per_week"], first, last, (*away, *said_away(refusal)))
    if work * REVIEW + refusal["hours_per_week"] <= room:
        yield f"refused though {work:g} h of work fit well into {room:.0f} h"


def _of_way(
    way: Mapping[str, Any],
    found: Mapping[str, Any],
    syllabus: Syllabus,
    today: date,
    away: Sequence[Days],
) -> Iterator[str]:
    name = f"{way['change']} {way['value']}"
    if not found["feasible"]:
        yield f"{name} leads to no plan"
        return
    yield from (f"{name}: {each}" for each in violations(found, syllabus, today=today, away=away))
    if found["ends"] != way["ends"]:
        yield f"{name}: said to end on {way['ends']}, ends on {found['ends']}"
    if {each["id"] for each in found["cut"]} != {each["id"] for each in way["cut"]}:
        yield f"{name}: what it says is cut is not what is cut"


def _nearer(
    way: Mapping[str, Any], refusal: Mapping[str, Any], plan: Callable[[str, object], Mapping[str, Any]]
) -> Iterator[str]:
    """Whether a change one step smaller would do as well, so that the way out was not the nearest."""
    nearer: object
    if way["change"] == "later_date":
        day = date.fromisoformat(way["value"]) - timedelta(days=1)
        nearer, is_smaller = day.isoformat(), day.isoformat() > refusal["deadline"]
    elif way["change"] == "more_hours":
        nearer, is_smaller = way["value"] - STEP_HOURS, way["value"] - STEP_HOURS > refusal["hours_per_week"]
    else:
        return
    try:
        if is_smaller and plan(way["change"], nearer)["feasible"]:
            yield f"{way['change']} {way['value']}: {nearer} would do as well"
    except ProfileError:
        return  # the smaller change has no usable form, so it is no way out
