"""The reader as a view: a document opened from a source mark, the sources pane, or another view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from knowledge.errors import KnowledgeError
from knowledge.sources import Origin
from ui import reader
from ui.asking import asking
from ui.pane import acted, pane

if TYPE_CHECKING:
    from agent.mentor import Mentor


def reader_view(mentor: Mentor) -> None:
    """Place the reader, shut, and wire it to the mentor; the page's script opens and shuts it."""
    shown = pane(reader.opening(), elem_id="reader")

    def read(event: gr.EventData, request: gr.Request) -> str:
        asked = acted(event)
        learner = asking(request)
        try:
            source = mentor.document(asked.get("source", ""), learner=learner)
        except KnowledgeError as error:
            gr.Warning(str(error))
            source = None
        spans = reader.spans_of(asked.get("spans", ""))
        is_own = source is not None and source.origin is Origin.DOCUMENT
        return reader.opened(source, spans, is_own=is_own, allowed=mentor.addresses)

    shown.act(read, None, shown, show_progress="hidden")
