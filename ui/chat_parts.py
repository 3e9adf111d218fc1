"""The parts that the chat is laid out of."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from agent.commands import TABLE
from ui import words

if TYPE_CHECKING:
    from ui.chat import View


def running(view: View, taken: str) -> str:
    """Return what says that an answer is being written, and which message was taken for it from the field."""
    if not view.is_running:
        return ""
    return f"<p class='sr-only' role='status' data-taken='{escape(taken, quote=True)}'>{words.ANSWERING}</p>"


def messages() -> gr.Chatbot:
    """Return the list of messages."""
    return gr.Chatbot(
        label=words.CONVERSATION,
        show_label=False,
        elem_id="messages",
        height="100%",
        autoscroll=False,  # a reader begins at the question, not at the answer's last line
        buttons=["copy"],
        editable="user",
        feedback_options=[words.LIKE, words.DISLIKE, *words.REASONS],
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        layout="bubble",
        placeholder=f"# {words.WELCOME}\n\n{words.WELCOME_MORE}",
        examples=[{"text": says, "display_text": label} for says, label in words.EXAMPLES.items()],
    )


def field() -> gr.Textbox:
    """Return the field to write in."""
    return gr.Textbox(
        placeholder=words.MESSAGE_HINT,
        show_label=False,
        label=words.MESSAGE,
        elem_id="message",
        lines=1,
        max_lines=8,
        autofocus=True,
        submit_btn=True,
        stop_btn=True,  # the page's rules show the one or the other
    )


def handles() -> str:
    """Return the buttons that open the sides where the screen is too narrow, and the names of those of the field."""
    return (
        f"<button type='button' class='quiet' data-side='talks'>☰ {escape(words.CONVERSATIONS)}</button>"
        f"<button type='button' class='quiet' data-side='sources'>{escape(words.SOURCES)}</button>"
        f"<span hidden data-send='{escape(words.SEND)}' data-stop='{escape(words.STOP)}'></span>"
    )


def hints() -> str:
    """Return the list that the page's script fills with the commands that fit what is typed."""
    commands = json.dumps(
        [{"name": entry.name, "usage": entry.usage, "about": entry.about} for entry in TABLE]
    )
    return f"<ul class='hint-list' aria-label='{words.COMMANDS}' data-commands='{escape(commands, quote=True)}'></ul>"
