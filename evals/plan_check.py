"""Whether a plan keeps what every plan must keep: checked from its JSON and the syllabus alone, by none of the planner's code.

It is written against the shape of `mentor learn --json`, so that a baseline's plan, or anybody's, is judged alike.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from knowledge.language import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.syllabus import Syllabus

Days = tuple[date, date]  # first and last, both included

KINDS = ("topic", "project", "review", "milestone")
MILESTONE = ".done"
ROUNDING = 0.26  # hours: a planner may count in whole quarters
TINY = 1e-6
WEEK = 7  # days
# A plan that keeps a tenth of the time for review gives a little less in short weeks, where quarters are rounded.
REVIEW_SHARE = 0.05
ENOUGH = 8.0  # hours after something is finished, from which on there must be a review


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks, and where."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


RULES = {
    "form": "has the shape of `mentor learn --json`",
    "prerequisites": "no topic or project before everything that it builds on",
    "budget": "no week over the hours that its days off leave",
    "dates": "weeks in order, from the first day on, the end by the deadline",
    "hours": "every topic has the hours that the curriculum gives it, and sums are right",
    "goals": "every goal of the path is planned, known, finished, or listed as cut with a reason",
    "reviews": "time for review once something is finished, of what is finished",
    "reasons": "everything says why it is there",
}


def violations(
    document: Mapping[str, Any], syllabus: Syllabus, *, today: date, away: Sequence[Days] = ()
) -> list[Violation]:
    """Every rule that a plan breaks, one for each place.

    Args:
        document: a plan that says it holds, in the shape of `mentor learn --json`.
        syllabus: what it was made from.
        today: no week begins before it.
        away: first and last days on which nothing may be planned, beside those that the plan itself assumed.
    """
    try:
        plan = _Plan(document, syllabus, today, (*away, *said_away(document)))
        return [*plan.check()]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [Violation("form", f"cannot be read: {type(error).__name__}: {error}")]


def said_away(document: Mapping[str, Any]) -> tuple[Days, ...]:
    """The days off that a plan read from the learner's words, as its assumptions name them."""
    found = [
        re.fullmatch(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)", each["value"])
        for each in document.get("assumed", ())
        if each["field"] == "away"
    ]
    return tuple((date.fromisoformat(each[1]), date.fromisoformat(each[2])) for each in found if each)


def goals(syllabus: Syllabus, path: str, language: str) -> tuple[str, ...]:
    """The topics and projects that a path aims at, for a language, in its order."""
    wanted = (
        each
        for stage in syllabus.paths[path].stages
        for each in (*(resolve(goal, language) for goal in stage.goals(language)), *stage.projects)
    )
    return tuple(dict.fromkeys(each for each in wanted if each in syllabus))


def free_hours(hours_per_week: float, first: date, last: date, away: Sequence[Days]) -> float:
    """The hours of study that there are from one day to another, both included, at an even pace, days off left out."""
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return (
        hours_per_week / WEEK * sum(not any(since <= day <= until for since, until in away) for day in days)
    )


def hours_over(document: Mapping[str, Any], away: Sequence[Days] = ()) -> float:
    """The hours by which a plan's weeks together exceed what there is in them."""
    off = (*away, *said_away(document))
    over = 0.0
    for week in document["weeks"]:
        room = free_hours(document["hours_per_week"], *_days(week), off)
        over += max(sum(item["hours"] for item in week["items"]) - room, 0.0)
    return over


