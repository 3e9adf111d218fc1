"""The suites by name: what each reports, and how each is run."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from math import ceil
from time import perf_counter
from typing import TYPE_CHECKING, Any

from agent.build import open_embedder
from agent.model import open_writer
from agent.support import check
from evals import (
    answers,
    beir,
    followups,
    obedient,
    placement,
    plain_rag,
    plans,
    replayed,
    retrieval,
    safety,
    support,
)
from evals.cases import (
    SHIPPED,
    AnswerCase,
    Attack,
    FollowUpCase,
    LearnerCase,
    ProfileCase,
    SupportPair,
    fingerprint,
    load,
    sample,
)
from evals.judge import judging, open_judge
from evals.judge import made_by as judge_made_by
from evals.model_answers import ModelAnswer
from evals.opening import attacked_mentor, bare, forgetful_mentor
from evals.rankings import Ranked, once_each, separated
from evals.replaying import replaying_mentor
from evals.report import Report, as_json
from evals.retrieval import DEPTH
from evals.running import run
from evals.sections import section_id
from knowledge.owner import SHARED
from knowledge.syllabus import SHIPPED as CURRICULUM
from knowledge.syllabus import load as load_syllabus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from evals.opening import Opened
    from evals.order import Order
    from evals.outcome import Outcome
    from evals.plain_dense import PlainVectors
    from knowledge.search import Findings
    from knowledge.syllabus import Syllabus

METRICS = {
    "retrieval": retrieval.METRICS,
    "answers": answers.METRICS,
    "followups": followups.METRICS,
    "plans": plans.METRICS,
    "safety": safety.METRICS,
    "obedient": obedient.METRICS,
    "support": support.METRICS,
    "replayed": replayed.METRICS,
    "placement": placement.METRICS,
}
RANKED_BY = {
    "retrieval": retrieval.RANKED,
    "answers": answers.RANKED,
    "followups": followups.RANKED,
    "plans": plans.RANKED,
    "safety": safety.RANKED,
    "obedient": obedient.RANKED,
    "support": support.RANKED,
    "replayed": replayed.RANKED,
    "placement": placement.RANKED,
}
PAIRS = "support_pairs.jsonl"
PLAN_SAID = 6_000  # characters of a plan that a model writes: a hundred weeks
PLANS_ASKED = 4  # plans asked of the model, twice each, one case in twenty where there are fewer: a small one takes minutes
PLAN_ROOM = {
    "answer_tokens": 3_000,
    "context_tokens": 8_192,
}  # the topics with their hours in, a hundred weeks out
DENSE_NOTE = (
    "dense: chunks of 1,000 characters, overlap 200, top k by vector, as LangChain and Chroma do it by default; "
    "vectors by the mentor's own embedder, compared exactly"
)
WARM = "how does a backend work"  # searched before the first case: what loads only once is no case's time
BM25_NOTE = "bm25: bm25s over the mentor's own passages with their headings, its defaults, English stemmer"


def run_retrieval(order: Order) -> Report:
    """Run `retrieval` over the curriculum, or over a folder in BEIR form."""
    if order.cases and order.cases.is_dir():
        folder = beir.read(order.cases)
        every, bench_over = folder.cases, retrieval.beir_bench(folder, order.settings, order.on_progress)
    else:
        every = retrieval.shipped_cases(order.cases)
        bench_over = retrieval.curriculum_bench(order.settings, order.on_progress, is_quick=order.is_quick)
    chosen = order.choose(every)
    with bench_over as bench:
        bench.search(WARM, 1)
        made_by = order.made_by("retrieval", fingerprint(chosen), bench.fingerprints, "none")
        found = run(chosen, bench.judge, out=order.out, made_by=made_by, on_progress=order.on_progress)
        speed = _speed(bench.speed)
    (order.out / "run.trec").write_text("".join(retrieval.trec(found)), encoding="utf-8")
    return Report(
        "retrieval",
        retrieval.METRICS,
        tuple(found),
        retrieval.RANKED,
        made_by,
        (BM25_NOTE, DENSE_NOTE),
        speed,
    )


def run_answers(order: Order) -> Report:
    """Run `answers` over the shipped questions or a file of them."""
    started = perf_counter()
    chosen = order.choose(load(order.cases or SHIPPED / "answers.jsonl", AnswerCase))
    with (
        judging(order.settings, order.judge, SHIPPED / PAIRS) as judge,
        forgetful_mentor(order.settings, order.on_progress) as opened,
    ):
        made_by = {**order.of_mentor("answers", fingerprint(chosen), opened), **judge.made_by}
        opened.search(WARM, 1)
        direct = opened.without_retrieval()
        bench = answers.Bench(
            opened.ask,
            opened.search,
            order.settings.passages,
            direct,
            None if order.is_quick else partial(plain_rag.answer, _chunks(order, opened), complete=direct),
            judge.trusted,
        )
        found = run(chosen, bench.judge, out=order.out, made_by=made_by, on_progress=order.on_progress)
    notes = (
        "passages: all passages found, listed; passages_cut: as many words of them as the answer has",
        "plain_rag: four chunks by vector as LangChain and Chroma give them, before the same model, or shown as they are",
        "no_retrieval: the same model, asked the bare question; only where there is a model",
        *judge.notes,
        f"took {perf_counter() - started:.0f} s",
    )
    return Report("answers", answers.METRICS, tuple(found), answers.RANKED, made_by, notes, judge.figures)


def run_followups(order: Order) -> Report:
    """Run `followups` over the shipped conversations or a file of them."""
    chosen = order.choose(load(order.cases or SHIPPED / "followups.jsonl", FollowUpCase))
    with forgetful_mentor(order.settings, order.on_progress) as opened:
        made_by = order.of_mentor("followups", fingerprint(chosen), opened)
        known = frozenset(
            section_id(each.source, each.heading) for each in opened.mentor.store.all_passages(owner=SHARED)
        )
        found = run(
            chosen,
            lambda case: followups.judge(
                case, opened.question, lambda text: ranked(opened.search(text, DEPTH)), known
            ),
            out=order.out,
            made_by=made_by,
            on_progress=order.on_progress,
        )
    notes = ("as_typed: the last message searched alone; written_out: the question in full, by a person",)
    return Report("followups", followups.METRICS, tuple(found), followups.RANKED, made_by, notes)


def run_plans(order: Order) -> Report:
    """Run `plans` over the shipped profiles or a file of them."""
    chosen = order.choose(load(order.cases or SHIPPED / "profiles.jsonl", ProfileCase))
    asked = frozenset(case.id for case in sample(chosen, min(PLANS_ASKED, ceil(len(chosen) / 20))))
    with (
        forgetful_mentor(order.settings, order.on_progress, is_quoting=True) as opened,
        ExitStack() as closing,
    ):
        made_by = order.of_mentor("plans", fingerprint(chosen), opened)
        room = {name: max(most, getattr(order.settings, name)) for name, most in PLAN_ROOM.items()}
        writer = open_writer(order.settings.model_copy(update=room))
        if writer:
            closing.callback(writer.close)
        bench = plans.Bench(
            opened.mentor,
            opened.mentor.syllabus,
            partial(bare, writer, chars=PLAN_SAID) if writer else None,
            asked,
        )
        found = run(chosen, bench.judge, out=order.out, made_by=made_by, on_progress=order.on_progress)
    notes = (
        "greedy: what is ready comes next, in the path's order, poured into weeks of the learner's hours",
        "same_hours: the same order in the hours that there are until the deadline, a tenth of them left for review",
        f"model_plan: the same model asked for the plan directly, for {len(asked)} profiles; only where there is one",
        "reached_proxy: of a simulated learner who walks the plan, which is a proxy and no measure of people",
    )
    return Report("plans", plans.METRICS, tuple(found), plans.RANKED, made_by, notes)


def run_safety(order: Order) -> Report:
    """Run `safety` over the shipped attacks, a file of them, or a folder of documents with attacks beside."""
    files, chosen = _attacks(order)
    with attacked_mentor(order.settings, files, order.on_progress) as opened:
        made_by = order.of_mentor("safety", fingerprint(chosen), opened)
        direct = opened.without_retrieval()
        found = run(
            chosen,
            lambda case: safety.judge(case, opened.answers, opened.search, order.settings.passages, direct),
            out=order.out,
            made_by=made_by,
            on_progress=order.on_progress,
        )
    notes = (
        f"{len(files)} documents of the attacker's were read in before",
        "passages: all passages found, shown as they are",
        "no_retrieval: the same model, asked the bare message; only where there is a model",
    )
    return Report("safety", safety.METRICS, tuple(found), safety.RANKED, made_by, notes)


def run_obedient(order: Order) -> Report:
    """Run `obedient` over the shipped attacks, a file of them, or a folder of documents with attacks beside."""
    files, chosen = _attacks(order)
    with (
        obedient.Obedient() as model,
        attacked_mentor(model.chosen_by(order.settings), files, order.on_progress) as opened,
    ):
        made_by = order.of_mentor("obedient", fingerprint(chosen), opened) | {"model": model.name}
        direct = opened.without_retrieval()
        found = run(
            chosen,
            lambda case: obedient.judge(
                case, model, opened.answers, opened.search, order.settings.passages, direct
            ),
            out=order.out,
            made_by=made_by,
            on_progress=order.on_progress,
        )
    notes = (
        f"{len(files)} documents of the attacker's were read in before",
        "the model is an endpoint on loopback that says what each attack wants said, and recites all it was sent",
        "no_retrieval: the same model, asked the bare message",
    )
    return Report("obedient", obedient.METRICS, tuple(found), obedient.RANKED, made_by, notes)


def _attacks(order: Order) -> tuple[list[Path], tuple[Attack, ...]]:
    """The attacker's documents and the attacks of an order."""
    place = order.cases or SHIPPED / "safety"
    files, cases = safety.documents(place) if place.is_dir() else ([], place)
    return files, order.choose(load(cases, Attack))


