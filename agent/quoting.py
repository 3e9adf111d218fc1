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

NUMBER = re.compile(r"^[ \t]*(\d{1,3})[.)][ \t]+\Z", re.MULTILINE)  # before a step of a numbered list
LONGEST_NUMBER = 16  # characters, indentation and spaces included


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
        return f"{lead} [{n}]\n\n{_items(units, lines, text)}".lstrip()
    return f"{' '.join(lines)} [{n}]"


def _items(units: Sequence[Unit], lines: Sequence[str], text: str) -> str:
    """Return the items among some units as a list: numbered where its text is, the sentences of one item together."""
    items: list[str] = []
    last = None
    for unit, line in zip(units, lines, strict=True):
        if unit.kind is Kind.ITEM and unit.paragraph == last:
            items[-1] += f" {line}"
        elif unit.kind is Kind.ITEM:
            number = NUMBER.search(text, max(unit.start - LONGEST_NUMBER, 0), unit.start)
            items.append(f"{number[1]}. {line}" if number else f"- {line}")
            last = unit.paragraph
    return "\n".join(items)


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
        is_plain = kind is units[-1].kind and kind in (Kind.SENTENCE, Kind.ITEM)
        place = (kind, n, units[0].paragraph) if is_plain else (kind, None, None)
        goes_on = is_plain and place == last
        is_next = last is not None and kind is Kind.ITEM is last[0]
        between = " " if goes_on else "\n" if is_next else "\n\n"
        body += f"{between if body else ''}{'- ' if kind is Kind.ITEM and not goes_on else ''}{text}"
        last = place
    return body
