"""The least that a Gradio chat can do, to measure the page against: it says the same words at once, from nowhere.

Run it as `python tests/bench/echo_app.py PORT`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator  # noqa: TC003 - gradio resolves the annotations of handlers
from typing import Any

import gradio as gr

SAYS = "A structure, plain text, as one unit."  # a word of each scripted answer


def app() -> gr.Blocks:
    """Return a chat of a field and a list of messages."""
    with gr.Blocks(analytics_enabled=False) as page:
        messages, message = gr.Chatbot(), gr.Textbox(elem_id="message")
        state = gr.BrowserState()

        def echo(text: str, _known: Any) -> Iterator[list[dict[str, str]]]:
            asked = {"role": "user", "content": text}
            yield [asked, {"role": "assistant", "content": "…"}]
            yield [asked, {"role": "assistant", "content": SAYS}]
            yield [asked, {"role": "assistant", "content": f"{SAYS} {text}"}]

        message.submit(echo, [message, state], messages)
    page.queue(default_concurrency_limit=16)
    return page


if __name__ == "__main__":
    app().launch(server_port=int(sys.argv[1]), ssr_mode=False, quiet=True)
