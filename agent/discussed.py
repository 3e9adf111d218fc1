"""What a conversation has just been about: the question that was answered last, what was quoted, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.support import Span
from knowledge.passage import Passage
from knowledge.search import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from agent.memory import Turn

RECENT = 3  # answers that a learner has still before their eyes


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `start` to `end` of a passage that were shown."""

    passage: Passage
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Discussed:
    """The last answer of a conversation.

    Attributes:
        question: as it stood alone.
        hits: the passages that were found for it, best first.
        quotes: what was quoted of them, in order.
        unsupported: what was said that no source says.
        shown: everything that the conversation has quoted, oldest first.
        recent: what its last answers quoted.
        asked: all questions that were answered, oldest first.
    """

    question: str
    hits: tuple[Hit, ...]
    quotes: tuple[Quote, ...]
    unsupported: tuple[str, ...]
    shown: tuple[Quote, ...]
    recent: tuple[Quote, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def passage(self) -> Passage:
        """The passage that the answer begins with: its page is what is talked about."""
        return self.quotes[0].passage


def discussed(turns: Sequence[Turn]) -> Discussed | None:
    """Return what the turns of a conversation, oldest first, were about last; None where nothing was answered."""
    answers = [
        turn.answer for turn in turns if turn.answer and turn.answer["kind"] in ("answered", "stopped")
    ]
    found = [(answer, tuple(_quotes(answer))) for answer in answers]
    found = [(answer, quotes) for answer, quotes in found if quotes]
    if not found:
        return None
    last, quotes = found[-1]
    return Discussed(
        question=last["question"],
        hits=tuple(Hit(_passage(each), float(each["score"])) for each in last["passages"]),
        quotes=quotes,
        unsupported=tuple(each["text"] for each in last["sentences"] if each["verdict"] == "general"),
        shown=tuple(each for _, some in found for each in some),
        asked=tuple(answer["question"] for answer, _ in found),
        recent=tuple(each for _, some in found[-RECENT:] for each in some),
    )


def shown_of(hits: Sequence[Hit], shown: Iterable[Quote]) -> list[Span]:
    """Return what was shown before as spans of these passages; what is of others is left out."""
    numbers = {hit.passage.id: n for n, hit in enumerate(hits, 1)}
    return [
        Span(numbers[each.passage.id], each.text, each.start, each.end)
        for each in shown
        if each.passage.id in numbers
    ]


def _quotes(answer: Mapping[str, Any]) -> Iterator[Quote]:
    passages = {each["n"]: _passage(each) for each in answer.get("passages", ())}
    for sentence in answer.get("sentences", ()):
        for span in sentence["support"]:
            if span["n"] in passages:
                yield Quote(passages[span["n"]], span["quote"], span["start"], span["end"])


def _passage(kept: Mapping[str, Any]) -> Passage:
    return Passage(
        id=kept["id"],
        text=kept["text"],
        document=kept["document"],
        heading=tuple(kept["heading"]),
        source=kept["source"],
        start=kept["start"],
        end=kept["end"],
        url=kept["url"],
    )