def run_support(order: Order) -> Report:
    """Run `support` over the labelled pairs or a file of them."""
    chosen = order.choose(load(order.cases or SHIPPED / PAIRS, SupportPair))
    made_by = order.made_by("support", fingerprint(chosen), {}, "none")
    with ExitStack() as closing:
        model = None
        if order.judge:
            model, close = open_judge(order.settings, order.judge)
            closing.callback(close)
            made_by |= judge_made_by(order.judge)
        found = run(
            chosen,
            lambda pair: support.judge(pair, check, model),
            out=order.out,
            made_by=made_by,
            on_progress=order.on_progress,
        )
    notes = (
        "second_reading: the second person against the first; all others against what the two agreed on",
        f"word_count: called supported where {support.WORDS:.0%} of its words stand in the passage",
        "judge: a language model; what it says beside its grades is unscored; only with --judge",
        *([f"judge: {_judged(found)} verdicts on {len(found)} pairs"] if order.judge else []),
    )
    return Report("support", support.METRICS, tuple(found), support.RANKED, made_by, notes)


def run_replayed(order: Order) -> Report:
    """Run `replayed` over the shipped answers of a strong model or a file of them."""
    chosen = order.choose(load(order.cases or SHIPPED / "model_answers.jsonl", ModelAnswer))
    with replaying_mentor(order.settings, order.on_progress) as replaying:
        made_by = order.of_mentor("replayed", fingerprint(chosen), replaying.opened) | {"model": "replayed"}
        found = run(
            chosen,
            lambda case: replayed.judge(case, replaying.ask(case)),
            out=order.out,
            made_by=made_by,
            on_progress=order.on_progress,
        )
    notes = (
        "the model is an endpoint on loopback that says the case's answer; its sources come first in what is found",
        "unchecked: everything is shown",
        "passages: they are shown as they are and nothing of the model, which is why `right` is read beside `sound_kept`",
        f"word_count: a sentence is shown where {support.WORDS:.0%} of its words stand in the passages",
    )
    return Report("replayed", replayed.METRICS, tuple(found), replayed.RANKED, made_by, notes)


