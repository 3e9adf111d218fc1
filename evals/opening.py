"""The mentor as evals ask it: the learner's own index and model, and a memory that is forgotten afterwards."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from agent.build import fingerprints, open_embedder, open_mentor
from agent.events import Answer
from agent.memory import Memory
from agent.mentor import Mentor
from agent.model import open_writer
from agent.obey import obey
from agent.writer import Message, Usage
from knowledge.database import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.settings import Settings
    from knowledge.search import Findings


@dataclass(frozen=True, slots=True)
class Opened:
    """A mentor to ask, and what made its answers."""

    mentor: Mentor
    fingerprints: dict[str, str]

    def ask(self, case: str, messages: Sequence[str]) -> Answer:
        """The answer to the last of a conversation's messages; each case is a learner of its own.

        Raises:
            MemoryUnavailable: the memory cannot be written.
        """
        conversation = None
        answer: Answer | None = None
        for message in messages:
            for event in self.mentor.ask(message, learner=f"eval-{case}", conversation=conversation):
                if isinstance(event, Answer):
                    answer, conversation = event, event.conversation
        assert answer, "a turn ends with its answer"
        return answer

    def without_retrieval(self) -> Callable[[str], str] | None:
        """The mentor's language model asked a bare question; None where answers are quotations.

        Raises:
            ModelError: the model cannot be opened; then there is nothing to measure.
        """
        writer = self.mentor.writer()
        if writer is None:
            return None
        return lambda question: writer.complete([Message("user", question)], Usage())


class _Through:
    """The search of another mentor."""

    def __init__(self, mentor: Mentor) -> None:
        self._mentor = mentor

    def search(self, query: str, k: int = 10) -> Findings:
        return self._mentor.search(query, k)


def reading_mentor(settings: Settings, on_progress: Callable[[int, int, str], None]) -> Mentor:
    """The mentor of these settings, its stored vectors compared exactly.

    An index on disk answers nearly the same, but not at every run the same, and belongs to one process: an eval
    shall be reproducible, and run beside a mentor that is in use.

    Raises:
        AgentError, KnowledgeError: it cannot be opened.
    """
    return open_mentor(
        settings,
        on_progress=lambda step: on_progress(step.number, step.sources, step.title),
        is_brief=True,
    )


@contextmanager
def forgetful_mentor(settings: Settings, on_progress: Callable[[int, int, str], None]) -> Iterator[Opened]:
    """The mentor of these settings, remembering nobody it meets here.

    Raises:
        AgentError, KnowledgeError: it cannot be opened.
    """
    real = reading_mentor(settings, on_progress)
    made_by = partial(fingerprints, settings, real.store, open_embedder(settings).name)
    with tempfile.TemporaryDirectory(prefix="mentor-eval-") as folder:
        engine = open_engine(f"sqlite:///{folder}/memory.sqlite3")
        mentor = Mentor(
            search=_Through(real),
            syllabus=real.syllabus,
            memory=Memory(engine),
            library=real.library,
            store=real.store,
            open_writer=partial(open_writer, settings),
            passages=settings.passages,
            fingerprints=made_by,
            obey=obey,
        )
        try:
            yield Opened(mentor, made_by())
        finally:
            mentor.close()
            real.close()
            engine.dispose()
