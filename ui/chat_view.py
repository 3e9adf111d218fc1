"""The chat as a view: its layout, and which event of the page does what."""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003 - gradio resolves the annotations of handlers
from typing import TYPE_CHECKING, Any

import gradio as gr
from anyio.to_thread import run_sync

from agent.conversations import Rated, Rating
from agent.errors import AgentError
from agent.memory import new_id
from ui import chat, sources, talks, words
from ui import chat_parts as parts
from ui.asking import asking
from ui.awaited_view import awaited_view
from ui.looks import Glance, Looks
from ui.pane import acted, pane

if TYPE_CHECKING:
    from agent.memory import Turn
    from agent.mentor import Mentor
    from ui.answers import Answers, UnderWay

QUIETLY: Any = {"show_progress": "hidden"}
Shown = tuple[
    Any, ...
]  # the messages, the sources, the conversation's id, the list, whether an answer is written
UNCHANGED: Shown = (gr.skip(),) * 5


def chat_view(mentor: Mentor, answers: Answers, page: gr.Blocks, conversation: gr.BrowserState) -> None:
    """Lay out the chat and wire it to the mentor."""
    view = _Chat(mentor, answers, conversation)
    view.lay_out(page)
    view.wire(page)


class _Chat:
    """The parts of the chat and what their events do.

    No handler raises: gradio leaves the field shut after an error until the page is loaded again. Handlers that
    show an answer under way wait for it without a thread, and hand over what gradio sends as it is: to make a
    part anew, which gradio does for each update that is no plain value, costs more than all the rest.
    """

    def __init__(self, mentor: Mentor, answers: Answers, conversation: gr.BrowserState) -> None:
        self._mentor = mentor
        self._answers = answers
        self._conversation = conversation
        self._looks = Looks()

    def lay_out(self, page: gr.Blocks) -> None:
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
                gr.HTML(parts.handles(), elem_id="handles", apply_default_css=False)
                awaited_view(self._mentor, page)
                self._messages = parts.messages()
                gr.HTML(parts.hints(), elem_id="hints", apply_default_css=False)
                self._running = gr.HTML("", elem_id="running", apply_default_css=False)
                self._message = parts.field()
            with gr.Column(elem_id="side", min_width=0):
                self._sources = gr.HTML(sources.pane([]), elem_id="sources", apply_default_css=False)

    def wire(self, page: gr.Blocks) -> None:
        """Say which event does what."""
        known = self._conversation
        shown = [self._messages, self._sources, known, self._talks, self._running]
        followed: Any = QUIETLY | {"postprocess": False, "concurrency_limit": None}
        self._message.submit(self._sent, [self._message, known], shown, **followed)
        gr.on(
            [self._messages.example_select, self._messages.option_select],
            self._chosen,
            [known],
            shown,
            **followed,
        )
        self._messages.retry(self._again, [known], shown, **followed)
        self._messages.edit(self._edited, [known], shown, **followed)
        self._message.stop(self._stopped, [known], None, **QUIETLY)
        page.load(self._loaded, [known], shown, **followed)
        gr.on([self._fresh.click, self._messages.clear], self._begun, None, shown, **followed)
        # not `input`: gradio leaves out the first one, so that pasted words would find nothing
        self._find.change(
            self._found, [self._find, known], [self._talks], trigger_mode="always_last", **QUIETLY
        )
        self._talks.act(self._kept_in_order, [self._find, known], shown, trigger_mode="multiple", **followed)
        self._messages.like(self._rated, [known], None, **QUIETLY)

    async def _sent(self, text: str | None, known: str | None, request: gr.Request) -> AsyncIterator[Shown]:
        if not text or not text.strip():
            yield UNCHANGED
            return
        async for shown in self._asked(text, known, request):
            yield shown

    async def _chosen(
        self, known: str | None, event: gr.SelectData, request: gr.Request
    ) -> AsyncIterator[Shown]:
        """Ask what an example or an offer says; the question of a turn that was never answered is asked in its place."""
        said = str(event.value["text"] if isinstance(event.value, dict) else event.value)
        open_turn = await run_sync(self._open_turn, asking(request), known)
        asked = (
            self._asked_anew(None, known, open_turn.number, request)
            if open_turn and open_turn.message == said
            else self._asked(said, known, request)
        )
        async for shown in asked:
            yield shown

    async def _again(
        self, known: str | None, event: gr.RetryData, request: gr.Request
    ) -> AsyncIterator[Shown]:
        async for shown in self._asked_anew(None, known, _turn_of(event.index), request):
            yield shown

    async def _edited(
        self, known: str | None, event: gr.EditData, request: gr.Request
    ) -> AsyncIterator[Shown]:
        async for shown in self._asked_anew(str(event.value), known, _turn_of(event.index), request):
            yield shown

    async def _asked_anew(
        self, text: str | None, known: str | None, number: int, request: gr.Request
    ) -> AsyncIterator[Shown]:
        """Ask a message of the conversation again, changed or as it was; what came after it goes."""
        said = await run_sync(self._said_anew, text, known, number, asking(request))
        asked = self._asked(said, known, request, instead_of=number) if said else self._opened(known, request)
        async for shown in asked:
            yield shown

    async def _asked(
        self, text: str, known: str | None, request: gr.Request, *, instead_of: int | None = None
    ) -> AsyncIterator[Shown]:
        """Yield the chat while a message is answered; what is answered already in its conversation goes first."""
        conversation = known or new_id()
        answer = self._answers.begin(asking(request), conversation, text, instead_of=instead_of)
        if answer is None:
            gr.Warning(words.STILL_ANSWERING)
        followed = self._followed(answer, request, taken=text) if answer else self._opened(known, request)
        async for shown in followed:
            yield shown

    async def _loaded(self, known: str | None, request: gr.Request) -> AsyncIterator[Shown]:
        """Yield the conversation that a page begins with, unless its learner was quicker and asked something already."""
        if not self._looks.is_new(str(request.session_hash)):
            yield UNCHANGED
            return
        async for shown in self._opened(known, request):
            yield shown

    async def _opened(self, known: str | None, request: gr.Request) -> AsyncIterator[Shown]:
        """Yield a conversation, and what is being answered in it until that has ended."""
        learner = asking(request)
        if answer := self._answers.under_way(learner, known):
            async for shown in self._followed(answer, request):
                yield shown
            return
        glance = Glance()
        self._looks.turn(str(request.session_hash), glance)
        view = await run_sync(self._restored, learner, known)
        yield UNCHANGED if glance.left else self._whole(view, is_other=True)

    async def _followed(self, answer: UnderWay, request: gr.Request, taken: str = "") -> AsyncIterator[Shown]:
        """Yield an answer under way until it has ended, or until this page shows something else."""
        watch = answer.watch()
        self._looks.turn(str(request.session_hash), watch)
        is_other = not taken
        async for view in watch.views():
            yield self._whole(view, is_other=is_other, taken=taken)
            is_other = False
        if watch.left:
            yield UNCHANGED  # gradio says the last once more at the end, which must not come over what is shown instead
        else:
            self._looks.turn(str(request.session_hash), Glance())  # the answer itself is not held any longer

    def _stopped(self, known: str | None, request: gr.Request) -> None:
        self._answers.stop(asking(request), known)

    async def _begun(self, request: gr.Request) -> AsyncIterator[Shown]:
        async for shown in self._opened(None, request):
            yield shown

    async def _kept_in_order(
        self, text: str, known: str | None, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Shown]:
        """Open, rename or delete a conversation from its row."""
        learner, used = asking(request), acted(event)
        act, conversation = used.get("act"), used.get("id", "")
        is_done = act == "open" or await run_sync(self._changed, learner, conversation, used)
        if act == "open" or (act == "delete" and is_done and conversation == known):
            async for shown in self._opened(conversation, request):  # one that is deleted opens empty
                yield shown
        else:
            listed = await run_sync(self._found, text, known, request)
            yield (*UNCHANGED[:3], listed, UNCHANGED[4])

    def _changed(self, learner: str, conversation: str, used: dict[str, str]) -> bool:
        """Rename or delete a conversation; whether that could be kept."""
        try:
            if used.get("act") == "rename":
                self._mentor.conversations.rename(learner, conversation, used.get("title", ""))
            elif used.get("act") == "delete":
                self._answers.stop(learner, conversation)
                self._mentor.conversations.delete(learner, conversation)
        except AgentError as error:
            gr.Warning(str(error))
            return False
        return True

    def _said_anew(self, text: str | None, known: str | None, number: int, learner: str) -> str:
        """Return what to ask in the place of a turn: the text, or its own message; empty where there is nothing."""
        try:
            turns = self._mentor.memory.turns(learner, known or "")
            before = next((turn for turn in turns if turn.number == number), None)
            if before and (text is None or text.strip()):
                return text or before.message
        except AgentError as error:
            gr.Warning(str(error))
        return ""

    def _open_turn(self, learner: str, known: str | None) -> Turn | None:
        """Return the last turn of a conversation if it was never answered."""
        try:
            turns = self._mentor.memory.turns(learner, known) if known else []
        except AgentError:
            return None  # asking will say what is wrong
        return turns[-1] if turns and not turns[-1].answer else None

    def _restored(self, learner: str, known: str | None) -> chat.View:
        try:
            return chat.restore(self._mentor, learner, known)
        except AgentError as error:
            gr.Warning(str(error))
            return chat.View([], sources.pane([]), known)

    def _found(self, text: str, known: str | None, request: gr.Request) -> Any:
        try:
            return talks.listed(self._mentor, asking(request), known, text)
        except AgentError:
            return gr.skip()  # what is listed stays; asking will say what is wrong

    def _rated(self, known: str | None, event: gr.LikeData, request: gr.Request) -> None:
        rated = {True: Rated(Rating.UP), False: Rated(Rating.DOWN), "": None}.get(
            event.liked, Rated(Rating.DOWN, str(event.liked))
        )
        try:
            self._mentor.conversations.rate(asking(request), known or "", _turn_of(event.index), rated)
        except AgentError as error:
            gr.Warning(str(error))

    def _whole(self, view: chat.View, *, is_other: bool, taken: str = "") -> Shown:
        """Return a view as gradio sends it; of another conversation with its ratings, which are no plain value."""
        messages: Any = self._messages.postprocess(view.messages).model_dump()
        if is_other:
            messages = {
                **gr.skip(),
                "value": messages,
                "feedback_value": list(view.ratings),
            }
        return messages, view.sources, view.conversation, view.listed, parts.running(view, taken)


def _turn_of(index: int | tuple[int, int] | list[int]) -> int:
    """Return the number of the turn that the message at a place belongs to: each turn shows two."""
    place = index if isinstance(index, int) else index[0]
    return place // 2 + 1
