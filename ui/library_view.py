"""The library as a view: upload, list and removal of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import library

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

    def listed(words: str = "") -> tuple[str, str, Any]:
        return words, library.rows(mentor), gr.Dropdown(choices=library.choices(mentor), value=None)

    tab.select(listed, None, [said, table, which], show_progress="hidden")

    def added(names: list[str]) -> tuple[Any, ...]:
        return (
            *listed(library.add(mentor, uploads, names)),
            None,
        )  # the field is emptied: its files have moved

    def removed(source: str | None) -> tuple[str, str, Any]:
        return listed(library.remove(mentor, uploads, source))

    upload.upload(added, upload, [said, table, which, upload])
    remove.click(removed, which, [said, table, which])
