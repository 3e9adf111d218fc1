"""The ways out of a plan that does not fit, in words and as messages that take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.events import Choice
from agent.plan_text import doubt, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAYS = {
    "later_date": "a later date",
    "more_hours": "more hours a week",
    "smaller_scope": "a smaller scope",
}


def ways_out_markdown(plan: dict[str, Any]) -> str:
    """Return the ways out as a list, each with what to write to take it; empty where there is none."""
    rows = "\n".join(
        f"- {_WAYS[way['change']]}: **{_value(way['value'])}** (ends {way['ends']}"
        + (f", leaves out {len(way['cut'])} topics and projects" if way["cut"] else "")
        + f"): write `{words_for(way['change'], way['value'])}`{doubt(way['change'], way['value'])}"
        for way in plan["alternatives"]
    )
    return f"The nearest ways out:\n\n{rows}" if rows else ""


def ways_out_said(plan: dict[str, Any]) -> Iterator[Choice]:
    """Yield the ways out of a plan that does not fit, as messages that take them."""
    for way in plan["alternatives"]:
        said = words_for(way["change"], way["value"])
        yield Choice(said, f"{_WAYS[way['change']].capitalize()}: {_value(way['value'])}")


def _value(value: object) -> str:
    return f"{value:g} hours" if isinstance(value, int | float) else str(value)
