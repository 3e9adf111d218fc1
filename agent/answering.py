"""One turn: a message to passages, checked sentences and an answer that is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent import hints
from agent.beside import with_code
from agent.discussed import discussed
from agent.errors import ModelError
from agent.events import Answer, Event, Passages, Sentence
from agent.follow_up import stand_alone
from agent.foreign import english_words, is_foreign
from agent.ledger import read as event
from agent.mentoring import Mentoring, Standing
from agent.moves import move
from agent.nearest import unknown
from agent.next_step import next_step
from agent.progress import progress
from agent.prompt import Exchange
from agent.question import Asked, Question, kind
from agent.quoting import quoted
from agent.readings import read
from agent.replies import (
    FOREIGN,
    FOREIGN_FOUND,
    TO_LEARN,
    not_covered,
    small_talk,
)
from agent.rewrite import rewritten
from agent.spans import spans
from agent.writing import Writing
from knowledge.confidence import COVERED
from knowledge.curriculum_documents import headings
from knowledge.owner import private
from knowledge.sentences import Kind as UnitKind
from knowledge.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from agent.dialogues import Reply
    from agent.events import Choice
    from agent.memory import Turn
    from agent.moves import Move
    from agent.support import Checked
    from knowledge.search import Findings

TERM_CHARS = 5  # of a word of a heading; shorter ones are words of other languages as well
EARLIER = 3  # exchanges of a conversation that a model is shown


class Answering(Writing):
    """One turn while it is answered; each method yields what to show and returns the answer it ends with."""

    def command(self, markdown: str, choices: tuple[Choice, ...] = ()) -> Generator[Event, None, Answer]:
        """Show what a slash command or a reply to the mentor gave."""
        yield self._show(markdown)
        return replace(self.ended("command", markdown), choices=choices)

    def reminded(self, answer: Answer, reminder: Reply) -> Generator[Event, None, Answer]:
        """Show what the mentor had asked below the answer to a question that came between."""
        yield self._show(f"\n\n---\n\n{reminder.markdown}")
        return replace(answer, markdown=self.markdown.strip(), choices=reminder.choices)

    def answer(self, message: str) -> Generator[Event, None, Answer]:
        """Answer a question from the passages, or say that they do not answer it."""
        parts = self._parts
        turns = parts.memory.turns(self._learner, self._turn.conversation)
        self._discussed = discussed(turns)
        earlier = _exchanges(turns)
        self._watch.lap("recall")
        if found := move(message, has_answer=self._discussed is not None):
            return (yield from self._moved(found, message))
        if is_foreign(message):
            return (yield from self._foreign(message))
        self._question = stand_alone(
            message, [exchange.question for exchange in earlier], parts.vocabulary, self._rewritten
        )
        self._watch.lap("question")
        if task := hints.task(message, parts.syllabus, _tasks(turns)):
            return (yield from self._hinted(task))
        if self._question.asked is Asked.PLAN:
            yield self._show(TO_LEARN)
            return self.ended("smalltalk", self.markdown)
        if self._question.asked is Asked.SMALLTALK:
            yield self._show(small_talk(message))
            return self.ended("smalltalk", self.markdown)
        self._question, self._findings = read(self._question, self._search)
        self._watch.lap("search")
        return (yield from self._found(self._findings, earlier))

    def _found(self, findings: Findings, earlier: Sequence[Exchange]) -> Generator[Event, None, Answer]:
        """Answer from what was found, or say that it does not answer."""
        if findings.confidence < COVERED:
            return (yield from self._not_covered())
        self._hits = with_code(self._question, findings)
        yield Passages(self._question.said, self._hits)
        yield from self._written(earlier)
        if not self.markdown.strip():  # nothing but pieces of code without a sentence of their own
            self._hits = ()
            return (yield from self._not_covered())
        yield from self._next_step(earlier)
        return self.ended("answered", self.markdown.strip())

    def _not_covered(self) -> Generator[Event, None, Answer]:
        """Say that nothing answers, with what is near."""
        words, is_all = unknown(self._question.text, self._findings)
        yield self._show(not_covered(self._nearest(), self._parts.syllabus, words, is_all=is_all))
        return self.ended("not_covered", self.markdown)

    def _foreign(self, message: str) -> Generator[Event, None, Answer]:
        """Say that the knowledge base is in English, and answer what the message names in English."""
        pages = self._parts.syllabus.topics.values()
        titles = (each.title for page in pages for each in headings(page.body))
        terms = {stem(word) for title in titles for word in content_words(title) if len(word) >= TERM_CHARS}
        known = english_words(message, self._parts.vocabulary | terms)
        self._findings = self._search(" ".join(known)) if known else None
        if self._findings is None or self._findings.confidence < COVERED:
            yield self._show(FOREIGN)
            return self.ended("smalltalk", self.markdown)
        self._question = Question(" ".join(known), Asked.DEFINITION, "rules")
        yield self._show(f"{FOREIGN_FOUND.format(words=' '.join(known))}\n\n")
        return (yield from self._found(self._findings, ()))

    def _moved(self, found: Move, message: str) -> Generator[Event, None, Answer]:
        """Do what a message wants that asks nothing to be looked up."""
        at = self._discussed
        standing = Standing(self._plan, self._passed(), self._known[1])
        mentoring = Mentoring(
            self._parts.syllabus, lambda text, k: self._search(text, k).hits, standing, self._allowed
        )
        response = mentoring.respond(found, message, at)
        if response.instead:
            self._question = Question(response.instead, kind(response.instead), "rules")
            self._findings = self._search(response.instead)
            answer = yield from self._found(self._findings, ())
            yield self._show(f"{self._apart_from_it()}{response.markdown}")
            return replace(answer, markdown=self.markdown.strip(), choices=response.choices)
        if at:
            self._question = replace(self._question, text=at.question)
        self._hits, self._checked = response.hits, list(response.sentences)
        if self._hits:
            yield Passages(self._question.text, self._hits)
        yield self._show(response.markdown)
        ended = self.ended("answered" if self._hits else "smalltalk", self.markdown)
        return replace(ended, choices=response.choices)

    def _hinted(self, task: hints.Task) -> Generator[Event, None, Answer]:
        """Give a hint on a task of the curriculum, quoted from its section, or its solution."""
        self._task = task
        self._question = Question(task.check.ask, Asked.OTHER, "task")
        found = self._parts.search.search(task.check.ask, self._parts.passages, owner=private(self._learner))
        self._hits = tuple(hints.sections(task, found.hits))
        yield Passages(task.check.ask, self._hits)
        if task.is_shown:
            yield self._show(hints.solution(task))
            return self.ended("answered", self.markdown)
        yield self._show(f"{hints.lead(task)}\n\n")
        quotes = [
            (n, units, hit.passage.text)
            for n, hit in enumerate(self._hits, 1)
            for units in spans(hit.passage.text)
            if all(unit.kind is not UnitKind.CODE for unit in units)
        ]
        for at in hints.rests_on(task, [text[units[0].start : units[-1].end] for _, units, text in quotes]):
            sentences: list[Checked] = []
            yield self._show(f"{quoted(*quotes[at], sentences, self._allowed())}\n\n")
            self._checked += sentences
        yield self._show(hints.close(task))
        return self.ended("answered", self.markdown)

    def _next_step(self, earlier: Sequence[Exchange]) -> Iterator[Sentence]:
        """Yield the one next step that the answer ends with, from the page that it is mostly from."""
        support = [span for checked in self._checked for span in checked.support]
        if not support:
            return
        used = [self._hits[span.n - 1].passage for span in support]
        said = next_step(
            used[0].source,
            self._question.text,
            self._parts.syllabus,
            self._plan,
            self._passed(),
            sections={each.heading[-1] for each in used if each.heading},
            stage=self._known[0],
            told="\n".join(each.answer for each in earlier),
        )
        if said:
            yield self._show(f"{self._apart_from_it()}{said}")

    def _passed(self) -> frozenset[str]:
        """Return the ids of what the learner has finished or leaves out."""
        state = progress(map(event, self._parts.memory.ledger(self._learner)))
        return frozenset({*state.done, *state.skipped})

    def _apart_from_it(self) -> str:
        """Return the line breaks that what is shown lacks for a paragraph of its own to follow."""
        return "\n" * (2 - len(self.markdown) + len(self.markdown.rstrip("\n"))) if self.markdown else ""

    def _rewritten(self, message: str, history: Sequence[str]) -> str | None:
        try:
            writer = self._parts.writer()
            return rewritten(writer, message, history, self.usage) if writer else None
        except ModelError:
            return None  # the rules' reading is good enough; the answer itself will say what is wrong


def _tasks(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Return what turns remember of tasks, oldest first."""
    return [turn.answer["task"] for turn in turns if turn.answer and turn.answer.get("task")]


def _exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    """Return the last questions of turns that were answered, with their answers, oldest first."""
    answered = [turn for turn in turns if turn.answer and turn.answer["kind"] in ("answered", "stopped")]
    return [
        Exchange(turn.question or turn.message, (turn.answer or {}).get("answer", ""))
        for turn in answered[-EARLIER:]
    ]
