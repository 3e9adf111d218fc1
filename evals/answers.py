"""The suite `answers`: whether answers say what they should, quote what they cite, and are left out when they must be.

Two baselines answer with the passages alone, as found: all of them, and as many words of them as the mentor's
answer has. A composed answer that says no more than those is no better than a list of search results. A third is
what a tutorial's retrieval-augmented generation gives, with the same model over the same documents. Where there is a
language model, a fourth is that model asked the bare question, without anything retrieved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.replies import MODEL_FAILED, MODEL_LEFT_OUT
from agent.support import MARK, Verdict
from evals import citations
from evals.cases import AnswerCase, split
from evals.intervals import auroc, median, p99
from evals.key_points import Point, made, recall
from evals.metric import Metric
from evals.opening import heard
from evals.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.events import Answer
    from evals.judge import Judge
    from evals.plain_rag import Reply
    from knowledge.search import Findings

RANKED = "right"
# What the mentor says where it quotes instead of the model: such an answer is no merit of the model's.
INSTEAD = (MODEL_FAILED.partition("{failed}")[0], MODEL_LEFT_OUT)
# how a model says that it does not know, at the beginning of what it says
REFUSAL = re.compile(
    r"\b(?:(?:do(?:es)?|did) not|don't|doesn't|cannot|can't|can not|unable to|not able to) "
    r"(?:know|answer|say|contain|provide|mention|find|help|include|specify|give|have (?:any |enough )?information)\b"
    r"|\bno (?:relevant )?information\b|\bnot (?:mentioned|covered|provided|specified|available) in\b",
    re.IGNORECASE,
)
REFUSED_WITHIN = 300  # characters
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
        "unsupported_rate", "share of an answer's statements that no passage supports", high_is_good=False
    ),
    Metric("citation_precision", "share of the quoted spans that, read alone, support their sentence"),
    Metric("citation_recall", "share of the statements said by a passage that are cited"),
    Metric(
        "quotes_verbatim", "share of the quotes that stand letter for letter at start:end of their passage"
    ),
    Metric(
        "judged_supported", "share of the cited statements whose quotes say all of them, by the judge model"
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


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run of answers compares.

    Attributes:
        ask: the mentor, given a case's id and its messages.
        search: finds the passages of the baselines that show them.
        passages: how many those have.
        direct: the mentor's model without retrieval; None where there is none.
        rag: the baseline of a tutorial, given a question that stands alone; None to leave it out.
        model: judges what is cited; None to leave it out.
    """

    ask: Callable[[str, Sequence[str]], Answer]
    search: Callable[[str, int], Findings]
    passages: int
    direct: Callable[[str], str] | None = None
    rag: Callable[[str], Reply] | None = None
    model: Judge | None = None

    def judge(self, case: AnswerCase) -> Outcome:
        """Ask one case and score the answer, beside the baselines.

        Raises:
            RuntimeError: the turn failed; there is no answer to score.
        """
        answer = self.ask(case.id, case.messages)
        if answer.kind in ("failed", "stopped"):
            raise RuntimeError(f"the turn {answer.kind}: {answer.markdown}")
        points = made(case.key_points, MARK.sub("", answer.markdown))
        found = scores(case, answer, points)
        if self.model and (share := citations.judged(answer, self.model)) is not None:
            found["judged_supported"] = share
        return Outcome(
            id=case.id,
            kind=case.kind,
            split=split(case.id),
            input=case.model_dump(mode="json", exclude_defaults=True),
            output=answer.json(),
            scores=found,
            baselines=self._baselines(case, answer),
            reasons=tuple(_why(case, answer, points)),
        )

    def _baselines(self, case: AnswerCase, answer: Answer) -> dict[str, dict[str, float]]:
        hits = self.search(answer.question, self.passages).hits
        texts = [hit.passage.text for hit in hits]
        listed = "\n\n".join(texts)
        found = {}
        if case.key_points or case.covered is not None:
            found["passages"] = _said(case, listed)
            found["passages_cut"] = _said(case, _first_words(listed, len(answer.markdown.split())))
        if self.rag and case.question and (reply := heard(self.rag, case.question)):
            found["plain_rag"] = {
                **_said(case, reply.text, reply.chunks if self.direct else ()),
                **({"confidence": reply.confidence} if case.covered is not None else {}),
            }
        if self.direct and case.question and (said := heard(self.direct, case.question)) is not None:
            found["no_retrieval"] = _said(case, said, texts)
        return found


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
    found = {"words": float(len(answer.markdown.split())), **citations.scores(answer)}
    if "first_sentence" in answer.timings_ms:
        found["first_sentence_ms"] = answer.timings_ms["first_sentence"]
    if answer.model != "none":
        found["model_wrote"] = float(not any(said in answer.markdown for said in INSTEAD))
    if points:
        found["key_points_when_answered"] = recall(points)
    return found


def _said(case: AnswerCase, text: str, passages: Sequence[str] = ()) -> dict[str, float]:
    """The scores of a text that a baseline gives; `passages` are what its statements are checked against, if any.

    Its refusals are told by their words: nothing else of it says whether it refused.
    """
    is_refused = bool(REFUSAL.search(text[:REFUSED_WITHIN]))
    found: dict[str, float] = {}
    if case.key_points:
        share = 0.0 if is_refused else recall(made(case.key_points, text))
        found["key_point_recall"] = found["right"] = share
        if not is_refused:
            found["key_points_when_answered"] = share
    if case.covered is not None:
        found["covered"] = float(case.covered)
        name = "answered_when_covered" if case.covered else "not_covered_when_uncovered"
        found[name] = float(is_refused != case.covered)
    if case.covered is False:
        found["right"] = found["not_covered_when_uncovered"]
    if not is_refused:
        found["words"] = float(len(text.split()))
        if passages and (rate := citations.unsupported_rate(text, passages)) is not None:
            found |= {"unsupported_rate": rate, "sentences_supported": 1 - rate}
    return found


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
