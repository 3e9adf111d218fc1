"""The plan as a view: its form, and which event of the page does what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from agent.errors import AgentError
from knowledge.errors import KnowledgeError
from ui import plan
from ui.asking import asking

if TYPE_CHECKING:
    from agent.mentor import Mentor


def plan_view(mentor: Mentor, tab: gr.Tab) -> None:
    """Lay out the plan and wire it to the mentor."""
    with gr.Row(equal_height=False):
        with gr.Column(scale=1, min_width=280):
            goal = gr.Textbox(
                label="What do you want to reach?",
                placeholder="I know some Python, 10 hours a week, first job as a backend developer",
                lines=3,
                max_length=2000,
            )
            paths = [("Choose for me", "")] + [
                (path.title, path.id) for path in mentor.syllabus.paths.values()
            ]
            path = gr.Dropdown(paths, label="Path", value="")
            hours = gr.Textbox(label="Hours a week", placeholder="8, unless you say otherwise", max_length=10)
            deadline = gr.Textbox(label="Deadline (YYYY-MM-DD)", placeholder="none")
            make = gr.Button("Build my plan", variant="primary", elem_id="make-plan")
            said = gr.Markdown(elem_id="plan-said")
        with gr.Column(scale=3, min_width=320):
            table = gr.HTML(plan.pane(None), elem_id="plan")

    def made(goal: str, path: str, hours: str, deadline: str, request: gr.Request) -> tuple[str, str]:
        given = {"message": goal, "path": path, "hours_per_week": hours.strip(), "deadline": deadline.strip()}
        try:
            profile = {name: value for name, value in given.items() if value}
            return plan.pane(mentor.learn(profile, learner=asking(request))), ""
        except (AgentError, KnowledgeError) as error:
            return plan.pane(
                mentor.memory.plan(asking(request))
            ), f"{str(error)[:1].upper()}{str(error)[1:]}."

    make.click(made, [goal, path, hours, deadline], [table, said])

    def kept(request: gr.Request) -> str:
        return plan.pane(mentor.memory.plan(asking(request)))

    tab.select(kept, None, table, show_progress="hidden")
