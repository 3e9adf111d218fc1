"""The scores of answers, over a mentor whose search and model are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.errors import ModelUnavailable
from evals.answers import Bench
from evals.cases import AnswerCase
from evals.judge import Judge
from evals.opening import Opened, bare
from evals.plain_rag import Reply
from tests.fakes import FakeSearch, ScriptedModel
from tests.mentors import ALSO_SAYS, INDEX, INVENTS, QUESTION, SAYS, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor
    from evals.outcome import Outcome

COVERED = AnswerCase(
    id="a", question=QUESTION, covered=True, key_points=("sorted copy of a column", "invented in 1970")
)
UNCOVERED = AnswerCase(id="b", question=QUESTION, covered=False)


def _judged(mentor: Mentor, case: AnswerCase) -> Outcome:
    return Bench(Opened(mentor, {}).ask, Opened(mentor, {}).search, 8).judge(case)


def test_key_points_are_recalled(engine: Engine) -> None:
    """An answer that makes one of two points scores a half, with the missing one among the reasons."""
    found = _judged(mentor_over(engine), COVERED)
    assert found.scores["key_point_recall"] == found.scores["right"] == 0.5
    assert any("not made: invented in 1970" in reason for reason in found.reasons)


def test_passages_listed_are_the_baseline(engine: Engine) -> None:
    """The passages themselves are scored on the same points."""
    found = _judged(mentor_over(engine), COVERED)
    assert found.baselines["passages"]["key_point_recall"] == 0.5


def test_quotations_stand_in_their_passages(engine: Engine) -> None:
    """An answer of quotations alone is verbatim and supported throughout."""
    found = _judged(mentor_over(engine), COVERED)
    assert (found.scores["quotes_verbatim"], found.scores["sentences_supported"]) == (1.0, 1.0)


def test_an_invention_lowers_the_share_of_supported_sentences(engine: Engine) -> None:
    """A sentence that no passage says counts against the answer and is named."""
    model = ScriptedModel(f"{SAYS} [1] {ALSO_SAYS} [1] {INVENTS}")
    found = _judged(mentor_over(engine, model=model), COVERED)
    assert found.scores["sentences_supported"] == pytest.approx(2 / 3)
    assert any(INVENTS[:20] in reason for reason in found.reasons)


def test_a_refusal_is_right_where_nothing_covers_the_question(engine: Engine) -> None:
    """Saying so scores 1 on an uncovered case; there is no answer to score."""
    mentor = mentor_over(engine, search=FakeSearch(INDEX, confidence=0.1))
    found = _judged(mentor, UNCOVERED)
    assert found.scores["right"] == found.scores["not_covered_when_uncovered"] == 1.0
    assert "sentences_supported" not in found.scores


def test_a_refusal_is_wrong_where_the_curriculum_answers(engine: Engine) -> None:
    """Refusing a covered question scores 0, key points included."""
    mentor = mentor_over(engine, search=FakeSearch(INDEX, confidence=0.1))
    found = _judged(mentor, COVERED)
    assert found.scores["answered_when_covered"] == found.scores["key_point_recall"] == 0.0


def test_an_answer_is_wrong_where_nothing_covers_the_question(engine: Engine) -> None:
    """Answering an uncovered question scores 0."""
    assert _judged(mentor_over(engine), UNCOVERED).scores["right"] == 0.0


def test_a_case_of_unknown_coverage_has_no_verdict_on_it(engine: Engine) -> None:
    """Where nobody said whether it is covered, nothing is scored about that."""
    found = _judged(mentor_over(engine), AnswerCase(id="c", question=QUESTION))
    assert not {"right", "covered", "key_point_recall"} & found.scores.keys()


def test_the_model_alone_is_a_baseline(engine: Engine) -> None:
    """Where there is a model, what it says without passages is scored on the same points."""
    model = ScriptedModel(f"{SAYS} [1]")
    mentor = mentor_over(engine, model=model)
    bench = Bench(
        Opened(mentor, {}).ask, Opened(mentor, {}).search, 8, lambda _question: "It was invented in 1970."
    )
    found = bench.judge(COVERED)
    assert found.baselines["no_retrieval"]["key_point_recall"] == 0.5


def test_the_model_alone_is_asked_the_bare_question(engine: Engine) -> None:
    """The baseline without retrieval sends the question and nothing else."""
    model = ScriptedModel("An index.")
    direct = Opened(mentor_over(engine, model=model), {}).without_retrieval()
    assert direct is not None
    assert direct(QUESTION) == "An index."
    assert model.prompts == [[QUESTION]]


def test_without_a_model_there_is_no_such_baseline(engine: Engine) -> None:
    """Answers of quotations have no model that could be asked alone."""
    assert Opened(mentor_over(engine), {}).without_retrieval() is None


@pytest.mark.parametrize(("writes", "share"), [(f"{SAYS} [1]", 1.0), (INVENTS, 0.0)])
def test_quotations_in_place_of_the_model_are_told_apart(engine: Engine, writes: str, share: float) -> None:
    """An answer that the mentor quoted because the model's was left out is not counted as the model's."""
    found = _judged(mentor_over(engine, model=ScriptedModel(writes)), COVERED)
    assert found.scores["model_wrote"] == share


def test_a_model_that_fails_is_told_apart(engine: Engine) -> None:
    """An answer that the mentor quoted because the model did not finish is not counted as the model's."""
    model = ScriptedModel(f"{SAYS} [1]", finish="length")
    assert _judged(mentor_over(engine, model=model), COVERED).scores["model_wrote"] == 0.0


