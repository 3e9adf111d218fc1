"""The mentor's two flows: a question to a checked answer, and a profile to a plan."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from agent.answer import Exchange, write
from agent.compose import compose
from agent.errors import AgentError, ModelError, SettingsError
from agent.events import Answer, Event, Passages, Sentence
from agent.model import Usage
from agent.question import Asked, Question, stand_alone
from agent.replies import (
    MODEL_FAILED,
    NOT_FROM_SOURCES,
    QUOTED_INSTEAD,
    not_covered,
    small_talk,
)
from agent.support import Checked, Verdict
from knowledge.errors import KnowledgeError
from knowledge.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.answer import Said
    from agent.commands import Command
    from agent.memory import Memory, Turn
    from agent.model import Writer
    from knowledge.search import Findings, Hit, Search
    from knowledge.syllabus import Syllabus

MESSAGE_CHARS = 8_000  # a page of text; longer ones belong into a document
COVERED = 0.5  # confidence from which the passages count as answering; fitted with it in knowledge.confidence
LOCAL_PASSAGES = 4  # reading the sources is what costs a model on this machine
EARLIER = 3  # exchanges of a conversation that a model is shown


class Mentor:
    """One mentor over one knowledge base, for any number of learners.

    Args:
        search: finds passages.
        syllabus: the topics that answers and plans are about.
        memory: the database of learners.
        open_writer: opens the language model, or returns None for answers of quotations alone; asked once
            it is needed, and again after it failed.
        passages: how many passages an answer may use and shows.
        fingerprints: what made the answers: prompts, settings, index.
        obey: carries out a slash command and returns what to show.
    """

    def __init__(
        self,
        *,
        search: Search,
        syllabus: Syllabus,
        memory: Memory,
        open_writer: Callable[[], Writer | None],
        passages: int,
        fingerprints: Callable[[], dict[str, str]],
        obey: Callable[[Mentor, str, Command], str],
    ) -> None:
        self.syllabus = syllabus
        self.memory = memory
        self._search = search
        self._open_writer = open_writer
        self._writer: Writer | None = None
        self._is_opened = False
        self._passages = passages
        self._fingerprints = fingerprints
        self._obey = obey
        self._vocabulary = frozenset(
            stem(word) for topic in syllabus.topics.values() for word in content_words(topic.title)
        )

    def ask(self, text: str, *, learner: str, conversation: str | None = None) -> Iterator[Event]:
        """Answer a message: yields the passages, the sentences as they are checked, and the whole answer last.

        Raises:
            SettingsError: the message is empty or too long.
            MemoryUnavailable: the message could not be kept; nothing was done with it.
        """
        from agent.commands import UnknownCommand, parse

        said = _usable(text)
        watch = _Watch()
        turn = self.memory.begin_turn(learner, conversation, said)
        run = _Run(self, learner, turn, watch)
        try:
            command = parse(said)
            if command and command.name != "mentor":
                answer = yield from run.obey(command)
            else:
                answer = yield from run.answer(command.rest if command else said)
        except (UnknownCommand, KnowledgeError, AgentError) as error:
            answer = run.ended("failed", f"{str(error)[:1].upper()}{str(error)[1:]}.")
        except GeneratorExit:
            run.keep(run.ended("stopped", run.markdown))
            raise
        run.keep(answer)
        yield answer

    def writer(self) -> Writer | None:
        """Return the language model, opened at the first call; None when answers are quotations alone.

        Raises:
            ModelError: it cannot be opened; the next call tries again.
        """
        if not self._is_opened:
            self._writer = self._open_writer()
            self._is_opened = True
        return self._writer

    def close(self) -> None:
        """Give back what the language model holds."""
        if self._writer:
            self._writer.close()


class _Run:
    """One turn while it is answered."""

    def __init__(self, mentor: Mentor, learner: str, turn: Turn, watch: _Watch) -> None:
        self._mentor = mentor
        self._learner = learner
        self._turn = turn
        self._watch = watch
        self._usage = Usage()
        self._question = Question(turn.message, Asked.OTHER, "as is")
        self._findings: Findings | None = None
        self._hits: tuple[Hit, ...] = ()
        self._checked: list[Checked] = []
        self._model = "none"
        self.markdown = ""

    def obey(self, command: Command) -> Iterator[Event]:
        shown = self._mentor._obey(self._mentor, self._learner, command)  # noqa: SLF001 - the run is the mentor's own
        yield self._show(shown)
        return self.ended("command", shown)

    def answer(self, message: str) -> Iterator[Event]:
        mentor = self._mentor
        earlier = self._earlier()
        self._watch.lap("recall")
        self._question = stand_alone(
            message, [exchange.question for exchange in earlier], mentor._vocabulary, self._rewritten
        )
        self._watch.lap("question")
        if self._question.asked is Asked.SMALLTALK:
            yield self._show(small_talk(message))
            return self.ended("smalltalk", self.markdown)
        findings = self._findings = mentor._search.search(self._question.text, mentor._passages)
        self._watch.lap("search")
        if findings.confidence < COVERED:
            yield self._show(not_covered(self._nearest(), mentor.syllabus))
            return self.ended("not_covered", self.markdown)
        self._hits = findings.hits
        yield Passages(self._question.text, self._hits)
        yield from self._written(earlier)
        return self.ended("answered", self.markdown.strip())

    def _written(self, earlier: Sequence[Exchange]) -> Iterator[Sentence]:
        """Yield the answer: the model's checked sentences, or quotations where there is none or it fails."""
        set_apart: list[Said] = []
        is_supported = False
        try:
            writer = self._mentor.writer()
            if writer:
                self._model = writer.name
                hits = self._hits[:LOCAL_PASSAGES] if writer.name.startswith("local:") else self._hits
                stream = write(
                    writer, self._question.text, self._question.asked, hits, earlier=earlier, usage=self._usage
                )
                for said in stream:
                    if said.checked.verdict is Verdict.GENERAL:
                        set_apart.append(said)
                        continue
                    is_supported = is_supported or said.checked.verdict is Verdict.SUPPORTED
                    yield self._show_said(said)
        except ModelError as error:
            yield self._show(MODEL_FAILED.format(error=error))
        if not is_supported:
            yield from self._quoted(after_model=bool(self._usage.calls))
        if set_apart:
            yield from self._apart(set_apart)

    def _quoted(self, *, after_model: bool) -> Iterator[Sentence]:
        composed = compose(self._question.text, self._question.asked, self._hits)
        self._checked.extend(composed.sentences)
        lead = f"{QUOTED_INSTEAD}\n\n" if after_model else ""
        yield self._show(f"{lead}{composed.markdown}\n\n")

    def _apart(self, set_apart: Sequence[Said]) -> Iterator[Sentence]:
        yield self._show(f"\n\n---\n**{NOT_FROM_SOURCES}**\n\n")
        for said in set_apart:
            lead = "\n\n" if said.checked.text.startswith("```") else "\n> "
            self._checked.append(said.checked)
            yield self._show(f"{lead}{said.checked.text}\n", said.checked)

    def _show_said(self, said: Said) -> Sentence:
        self._checked.append(said.checked)
        marks = "".join(f" [{n}]" for n in dict.fromkeys(span.n for span in said.checked.support))
        lead = said.lead or (" " if self.markdown and not self.markdown[-1].isspace() else "")
        mark = f"\n{marks.strip()}" if said.checked.text.startswith("```") else marks
        return self._show(f"{lead}{said.checked.text}{mark}", said.checked)

    def _show(self, markdown: str, checked: Checked | None = None) -> Sentence:
        self._watch.lap_once("first_sentence")
        self.markdown += markdown
        return Sentence(markdown, checked)

    def _earlier(self) -> list[Exchange]:
        turns = self._mentor.memory.turns(self._learner, self._turn.conversation)
        answered = [turn for turn in turns if turn.answer and turn.answer.get("kind") in ("answered", "stopped")]
        return [
            Exchange(turn.question or turn.message, (turn.answer or {}).get("answer", ""))
            for turn in answered[-EARLIER:]
        ]

    def _rewritten(self, message: str, history: Sequence[str]) -> str | None:
        from agent.rewrite import rewritten

        try:
            writer = self._mentor.writer()
            return rewritten(writer, message, history, self._usage) if writer else None
        except ModelError:
            return None  # the rules' reading is good enough; the answer itself will say what is wrong

    def _nearest(self) -> tuple[str, ...]:
        """Return the topics nearest to the question, nearest first."""
        hits = self._findings.hits if self._findings else ()
        topics = self._mentor.syllabus.topics
        return tuple(dict.fromkeys(hit.passage.source for hit in hits if hit.passage.source in topics))[:3]

    def ended(self, kind: str, markdown: str) -> Answer:
        """Return the answer that the turn ends with."""
        self._watch.total()
        return Answer(
            kind=kind,
            markdown=markdown,
            question=self._question.text,
            conversation=self._turn.conversation,
            learner=self._learner,
            sentences=tuple(self._checked),
            hits=self._hits,
            nearest=self._nearest() if kind == "not_covered" else (),
            model=self._model,
            model_calls=self._usage.calls,
            tokens={"prompt": self._usage.prompt, "completion": self._usage.completion},
            timings_ms=self._watch.timings,
            fingerprints=self._mentor._fingerprints(),
            confidence=self._findings.confidence if self._findings else 0.0,
        )

    def keep(self, answer: Answer) -> None:
        """Store the end of the turn."""
        stored: dict[str, Any] = answer.json()
        self._mentor.memory.finish_turn(self._learner, self._turn.id, question=answer.question, answer=stored)


class _Watch:
    """Milliseconds of a turn's steps."""

    def __init__(self) -> None:
        self._started = self._last = perf_counter()
        self.timings: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.timings[name] = (now - self._last) * 1000
        self._last = now

    def lap_once(self, name: str) -> None:
        if name not in self.timings:
            self.timings[name] = (perf_counter() - self._started) * 1000

    def total(self) -> None:
        self.timings["total"] = (perf_counter() - self._started) * 1000


def _usable(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise SettingsError("there is no question; write one, or /help")
    if len(said) > MESSAGE_CHARS:
        raise SettingsError(
            f"the message has {len(said):,} characters, {MESSAGE_CHARS:,} are read; "
            "shorten it, or add the text as a document"
        )
    return said
