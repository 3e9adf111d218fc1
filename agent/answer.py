"""Passages and a question -> sentences from a model, each checked before it is handed on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.clean import clean
from agent.question import Asked
from agent.repair import repaired
from agent.support import Checked, Span, Verdict, check, unmarked
from agent.writer import Message, Usage, Writer
from knowledge.sentences import Kind, Unit, units
from prompts import render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from knowledge.search import Hit

STYLES: dict[Asked, str] = {
    Asked.DEFINITION: "Say what it is, then how it works, in three to six sentences.",
    Asked.HOW_TO: "Give the steps in order, in four to eight sentences.",
    Asked.COMPARISON: "Say where they differ, then when to choose which, in four to eight sentences.",
    Asked.CHOICE: "Say which to choose first, then why, then when the other is better.",
    Asked.DEBUGGING: "Name the likeliest cause first, then how to tell, then the remedy.",
    Asked.CODE: "Give one short piece of code from the sources and say what it does.",
}
STYLE = "Answer in three to six sentences."
FEWEST_WORDS_OF_CODE = 4
REPEATS = 2  # the same sentence so often again means that the model goes in circles
PROMPT_SHARE = 0.7  # of the context; the rest is the answer's
CHARS_A_TOKEN = 3.2  # of Markdown about code; counted low, so that a prompt never overflows


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it joins the answer: the mark-up before it, and what the check found."""

    lead: str
    checked: Checked


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
    """

    question: str
    asked: Asked
    hits: Sequence[Hit]
    earlier: Sequence[Exchange] = ()
    allowed: Collection[str] = ()


def write(writer: Writer, material: Material, usage: Usage) -> Iterator[Said | None]:
    """Yield a model's answer sentence by sentence, and None while one is not complete; one model call.

    Raises:
        ModelError: what was yielded before it stays good.
    """
    texts = [hit.passage.text for hit in material.hits]
    seen: Counter[str] = Counter()
    shown: list[Span] = []
    messages = prompt(writer, material)
    for each in _sentences(writer.stream(messages, usage)):
        if each is None:
            yield None
            continue
        lead, unit, kind = each
        text = unit if kind is Kind.CODE else clean(unit, material.allowed)
        if not unmarked(text).strip(" .!,;:"):
            continue
        seen[text.casefold()] += 1
        if seen[text.casefold()] > 1:
            if seen[text.casefold()] > REPEATS:
                return
            continue
        checked = judged(text, kind, texts, shown[-1] if shown else None)
        if checked.verdict is Verdict.GENERAL and kind is not Kind.CODE:
            checked = repaired(text, texts, shown) or checked
            seen[checked.text.casefold()] += 1  # the model may come to say it itself
        shown += checked.support
        yield Said(lead, checked)


def judged(text: str, kind: Kind, passages: Sequence[str], before: Span | None = None) -> Checked:
    """Return what the check finds of one unit; a code block is supported only by whole lines of a passage's code.

    Args:
        text: the unit.
        kind: what it is.
        passages: what may support it.
        before: what supports the unit before it.
    """
    if kind is not Kind.CODE:
        return check(text, passages, before)
    lines = [line.rstrip() for line in text.split("\n")[1:-1]]
    body = "\n".join(lines).strip("\n")
    if len(body.split()) < FEWEST_WORDS_OF_CODE:
        return Checked(text, Verdict.GENERAL, because="too little code to tell whose it is")
    for n, passage in enumerate(passages, 1):
        for unit in units(passage):
            found = unit.of(passage)
            if unit.kind is Kind.CODE and f"\n{body}\n" in f"\n{found}\n":
                start = unit.start + f"\n{found}\n".index(f"\n{body}\n")
                span = Span(n, passage[start : start + len(body)], start, start + len(body))
                return Checked(text, Verdict.SUPPORTED, (span,), "verbatim")
    return Checked(text, Verdict.GENERAL, because="code that stands in no passage")


def prompt(writer: Writer, material: Material) -> list[Message]:
    """Return the messages of a question: what never changes first, the question last.

    Passages that do not fit the budget are left out from the end, earlier exchanges from the oldest.
    """
    system = render("answer")
    style = STYLES.get(material.asked, STYLE)
    budget = (writer.context_tokens * PROMPT_SHARE - 60) * CHARS_A_TOKEN
    budget = min(budget, (writer.context_tokens - writer.answer_tokens - 60) * CHARS_A_TOKEN)
    budget -= len(system) + len(material.question) + len(style)
    sources: list[str] = []
    for n, hit in enumerate(material.hits, 1):
        source = f"[{n}] {' > '.join(hit.passage.heading) or hit.passage.document}\n{hit.passage.text}"
        if sources and sum(len(each) for each in sources) + len(source) > budget:
            break
        sources.append(source[: max(int(budget), 200)])
    budget -= sum(len(source) for source in sources)
    messages: list[Message] = []
    for exchange in reversed(material.earlier):
        size = len(exchange.question) + len(exchange.answer)
        if size > budget:
            break
        budget -= size
        messages[:0] = [Message("user", exchange.question), Message("assistant", exchange.answer)]
    last = render("question", sources="\n\n".join(sources), style=style, question=material.question)
    return [Message("system", system), *messages, Message("user", last)]


def _sentences(pieces: Iterator[str]) -> Iterator[tuple[str, str, Kind] | None]:
    """Yield each unit of a stream as soon as it is complete, with the mark-up that stands before it.

    None comes after each piece that completes nothing: a generator can only be stopped where it yields.
    """
    text, done = "", 0
    for piece in pieces:
        text += piece
        yield None
        if not any(mark in text[done:] for mark in ".!?\n`"):
            continue
        found = [unit for unit in units(text[done:]) if _is_complete(unit, text[done:])]
        for lead, unit in _with_leads(found, text[done:]):
            yield lead, unit.of(text[done:]), unit.kind
        if found:
            done += found[-1].end
    for lead, unit in _with_leads(units(text[done:]), text[done:]):
        yield lead, unit.of(text[done:]), unit.kind


def _is_complete(unit: Unit, text: str) -> bool:
    """Whether more of the stream cannot change a unit: something other than white space follows it."""
    rest = text[unit.end :]
    if unit.kind is Kind.CODE:
        return rest.startswith("\n")
    return bool(rest.strip())


def _with_leads(found: Sequence[Unit], text: str) -> Iterator[tuple[str, Unit]]:
    at = 0
    for unit in found:
        yield text[at : unit.start], unit
        at = unit.end
