"""The mentor: a message to a checked answer, and all that a learner can ask of it; `agent.planning` makes the plans."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from agent.admission import Admission
from agent.answering import Answering
from agent.commands import Command, Name, parse
from agent.conversations import Conversations
from agent.day_commands import reply_to_check
from agent.dialogues import TODAY, Dialogues, Reply
from agent.discussed import discussed
from agent.errors import AgentError, ModelError, SettingsError, Stopped
from agent.export import export
from agent.learning import Learning
from agent.ledger import Kind
from agent.model_reading import ModelReader
from agent.obey import plan_markdown
from agent.plan_talk import about_plan, beside_question, proposed, reply_to_proposal, words_of
from agent.planning import Planning
from agent.proposals import Proposals
from agent.spoken import meant
from agent.ways_out_text import ways_out_said
from agent.writing import Parts
from knowledge.errors import KnowledgeError
from knowledge.owner import SHARED, private
from knowledge.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from agent.admission import Limits
    from agent.awaited import Awaited
    from agent.events import Answer, Event
    from agent.memory import Memory, Turn
    from agent.plan_changes import Proposal
    from agent.progress import Progress
    from agent.writer import Usage, Writer
    from knowledge.ingest import Library
    from knowledge.search import Findings, Search
    from knowledge.sources import Source
    from knowledge.store import Store
    from knowledge.syllabus import Syllabus

MESSAGE_CHARS = 8_000  # a page of text; longer ones belong into a document


class Mentor:
    """One mentor over one knowledge base, for any number of learners.

    Args:
        search: finds passages.
        syllabus: the topics that answers and plans are about.
        memory: the database of learners.
        library: reads documents in.
        store: the documents that were read in.
        open_writer: opens the language model, or returns None for answers of quotations alone; asked once
            it is needed, and again when that failed or the model died.
        passages: how many passages an answer may use and shows.
        fingerprints: what makes a learner's answers: prompts, settings, index.
        obey: carries out a slash command, adds what it asks of the model to the usage, and returns what to show.
        limits: what one learner may use; None where there is only one.
        addresses: what the curriculum links to; no other address is ever shown as a link.
        awaited: says which model file answers wait for; None where they wait for none.
    """

    def __init__(  # noqa: PLR0913 - the parts of a mentor, each once, all by name
        self,
        *,
        search: Search,
        syllabus: Syllabus,
        memory: Memory,
        library: Library,
        store: Store,
        open_writer: Callable[[], Writer | None],
        passages: int,
        fingerprints: Callable[[str], dict[str, str]],
        obey: Callable[[Mentor, str, Command, Usage], Reply],
        limits: Limits | None = None,
        addresses: frozenset[str] = frozenset(),
        awaited: Callable[[], Awaited | None] = lambda: None,
    ) -> None:
        self.addresses = addresses
        self.awaited = awaited
        self.syllabus = syllabus
        self.memory = memory
        self.conversations = Conversations(memory.engine)
        self.admission = Admission(memory.engine, limits)
        self.library = library
        self.store = store
        self.learning = Learning(memory, syllabus)
        reader = ModelReader(syllabus, self._writer_at_hand)
        self.dialogues = Dialogues(memory.engine, syllabus, reader)
        self._proposals = Proposals(syllabus, memory, self.learning, reader)
        self._planning = Planning(
            syllabus=syllabus,
            memory=memory,
            learning=self.learning,
            dialogues=self.dialogues,
            reader=reader,
            proposals=self._proposals,
            writer=self._writer_at_hand,
            fingerprints=fingerprints,
        )
        self._search = search
        self._open_writer = open_writer
        self._writer: Writer | None = None
        self._is_opened = False
        self._opening = Lock()
        self._obey = obey
        titles = (topic.title for topic in syllabus.topics.values())
        self._parts = Parts(
            search=search,
            syllabus=syllabus,
            vocabulary=frozenset(stem(word) for title in titles for word in content_words(title)),
            memory=memory,
            writer=self._writer_at_hand,
            passages=passages,
            fingerprints=fingerprints,
        )

    def ask(
        self,
        text: str,
        *,
        learner: str,
        conversation: str | None = None,
        instead_of: int | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Generator[Event, None, None]:
        """Answer a message: yields the passages, the sentences as they are checked, and the whole answer last.

        It may stand in the place of a turn of its conversation, which goes with all that follow it once the message
        is taken, and stays where it is refused. Closing it stops it; `is_stopped` does so, too, while it yields nothing
        because the model reads a plan's words.

        Raises:
            SettingsError: the message is empty or too long.
            LimitReached: the learner must wait, or the mentor is about to stop.
            MemoryUnavailable: the message could not be kept; nothing was done with it.
        """
        said = usable(text)
        with self.admission.turn(learner) as finished:
            turn = self.memory.begin_turn(learner, conversation, said, instead_of=instead_of)
            answering = Answering(self._parts, learner, turn, is_stopped)
            yield from self._turn(said, answering, learner, turn, finished)

    def _turn(
        self,
        said: str,
        answering: Answering,
        learner: str,
        turn: Turn,
        finished: Callable[[Answer], None],
    ) -> Generator[Event, None, None]:
        try:
            command = parse(said)
            command = command or reply_to_check(self, learner, turn) or reply_to_proposal(self, learner, turn)
            has_plan = self.memory.has_plan(learner)
            reply = self._intake(command, learner, turn, answering.usage, has_plan=has_plan)
            command = command or self._meant(said, learner, turn, has_plan=has_plan)
            self._proposals.let_go(words_of(command) if command else said, learner=learner)
            plan = self.memory.plan(learner) if has_plan and not (command or reply) else None
            if plan:
                reply = about_plan(self, learner, plan, said, answering.usage)
            if reply:
                answer = yield from answering.command(reply.markdown, reply.choices)
            elif command and command.name is not Name.MENTOR:
                done = self._obey(self, learner, command, answering.usage)
                answer = yield from answering.command(done.markdown, done.choices)
            else:
                beside = beside_question(self, plan, said) if plan else None
                asked = beside.question if beside else said
                answer = yield from answering.answer(command.rest if command else asked)
                if beside:
                    offer = proposed(self, learner, beside.change, answering.usage)
                    answer = yield from answering.reminded(answer, offer)
                elif reminder := self.dialogues.reminder(learner, turn):
                    answer = yield from answering.reminded(answer, reminder)
        except Stopped:
            answer = answering.ended("stopped", answering.markdown)
        except (AgentError, KnowledgeError) as error:
            answer = answering.ended("failed", f"{str(error)[:1].upper()}{str(error)[1:]}.")
        except (GeneratorExit, KeyboardInterrupt):  # the learner stopped it, or left
            answer = answering.ended("stopped", answering.markdown)
            answering.keep(answer)
            finished(answer)
            raise
        answering.keep(answer)
        finished(answer)
        yield answer

    def _intake(
        self, command: Command | None, learner: str, turn: Turn, usage: Usage, *, has_plan: bool
    ) -> Reply | None:
        """Return what the intake says to a message; None where the message is no part of it."""
        reply = self.dialogues.take(command, learner, turn, usage, has_plan=has_plan)
        return self._built(reply, learner, turn, usage) if reply and reply.profile is not None else reply

    def _built(self, told: Reply, learner: str, turn: Turn, usage: Usage) -> Reply:
        """Build the plan of what was told in the intake."""
        plan = self._planning.build(told.profile or {}, learner=learner, usage=usage)
        self.dialogues.built(learner, turn, told.steps, is_over=plan["feasible"])
        choices = (TODAY,) if plan["feasible"] else tuple(ways_out_said(plan))
        return Reply(plan_markdown(plan), choices)

    def _meant(self, said: str, learner: str, turn: Turn, *, has_plan: bool) -> Command | None:
        """Read a command in plain words, which may be about what the conversation is at."""

        def topic() -> str | None:
            at = discussed(self.memory.turns(learner, turn.conversation))
            return at.passage.source if at and at.passage.source in self.syllabus.topics else None

        return meant(said, topic=topic, has_plan=has_plan)

    def learn(
        self,
        profile: Mapping[str, Any],
        *,
        learner: str,
        today: date | None = None,
        usage: Usage | None = None,
    ) -> dict[str, Any]:
        """Build a learner's plan and remember it; see `Planning.learn`."""
        with self._counted(learner, usage) as counted:
            return self._planning.learn(profile, learner=learner, today=today, usage=counted)

    def change(
        self, message: str, *, learner: str, today: date | None = None, usage: Usage | None = None
    ) -> dict[str, Any]:
        """Change a learner's plan by what a message says; see `Planning.change`."""
        with self._counted(learner, usage) as counted:
            return self._planning.change(message, learner=learner, today=today, usage=counted)

    def propose(
        self, message: str, *, learner: str, usage: Usage | None = None, is_meant: bool = True
    ) -> Proposal:
        """Return what a message would change of a learner's plan; see `Proposals.propose`."""
        with self._counted(learner, usage) as counted:
            return self._proposals.propose(message, learner=learner, usage=counted, is_meant=is_meant)

    def discard(self, *, learner: str) -> None:
        """Forget what a learner wished for and no plan fitted."""
        self._proposals.discard(learner=learner)

    def replan(
        self, *, learner: str, today: date | None = None, usage: Usage | None = None
    ) -> dict[str, Any]:
        """Fit a learner's plan to what really happened; see `Planning.replan`."""
        with self._counted(learner, usage) as counted:
            return self._planning.replan(learner=learner, today=today, usage=counted)

    def _counted(self, learner: str, usage: Usage | None) -> AbstractContextManager[Usage]:
        """Return what model calls are counted in: the turn that they belong to, or, outside of any, the learner's day."""
        return nullcontext(usage) if usage else self.admission.work(learner)

    def replan_preview(self, *, learner: str, today: date | None = None) -> tuple[str, ...]:
        """Return in sentences what `replan` would change, and keep nothing; see `Planning.replan_preview`."""
        return self._planning.replan_preview(learner=learner, today=today)

    def record(self, kind: Kind, names: Sequence[str], *, learner: str) -> tuple[str, ...]:
        """Record topics or projects, by id or name, as done or undone, all or none; returns their ids.

        Raises:
            PlanError: no names; one that is unknown or may mean several things; or nothing to take back.
        """
        if kind is Kind.UNDONE:
            return tuple(event.id for event in self.learning.undo(names, learner=learner))
        return self.learning.record("done", names, learner=learner)

    def progress(self, learner: str) -> Progress:
        """Return where a learner stands, from the ledger."""
        return self.learning.progress(learner)

    def obey(self, command: Command, *, learner: str) -> str:
        """Carry out a slash command outside of any conversation; returns what to show, as Markdown.

        Raises:
            AgentError: what was asked for cannot be done; says why.
        """
        with self.admission.work(learner) as usage:
            return self._obey(self, learner, command, usage).markdown

    def search(self, text: str, k: int, *, learner: str) -> Findings:
        """Return the passages for a text that this learner may find, best first."""
        return self._search.search(text, k, owner=private(learner))

    def export(self, learner: str) -> dict[str, Any]:
        """Return everything that is kept of a learner, as JSON can hold it."""
        return export(self.memory, self.conversations, self.dialogues, self.store, learner)

    def forget(self, learner: str) -> bool:
        """Delete everything of a learner's: documents, conversations, plans, progress; False when nothing was."""
        documents = self.library.forget(learner)
        return self.memory.forget(learner) or documents > 0

    def check(self) -> None:
        """Ask the database and the search once, as a question would.

        Raises:
            AgentError, KnowledgeError: one of them does not answer.
        """
        self.memory.conversations("")
        self._search.search("index", 1, owner=SHARED)

    def document(self, source: str, *, learner: str) -> Source | None:
        """Return a document that this learner's answers may come from; None where there is none of this id."""
        return self.store.source(source, owner=private(learner))

    def writer(self) -> Writer | None:
        """Return the language model, opened at the first call and again after it died; None without one.

        Raises:
            ModelError: it cannot be opened; the next call tries again.
        """
        with self._opening:  # two questions at once must not start two models
            if self._writer and not self._writer.is_alive():
                self._writer.close()
                self._is_opened = False
            if not self._is_opened:
                self._writer = self._open_writer()
                self._is_opened = True
            return self._writer

    def _writer_at_hand(self) -> Writer | None:
        """Return the language model, or None as long as its file is awaited: that is told once, not in each answer."""
        return None if self.awaited() else self.writer()

    def open_ahead(self) -> None:
        """Open the language model before it is asked; one that cannot be opened says why once it is."""
        with suppress(ModelError):
            self.writer()

    def close(self) -> None:
        """Give back what the language model holds."""
        if self._writer:
            self._writer.close()


def usable(text: str) -> str:
    """Return a message as it is taken.

    Raises:
        SettingsError: it is empty or too long.
    """
    said = text.replace("\x00", "").strip()
    if not said:
        raise SettingsError("there is no question; write one, or /help")
    if len(said) > MESSAGE_CHARS:
        raise SettingsError(
            f"the message has {len(said):,} characters, {MESSAGE_CHARS:,} are read; "
            "shorten it, or add the text as a document"
        )
    return said
