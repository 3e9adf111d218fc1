"""The library as a view: upload, list and removal of documents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from agent.errors import AgentError
from knowledge.errors import KnowledgeError
from ui import library, words
from ui.asking import asking
from ui.pane import acted, pane
from ui.prose import sentence
from ui.readings import Readings
from ui.shelf import shelf

if TYPE_CHECKING:
    from pathlib import Path

    from agent.mentor import Mentor

LOOKED_S = 1.0  # how often the page looks how far a reading is, while one runs


def library_view(mentor: Mentor, tab: gr.Tab, uploads: Path, *, owns_shared: bool) -> None:
    """Lay out the library and wire it to the mentor."""
    view = _Library(mentor, uploads, owns_shared=owns_shared)
    with gr.Column(elem_classes="sheet"):
        gr.HTML(
            f"<header><h2>{words.LIBRARY}</h2><p class='facts'>{words.LIBRARY_MORE}</p></header>",
            apply_default_css=False,
        )
        upload = gr.File(
            label=words.ADD_DOCUMENTS,
            show_label=False,
            file_count="multiple",
            file_types=[".md", ".txt", ".html", ".htm", ".pdf", ".docx"],
            elem_id="upload",
            height=130,
        )
        shown = pane("", elem_id="library")
        clock = gr.Timer(LOOKED_S, active=False)
        pages = len(mentor.syllabus.topics) + len(mentor.syllabus.projects)
        gr.HTML(
            f"<h3>{words.SHELF}</h3><p class='facts'>{words.SHELF_MORE.format(n=pages)}</p>",
            apply_default_css=False,
        )
        find = gr.Textbox(
            label=words.SHELF_FIND,
            show_label=False,
            placeholder=words.SHELF_HINT,
            elem_id="find-page",
            max_lines=1,
        )
        pages_shown = pane(shelf(mentor.syllabus), elem_id="shelf")
    quietly: Any = {"show_progress": "hidden"}
    tab.select(view.shown, None, [shown, clock], **quietly)
    tab.select(view.shelved, find, pages_shown, **quietly)
    find.change(view.shelved, find, pages_shown, trigger_mode="always_last", **quietly)
    clock.tick(view.shown, None, [shown, clock], **quietly)
    upload.upload(view.added, upload, [shown, clock, upload], **quietly)
    shown.act(view.acted, None, [shown, clock], **quietly)


class _Library:
    def __init__(self, mentor: Mentor, uploads: Path, *, owns_shared: bool) -> None:
        self._mentor = mentor
        self._owns_shared = owns_shared
        self._uploads = uploads
        self._readings = Readings()

    def shown(self, request: gr.Request) -> tuple[str, Any]:
        return self._whole(asking(request))

    def shelved(self, text: str | None, request: gr.Request) -> Any:
        try:
            done = self._mentor.progress(asking(request)).done
        except AgentError:
            return gr.skip()  # the pages stay as they are; whatever is done next says what is wrong
        return shelf(self._mentor.syllabus, str(text or ""), done=done)

    def added(self, names: list[str], request: gr.Request) -> tuple[str, Any, None]:
        """Keep what was uploaded and begin to read it; the field is emptied, for its files have moved."""
        learner, said = asking(request), ""
        try:
            files = library.kept(self._uploads, names, learner)
            self._readings.start(learner, partial(self._read, files, learner))
        except OSError as error:
            said = words.NOT_KEPT.format(why=error.strerror or error)
        return (*self._whole(learner, said), None)

    def acted(self, event: gr.EventData, request: gr.Request) -> tuple[str, Any]:
        learner, used = asking(request), acted(event)
        if used.get("act") != "remove":
            return self._whole(learner)
        try:
            said = library.remove(self._mentor, used.get("id"), learner, owns_shared=self._owns_shared)
            return self._whole(learner, said)
        except (AgentError, KnowledgeError) as error:
            return self._whole(learner, sentence(str(error)))

    def _read(self, files: list[Path], learner: str, on_progress: Any) -> str:
        return library.add(self._mentor, self._uploads, files, learner, on_progress)

    def _whole(self, learner: str, said: str = "") -> tuple[str, Any]:
        reading = self._readings.now(learner)
        try:
            shown = library.rows(self._mentor, learner, reading, said, owns_shared=self._owns_shared)
        except KnowledgeError as error:
            shown = f"<p class='said' role='alert'>{sentence(str(error))}</p>"
        return shown, gr.Timer(active=reading.is_running)
