"""The page's parts: one tab for each view, wired to the mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from ui import login
from ui.asking import asking
from ui.chat_view import chat_view
from ui.library_view import library_view
from ui.plan_view import plan_view

if TYPE_CHECKING:
    from pathlib import Path

    from agent.mentor import Mentor

TITLE = "Backend Mentor"
# one fixed key and secret: a conversation is found again after the server was restarted
STORAGE_KEY, STORAGE_SECRET = "backend-mentor", "kept-in-the-browser-only"
AT_ONCE = 16  # questions answered at the same time


def blocks(mentor: Mentor, uploads: Path, *, has_login: bool = False) -> gr.Blocks:
    """Return the page's parts, wired to the mentor; with a login, the way out as well."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(f"# {TITLE}\nAnswers with their sources, and plans that fit your hours.", elem_id="title")
        if has_login:
            page.load(_way_out, None, gr.HTML(elem_id="way-out"), show_progress="hidden")
        conversation = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=STORAGE_SECRET)
        with gr.Tabs():
            with gr.Tab("Chat"):
                chat_view(mentor, page, conversation)
            with gr.Tab("Plan") as plan_tab:
                plan_view(mentor, plan_tab)
            with gr.Tab("Library") as library_tab:
                library_view(mentor, library_tab, uploads)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=200)
    return page


def _way_out(request: gr.Request) -> str:
    return login.way_out(asking(request))
