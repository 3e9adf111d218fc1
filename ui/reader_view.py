"""The reader as a view: a document opened from a source mark or another view, and what is done at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from agent.errors import AgentError
from knowledge.errors import KnowledgeError
from knowledge.sources import Origin
from ui import reader, study, words
from ui.asked import Checks
from ui.asking import asking
from ui.pane import acted, pane
from ui.prose import sentence

if TYPE_CHECKING:
    from agent.mentor import Mentor
    from ui.today_view import Day


def reader_view(mentor: Mentor, today: gr.HTML, day: Day) -> None:
    """Place the reader, shut, and wire it to the mentor; the page's script opens and shuts it.

    Args:
        mentor: whose documents.
        today: where the day is shown, which is to know what was recorded here.
        day: what its buttons do.
    """
    shown = pane(reader.opening(), elem_id="reader")
    view = Reader(mentor, day)

    def act(event: gr.EventData, request: gr.Request) -> tuple[str, Any]:
        return view.acted(asking(request), acted(event))

    shown.act(act, None, [shown, today], show_progress="hidden")


class Reader:
    """What the buttons of the reader do.

    Args:
        mentor: whose documents.
        day: records what was studied.
    """

    def __init__(self, mentor: Mentor, day: Day) -> None:
        self._mentor = mentor
        self._day = day
        self._checks = Checks(mentor.learning)

    def acted(self, learner: str, used: dict[str, str]) -> tuple[str, Any]:
        """Return what the reader shows after a button of its, and the day where that has changed."""
        try:
            return self._acted(learner, used)
        except (AgentError, KnowledgeError) as error:
            said = study.recorded(sentence(str(error)), can_undo=False)
            return reader.holding(words.READER, said), gr.skip()

    def _acted(self, learner: str, used: dict[str, str]) -> tuple[str, Any]:
        act, page = used.get("act"), self._page(used)
        back = study.ways_on(page)
        shown: str | None
        if act in ("done", "studied"):
            said = study.recorded(self._day.record(learner, used), can_undo=True)
            return reader.holding(self._title(page), said + study.ways_on(page)), self._day.whole(learner)
        if act == "undo":
            said = study.recorded(self._day.undo(learner), can_undo=False)
            return reader.holding(words.READER, said), self._day.whole(learner)
        if act == "ask":
            shown = self._checks.ask(learner, {"id": page}, back=back)
            return reader.holding(self._title(page), shown or ""), gr.skip()
        if act in ("answer", "judge"):
            marked = self._checks.answer if act == "answer" else self._checks.judge
            shown = marked(learner, used, back=back)
            return reader.holding(self._title(page), shown or ""), self._day.whole(learner)
        return self._opened(learner, used), gr.skip()

    def _page(self, used: dict[str, str]) -> str:
        """Return the id of the page that a button is about; a check carries its topic's."""
        return used.get("id") or used.get("check", "").rpartition(".")[0]

    def _title(self, page: str) -> str:
        return self._mentor.syllabus.entry(page).title if page in self._mentor.syllabus else words.READER

    def _opened(self, learner: str, used: dict[str, str]) -> str:
        try:
            source = self._mentor.document(used.get("source", ""), learner=learner)
        except KnowledgeError as error:
            gr.Warning(str(error))
            source = None
        is_own = source is not None and source.origin is Origin.DOCUMENT
        return reader.opened(
            source,
            reader.spans_of(used.get("spans", "")),
            is_own=is_own,
            allowed=self._mentor.addresses,
            foot=self._foot(learner, source.id) if source and not is_own else "",
        )

    def _foot(self, learner: str, page: str) -> str:
        try:
            today = self._mentor.learning.today(learner=learner).json()
            return study.foot(self._mentor.syllabus, page, self._mentor.progress(learner), today)
        except AgentError:
            return ""  # a page can be read though nothing can be recorded