@pytest.mark.parametrize(
    ("says", "right"),
    [("I do not know; the context does not mention it.", 1.0), ("It is a sorted copy of a column.", 0.0)],
)
def test_a_baseline_is_right_to_refuse_what_is_not_covered(engine: Engine, says: str, right: float) -> None:
    """A model that says that it does not know is right where nothing covers the question, and only then."""
    mentor = mentor_over(engine)
    bench = Bench(Opened(mentor, {}).ask, Opened(mentor, {}).search, 8, lambda _question: says)
    assert bench.judge(UNCOVERED).baselines["no_retrieval"]["right"] == right


def test_what_a_model_says_from_memory_is_checked_against_the_passages(engine: Engine) -> None:
    """Of two statements of the model alone the one that no passage says is unsupported."""
    mentor = mentor_over(engine)
    bench = Bench(Opened(mentor, {}).ask, Opened(mentor, {}).search, 8, lambda _question: f"{SAYS} {INVENTS}")
    assert bench.judge(COVERED).baselines["no_retrieval"]["unsupported_rate"] == 0.5


def test_a_tutorials_answer_has_its_chunks_and_their_nearness(engine: Engine) -> None:
    """The baseline is scored on the same points, and how near its best chunk is counts as its confidence."""
    mentor = mentor_over(engine)
    bench = Bench(
        Opened(mentor, {}).ask, Opened(mentor, {}).search, 8, rag=lambda _: Reply(SAYS, 0.4, (SAYS,))
    )
    found = bench.judge(COVERED).baselines["plain_rag"]
    assert (found["key_point_recall"], found["confidence"], found["covered"]) == (0.5, 0.4, 1.0)


def test_a_judge_model_grades_what_is_cited(engine: Engine) -> None:
    """The share of cited statements that the judge gives the top grade is reported; what it does not grade is not."""
    mentor = mentor_over(engine)
    said = iter(["2", "1", "perhaps"])
    bench = Bench(
        Opened(mentor, {}).ask, Opened(mentor, {}).search, 8, model=Judge("m", lambda _: next(said, "no"))
    )
    assert bench.judge(COVERED).scores["judged_supported"] == 0.5


def test_a_baseline_that_cannot_be_asked_costs_the_mentor_nothing(engine: Engine) -> None:
    """A model that fails as baseline leaves its figures out; the mentor's answer is scored all the same."""

    def fails(_question: str) -> str:
        raise ModelUnavailable("gone")

    mentor = mentor_over(engine)
    found = Bench(Opened(mentor, {}).ask, Opened(mentor, {}).search, 8, fails).judge(COVERED)
    assert "no_retrieval" not in found.baselines
    assert found.scores["key_point_recall"] == 0.5


def test_a_model_is_heard_as_far_as_an_answer_is_long(engine: Engine) -> None:
    """A model that repeats itself is stopped; one that is cut for its length is heard as far as it came."""
    writer = mentor_over(engine, model=ScriptedModel("again and " * 100)).writer()
    assert writer
    assert 50 <= len(bare(writer, QUESTION, chars=50)) < 100
    cut = mentor_over(engine, model=ScriptedModel("An index.", finish="length")).writer()
    assert cut
    assert bare(cut, QUESTION) == "An index."
