"""Progress as a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from agent import clock
from agent.errors import AgentError
from agent.overview import overview
from agent.plan_text import from_json
from ui import progress
from ui.asking import asking
from ui.prose import sentence

if TYPE_CHECKING:
    from agent.mentor import Mentor


def progress_view(mentor: Mentor, tab: gr.Tab) -> None:
    """Place the progress and fill it whenever it is opened."""
    shown = gr.HTML("", elem_id="progress", apply_default_css=False)

    def read(request: gr.Request) -> str:
        learner, day = asking(request), clock.today()
        try:
            plan = mentor.memory.plan(learner)
            seen = overview(from_json(plan) if plan else None, mentor.syllabus, mentor.progress(learner), day)
            due = mentor.learning.today(learner=learner, today=day).due
        except AgentError as error:
            return progress.broken(sentence(str(error)))
        return progress.pane(seen, due=due)

    tab.select(read, None, shown, show_progress="hidden")
