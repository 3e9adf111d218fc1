"""How an answer's statements stand to its sources: cited rightly, cited wholly, or said by none; judged by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.support import FRAGMENT, Verdict, check
from knowledge.sentences import Kind, units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.events import Answer
    from agent.support import Checked
    from evals.judge import Judge


def scores(answer: Answer, check: Callable[[str, Sequence[str]], Checked] = check) -> dict[str, float]:
    """What can be said of an answer's citations; a figure of nothing is absent.

    `citation_precision` is the share of the quoted spans that, read alone, support their sentence;
    `citation_recall` the share of the statements said by a passage that are cited; `quotes_verbatim` the share of the
    quotes that stand letter for letter at their place; `sentences_supported` and `unsupported_rate` the shares of the
    statements that a passage says, and does not.
    """
    stated = [each for each in answer.sentences if each.verdict is not Verdict.QUESTION]
    texts = {n: hit.passage.text for n, hit in enumerate(answer.hits, 1)}
    found: dict[str, float] = {}
    spans = [(each.text, span) for each in answer.sentences for span in each.support]
    if spans:
        exact = [texts.get(span.n, "")[span.start : span.end] == span.quote != "" for _, span in spans]
        says = [
            text == span.quote or check(text, [span.quote]).verdict is Verdict.SUPPORTED
            for text, span in spans
        ]
        found["quotes_verbatim"] = sum(exact) / len(exact)
        found["citation_precision"] = sum(says) / len(says)
    if stated:
        supported = sum(each.verdict is Verdict.SUPPORTED for each in stated) / len(stated)
        found |= {"sentences_supported": supported, "unsupported_rate": 1 - supported}
    passages = list(texts.values())
    said = [
        each for each in stated if each.support or check(each.text, passages).verdict is Verdict.SUPPORTED
    ]
    if said:
        found["citation_recall"] = sum(bool(each.support) for each in said) / len(said)
    return found


def unsupported_rate(text: str, passages: Sequence[str]) -> float | None:
    """The share of a text's statements that no passage says; None where it states nothing."""
    stated = [
        unit.of(text)
        for unit in units(text)
        if unit.kind in (Kind.SENTENCE, Kind.ITEM) and len(unit.of(text).split()) >= FRAGMENT
    ]
    verdicts = [check(each, passages).verdict for each in stated]
    judged = [each for each in verdicts if each is not Verdict.QUESTION]
    return sum(each is Verdict.GENERAL for each in judged) / len(judged) if judged else None


def judged(answer: Answer, model: Judge) -> float | None:
    """The share of an answer's cited statements of which a judge model says that their quotes say all; None of none."""
    grades = [
        grade
        for each in answer.sentences
        if each.support
        and (grade := model.grade(each.text, "\n".join(span.quote for span in each.support))) is not None
    ]
    return sum(grade == 2 for grade in grades) / len(grades) if grades else None  # noqa: PLR2004 - the top grade
