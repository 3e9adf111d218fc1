"""The form that makes a first plan: one question, and three that may be left out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# the form's names of a profile's fields; not "path", which the guard takes for an uploaded file's
FIELDS = {"message": "message", "hours_per_week": "hours_per_week", "deadline": "deadline", "towards": "path"}


def form(paths: Sequence[tuple[str, str]], *, said: str = "") -> str:
    """Return the form's HTML; it acts as `learn`.

    Args:
        paths: ids and titles of the paths to choose from.
        said: what was wrong with it when it was sent, if anything.
    """
    options = "".join(
        f"<option value='{escape(id_, quote=True)}'>{escape(title)}</option>" for id_, title in paths
    )
    wrong = f"<p class='said' role='alert'>{escape(said)}</p>" if said else ""
    return (
        f"<section class='card first-plan'><h2>{words.FIRST_PLAN}</h2><p class='facts'>{words.FIRST_PLAN_MORE}</p>{wrong}"
        f"<form data-act='learn'><textarea aria-label='{words.FIRST_PLAN}' name='message' rows='3' maxlength='2000' "
        f"placeholder='{escape(words.GOAL_HINT)}'></textarea>"
        f"<div class='fields'><label>{words.HOURS_A_WEEK}<input name='hours_per_week' inputmode='decimal' "
        f"placeholder='{words.HOURS_HINT}' maxlength='6'></label>"
        f"<label>{words.DEADLINE} {words.OPTIONAL}<input name='deadline' type='date'></label>"
        f"<label>{words.PATH}<select name='towards'><option value=''>{words.CHOOSE_FOR_ME}</option>{options}</select></label>"
        f"</div><button type='submit' class='primary'>{words.BUILD}</button></form></section>"
    )


def told(used: Mapping[str, str]) -> dict[str, str]:
    """Return the profile that a sent form holds, without what was left out."""
    return {field: used[name].strip() for name, field in FIELDS.items() if used.get(name, "").strip()}