@dataclass
class _Plan:
    """A document with what its checks need at hand."""

    document: Mapping[str, Any]
    syllabus: Syllabus
    today: date
    away: tuple[Days, ...]
    items: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.weeks = self.document["weeks"]
        self.language = (
            self.document.get("language") or self.syllabus.paths[self.document["path"]].languages[0]
        )
        self.had = {each["id"] for each in (*self.document["known"], *self.document.get("finished", ()))}
        self.items = [(week["number"], item) for week in self.weeks for item in week["items"]]
        self.cut = {each["id"]: each["because"] for each in self.document.get("cut", ())}
        self.last = {_owner(item): place for place, (_, item) in enumerate(self.items) if _is_study(item)}

    def check(self) -> Iterator[Violation]:
        yield from self._form()
        yield from self._prerequisites()
        yield from self._budget()
        yield from self._dates()
        yield from self._hours()
        yield from self._goals()
        yield from self._reviews()
        yield from self._reasons()

    def _form(self) -> Iterator[Violation]:
        for number, item in self.items:
            if item["kind"] not in KINDS or item["hours"] <= 0:
                yield Violation(
                    "form", f"week {number}: {item['id']} is a {item['kind']} of {item['hours']} h"
                )
            elif _is_study(item) and _owner(item) not in self.syllabus:
                yield Violation("form", f"week {number}: the curriculum has no {item['id']}")
        parts: dict[str, list[tuple[int, int]]] = {}
        for _, item in self.items:
            if item["kind"] != "review":
                parts.setdefault(item["id"], []).append(tuple(item.get("part", (1, 1))))
        for id_, found in parts.items():
            if found != [(each, len(found)) for each in range(1, len(found) + 1)]:
                yield Violation("form", f"{id_}: its parts are numbered {found}")

    def _prerequisites(self) -> Iterator[Violation]:
        begun: set[str] = set()
        for place, (number, item) in enumerate(self.items):
            id_ = _owner(item)
            if not _is_study(item) or id_ in begun or id_ not in self.syllabus:
                continue
            begun.add(id_)
            for needed in self.syllabus.prerequisites(id_, self.language):
                if needed not in self.had and self.last.get(needed, place) >= place:
                    yield Violation("prerequisites", f"week {number}: {id_} before {needed} is finished")

    def _budget(self) -> Iterator[Violation]:
        for week in self.weeks:
            planned = sum(item["hours"] for item in week["items"] if not item.get("done"))
            room = free_hours(self.document["hours_per_week"], *_days(week), self.away)
            if planned > room + TINY:
                yield Violation("budget", f"week {week['number']}: {planned:g} h planned, {room:.2f} h there")
            if abs(sum(item["hours"] for item in week["items"]) - week["planned_hours"]) > TINY:
                yield Violation(
                    "hours", f"week {week['number']}: its items do not add up to {week['planned_hours']}"
                )

    def _dates(self) -> Iterator[Violation]:
        spans = [_days(week) for week in self.weeks]
        if spans and spans[0][0] < self.today:
            yield Violation("dates", f"begins on {spans[0][0]}, before {self.today}")
        for first, last in spans:
            if not timedelta(0) <= last - first < timedelta(days=WEEK):
                yield Violation("dates", f"a week from {first} to {last}")
        for (_, last), (first, _) in pairwise(spans):
            if first <= last:
                yield Violation("dates", f"a week begins on {first}, the one before ends on {last}")
        ends, deadline = self.document["ends"], self.document["deadline"]
        busy = [first for (first, _), week in zip(spans, self.weeks, strict=True) if week["items"]]
        if busy and date.fromisoformat(ends) < busy[-1]:
            yield Violation("dates", f"says that it ends on {ends}, has work from {busy[-1]} on")
        if deadline and (ends > deadline or (busy and busy[-1] > date.fromisoformat(deadline))):
            yield Violation("dates", f"ends on {ends}, after the deadline {deadline}")

    def _hours(self) -> Iterator[Violation]:
        spent: Counter[str] = Counter()
        for _, item in self.items:
            spent[_owner(item)] += item["hours"] if _is_study(item) else 0
        for id_, hours in spent.items():
            if id_ in self.syllabus and abs(hours - self.syllabus.entry(id_).hours.typical) > ROUNDING:
                typical = self.syllabus.entry(id_).hours.typical
                yield Violation("hours", f"{id_} has {hours:g} h, the curriculum gives it {typical:g}")
        total = sum(item["hours"] for _, item in self.items)
        if abs(total - self.document["hours_total"]) > TINY:
            yield Violation("hours", f"holds {total:g} h, says {self.document['hours_total']}")
        for id_ in sorted(self.had & {_owner(item) for _, item in self.items if not item.get("done")}):
            yield Violation("hours", f"{id_} is known or finished, and planned all the same")

    def _goals(self) -> Iterator[Violation]:
        there = self.had | self.last.keys() | self.cut.keys()
        for goal in goals(self.syllabus, self.document["path"], self.language):
            if goal not in there:
                yield Violation("goals", f"{goal} is neither planned nor known nor cut")

    def _reviews(self) -> Iterator[Violation]:
        finished: set[str] = set()
        first = None
        after = reviewed = 0.0
        for place, (number, item) in enumerate(self.items):
            if item["kind"] == "review":
                reviewed += item["hours"]
                if early := sorted(set(item["prerequisites"]) - finished - self.had):
                    yield Violation(
                        "reviews", f"week {number}: reviews {', '.join(early)} before it is finished"
                    )
            if first is not None and number > first:
                after += item["hours"]
            if item["kind"] == "topic" and self.last[_owner(item)] == place:
                finished.add(item["id"])
                first = number if first is None else first
        if after >= ENOUGH and reviewed < REVIEW_SHARE * after:
            yield Violation(
                "reviews", f"{reviewed:g} h of review in the {after:g} h after something is finished"
            )

    def _reasons(self) -> Iterator[Violation]:
        for number, item in self.items:
            if not any(map(str.strip, item["because"])):
                yield Violation("reasons", f"week {number}: {item['id']} does not say why")
        for id_, because in self.cut.items():
            if not because.strip():
                yield Violation("reasons", f"{id_} is cut without a reason")


def _is_study(item: Mapping[str, Any]) -> bool:
    return bool(item["kind"] != "review")


def _owner(item: Mapping[str, Any]) -> str:
    """The id of the topic or project that an item belongs to."""
    return str(item["id"]).removesuffix(MILESTONE)


def _days(week: Mapping[str, Any]) -> Days:
    """A week's first and last day; to its Sunday where it does not say."""
    first = date.fromisoformat(week["starts"])
    last = week.get("ends")
    return first, date.fromisoformat(last) if last else first + timedelta(days=WEEK - 1 - first.weekday())
