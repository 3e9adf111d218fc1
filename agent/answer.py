"""Passages and a question -> sentences from a model, each checked before it is handed on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.clean import clean, has_link
from agent.prompt import prompt
from agent.repair import is_said, repaired
from agent.support import Checked, Span, Verdict, check, marks, unmarked
from knowledge.sentences import Kind, Unit, units

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator, Sequence

    from agent.prompt import Material, Prompt, Prompts
    from agent.writer import Usage, Writer


FEWEST_WORDS_OF_CODE = 4
MARKED_FENCE = re.compile(r"^(`{3,}|~{3,})[ \t]+(\[\d+\])[ \t]*$", re.MULTILINE)  # it would close nothing
REPEATS = 2  # the same sentence so often again means that the model goes in circles


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it joins the answer: the mark-up before it, and what the check found."""

    lead: str
    checked: Checked


def write(
    writer: Writer, material: Material, usage: Usage, prompts: Prompts | None = None, conversation: str = ""
) -> Iterator[Said | None]:
    """Yield a model's answer sentence by sentence, and None while one is not complete; one model call.

    Args:
        writer: the model.
        material: what the answer is written from.
        usage: what the call costs is added to it.
        prompts: what the model has read of its conversations; what it writes now is kept there too.
        conversation: which of them this one is.

    Raises:
        ModelError: what was yielded before it stays good.
    """
    asked = prompt(writer, material, prompts.get(conversation) if prompts else None)
    text: list[str] = []

    def heard() -> Generator[str, None, None]:
        for piece in writer.stream(asked.messages, usage):
            text.append(piece)
            yield piece

    pieces = heard()
    try:
        yield from _checked(pieces, material, asked)
    finally:
        pieces.close()
        written = "".join(text)
        if prompts and written.strip():
            prompts.put(conversation, asked.answered(written, writer.count(written)))


def _checked(pieces: Iterator[str], material: Material, asked: Prompt) -> Iterator[Said | None]:
    """Yield the units of a stream with what the check finds, until the model goes in circles."""
    texts = [hit.passage.text for hit in material.hits]
    numbers = {
        asked.given.index(hit.passage.id) + 1: n
        for n, hit in enumerate(material.hits, 1)
        if hit.passage.id in asked.given
    }
    seen: Counter[str] = Counter()
    shown: list[Span] = []
    quoted: list[Span] = []  # of those, what stands in place of a sentence
    for each in _sentences(pieces):
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
            if has_link(unit) and not has_link(text):
                continue  # it was about where the link leads
            named = [numbers[n] for n in marks(text) if n in numbers]
            checked = _in_place(checked, texts, shown, named, material.allowed)
            seen[(checked.text or text).casefold()] += 1  # the model may come to say it again
            if not checked.text or (checked.verdict is Verdict.GENERAL and is_said(unmarked(text), shown)):
                continue
            quoted += checked.support
        elif checked.support and all(
            any(_within(span, other) for other in quoted) for span in checked.support
        ):
            continue  # a quotation before has said it
        shown += checked.support
        yield Said(lead, checked)


def _in_place(
    checked: Checked,
    texts: Sequence[str],
    shown: Sequence[Span],
    named: Collection[int],
    allowed: Collection[str],
) -> Checked:
    """Return the quotation that stands in place of what nothing supports, made harmless; without one what was found."""
    found = repaired(checked.text, texts, shown, named)
    return replace(found, text=clean(found.text, allowed)) if found else checked


def _within(span: Span, other: Span) -> bool:
    return span.n == other.n and other.start <= span.start and span.end <= other.end


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


def _sentences(pieces: Iterator[str]) -> Iterator[tuple[str, str, Kind] | None]:
    """Yield each unit of a stream as soon as it is complete, with the mark-up that stands before it.

    None comes after each piece that completes nothing: a generator can only be stopped where it yields.
    """
    text, done = "", 0
    for piece in pieces:
        text = MARKED_FENCE.sub(r"\1\n\2", text + piece)
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
