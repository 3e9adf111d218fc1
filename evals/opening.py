"""The mentor as evals ask it: the learner's own index and model, and a memory that is forgotten afterwards."""

from __future__ import annotations

import logging
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from agent.build import fingerprints, open_embedder, open_mentor
from agent.errors import ModelError, ModelUnavailable
from agent.events import Answer, Passages
from agent.memory import Memory, new_id
from agent.mentor import Mentor
from agent.model import open_writer
from agent.obey import obey
from agent.writer import Message, Usage
from knowledge.database import open_engine
from knowledge.owner import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.settings import Settings
    from agent.writer import Writer
    from knowledge.owner import Owner
    from knowledge.search import Findings, Search

EVALUATOR = "eval"  # the learner that searches without a conversation; has no documents
Said = TypeVar("Said")
SAID = 1_500  # characters, some 250 words: what an answer of the mentor's has; a small model repeats itself after them

logger = logging.getLogger(__name__)


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
        *_, last = self.answers(case, messages)
        return last

    def answers(self, case: str, messages: Sequence[str]) -> Iterator[Answer]:
        """The answer to each of a conversation's messages, once it is asked for.

        Raises:
            SettingsError: a message cannot be asked.
            MemoryUnavailable: the memory cannot be written.
        """
        conversation = None
        for message in messages:
            for event in self.mentor.ask(message, learner=stand_in(case), conversation=conversation):
                if isinstance(event, Answer):
                    conversation = event.conversation
                    yield event

    def question(self, case: str, messages: Sequence[str]) -> str:
        """What the mentor searches for the last of a conversation's messages.

        Every turn is stopped once its passages are found: a question rests on the questions before it, and on no
        answer, so that none has to be written.

        Raises:
            SettingsError: a message cannot be asked.
            MemoryUnavailable: the memory cannot be written.
        """
        conversation, searched = new_id(), ""
        for message in messages:
            with closing(
                self.mentor.ask(message, learner=stand_in(case), conversation=conversation)
            ) as events:
                found = next(event for event in events if isinstance(event, Passages | Answer))
            searched = found.question
        return searched

    def search(self, query: str, k: int = 10) -> Findings:
        """What the mentor's search finds of what is everybody's."""
        return self.mentor.search(query, k, learner=EVALUATOR)

    def without_retrieval(self) -> Callable[[str], str] | None:
        """The mentor's language model asked a bare question; None where answers are quotations.

        Raises:
            ModelError: the model cannot be opened; then there is nothing to measure.
        """
        writer = self.mentor.writer()
        return partial(bare, writer) if writer else None


def stand_in(name: str) -> str:
    """The id of the learner in whose place a case asks: short and printable, whatever the case is called."""
    return f"eval-{sha256(name.encode()).hexdigest()[:16]}"


def bare(writer: Writer, question: str, *, chars: int = SAID) -> str:
    """What a language model says to a question alone, up to so many characters; it may say nothing.

    Raises:
        ModelError: it cannot be asked.
    """
    said = ""
    with closing(writer.stream([Message("user", question)], Usage())) as stream:
        try:
            while len(said) < chars:
                said += next(stream)
        except StopIteration:
            return said
        except ModelUnavailable:  # stopped for its length or its time: what there is counts
            if not said:
                raise
    return said


def heard(say: Callable[[str], Said], question: str) -> Said | None:
    """What a baseline says to a question; None where its model cannot be asked, which is no fault of the mentor's."""
    try:
        return say(question)
    except ModelError:
        logger.info("a baseline could not be asked", exc_info=True)
        return None


class _Through:
    """The search of another mentor."""

    def __init__(self, mentor: Mentor) -> None:
        self._mentor = mentor

    def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
        return self._mentor.search(query, k, learner=owner)


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
def attacked_mentor(
    settings: Settings, documents: Sequence[Path], on_progress: Callable[[int, int, str], None]
) -> Iterator[Opened]:
    """A mentor in a home of its own with these documents beside the curriculum; all of it is removed again.

    Raises:
        AgentError, KnowledgeError: it cannot be opened.
    """
    with tempfile.TemporaryDirectory(prefix="mentor-eval-") as folder:
        settings.home.mkdir(parents=True, exist_ok=True)
        (settings.home / "models").mkdir(exist_ok=True)
        (Path(folder) / "models").symlink_to(settings.home / "models")
        own = settings.model_copy(update={"home": Path(folder), "database_url": None, "chroma_url": None})
        mentor = reading_mentor(own, on_progress)
        try:
            mentor.library.ingest(documents, owner=SHARED)
            yield Opened(mentor, fingerprints(own, mentor.store, open_embedder(own).name, EVALUATOR))
        finally:
            mentor.close()


@contextmanager
def forgetful_mentor(
    settings: Settings,
    on_progress: Callable[[int, int, str], None],
    *,
    is_quoting: bool = False,
    searching: Callable[[Mentor], Search] = _Through,
) -> Iterator[Opened]:
    """The mentor of these settings, remembering nobody it meets here.

    Args:
        settings: what to open.
        on_progress: told how far the reading of the curriculum is.
        is_quoting: leave out its language model.
        searching: makes its search of the mentor that has read the curriculum; its own by default.

    Raises:
        AgentError, KnowledgeError: it cannot be opened.
    """
    real = reading_mentor(settings, on_progress)
    made_by = partial(fingerprints, settings, real.store, open_embedder(settings).name)
    with tempfile.TemporaryDirectory(prefix="mentor-eval-") as folder:
        engine = open_engine(f"sqlite:///{folder}/memory.sqlite3")
        mentor = Mentor(
            search=searching(real),
            syllabus=real.syllabus,
            memory=Memory(engine),
            library=real.library,
            store=real.store,
            open_writer=(lambda: None) if is_quoting else partial(open_writer, settings),
            passages=settings.passages,
            fingerprints=made_by,
            obey=obey,
        )
        try:
            yield Opened(mentor, made_by(EVALUATOR))
        finally:
            mentor.close()
            real.close()
            engine.dispose()
