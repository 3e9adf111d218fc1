"""A language model that is not here yet, in words: how far it is, what to do, and how answers are made meanwhile."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui import words

if TYPE_CHECKING:
    from agent.awaited import Awaited


def told(model: Awaited) -> str:
    """Return what is said of a model that is not here yet."""
    if not model.size:
        said = words.MODEL_NO_FILE
    elif model.here >= model.size:
        said = words.MODEL_CHECKED
    elif model.is_coming:
        said = words.MODEL_COMING
    else:
        said = words.MODEL_STOPPED if model.here else words.MODEL_MISSING
    figures = said.format(name=model.name, here=model.here / 1e9, size=model.size / 1e9)
    return f"{figures} {words.MODEL_MEANWHILE}"


def notice(model: Awaited) -> str:
    """Return the same as HTML, with a bar where some of it is here."""
    share = model.here / model.size if model.size else 0.0
    bar = (
        f"<div class='bar' role='progressbar' aria-label='{words.MODEL_BAR}' aria-valuemin='0' aria-valuemax='100' "
        f"aria-valuenow='{share * 100:.0f}'><span style='width:{share:.1%}'></span></div>"
        if model.here
        else ""
    )
    # no live region: the share changes every second, and nobody wants to hear each
    return f"<div class='notice'><p>{escape(told(model))}</p>{bar}</div>"


def arrived() -> str:
    """Return what is said once it is here."""
    return f"<div class='notice'><p role='status'>{words.MODEL_ARRIVED}</p></div>"
