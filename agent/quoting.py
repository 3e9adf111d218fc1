"""Quotations as Markdown, each with the number of its passage, and the sentences they are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.clean import clean
from agent.support import Checked, Span, Verdict, without_marks
from knowledge.sentences import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from knowledge.sentences import Unit


def quoted(
    n: int, units: Sequence[Unit], text: str, sentences: list[Checked], allowed: Collection[str] = ()
) -> str:
    """Return a span of passage `n`, whose text this is, as Markdown with its mark; adds its sentences.

    Addresses that are not `allowed` are not shown, whoever wrote the passage.
    """
    lines = []
    for unit in units:
        quote = unit.of(text)
        span = Span(n, quote, unit.start, unit.end)
        sentences.append(Checked(quote, Verdict.SUPPORTED, (span,), "verbatim"))
        lines.append(_shown(quote, unit.kind, allowed))
    kinds = [unit.kind for unit in units]
    if Kind.CODE in kinds:
        return "\n\n".join(lines) + f"\n[{n}]"
    if kinds[0] is Kind.TABLE:
        return "\n".join(lines) + f"\n\n[{n}]"
    if kinds[-1] is Kind.ITEM and len(kinds) > 1:
        lead = " ".join(line for line, kind in zip(lines, kinds, strict=True) if kind is not Kind.ITEM)
        items = "\n".join(f"- {line}" for line, kind in zip(lines, kinds, strict=True) if kind is Kind.ITEM)
        return f"{lead} [{n}]\n\n{items}"
    return f"{' '.join(lines)} [{n}]"


def _shown(quote: str, kind: Kind, allowed: Collection[str]) -> str:
    """Return a quotation as it is shown: on one line, harmless, without marks of its own that would pass for ours."""
    if kind is Kind.CODE:
        return re.sub(r"^(`{3,}\w+) (?:run|no-run).*", r"\1", quote)
    return without_marks(" ".join(clean(quote, allowed).split()))


def joined(spans: Sequence[tuple[int, Sequence[Unit]]], texts: Sequence[str]) -> str:
    """Join quotations of one section: neighbours into paragraphs, list items into a list, code apart.

    Args:
        spans: for each quotation the number of its passage and its units.
        texts: the quotations as Markdown.
    """
    body, last = "", None
    for (n, units), text in zip(spans, texts, strict=True):
        kind = units[0].kind if len(spans) > 1 else Kind.SENTENCE  # one item alone is no list
        place = (n, units[0].paragraph) if kind is Kind.SENTENCE and units[-1].kind is Kind.SENTENCE else kind
        between = (
            {True: " ", False: "\n\n"}[place == last] if kind is not Kind.ITEM or last is not kind else "\n"
        )
        body += f"{between if body else ''}{'- ' if kind is Kind.ITEM else ''}{text}"
        last = place
    return body