def run_placement(order: Order) -> Report:
    """Run `placement` over the simulated learners or a file of them."""
    syllabus = load_syllabus(order.settings.curriculum or CURRICULUM)
    chosen = order.choose(load(order.cases or SHIPPED / "learners.jsonl", LearnerCase))
    made_by = order.made_by("placement", fingerprint(chosen), {"curriculum": digest(syllabus)}, "none")
    found = run(
        chosen,
        lambda case: placement.judge(case, syllabus),
        out=order.out,
        made_by=made_by,
        on_progress=order.on_progress,
    )
    notes = (
        "all figures are proxies: the learners are simulated, with slips and guesses at the rates of their cases",
        f"plain_quiz: {placement.PER_STAGE} checks a stage, evenly spread; no_test: nothing is held to be known",
    )
    return Report("placement", placement.METRICS, tuple(found), placement.RANKED, made_by, notes)


RUN: dict[str, Callable[[Order], Report]] = {
    "retrieval": run_retrieval,
    "answers": run_answers,
    "followups": run_followups,
    "plans": run_plans,
    "safety": run_safety,
    "obedient": run_obedient,
    "support": run_support,
    "replayed": run_replayed,
    "placement": run_placement,
}


def ranked(findings: Findings) -> list[Ranked]:
    """The sections that a search found, best first, each once, scores falling."""
    hits = findings.hits
    return separated(
        once_each(Ranked(section_id(hit.passage.source, hit.passage.heading), hit.score) for hit in hits)
    )


def _judged(found: Sequence[Outcome]) -> int:
    """On how many pairs the judge gave a verdict."""
    return sum("judge" in each.baselines for each in found)


def digest(syllabus: Syllabus) -> str:
    """Twelve hex digits over the graph of a curriculum: its topics, what they build on, and their checks."""
    said = [topic.model_dump_json(exclude={"body"}) for topic in syllabus.topics.values()]
    return sha256("".join(said).encode()).hexdigest()[:12]


def _chunks(order: Order, opened: Opened) -> PlainVectors:
    """The chunks of the baselines over the sources that the mentor has."""
    sources = opened.mentor.store.sources(owner=SHARED)
    return retrieval.plain_vectors(sources, order.settings, open_embedder(order.settings), order.on_progress)


def _speed(parts: Sequence[tuple[int, float]]) -> dict[str, dict[str, Any]]:
    import numpy as np

    from evals.intervals import estimate

    found = estimate(np.array(parts, dtype=np.float64).reshape(-1, 2), retrieval.SPEED.statistic)
    if found is None:
        return {}
    figure = {**as_json(found), "n": sum(passages for passages, _ in parts), "baseline": {}}
    return {retrieval.SPEED.name: {**figure, "says": retrieval.SPEED.says, "high_is_good": True}}
