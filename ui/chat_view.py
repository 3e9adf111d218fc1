"""The chat as a view: its layout, and which event of the page does what."""

from __future__ import annotations

import json
from collections.abc import Iterator  # noqa: TC003 - gradio resolves the annotations of handlers
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from agent.commands import TABLE
from agent.errors import AgentError
from ui import chat, sources
from ui.asking import asking

if TYPE_CHECKING:
    from agent.mentor import Mentor

EXAMPLES = (
    "Sessions or JWT for my first login system?",
    "What is a database index, and when does it hurt?",
    "How do I store passwords safely?",
    "What should I learn first to become a backend engineer?",
)


def chat_view(mentor: Mentor, page: gr.Blocks, conversation: gr.BrowserState) -> None:
    """Lay out the chat and wire it to the mentor."""
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=320):
            messages = _messages()
            gr.HTML(_hints(), elem_id="hints")
            message = _field()
            with gr.Row():
                fresh = gr.Button("New conversation", size="sm", elem_id="fresh")
                earlier = gr.Dropdown(
                    label="Earlier conversations", elem_id="earlier", interactive=True, scale=3
                )
        with gr.Column(scale=2, min_width=300):
            shown = gr.HTML(sources.pane([]), elem_id="sources", label="Sources")

    views = [messages, shown, conversation]
    quietly: Any = {"show_progress": "hidden"}

    def answered(text: str, known: str | None, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        if text.strip():
            # the field is emptied once: what is typed while the answer comes stays in it
            for number, view in enumerate(chat.respond(mentor, asking(request), known, text)):
                yield (*view, gr.skip() if number else "")

    def from_example(
        known: str | None, event: gr.SelectData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from answered(event.value["text"], known, request)

    def restored(known: str | None, request: gr.Request) -> tuple[Any, ...]:
        view = chat.restore(mentor, asking(request), known)
        return (*view, gr.Dropdown(choices=chat.titles(mentor, asking(request)), value=view.conversation))

    def begun(request: gr.Request) -> tuple[Any, ...]:
        return restored(None, request)

    def listed(known: str | None, request: gr.Request) -> Any:
        try:
            return gr.Dropdown(choices=chat.titles(mentor, asking(request)), value=known)
        except AgentError:
            return gr.skip()  # the turn has said what is wrong, and its words must stay

    sent = message.submit(answered, [message, conversation], [*views, message], **quietly)
    chosen = messages.example_select(from_example, [conversation], [*views, message], **quietly)
    message.stop(None, cancels=[sent, chosen])
    for ended in (sent, chosen):
        ended.then(listed, [conversation], [earlier], **quietly)
    page.load(restored, [conversation], [*views, earlier], **quietly)
    gr.on([fresh.click, messages.clear], begun, None, [*views, earlier], **quietly)
    earlier.input(restored, [earlier], [*views, earlier], **quietly)


def _messages() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="messages",
        height="62vh",
        buttons=["copy"],
        sanitize_html=True,
        allow_tags=False,
        layout="bubble",
        placeholder="**What would you like to learn or build?**\n\nAsk a question, or write `/learn` for a plan.",
        examples=[{"text": example} for example in EXAMPLES],
    )


def _field() -> gr.Textbox:
    return gr.Textbox(
        placeholder="Ask a question, or / for commands",
        show_label=False,
        label="Your message",
        elem_id="message",
        lines=1,
        max_lines=8,
        autofocus=True,
        submit_btn=True,
        stop_btn=True,
    )


def _hints() -> str:
    """Return the list that the page's script fills with the commands that fit what is typed."""
    commands = json.dumps([{"name": entry.name, "about": entry.about} for entry in TABLE])
    return f"<ul class='hint-list' aria-label='Commands' data-commands='{escape(commands, quote=True)}'></ul>"
