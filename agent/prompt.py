"""The messages that a model is sent: a conversation that grows by appending.

A model reads again only what follows the first difference from what it read before, and reading is what costs on a
machine without a graphics card: the same prompt rebuilt starts after half a minute, appended to after a third of a
second. So what never changes comes first, a turn adds only passages that are not there yet and its question, and what
the model wrote stays as it wrote it. Over the budget of tokens the conversation is packed anew, once.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from agent.question import Asked
from agent.writer import MESSAGE_TOKENS, Message
from prompts import render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from agent.writer import Writer
    from knowledge.search import Hit

STYLES: dict[Asked, str] = {
    Asked.DEFINITION: "Say what it is, then how it works, in three to six sentences.",
    Asked.HOW_TO: "Give the steps in order, in four to eight sentences.",
    Asked.COMPARISON: "Say where they differ, then when to choose which, in four to eight sentences.",
    Asked.CHOICE: "Say which to choose first, then why, then when the other is better.",
    Asked.DEBUGGING: "Name the likeliest cause first, then how to tell, then the remedy.",
    Asked.CODE: "Give one short piece of code from the sources and say what it does.",
    Asked.CAREER: "Give the figures and steps of the sources with where they hold, and promise nothing.",
}
STYLE = "Answer in three to six sentences."
SPARE_TOKENS = 60  # for what a chat template adds
LEAST_SHARE = 0.5  # of the context that a prompt has, where the answer is allowed more than the rest
OLD_SHARE = 0.4  # of the budget that earlier exchanges may take when a conversation is packed
CONVERSATIONS = 256  # whose prompts are kept


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question, as it stood alone, and its answer's text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is written from.

    Args:
        question: as it stands alone.
        asked: what kind of answer it wants.
        hits: the passages that it may use, best first.
        earlier: what was said before in the conversation, oldest first.
        allowed: addresses that may be shown.
        wishes: what the learner wants of an answer, in a few words for the model.
    """

    question: str
    asked: Asked
    hits: Sequence[Hit]
    earlier: Sequence[Exchange] = ()
    allowed: Collection[str] = ()
    wishes: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model has read of a conversation, and what it has answered.

    Args:
        messages: in order; the last one is the question until it is answered.
        given: ids of the passages in it, in the order of their numbers from 1.
        questions: those asked, oldest first.
        tokens: about how many it has.
    """

    messages: tuple[Message, ...]
    given: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    tokens: int = 0

    def answered(self, text: str, tokens: int) -> Prompt:
        """Return the prompt with the model's answer, as it wrote it."""
        said = Message("assistant", text)
        return Prompt((*self.messages, said), self.given, self.questions, self.tokens + tokens)

    def follows(self, earlier: Sequence[Exchange]) -> bool:
        """Return whether the conversation still is what was read: nothing was cut from it or answered otherwise."""
        asked = tuple(exchange.question for exchange in earlier)
        return bool(asked) and self.questions[-len(asked) :] == asked


class Prompts:
    """The prompts of conversations, for as long as this process lives; the oldest are forgotten."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Prompt] = OrderedDict()
        self._lock = Lock()

    def get(self, conversation: str) -> Prompt | None:
        """Return what the model has read of a conversation, or None."""
        with self._lock:
            return self._held.get(conversation)

    def put(self, conversation: str, prompt: Prompt) -> None:
        """Remember what the model has read of a conversation."""
        with self._lock:
            self._held[conversation] = prompt
            self._held.move_to_end(conversation)
            while len(self._held) > CONVERSATIONS:
                self._held.popitem(last=False)


def prompt(writer: Writer, material: Material, before: Prompt | None = None) -> Prompt:
    """Return the prompt of a question: appended to what was read before where that fits, else packed anew.

    Passages that do not fit the budget are left out from the end, earlier exchanges from the oldest.
    """
    room = writer.context_tokens - writer.answer_tokens - SPARE_TOKENS
    budget = max(room, int(LEAST_SHARE * writer.context_tokens))
    if before and before.follows(material.earlier):
        new = [hit for hit in material.hits if hit.passage.id not in before.given]
        sources = [_source(len(before.given) + n, hit) for n, hit in enumerate(new, 1)]
        known = [
            before.given.index(hit.passage.id) + 1 for hit in material.hits if hit.passage.id in before.given
        ]
        grown = _asked(writer, before, material, sources, known, [hit.passage.id for hit in new])
        if grown.tokens <= budget:
            return grown
    return _packed(writer, material, budget)


def wishes(stage: str, language: str) -> str:
    """Return what a learner's stage and language of choice ask of an answer, in words for the model."""
    told = {
        "none": "The learner is new to programming: explain each term at its first use.",
        "beginner": "The learner is a beginner: explain each term at its first use.",
        "advanced": "The learner is experienced: be brief and name the trade-offs.",
    }
    code = f"Examples in {language} where the sources have them." if language else ""
    return " ".join(filter(None, (told.get(stage, ""), code)))


def _packed(writer: Writer, material: Material, budget: int) -> Prompt:
    system = Message("system", render("answer"))
    left = (
        budget - writer.size([system]) - writer.count(material.question + _style(material)) - MESSAGE_TOKENS
    )
    old: list[Message] = []
    for exchange in reversed(material.earlier):
        pair = [Message("user", exchange.question), Message("assistant", exchange.answer)]
        size = writer.size(pair)
        if size > OLD_SHARE * left:
            break
        left -= size
        old[:0] = pair
    sources: list[str] = []
    for n, hit in enumerate(material.hits, 1):
        source = _source(n, hit)
        size = writer.count(source)
        if size > left and not sources:
            source = source[: max(left, 50) * 3]  # three characters a token are fewer than any text has
        elif size > left:
            break
        left -= size
        sources.append(source)
    asked = tuple(message.content for message in old if message.role == "user")
    start = Prompt((system, *old), (), asked, writer.size([system, *old]))
    return _asked(
        writer, start, material, sources, [], [hit.passage.id for hit in material.hits[: len(sources)]]
    )


def _asked(
    writer: Writer,
    before: Prompt,
    material: Material,
    sources: Iterable[str],
    known: Sequence[int],
    ids: Iterable[str],
) -> Prompt:
    named = [f"As above: {', '.join(f'[{n}]' for n in known)}"] if known else []
    text = render(
        "question",
        sources="\n\n".join([*named, *sources]),
        style=_style(material),
        question=material.question,
    )
    message = Message("user", text)
    return Prompt(
        (*before.messages, message),
        (*before.given, *ids),
        (*before.questions, material.question),
        before.tokens + writer.size([message]),
    )


def _style(material: Material) -> str:
    return " ".join(filter(None, (STYLES.get(material.asked, STYLE), material.wishes)))


def _source(n: int, hit: Hit) -> str:
    heading = " > ".join(hit.passage.heading) or hit.passage.document
    return f"[{n}] {heading}\n{hit.passage.text}"
