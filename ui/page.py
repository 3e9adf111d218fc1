"""The page's parts: one tab for each view, wired to the mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from ui import login, words
from ui.asking import asking
from ui.chat_view import chat_view
from ui.evals_view import evals_view, has_runs
from ui.library_view import library_view
from ui.plan_view import plan_view
from ui.progress_view import progress_view
from ui.reader_view import reader_view
from ui.today_view import today_view

if TYPE_CHECKING:
    from pathlib import Path

    from agent.mentor import Mentor
    from ui.answers import Answers

# one fixed key and secret: a conversation is found again after the server was restarted
STORAGE_KEY, STORAGE_SECRET = "backend-mentor", "kept-in-the-browser-only"
AT_ONCE = 16  # calls of one kind at the same time, but for those that follow an answer
JOBS = 256  # calls at the same time; most follow an answer under way, and hold no thread


def blocks(
    mentor: Mentor,
    answers: Answers,
    uploads: Path,
    *,
    has_login: bool = False,
    is_shared: bool = False,
    evals_in: Path | None = None,
) -> gr.Blocks:
    """Return the page's parts, wired to the mentor; with a login, the way out as well.

    Args:
        mentor: what answers.
        answers: its answers under way.
        uploads: the folder where added documents are kept.
        has_login: whether learners sign in.
        is_shared: whether there are several; one alone may do all that who runs the mentor may.
        evals_in: the folder of eval runs, for who runs the mentor; the view is there once it holds one.
    """
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True, fill_height=True) as page:
        gr.HTML(f"<h1>{words.TITLE}</h1>", elem_id="title", apply_default_css=False)
        if has_login:
            page.load(_way_out, None, gr.HTML(elem_id="way-out"), show_progress="hidden")
        conversation = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=STORAGE_SECRET)
        with gr.Tabs(elem_id="views"):
            with gr.Tab(words.CHAT, id="chat"):
                chat_view(mentor, answers, page, conversation)
            with gr.Tab(words.TODAY, id="today") as today_tab:
                today, day = today_view(mentor, today_tab)
            with gr.Tab(words.PLAN, id="plan") as plan_tab:
                plan_view(mentor, plan_tab)
            with gr.Tab(words.PROGRESS, id="progress") as progress_tab:
                progress_view(mentor, progress_tab)
            with gr.Tab(words.LIBRARY, id="library") as library_tab:
                library_view(mentor, library_tab, uploads, owns_shared=not is_shared)
            if evals_in and has_runs(evals_in):
                with gr.Tab(words.EVALS, id="evals") as evals_tab:
                    evals_view(evals_in, evals_tab)
        reader_view(mentor, today, day)
        gr.HTML(_unreachable(), elem_id="unreachable", apply_default_css=False)
    page.max_threads = JOBS
    page.queue(default_concurrency_limit=AT_ONCE, max_size=2 * JOBS)
    return page


def _unreachable() -> str:
    """Return what the page's script shows while the server does not answer."""
    return f"<p role='alert'>{words.UNREACHABLE}</p>"


def _way_out(request: gr.Request) -> str:
    return login.way_out(asking(request))
