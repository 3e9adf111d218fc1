"""One turn's answer while it is written: the model's checked sentences, or quotations; and what the turn ends with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from agent.answer import write
from agent.aside import is_code, may_stand_apart
from agent.compose import compose
from agent.deciding import decided
from agent.discussed import shown_of
from agent.errors import ModelError
from agent.events import Answer, Event, Sentence, Waiting, Wrote
from agent.fresh import fresh
from agent.nearest import closest, nearest
from agent.prompt import Exchange, Material, Prompts, wishes
from agent.question import Asked, Question, kind, subjects
from agent.replies import (
    MODEL_FAILED,
    MODEL_FAILED_QUOTED,
    MODEL_FAILED_SHOWN,
    MODEL_LEFT_OUT,
    NOT_FROM_SOURCES,
)
from agent.support import Checked, Span, Verdict
from agent.watch import Watch
from agent.writer import Usage
from knowledge.owner import private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent import hints
    from agent.answer import Said
    from agent.compose import Composed
    from agent.discussed import Discussed
    from agent.memory import Memory, Turn
    from agent.places import Place
    from agent.writer import Writer
    from knowledge.search import Findings, Hit, Search
    from knowledge.syllabus import Syllabus

LOCAL_PASSAGES = 4  # reading the sources is what costs a model on this machine
BEAT_S = 0.2  # how often a learner who waits can leave


@dataclass(frozen=True, slots=True)
class Parts:
    """What a turn is answered with.

    Args:
        search: finds passages.
        syllabus: the topics that answers are about.
        vocabulary: stems of the syllabus' own terms.
        memory: the database of learners.
        writer: the language model, or None for quotations alone; may raise a `ModelError`.
        passages: how many passages an answer may use and shows.
        fingerprints: what makes a learner's answers: prompts, settings, index.
        prompts: what the model has read of each conversation.
    """

    search: Search
    syllabus: Syllabus
    vocabulary: frozenset[str]
    memory: Memory
    writer: Callable[[], Writer | None]
    passages: int
    fingerprints: Callable[[str], dict[str, str]]
    prompts: Prompts = field(default_factory=Prompts)


class Writing:
    """The answer of one turn; each method yields what to show."""

    def __init__(
        self, parts: Parts, learner: str, turn: Turn, is_stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self._parts = parts
        self._learner = learner
        self._turn = turn
        self._watch = Watch()
        self.usage = Usage(is_stopped=is_stopped)
        self._question = Question(turn.message, Asked.OTHER, "as is")
        self._findings: Findings | None = None
        self._discussed: Discussed | None = None
        self._hits: tuple[Hit, ...] = ()
        self._checked: list[Checked] = []
        self._task: hints.Task | None = None
        self._model = "none"
        self._wrote = Wrote.NOTHING
        self.markdown = ""

    def _written(self, earlier: Sequence[Exchange]) -> Iterator[Event]:
        """Yield the answer: the model's checked sentences, or quotations where there is none or it fails."""
        set_apart: list[Said] = []
        failure = None
        try:
            yield from self._modelled(earlier, set_apart)
        except ModelError as error:
            failure = error
        is_supported = any(checked.verdict is Verdict.SUPPORTED for checked in self._checked)
        self._wrote = self._written_by_model(failure, set_apart, is_supported=is_supported)
        if failure or not is_supported:
            yield from self._quoted(failure, left_out=bool(set_apart) and not is_supported)
        if is_supported:
            yield from self._apart(set_apart)

    def _written_by_model(
        self, failure: ModelError | None, set_apart: Sequence[Said], *, is_supported: bool
    ) -> Wrote:
        """Return what of the answer the model wrote, before anything is quoted."""
        if self._checked:
            return Wrote.PART if failure or not is_supported else Wrote.ALL
        return Wrote.LEFT_OUT if set_apart and not failure else Wrote.NOTHING

    def _modelled(self, earlier: Sequence[Exchange], set_apart: list[Said]) -> Iterator[Event]:
        """Yield what the model says and a passage supports; the rest is set apart."""
        writer = self._parts.writer()
        if writer is None:
            return
        self._model = writer.name
        hits = self._hits[:LOCAL_PASSAGES] if writer.name.startswith("local:") else self._hits
        question, asked = self._question.text, self._question.asked
        material = Material(question, asked, hits, earlier, self._allowed(), wishes(*self._known))
        with writer.places.enter(self._learner) as place:
            yield from self._in_line(place)
            for said in write(writer, material, self.usage, self._parts.prompts, self._turn.conversation):
                if said is None:
                    yield Sentence("")  # here the learner can stop it
                elif said.checked.verdict is Verdict.GENERAL:
                    set_apart.append(said)
                else:
                    yield self._show_said(said)

    def _in_line(self, place: Place) -> Iterator[Event]:
        """Yield how many are served before, whenever that changes, until it is this turn's turn."""
        told = 0
        while ahead := place.ahead(BEAT_S):
            yield Waiting(ahead) if ahead != told else Sentence("")  # here, too, the learner can leave
            told = ahead
        if told:
            yield Waiting(0)

    def _quoted(self, failure: ModelError | None, *, left_out: bool) -> Iterator[Sentence]:
        """Yield what the sources say beyond what is shown, after the reason why the model does not say it."""
        shown = [span for checked in self._checked for span in checked.support]
        composed = self._composed(shown)
        self._checked.extend(composed.sentences)
        reason = MODEL_LEFT_OUT if left_out else ""
        if failure:
            failed = "did not finish" if self.markdown else "did not answer"
            rest = MODEL_FAILED_QUOTED if composed.markdown else MODEL_FAILED_SHOWN
            reason = MODEL_FAILED.format(failed=failed, error=str(failure).rstrip("."), rest=rest)
        apart = "\n\n" if self.markdown and not self.markdown.endswith("\n") else ""
        yield self._show(apart + "".join(f"{each}\n\n" for each in (reason, composed.markdown) if each))

    def _composed(self, shown: Sequence[Span]) -> Composed:
        """Return quotations that answer, without what this answer or the last ones have shown; all where it is asked again."""
        question, at = self._question, self._discussed

        before = shown_of(self._hits, at.recent) if at else []

        def composing(without: Sequence[Span]) -> Composed:
            language = self._known[1]
            return compose(
                question.text, question.asked, self._hits, self._allowed(), language, shown=[*shown, *without]
            )

        def beginning(without: Sequence[Span]) -> Composed:
            def rest(first: Sequence[Span]) -> Composed:
                return composing([*without, *first])

            return decided(question.text, self._hits, rest, self._allowed(), [*shown, *without])

        if at is None or any(_asks_the_same(question.said, each) for each in at.asked):
            return beginning(())
        return fresh(question.text, self._hits, before, beginning, self._allowed())

    @cached_property
    def _plan(self) -> dict[str, Any] | None:
        """The learner's plan as JSON; None where there is none."""
        return self._parts.memory.plan(self._learner)

    @cached_property
    def _known(self) -> tuple[str, str]:
        """The learner's stage, as they told it, and their plan's language; empty where there is none."""
        profile = self._parts.memory.profile(self._learner)
        return str(profile.get("stage") or ""), str((self._plan or {}).get("language") or "")

    def _allowed(self, hits: Sequence[Hit] | None = None) -> frozenset[str]:
        """Return the addresses that may be shown: of the documents found, and what their topics name to read."""
        topics = self._parts.syllabus.topics
        hits = self._hits if hits is None else hits
        found = {hit.passage.url for hit in hits if hit.passage.url}
        pages = (topics[hit.passage.source] for hit in hits if hit.passage.source in topics)
        return frozenset(found | {each.url for page in pages for each in page.resources})

    def _apart(self, set_apart: Sequence[Said]) -> Iterator[Sentence]:
        """Yield what the model adds to what the sources speak of; the rest of what no source says is cut."""
        passages = [hit.passage.text for hit in self._hits]
        added = [said for said in set_apart if may_stand_apart(said.checked.text, passages)]
        if added:
            yield self._show(f"\n\n---\n**{NOT_FROM_SOURCES}**\n\n")
        for said in added:
            lead = "\n\n" if is_code(said.checked.text) else "\n> "
            self._checked.append(said.checked)
            yield self._show(f"{lead}{said.checked.text}\n", said.checked)

    def _show_said(self, said: Said) -> Sentence:
        self._checked.append(said.checked)
        marks = "".join(f" [{n}]" for n in dict.fromkeys(span.n for span in said.checked.support))
        lead = said.lead or (" " if self.markdown and not self.markdown[-1].isspace() else "")
        mark = f"\n{marks.strip()}" if is_code(said.checked.text) else marks
        return self._show(f"{lead}{said.checked.text}{mark}", said.checked)

    def _show(self, markdown: str, checked: Checked | None = None) -> Sentence:
        self._watch.lap_once("first_sentence")
        self.markdown += markdown
        return Sentence(markdown, checked)

    def _search(self, text: str, k: int | None = None) -> Findings:
        """Return what this learner may find for a text."""
        return self._parts.search.search(text, k or self._parts.passages, owner=private(self._learner))

    def _nearest(self) -> tuple[str, ...]:
        """Return the topics that are near to the question, nearest first."""
        return nearest(self._question.text, self._findings, self._parts.syllabus)

    def _closest(self) -> tuple[str, ...]:
        """Return the topics that are near, or where none is, those that were found first: for programs, not in words."""
        return self._nearest() or closest(self._findings, self._parts.syllabus)

    def ended(self, kind: str, markdown: str) -> Answer:
        """Return the answer that the turn ends with."""
        self._watch.total()
        return Answer(
            kind=kind,
            markdown=markdown,
            question=self._question.said,
            conversation=self._turn.conversation,
            learner=self._learner,
            sentences=tuple(self._checked),
            hits=self._hits,
            nearest=self._closest() if kind == "not_covered" else (),
            model=self._model,
            wrote=self._wrote,
            model_calls=self.usage.calls,
            tokens={"prompt": self.usage.prompt, "completion": self.usage.completion},
            timings_ms=self._watch.timings,
            fingerprints=self._parts.fingerprints(self._learner),
            confidence=self._findings.confidence if self._findings else 0.0,
            task=self._task.json() if self._task else None,
        )

    def keep(self, answer: Answer) -> None:
        """Store the end of the turn."""
        self._parts.memory.finish_turn(
            self._learner, self._turn.id, question=answer.question, answer=answer.json()
        )


def _asks_the_same(question: str, before: str) -> bool:
    """Whether a question asks for the same as one before: then the same is to be said."""
    one, other = ([each.casefold() for each in subjects(text)] for text in (question, before))
    return one == other and kind(question) is kind(before)
