"""The library as a view: upload, list and removal of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import library
from ui.asking import asking

if TYPE_CHECKING:
    from pathlib import Path

    from agent.mentor import Mentor


def library_view(mentor: Mentor, tab: gr.Tab, uploads: Path) -> None:
    """Lay out the library and wire it to the mentor."""
    upload = gr.File(
        label="Add documents",
        file_count="multiple",
        file_types=[".md", ".txt", ".html", ".htm", ".pdf", ".docx"],
        elem_id="upload",
    )
    said = gr.Markdown(elem_id="library-said")
    table = gr.HTML(elem_id="library")
    with gr.Row():
        which = gr.Dropdown(label="Remove a document", interactive=True, scale=3)
        remove = gr.Button("Remove", size="sm")

    def listed(learner: str, words: str = "") -> tuple[str, str, Any]:
        shown = library.rows(mentor, learner)
        return words, shown, gr.Dropdown(choices=library.choices(mentor, learner), value=None)

    def opened(request: gr.Request) -> tuple[str, str, Any]:
        return listed(asking(request))

    tab.select(opened, None, [said, table, which], show_progress="hidden")

    def added(names: list[str], request: gr.Request) -> tuple[Any, ...]:
        learner = asking(request)
        return (
            *listed(learner, library.add(mentor, uploads, names, learner)),
            None,
        )  # the field is emptied: its files have moved

    def removed(source: str | None, request: gr.Request) -> tuple[str, str, Any]:
        learner = asking(request)
        return listed(learner, library.remove(mentor, source, learner))

    upload.upload(added, upload, [said, table, which, upload])
    remove.click(removed, which, [said, table, which])
