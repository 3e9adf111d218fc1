"""Who is asking: the one place where a request of the page becomes a learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr


def asking(request: gr.Request) -> str:
    """Return the learner who sent a request, as the gate found out."""
    assert request.username
    return str(request.username)
