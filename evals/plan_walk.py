"""What a plan does for a learner who walks it: what is learned by the deadline, and what a lost week moves."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from evals.plan_check import MILESTONE, goals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from knowledge.syllabus import Syllabus

TINY = 1e-6


def learned(document: Mapping[str, Any], syllabus: Syllabus, *, knows: Collection[str]) -> frozenset[str]:
    """What a simulated learner knows who walks a plan to its end or deadline; a proxy for a person.

    They learn a topic once they have spent its typical hours on it knowing everything that it builds on; hours
    spent on it before are lost.
    """
    known = set(knows)
    spent: Counter[str] = Counter()
    for _, item in _study(document, until=document["deadline"]):
        id_ = str(item["id"]).removesuffix(MILESTONE)
        if id_ not in syllabus or not known.issuperset(syllabus.prerequisites(id_, document["language"])):
            continue
        spent[id_] += item["hours"]
        if spent[id_] >= syllabus.entry(id_).hours.typical - TINY:
            known.add(id_)
    return frozenset(known)


def share_of_goals(document: Mapping[str, Any], syllabus: Syllabus, reached: Collection[str]) -> float:
    """The share of the path's goals, topics and projects, that are reached."""
    wanted = goals(syllabus, document["path"], document["language"])
    return sum(goal in reached for goal in wanted) / len(wanted)


def planned(document: Mapping[str, Any]) -> frozenset[str]:
    """The ids that a plan has by the deadline, known ones included."""
    ids = {
        str(item["id"]).removesuffix(MILESTONE) for _, item in _study(document, until=document["deadline"])
    }
    return frozenset(ids | {each["id"] for each in (*document["known"], *document.get("finished", ()))})


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    """The share of a plan's topics and projects that begin in another week afterwards, or are gone."""
    one, other = _begins(before), _begins(after)
    return sum(_week(day) != _week(other.get(id_)) for id_, day in one.items()) / len(one) if one else 0.0


def reordered(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    """The least share of a plan's topics and projects that must change places to give the order afterwards.

    That is what does not belong to the longest common subsequence of both orders; what is gone counts as well.
    """
    place = {id_: n for n, id_ in enumerate(_begins(after))}
    one = list(_begins(before))
    return 1 - _longest_rising([place[id_] for id_ in one if id_ in place]) / len(one) if one else 0.0


def _longest_rising(places: Sequence[int]) -> int:
    """The length of the longest increasing subsequence, by patience sorting."""
    ends: list[int] = []
    for each in places:
        at = bisect_left(ends, each)
        ends[at : at + 1] = [each]
    return len(ends)


def _study(
    document: Mapping[str, Any], *, until: str | None = None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is to be learned, with the first day of its week, in order; only of weeks that begin by a day."""
    for week in document["weeks"]:
        if until is None or week["starts"] <= until:
            yield from ((week["starts"], item) for item in week["items"] if item["kind"] != "review")


def _begins(document: Mapping[str, Any]) -> dict[str, str]:
    """The first day of the week in which each topic or project begins, in the order of study."""
    found: dict[str, str] = {}
    for day, item in _study(document):
        found.setdefault(str(item["id"]).removesuffix(MILESTONE), day)
    return found


def _week(day: str | None) -> tuple[int, int] | None:
    return date.fromisoformat(day).isocalendar()[:2] if day else None
