"""The answers under way: each is written in a thread of its own, whoever looks on, until it ends or is stopped."""

from __future__ import annotations

import asyncio
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from ui import chat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.mentor import Mentor

KEPT_S = 5.0  # for answers to be kept as far as they were written, when the mentor ends


class UnderWay:
    """An answer while it is written, as any number of pages see it."""

    def __init__(self) -> None:
        self.view: chat.View | None = None
        self._stopped = Event()
        self._ended = Event()
        self._lock = Lock()
        self._watches: set[Watch] = set()

    def stop(self) -> None:
        """End it as far as it was written."""
        self._stopped.set()

    def is_stopped(self) -> bool:
        """Whether somebody wants it to end."""
        return self._stopped.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended and is kept; whether that was in time."""
        return self._ended.wait(seconds)

    def show(self, view: chat.View) -> None:
        """Show this from now on; a view that is not running is the last."""
        with self._lock:
            self.view = view
            watches = tuple(self._watches)
        if not view.is_running:
            self._ended.set()
        for watch in watches:
            watch.wake()

    def watch(self) -> Watch:
        """Return a look at it; called in the event loop of the page that looks."""
        watch = Watch(self)
        with self._lock:
            self._watches.add(watch)
        return watch

    def unwatch(self, watch: Watch) -> None:
        """Tell a look nothing more."""
        with self._lock:
            self._watches.discard(watch)


class Watch:
    """One page's look at an answer under way, which holds no thread; `left` says that the page looks elsewhere."""

    def __init__(self, answer: UnderWay) -> None:
        self._answer = answer
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self.left = False

    def wake(self) -> None:
        """Have it look again; from any thread."""
        self._loop.call_soon_threadsafe(self._woken.set)

    def leave(self) -> None:
        """Have it end; from any thread."""
        self.left = True
        self.wake()

    async def views(self) -> AsyncIterator[chat.View]:
        """Yield what is shown, and again when that has changed, until the answer has ended or the page has left it."""
        shown = None
        try:
            while not self.left:
                self._woken.clear()
                view = self._answer.view
                if view and view is not shown:
                    shown = view
                    yield view
                    if not view.is_running:
                        return
                else:
                    await self._woken.wait()
        finally:
            self._answer.unwatch(self)


class Answers:
    """The answers under way in this process; a conversation has one at a time.

    Args:
        mentor: what answers.
    """

    def __init__(self, mentor: Mentor) -> None:
        self._mentor = mentor
        self._lock = Lock()
        self._now: dict[tuple[str, str], UnderWay] = {}

    def begin(
        self, learner: str, conversation: str, text: str, *, instead_of: int | None = None
    ) -> UnderWay | None:
        """Begin to answer a message, maybe in the place of a turn; None while another of the conversation is answered."""
        with self._lock:
            if (learner, conversation) in self._now:
                return None
            answer = self._now[learner, conversation] = UnderWay()
        Thread(
            target=self._write,
            args=(answer, learner, conversation, text, instead_of),
            name="answer",
            daemon=True,
        ).start()
        return answer

    def under_way(self, learner: str, conversation: str | None) -> UnderWay | None:
        """Return what is being answered in a conversation."""
        with self._lock:
            return self._now.get((learner, conversation or ""))

    def stop(self, learner: str, conversation: str | None) -> None:
        """End what is being answered in a conversation, if anything is."""
        if answer := self.under_way(learner, conversation):
            answer.stop()

    def close(self, seconds: float) -> None:
        """Take no more questions and wait for the answers; end those that take longer as far as they were written."""
        if self._mentor.admission.close(seconds):
            return
        with self._lock:
            running = list(self._now.values())
        for answer in running:
            answer.stop()
        for answer in running:
            answer.wait(KEPT_S)

    def _write(
        self, answer: UnderWay, learner: str, conversation: str, text: str, instead_of: int | None
    ) -> None:
        try:
            for view in chat.respond(
                self._mentor, learner, conversation, text, answer.is_stopped, instead_of=instead_of
            ):
                if view.is_running:
                    answer.show(view)
        finally:
            with self._lock:  # before anybody sees the last view, so that the next message is taken
                del self._now[learner, conversation]
        answer.show(view)
