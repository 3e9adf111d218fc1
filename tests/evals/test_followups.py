"""Follow-ups are scored by what is searched for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.cases import FollowUpCase
from evals.errors import CasesError
from evals.followups import carried, judge
from evals.opening import Opened
from evals.rankings import Ranked
from tests.fakes import ScriptedModel
from tests.mentors import QUESTION, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

KNOWN = frozenset({"data.indexes#when", "data.indexes#what"})
CASE = FollowUpCase(
    id="f",
    turns=(QUESTION, "when should I use it?"),
    stand_alone="When should I use a database index?",
    relevant={"data.indexes#when": 2},
)


def _rank(query: str) -> list[Ranked]:
    order = ("when", "what") if "index" in query else ("what", "when")
    return [Ranked(f"data.indexes#{slug}", 2.0 - place) for place, slug in enumerate(order)]


def test_a_follow_up_that_is_understood_beats_the_bare_message(engine: Engine) -> None:
    """The question that was searched is scored, beside the message as typed and the question in full."""
    found = judge(CASE, Opened(mentor_over(engine), {}).question, _rank, KNOWN)
    assert found.scores["mrr@10"] == found.baselines["written_out"]["mrr@10"] == 1.0
    assert found.baselines["as_typed"]["mrr@10"] == 0.5


def test_no_answer_is_written_for_a_search(engine: Engine) -> None:
    """A conversation whose questions the rules can read costs no call of the model."""
    model = ScriptedModel("never said")
    assert "index" in Opened(mentor_over(engine, model=model), {}).question(CASE.id, CASE.turns)
    assert model.prompts == []


def test_a_section_that_is_not_there_leaves_the_case_unscored(engine: Engine) -> None:
    """A case that names a section nobody has is an error and not a zero."""
    with pytest.raises(CasesError, match=r"'data\.indexes#when'"):
        judge(CASE, Opened(mentor_over(engine), {}).question, _rank, frozenset())


def test_words_carried_counts_meaning_words() -> None:
    """Two of three meaning words are two thirds, whatever stands between them."""
    assert carried("Does Redis lose data?", "redis and its data") == pytest.approx(2 / 3)
