"""What stands above the talk while the language model is not here yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.awaited import arrived, notice

if TYPE_CHECKING:
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
