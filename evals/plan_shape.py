"""Weeks of topics and hours -> a document in the shape of `mentor learn --json`, so that any plan is judged alike."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from evals.plan_check import WEEK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TAKEN_OVER = ("path", "language", "deadline", "hours_per_week", "known")


def shaped(
    outline: Mapping[str, Any], weeks: Sequence[Sequence[tuple[str, float]]], *, starts: date
) -> dict[str, Any]:
    """The plan that these weeks make for the learner of another plan, or of a refusal; it gives no reasons.

    Args:
        outline: a document with the learner's path, language, deadline, hours a week and what is known.
        weeks: of each, the ids of topics and projects with hours, in the order of study.
        starts: the first day; each week has seven.
    """
    total = Counter(id_ for week in weeks for id_, _ in week)
    given: Counter[str] = Counter()
    made = []
    for number, week in enumerate(weeks, 1):
        items = []
        for id_, hours in week:
            given[id_] += 1
            kind = "project" if id_.startswith("projects.") else "topic"
            part = [given[id_], total[id_]]
            items.append({"kind": kind, "id": id_, "hours": hours, "part": part, "because": []})
        first = starts + timedelta(days=WEEK * (number - 1))
        made.append(
            {
                "number": number,
                "starts": first.isoformat(),
                "ends": (first + timedelta(days=WEEK - 1)).isoformat(),
                "budget_hours": outline["hours_per_week"],
                "planned_hours": sum(hours for _, hours in week),
                "items": items,
            }
        )
    return {
        **{key: outline[key] for key in TAKEN_OVER},
        "finished": list(outline.get("finished", ())),
        "feasible": True,
        "starts": starts.isoformat(),
        "ends": made[-1]["ends"] if made else starts.isoformat(),
        "hours_total": sum(week["planned_hours"] for week in made),
        "weeks": made,
        "cut": [],
    }
