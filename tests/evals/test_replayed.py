"""The suite of replayed answers follows each sentence of a model's answer to what the learner sees of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from agent.model import open_writer
from agent.settings import read_settings
from evals.model_answers import ModelAnswer
from evals.replayed import judge
from evals.replaying import Endpoint, Sources
from tests.fakes import FakeSearch, passage
from tests.mentors import INVENTS, QUESTION, SAYS, answered, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from evals.outcome import Outcome
    from knowledge.passage import Passage

ALSO = "Indexes make reading fast and writing slower."
SAID = SAYS.replace(".", " [1].")
INVENTED = INVENTS.replace(".", " [1].")
INDEX = passage(SAYS, heading="What an index is")
WHEN = passage("Add an index where queries filter by a column often.", heading="When to add one", n=2)
SECTIONS = ("data.indexes#what-an-index-is", "data.indexes#when-to-add-one")


class _Mentor:
    """What a search needs of a mentor: all of its passages, and what it finds."""

    def __init__(self, *passages: Passage) -> None:
        self.store = self
        self._passages = passages

    def all_passages(self, **_: Any) -> list[Passage]:
        return list(self._passages)

    def search(self, query: str, k: int, *, learner: str) -> Any:
        return FakeSearch(*self._passages).search(query, k, owner=learner)


def _case(answer: str, *faults: tuple[str, str]) -> ModelAnswer:
    return ModelAnswer(
        id="x",
        kind="faulty" if faults else "sound",
        question=QUESTION,
        sections=SECTIONS,
        answer=answer,
        faults=[{"kind": kind, "sentence": sentence} for kind, sentence in faults],
    )


def _judged(case: ModelAnswer, engine: Engine) -> Outcome:
    """Replay a case through the whole turn: the endpoint, the client, the stream and the check."""
    with Endpoint() as endpoint:
        endpoint.says = case.answer
        settings = endpoint.chosen_by(read_settings())
        mentor = mentor_over(engine, INDEX, WHEN, open_writer=partial(open_writer, settings))
        try:
            return judge(case, answered(mentor))
        finally:
            mentor.close()


def test_a_supported_sentence_is_kept_and_an_invention_is_not_shown(engine: Engine) -> None:
    """What a source says stays in the model's words; what none says is no fault that is shown."""
    scores = _judged(_case(f"{SAID} {INVENTED}", ("unsupported", INVENTED)), engine).scores
    assert (scores["kept"], scores["cut"], scores["sound"]) == (1.0, 0.0, 1.0)
    assert (scores["shown"], scores["faults_unsupported"], scores["right"]) == (0.0, 1.0, 1.0)


def test_a_fault_that_is_shown_as_supported_counts(engine: Engine) -> None:
    """A sentence that the case calls faulty and the mentor shows as supported is what the suite is about."""
    outcome = _judged(_case(SAID, ("reversed", SAID)), engine)
    assert (outcome.scores["shown_reversed"], outcome.scores["right"]) == (1.0, 0.0)
    assert outcome.reasons == (f"reversed shown as supported: {SAID}",)


def test_a_wrong_mark_counts_only_where_it_is_kept(engine: Engine) -> None:
    """A true sentence that names the wrong source is right again once it is tied to the one that says it."""
    wrong = SAYS.replace(".", " [2].")
    outcome = _judged(_case(wrong, ("wrong_mark", wrong)), engine)
    assert outcome.scores["shown_wrong_mark"] == 0.0
    unlucky = _judged(_case(SAID, ("wrong_mark", SAID)), engine)
    assert unlucky.scores["shown_wrong_mark"] == 1.0


def test_a_sentence_that_is_set_apart_is_cut_and_one_that_is_quoted_is_not(engine: Engine) -> None:
    """Quotations stand for a sentence when they say what it is about; under the line it is lost."""
    reworded = "What a database index holds is a sorted copy of everything in one column [1]."
    scores = _judged(_case(f"{WHEN.text} {reworded} {INVENTED}"), engine).scores
    assert (scores["kept"], scores["quoted"], scores["cut"]) == (1.0, 1.0, 1.0)


def test_all_or_nothing_stands_beside_the_check(engine: Engine) -> None:
    """Shown unchecked, every fault is shown and nothing is lost."""
    case = _case(f"{SAID} {INVENTED}", ("unsupported", INVENTED))
    unchecked = _judged(case, engine).baselines["unchecked"]
    assert (unchecked["shown"], unchecked["cut"], unchecked["right"]) == (1.0, 0.0, 0.0)


def test_an_answer_that_no_model_wrote_is_not_judged(engine: Engine) -> None:
    """Quotations alone would look like an answer without faults."""
    with pytest.raises(RuntimeError, match="after 0 calls of the model"):
        judge(_case(SAYS), answered(mentor_over(engine, INDEX)))


def test_the_sources_of_a_case_come_first_and_its_marks_name_them() -> None:
    """Of a section with several passages, a mark names the one that is nearest to its sentence."""
    more = passage(ALSO, heading="What an index is", n=3)
    sources = Sources(_Mentor(WHEN, INDEX, more))
    said = sources.offer(
        _case("A column is filtered by queries often [2]. Writing is slower, and reading fast [1].")
    )
    found = sources.search(QUESTION, 8, owner="me")
    assert [hit.passage.id for hit in found.hits] == [INDEX.id, more.id, WHEN.id]
    assert said == "A column is filtered by queries often [3]. Writing is slower, and reading fast [2]."


def test_a_case_whose_section_is_gone_is_refused() -> None:
    """Without its source a sound sentence would count as cut."""
    with pytest.raises(ValueError, match=r"no section 'data.indexes#when-to-add-one'"):
        Sources(_Mentor(INDEX)).offer(_case(SAYS))
