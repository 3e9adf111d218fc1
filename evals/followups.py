"""The suite `followups`: whether a message that leans on what was said before is searched for what it means.

Its baselines are the message searched as it stands, which a follow-up must beat, and the question that a person
wrote out in full, which it can hardly beat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.cases import FollowUpCase, split
from evals.errors import CasesError
from evals.metric import Metric
from evals.outcome import Outcome
from evals.rankings import scores, why
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evals.rankings import Ranked

RANKED = "ndcg@10"
METRICS = (
    Metric("ndcg@10", "how good the order of the first ten is for what the message means"),
    Metric("recall@5", "share of the relevant sections among the first five"),
    Metric("recall@10", "share of the relevant sections among the first ten"),
    Metric("mrr@10", "one over the place of the first relevant section, 0 beyond ten"),
    Metric("answered@5", "1 where a section that answers stands among the first five"),
    Metric(
        "answering_recall@5",
        "share of the sections that answer, not of those that help, among the first five",
    ),
    Metric("words_carried", "share of the full question's meaning words that the searched question has"),
)


def judge(
    case: FollowUpCase,
    question: Callable[[str, Sequence[str]], str],
    rank: Callable[[str], Sequence[Ranked]],
    known: frozenset[str],
) -> Outcome:
    """Hold one conversation and score what was searched for its last turn.

    Args:
        case: the conversation.
        question: tells what is searched for the last of some messages, given a learner's name and the messages.
        rank: the sections found for a text, best first.
        known: the ids of all sections.

    Raises:
        CasesError: it names a section that is not there.
    """
    gone = sorted(case.relevant.keys() - known)
    if gone:
        raise CasesError(f"there is no {', '.join(map(repr, gone))} to be found")
    searched = question(case.id, case.turns)
    ranking = rank(searched)
    return Outcome(
        id=case.id,
        kind=case.kind,
        split=split(case.id),
        input=case.model_dump(),
        output={"question": searched, "ranking": [[each.id, each.score] for each in ranking]},
        scores={
            **scores(ranking, case.relevant),
            "words_carried": carried(case.stand_alone, searched),
        },
        baselines={
            "as_typed": _searched(case, case.turns[-1], rank),
            "written_out": _searched(case, case.stand_alone, rank),
        },
        reasons=(f"searched: {searched}", f"meant: {case.stand_alone}", *why(ranking, case.relevant)),
    )


def carried(meant: str, searched: str) -> float:
    """The share of a question's meaning words that another one has."""
    wanted = stems(meant)
    return len(wanted & stems(searched)) / len(wanted) if wanted else 1.0


def _searched(case: FollowUpCase, query: str, rank: Callable[[str], Sequence[Ranked]]) -> dict[str, float]:
    return {**scores(rank(query), case.relevant), "words_carried": carried(case.stand_alone, query)}
