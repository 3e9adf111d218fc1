"""The suite `replayed`: what becomes of a strong model's answers, sentence by sentence, between the model and the learner.

The model is an OpenAI-compatible endpoint on loopback that says the case's answer; everything behind it is the mentor as
it is. A sentence of the answer is shown in the model's words, or quotations stand for it, or it is lost: set apart as
not from the sources, or left out. A planted fault must never be among those shown as supported.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from agent.clean import clean
from agent.repair import IN_PLACE
from agent.statement import statement
from agent.support import Verdict, unmarked
from evals.cases import split
from evals.intervals import share
from evals.metric import Metric
from evals.model_answers import FaultKind
from evals.outcome import Outcome
from evals.sections import section_id
from evals.support import WORDS
from knowledge.sentences import Kind, units
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.events import Answer
    from agent.support import Checked
    from evals.model_answers import ModelAnswer, PlantedFault

RANKED = "right"
STANDS_FOR = 0.5  # share of a sentence's content from which two neighbouring quotations say what it is about
METRICS = (
    Metric("right", "share of the answers that show no fault as supported and lose no sound sentence"),
    Metric(
        "faults_shown",
        "share of the planted faults that are shown as supported, or bear the wrong mark still",
        ("shown", "faults"),
        share,
        high_is_good=False,
    ),
    *(
        Metric(
            f"{kind}_shown",
            f"the same of the kind {kind}",
            (f"shown_{kind}", f"faults_{kind}"),
            share,
            high_is_good=False,
        )
        for kind in FaultKind
    ),
    Metric(
        "sound_cut",
        "share of the sound sentences that are set apart or left out, no quotation saying the same",
        ("cut", "sound"),
        share,
        high_is_good=False,
    ),
    Metric(
        "sound_quoted",
        "share of the sound sentences for which quotations stand",
        ("quoted", "sound"),
        share,
    ),
    Metric(
        "sound_kept",
        "share of the sound sentences that are shown in the model's words",
        ("kept", "sound"),
        share,
    ),
)


def judge(case: ModelAnswer, answer: Answer) -> Outcome:
    """Follow each sentence of a model's answer into the mentor's, beside showing all of it and a plain count of words.

    Raises:
        RuntimeError: the turn failed, or the mentor did not ask the model.
    """
    if answer.kind != "answered" or not answer.model_calls:
        raise RuntimeError(f"the turn ended as {answer.kind} after {answer.model_calls} calls of the model")
    sentences = [*sound(case)]
    scores: dict[str, float] = {}
    reasons: list[str] = []
    for fault in case.faults:
        shown = _is_shown(fault, answer, case.sections)
        _count(scores, fault, shown=shown)
        if shown:
            reasons.append(f"{fault.kind} shown as supported: {fault.sentence}")
    fates = [_fate(each, answer.sentences) for each in sentences]
    reasons += [f"cut: {each}" for each, fate in zip(sentences, fates, strict=True) if fate == "cut"]
    scores |= {name: float(fates.count(name)) for name in ("cut", "quoted", "kept")}
    scores["sound"] = float(len(sentences))
    scores["right"] = float(not reasons)
    sources = set().union(*(stems(hit.passage.text) for hit in answer.hits))
    return Outcome(
        id=case.id,
        kind=case.kind,
        split=split(case.id),
        input=case.model_dump(mode="json", exclude_defaults=True),
        output=answer.json(),
        scores=scores,
        baselines={
            "unchecked": _passed(case, sentences, lambda _: True),
            "word_count": _passed(case, sentences, lambda said: _share(said, sources) >= WORDS),
            "passages": _as_passages(case, sentences, answer),
        },
        reasons=tuple(reasons) or ("no fault was shown as supported, and nothing sound was lost",),
    )


def sound(case: ModelAnswer) -> Iterator[str]:
    """The sentences and blocks of code of an answer in which no fault was planted."""
    for unit in units(case.answer):
        text = unit.of(case.answer)
        is_faulty = any(text in fault.sentence or fault.sentence in text for fault in case.faults)
        if unit.kind is not Kind.HEADING and not is_faulty:
            yield text


def _is_shown(fault: PlantedFault, answer: Answer, sections: Sequence[str]) -> bool:
    """Whether a fault is shown as supported; a true sentence with a wrong mark, whether it is still tied to that source."""
    found = [
        each for each in answer.sentences if each.verdict is Verdict.SUPPORTED and each.because != IN_PLACE
    ]
    said = [each for each in found if _plain(each.text) == _plain(fault.sentence)]
    if fault.kind is not FaultKind.WRONG_MARK:
        return bool(said)
    wrong = sections[int(fault.sentence.rpartition("[")[2].partition("]")[0]) - 1]
    passages = [answer.hits[span.n - 1].passage for each in said for span in each.support]
    return any(section_id(each.source, each.heading) == wrong for each in passages)


def _fate(sentence: str, shown: Sequence[Checked]) -> str:
    """What became of a sound sentence: `kept`, `quoted` or `cut`."""
    mine = [each for each in shown if _plain(each.text) == _plain(sentence)]
    if any(each.verdict is not Verdict.GENERAL for each in mine):
        return "kept"
    quotes = [" ".join(span.quote for span in each.support) for each in shown]
    return "quoted" if not mine and _stand_for(sentence, quotes) else "cut"


def _stand_for(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether a quotation, or one with the next, says what a sentence is about; bits of many do not."""
    said = set(statement(unmarked(sentence)).content)
    contents = [set(statement(quote).content) for quote in quotes]
    pairs = (one | other for one, other in pairwise((*contents, set[str]())))
    return not said or any(len(said & pair) >= STANDS_FOR * len(said) for pair in pairs)


def _as_passages(case: ModelAnswer, sentences: Sequence[str], answer: Answer) -> dict[str, float]:
    """The scores of showing the passages as they are and nothing of the model."""
    texts = [hit.passage.text for hit in answer.hits]
    quotes = [unit.of(text) for text in texts for unit in units(text)]
    quoted = sum(_stand_for(each, quotes) for each in sentences)
    scores: dict[str, float] = {}
    for fault in case.faults:
        _count(scores, fault, shown=False)
    scores |= {"sound": len(sentences), "kept": 0, "quoted": quoted, "cut": len(sentences) - quoted}
    return {**scores, "right": float(quoted == len(sentences))}


def _passed(case: ModelAnswer, sentences: Sequence[str], passes: Callable[[str], bool]) -> dict[str, float]:
    """The scores of a check that only shows or leaves out."""
    scores: dict[str, float] = {}
    for fault in case.faults:
        _count(scores, fault, shown=passes(fault.sentence))
    kept = sum(passes(each) for each in sentences)
    scores |= {"sound": len(sentences), "kept": kept, "quoted": 0, "cut": len(sentences) - kept}
    return {**scores, "right": float(not scores.get("shown") and kept == len(sentences))}


def _count(scores: dict[str, float], fault: PlantedFault, *, shown: bool) -> None:
    for name in ("", f"_{fault.kind}"):
        scores[f"faults{name}"] = scores.get(f"faults{name}", 0.0) + 1
        scores[f"shown{name}"] = scores.get(f"shown{name}", 0.0) + shown


def _share(sentence: str, held: set[str]) -> float:
    wanted = stems(unmarked(sentence))
    return len(wanted & held) / len(wanted) if wanted else 1.0


def _plain(text: str) -> str:
    """A sentence as shown, whatever its marks and links: what the mentor takes out of it changes no word."""
    return " ".join(unmarked(clean(text)).split())
