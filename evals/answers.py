"""The suite `answers`: whether answers say what they should, quote what they cite, and are left out when they must be.

Two baselines answer with the passages alone, as found: all of them, and as many words of them as the mentor's
answer has. A composed answer that says no more than those is no better than a list of search results. Where there
is a language model, a third baseline is that model asked the bare question, without anything retrieved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.replies import MODEL_FAILED, MODEL_LEFT_OUT
from agent.support import MARK, Verdict
from evals.cases import AnswerCase, split
from evals.intervals import auroc, median, p99
from evals.key_points import Point, made, recall
from evals.metric import Metric
from evals.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.events import Answer
    from knowledge.search import Findings

RANKED = "right"
# What the mentor says where it quotes instead of the model: such an answer is no merit of the model's.
INSTEAD = (MODEL_FAILED.partition("{lead}")[2].partition("{failed}")[0], MODEL_LEFT_OUT)
METRICS = (
    Metric("right", "key points made where the curriculum answers, 1 for `not covered` where it does not"),
    Metric("key_point_recall", "share of the key points that the answer makes; 0 where it was refused"),
    Metric("key_points_when_answered", "the same, of answers that were given"),
    Metric("answered_when_covered", "share of the covered questions that were answered"),
    Metric("not_covered_when_uncovered", "share of the uncovered questions that were told so"),
    Metric(
        "abstention_auroc",
        "how well confidence parts covered from uncovered",
        ("confidence", "covered"),
        auroc,
    ),
    Metric("sentences_supported", "share of an answer's statements that a passage supports"),
    Metric(
        "quotes_verbatim", "share of the quotes that stand letter for letter at start:end of their passage"
    ),
    Metric(
        "model_wrote", "share of the answers given that the language model wrote, not quotations in its place"
    ),
    Metric("words", "words of an answer that was given", high_is_good=False),
    Metric(
        "first_sentence_ms_p50",
        "milliseconds to the first sentence, median",
        ("first_sentence_ms",),
        median,
        high_is_good=False,
        is_timed=True,
    ),
    Metric(
        "total_ms_p50",
        "milliseconds of a turn, median",
        ("total_ms",),
        median,
        high_is_good=False,
        is_timed=True,
    ),
    Metric(
        "total_ms_p99",
        "milliseconds of a turn, 99th percentile",
        ("total_ms",),
        p99,
        high_is_good=False,
        is_timed=True,
    ),
    Metric("tokens_prompt", "tokens that the model read for an answer", high_is_good=False),
    Metric("tokens_completion", "tokens that the model wrote for an answer", high_is_good=False),
)


def judge(
    case: AnswerCase,
    ask: Callable[[str, Sequence[str]], Answer],
    search: Callable[[str, int], Findings],
    k: int,
    direct: Callable[[str], str] | None = None,
) -> Outcome:
    """Ask one case and score the answer, beside the passages alone and the model alone.

    Args:
        case: what is asked.
        ask: the mentor, given a case's id and its messages.
        search: finds the passages of the baselines.
        k: how many passages they have.
        direct: the mentor's model without retrieval; None where there is none.

    Raises:
        RuntimeError: the turn failed; there is no answer to score.
    """
    answer = ask(case.id, case.messages)
    if answer.kind in ("failed", "stopped"):
        raise RuntimeError(f"the turn {answer.kind}: {answer.markdown}")
    points = made(case.key_points, MARK.sub("", answer.markdown))
    listed = {}
    if case.key_points:
        text = "\n\n".join(hit.passage.text for hit in search(answer.question, k).hits)
        listed["passages"] = text
        listed["passages_cut"] = _first_words(text, len(answer.markdown.split()))
        if direct and case.question:
            listed["no_retrieval"] = direct(case.question)
    return Outcome(
        id=case.id,
        kind=case.kind,
        split=split(case.id),
        input=case.model_dump(exclude_defaults=True),
        output=answer.json(),
        scores=scores(case, answer, points),
        baselines={name: _said(case, text) for name, text in listed.items()},
        reasons=tuple(_why(case, answer, points)),
    )


def scores(case: AnswerCase, answer: Answer, points: Sequence[Point]) -> dict[str, float]:
    """The scores of one answer; what does not apply to the case is absent."""
    is_answered = answer.kind == "answered"
    found = {
        "confidence": answer.confidence,
        "total_ms": answer.timings_ms.get("total", 0.0),
        "tokens_prompt": float(answer.tokens["prompt"]),
        "tokens_completion": float(answer.tokens["completion"]),
    }
    if points:
        found["key_point_recall"] = found["right"] = recall(points) if is_answered else 0.0
    if case.covered is not None:
        found["covered"] = float(case.covered)
        found["answered_when_covered" if case.covered else "not_covered_when_uncovered"] = float(
            is_answered if case.covered else answer.kind == "not_covered"
        )
    if case.covered is False:
        found["right"] = found["not_covered_when_uncovered"]
    return {**found, **_of_given(answer, points)} if is_answered else found


def _of_given(answer: Answer, points: Sequence[Point]) -> dict[str, float]:
    """The scores that only an answer has which was given."""
    stated = [each for each in answer.sentences if each.verdict is not Verdict.QUESTION]
    spans = [span for each in answer.sentences for span in each.support]
    found = {"words": float(len(answer.markdown.split()))}
    if "first_sentence" in answer.timings_ms:
        found["first_sentence_ms"] = answer.timings_ms["first_sentence"]
    if answer.model != "none":
        found["model_wrote"] = float(not any(said in answer.markdown for said in INSTEAD))
    if points:
        found["key_points_when_answered"] = recall(points)
    if stated:
        found["sentences_supported"] = sum(each.verdict is Verdict.SUPPORTED for each in stated) / len(stated)
    if spans:
        texts = {n: hit.passage.text for n, hit in enumerate(answer.hits, 1)}
        exact = [span.quote and texts.get(span.n, "")[span.start : span.end] == span.quote for span in spans]
        found["quotes_verbatim"] = sum(map(bool, exact)) / len(exact)
    return found


def _said(case: AnswerCase, text: str) -> dict[str, float]:
    """The scores of a text shown instead of an answer; it never refuses."""
    share = recall(made(case.key_points, text))
    return {"key_point_recall": share, "key_points_when_answered": share, "words": float(len(text.split()))}


def _first_words(text: str, words: int) -> str:
    """The beginning of a text, of so many words, its lines as they were."""
    kept, left = [], words
    for line in text.split("\n"):
        if left <= 0:
            break
        kept.append(line if len(line.split()) <= left else " ".join(line.split()[:left]))
        left -= len(line.split())
    return "\n".join(kept)


def _why(case: AnswerCase, answer: Answer, points: Sequence[Point]) -> list[str]:
    said = [f"{answer.kind} with confidence {answer.confidence:.2f}"]
    if case.covered is not None and (answer.kind == "answered") != case.covered:
        said.append("the curriculum answers it" if case.covered else "the curriculum does not answer it")
    said += [
        f"not made: {each.point}; nearest: {each.nearest[:160] or 'nothing'}"
        for each in points
        if not each.is_made
    ]
    general = [each.text for each in answer.sentences if each.verdict is Verdict.GENERAL]
    return said + [f"no passage says: {text[:160]}" for text in general[:3]]
