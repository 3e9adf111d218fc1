"""An answer without a model: verified quotations, chosen and ordered so that they read as one answer.

The passages are read in the order in which they answer, and of each what is worth it is kept, until there is enough.
What was asked decides which sections come first, and whether there is an example or a warning. A section's sentences
stay together and in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.candidate import candidates
from agent.choose import apart, code, example, order, prose, warning
from agent.code_language import SHOWN, is_in, language_of, written_in
from agent.question import Asked
from agent.quoting import joined, quoted
from agent.shapes import EXAMPLE, EXAMPLE_ELSEWHERE, LEADS, ORDER, SHAPES, Role, Shape, shape_of
from agent.weigh import Weigher
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agent.candidate import Candidate
    from agent.support import Checked, Span
    from knowledge.search import Hit


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's Markdown and its sentences, in the order they are shown."""

    markdown: str
    sentences: tuple[Checked, ...]


def compose(
    question: str,
    asked: Asked,
    hits: Sequence[Hit],
    allowed: Collection[str] = (),
    language: str = "",
    *,
    shown: Sequence[Span] = (),
) -> Composed:
    """Compose an answer to a question from the passages found, best first; empty when there are none.

    Args:
        question: as it stands alone.
        asked: what kind of answer it wants.
        hits: the passages.
        allowed: addresses that may be shown.
        language: the programming language that examples are best in; one that the question names comes first.
        shown: what an answer that broke off has quoted; it is not said again.
    """
    shape = shape_of(question, asked)
    named = language_of(question)
    weigher = Weigher(question, hits)
    found = candidates(question, weigher, hits)
    unsaid = [rest for each in found if (rest := each.unshown(shown))]
    told = frozenset().union(*(stems(span.quote) for span in shown))
    near = order(hits, found, shape, weigher, named)
    piece = code(unsaid, shape, near, weigher, named or language) if shape.is_code else None
    if shape.is_code and not piece:
        shape = SHAPES[Asked.OTHER]
    page = [n for n in near if piece and hits[n - 1].passage.source == piece.source]
    text = prose(unsaid, shape, page, weigher, told) or prose(unsaid, shape, near, weigher, told)
    said = told.union(*(each.stems for each in text))
    groups = _led(_sections(text), shape)
    shown_code = (
        [apart(piece, text)]
        if piece
        else example(unsaid, shape, text, named or language, is_named=bool(named))
    )
    groups += [(_lead(each, named), [each]) for each in shown_code]
    groups += [(LEADS[Role.MISTAKES], [each]) for each in warning(unsaid, shape, said, text)]
    sentences: list[Checked] = []
    pieces = [_piece(lead, group, hits, sentences, allowed) for lead, group in groups]
    return Composed("\n\n".join(pieces), tuple(sentences))


def _lead(example: Candidate, language: str) -> str:
    """Return the words before an example; they say so where it is not in the language that was asked for."""
    if is_in(example.text, language):
        return EXAMPLE
    return EXAMPLE_ELSEWHERE.format(wanted=SHOWN[language], written=SHOWN[written_in(example.text)])


def _sections(chosen: Sequence[Candidate]) -> list[list[Candidate]]:
    """Return spans by section, the first one first and the others as one reads them, each in the order of its text."""
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for each in chosen:
        groups.setdefault(each.section, []).append(each)
    first, *others = [sorted(group, key=lambda each: each.start) for group in groups.values()] or [[]]
    others.sort(key=lambda group: ORDER.index(group[0].role))
    return [group for group in (first, *others) if group]


def _led(sections: Sequence[list[Candidate]], shape: Shape) -> list[tuple[str, list[Candidate]]]:
    """Return sections with the mentor's words before them: where the page that answers turns to something else."""
    found: list[tuple[str, list[Candidate]]] = []
    for section in sections:
        first = section[0]
        is_turn = bool(found) and first.source == sections[0][0].source
        lead = shape.lead(first.role) if is_turn else ""
        found.append(("" if any(lead == other for other, _ in found) else lead, section))
    return found


def _piece(
    lead: str,
    group: Sequence[Candidate],
    hits: Sequence[Hit],
    sentences: list[Checked],
    allowed: Collection[str],
) -> str:
    texts = [quoted(each.n, each.units, hits[each.n - 1].passage.text, sentences, allowed) for each in group]
    body = joined([(each.n, each.units) for each in group], texts)
    apart = "\n\n" if body.startswith(("- ", "|", "```")) or (lead and group[0].is_code) else " "
    return f"{lead}{apart}{body}" if lead else body
