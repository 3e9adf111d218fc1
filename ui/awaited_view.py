"""What stands above the talk while the language model is not here yet: how far it is, and what to do."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import words

if TYPE_CHECKING:
    from agent.awaited import Awaited
    from agent.mentor import Mentor

LOOKED_S = 2.0  # how often a page looks how far it is, while it waits


def awaited_view(mentor: Mentor, page: gr.Blocks) -> None:
    """Place it where the caller is, and look as long as there is something to wait for."""
    shown = gr.HTML("", elem_id="awaited", apply_default_css=False)
    clock = gr.Timer(LOOKED_S, active=False)

    def opened() -> tuple[str, Any]:
        found = mentor.awaited()
        return notice(found) if found else "", gr.Timer(active=found is not None)

    def looked() -> tuple[str, Any]:
        found = mentor.awaited()
        return notice(found) if found else arrived(), gr.Timer(active=found is not None)

    page.load(opened, None, [shown, clock], show_progress="hidden")
    clock.tick(looked, None, [shown, clock], show_progress="hidden")


def notice(model: Awaited) -> str:
    """Return what is said of a model that is not here yet."""
    share = model.here / model.size if model.size else 0.0
    if not model.size:
        said = words.MODEL_NO_FILE
    elif model.here >= model.size:
        said = words.MODEL_CHECKED
    elif model.is_coming:
        said = words.MODEL_COMING
    else:
        said = words.MODEL_STOPPED if model.here else words.MODEL_MISSING
    told = said.format(name=model.name, here=model.here / 1e9, size=model.size / 1e9)
    bar = (
        f"<div class='bar' role='progressbar' aria-label='{words.MODEL_BAR}' aria-valuemin='0' aria-valuemax='100' "
        f"aria-valuenow='{share * 100:.0f}'><span style='width:{share:.1%}'></span></div>"
        if model.here
        else ""
    )
    # no live region: the share changes every second, and nobody wants to hear each
    return f"<div class='notice'><p>{escape(told)} {words.MODEL_MEANWHILE}</p>{bar}</div>"


def arrived() -> str:
    """Return what is said once it is here."""
    return f"<div class='notice'><p role='status'>{words.MODEL_ARRIVED}</p></div>"
