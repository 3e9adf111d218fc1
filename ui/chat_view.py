"""The chat as a view: its layout, and which event of the page does what."""

from __future__ import annotations

import json
from collections.abc import Iterator  # noqa: TC003 - gradio resolves the annotations of handlers
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from agent import clock
from agent.commands import TABLE
from agent.conversations import Rated, Rating
from agent.errors import AgentError
from ui import chat, sources, talks, words
from ui.asking import asking
from ui.pane import acted, pane

if TYPE_CHECKING:
    from agent.mentor import Mentor

QUIETLY: Any = {"show_progress": "hidden"}
# more than admission lets in, so that it is admission that says how many are answered, and not a silent queue
ASKED: Any = {**QUIETLY, "concurrency_limit": 120, "concurrency_id": "asked"}


def chat_view(mentor: Mentor, page: gr.Blocks, conversation: gr.BrowserState) -> None:
    """Lay out the chat and wire it to the mentor."""
    view = _Chat(mentor, conversation)
    view.lay_out()
    view.wire(page)


class _Chat:
    """The parts of the chat and what their events do.

    No handler raises: gradio leaves the field shut after an error until the page is loaded again.
    """

    def __init__(self, mentor: Mentor, conversation: gr.BrowserState) -> None:
        self._mentor = mentor
        self._conversation = conversation

    def lay_out(self) -> None:
        """Place the parts: the conversations, the talk, and the sources beside it."""
        with gr.Row(elem_id="chat", equal_height=False):
            with gr.Column(elem_id="talks-side", min_width=0):
                self._fresh = gr.Button(words.NEW, elem_id="fresh", size="sm")
                self._find = gr.Textbox(
                    label=words.FIND,
                    show_label=False,
                    placeholder=words.FIND_HINT,
                    elem_id="find",
                    max_lines=1,
                )
                self._talks = pane("", elem_id="talks")
            with gr.Column(elem_id="talk", min_width=0):
                gr.HTML(_handles(), elem_id="handles", apply_default_css=False)
                self._messages = _messages()
                gr.HTML(_hints(), elem_id="hints", apply_default_css=False)
                self._message = _field()
            with gr.Column(elem_id="side", min_width=0):
                self._sources = gr.HTML(sources.pane([]), elem_id="sources", apply_default_css=False)

    def wire(self, page: gr.Blocks) -> None:
        """Say which event does what."""
        known = self._conversation
        shown = [self._messages, self._sources, known, self._talks, self._message]
        asked = [
            self._message.submit(self._sent, [self._message, known], shown, **ASKED),
            self._messages.example_select(self._chosen, [known], shown, **ASKED),
            self._messages.option_select(self._chosen, [known], shown, **ASKED),
            self._messages.retry(self._again, [known], shown, **ASKED),
            self._messages.edit(self._edited, [known], shown, **ASKED),
        ]
        idle = [self._talks, self._message]
        self._message.stop(None, None, None, cancels=asked).then(self._stopped, [known], idle, **QUIETLY)
        page.load(self._restored, [known], shown, **QUIETLY)
        gr.on([self._fresh.click, self._messages.clear], self._begun, None, shown, **QUIETLY)
        # not `input`: gradio leaves out the first one, so that pasted words would find nothing
        self._find.change(
            self._found, [self._find, known], [self._talks], trigger_mode="always_last", **QUIETLY
        )
        self._talks.act(self._kept_in_order, [self._find, known], shown, **QUIETLY)
        self._messages.like(self._rated, [known], None, **QUIETLY)

    def _sent(self, text: str | None, known: str | None, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        if text and text.strip():
            yield from self._answered(text, known, request)

    def _chosen(
        self, known: str | None, event: gr.SelectData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        said = event.value["text"] if isinstance(event.value, dict) else event.value
        yield from self._answered(str(said), known, request)

    def _again(
        self, known: str | None, event: gr.RetryData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from self._asked_anew(None, known, _turn_of(event.index), request)

    def _edited(
        self, known: str | None, event: gr.EditData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from self._asked_anew(str(event.value), known, _turn_of(event.index), request)

    def _asked_anew(
        self, text: str | None, known: str | None, number: int, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask a message of the conversation again, changed or as it was; what came after it goes."""
        learner = asking(request)
        try:
            turns = self._mentor.memory.turns(learner, known or "")
            before = next((turn for turn in turns if turn.number == number), None)
            if before and known and (text is None or text.strip()):
                self._mentor.conversations.cut(learner, known, number)
                yield from self._answered(text or before.message, known, request)
                return
        except AgentError as error:
            gr.Warning(str(error))
        yield self._restored(known, request)

    def _answered(self, text: str, known: str | None, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Yield the chat while a message is answered; the field is emptied once, what is typed meanwhile stays."""
        learner = asking(request)
        running: Any = gr.Textbox(value="", submit_btn=False, stop_btn=True)
        view = None
        for number, view in enumerate(chat.respond(self._mentor, learner, known, text)):
            # the conversation is there from the second view on, before its answer is
            listed = self._listed(learner, view.conversation) if number == 1 else gr.skip()
            yield (view.messages, view.sources, view.conversation, listed, gr.skip() if number else running)
        if view:
            yield (*self._whole(view), self._listed(learner, view.conversation), _idle())

    def _stopped(self, known: str | None, request: gr.Request) -> tuple[Any, ...]:
        return self._listed(asking(request), known), _idle()

    def _restored(self, known: str | None, request: gr.Request) -> tuple[Any, ...]:
        learner = asking(request)
        try:
            view = chat.restore(self._mentor, learner, known)
        except AgentError as error:
            gr.Warning(str(error))
            view = chat.View([], sources.pane([]), known)
        return (*self._whole(view), self._listed(learner, view.conversation), _idle())

    def _begun(self, request: gr.Request) -> tuple[Any, ...]:
        return self._restored(None, request)

    def _found(self, text: str, known: str | None, request: gr.Request) -> Any:
        return self._listed(asking(request), known, text)

    def _kept_in_order(
        self, text: str, known: str | None, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Open, rename or delete a conversation from its row."""
        learner, used = asking(request), acted(event)
        conversation = used.get("id", "")
        if used.get("act") == "open":
            return self._restored(conversation, request)
        try:
            if used.get("act") == "rename":
                self._mentor.conversations.rename(learner, conversation, used.get("title", ""))
            elif used.get("act") == "delete":
                self._mentor.conversations.delete(learner, conversation)
                if conversation == known:
                    return self._begun(request)
        except AgentError as error:
            gr.Warning(str(error))
        return (gr.skip(), gr.skip(), gr.skip(), self._listed(learner, known, text), gr.skip())

    def _rated(self, known: str | None, event: gr.LikeData, request: gr.Request) -> None:
        rated = {True: Rated(Rating.UP), False: Rated(Rating.DOWN), "": None}.get(
            event.liked, Rated(Rating.DOWN, str(event.liked))
        )
        try:
            self._mentor.conversations.rate(asking(request), known or "", _turn_of(event.index), rated)
        except AgentError as error:
            gr.Warning(str(error))

    def _whole(self, view: chat.View) -> tuple[Any, ...]:
        messages: Any = gr.Chatbot(value=view.messages, feedback_value=list(view.ratings))
        return messages, view.sources, view.conversation

    def _listed(self, learner: str, current: str | None, text: str = "") -> Any:
        try:
            listed = self._mentor.conversations.listed(learner, text)
        except AgentError:
            return gr.skip()  # the turn has said what is wrong, and its words must stay
        today = clock.today()
        return talks.rows(listed, current=current, today=today, is_search=bool(text.strip()))


def _turn_of(index: int | tuple[int, int] | list[int]) -> int:
    """Return the number of the turn that the message at a place belongs to: each turn shows two."""
    place = index if isinstance(index, int) else index[0]
    return place // 2 + 1


def _idle() -> Any:
    return gr.Textbox(submit_btn=True, stop_btn=False)


def _messages() -> gr.Chatbot:
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
        examples=[
            {"text": each, "display_text": words.EXAMPLE_PLAN if each.startswith("/learn") else each}
            for each in words.EXAMPLES
        ],
    )


def _field() -> gr.Textbox:
    return gr.Textbox(
        placeholder=words.MESSAGE_HINT,
        show_label=False,
        label=words.MESSAGE,
        elem_id="message",
        lines=1,
        max_lines=8,
        autofocus=True,
        submit_btn=True,
        stop_btn=False,
    )


def _handles() -> str:
    """Return the buttons that open the sides where the screen is too narrow to show them."""
    return (
        f"<button type='button' class='quiet' data-side='talks'>☰ {escape(words.CONVERSATIONS)}</button>"
        f"<button type='button' class='quiet' data-side='sources'>{escape(words.SOURCES)}</button>"
    )


def _hints() -> str:
    """Return the list that the page's script fills with the commands that fit what is typed."""
    commands = json.dumps(
        [{"name": entry.name, "usage": entry.usage, "about": entry.about} for entry in TABLE]
    )
    return f"<ul class='hint-list' aria-label='{words.COMMANDS}' data-commands='{escape(commands, quote=True)}'></ul>"
