"""Plans in the shape of `mentor learn --json`, as small as a picture needs them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

FIRST = date(2026, 12, 21)


def item(id_: str, *builds_on: str, kind: str = "topic", title: str = "", hours: float = 2) -> dict[str, Any]:
    """Return something to do that builds on other things."""
    return {
        "kind": kind,
        "id": id_,
        "title": title or id_.upper(),
        "prerequisites": builds_on,
        "hours": hours,
    }


def plan(*weeks: list[dict[str, Any]], budget: float = 7) -> dict[str, Any]:
    """Return a plan of weeks from 21 December 2026 on, each with so many hours."""
    return {
        "hours_per_week": budget,
        "language": "python",
        "weeks": [
            {
                "number": number,
                "starts": (FIRST + timedelta(weeks=number - 1)).isoformat(),
                "ends": (FIRST + timedelta(weeks=number - 1, days=6)).isoformat(),
                "budget_hours": budget,
                "planned_hours": sum(each["hours"] for each in items),
                "items": items,
            }
            for number, items in enumerate(weeks, 1)
        ],
    }
