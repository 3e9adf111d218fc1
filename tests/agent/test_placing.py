"""agent.placing: a placement over a real ledger, and what becomes of claims."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from agent.errors import PlanError
from agent.learner import Known, Learner
from agent.learning import Learning
from agent.memory import Memory
from agent.placing import as_tested
from agent.progress import Event, Kind, progress
from tests.curricula import two_chains

if TYPE_CHECKING:
    from sqlalchemy import Engine

DAY = date(2026, 11, 30)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def learning(engine: Engine) -> Learning:
    return Learning(Memory(engine), two_chains())


def learner(*known: str, denied: tuple[str, ...] = ()) -> Learner:
    claims = tuple(Known(id_, "you said so") for id_ in known)
    return Learner("python", "python", DAY, 8, known=claims, denied=denied)


def answer(check: str, *, right: bool) -> Event:
    return Event(Kind.CHECK, check, AT, right)


def test_a_placement_asks_until_enough_is_known(learning: Learning) -> None:
    """One check after the other, each open until it is answered, and the end comes by itself."""
    placing = learning.place(learner="me")
    while placing.check:
        assert placing.asked == len(learning.progress("me").placement or ())
        learning.answer("c", learner="me")
        placing = learning.place(learner="me")
    assert 1 < placing.asked <= placing.most
    assert not learning.progress("me").is_placing
    assert len(placing.known) > 18


def test_a_placement_ends_when_it_is_stopped(learning: Learning) -> None:
    """What was answered until then counts, and the chances are shown."""
    learning.place(learner="me")
    learning.answer("c", learner="me")
    placing = learning.stop_placing(learner="me")
    assert (placing.asked, placing.check, len(placing.chances)) == (1, None, 24)
    assert "1 checks. Most likely you know" in placing.markdown()


def test_only_a_placement_that_was_begun_can_be_stopped(learning: Learning) -> None:
    """Stopping nothing says how to begin."""
    with pytest.raises(PlanError, match="/place begins one"):
        learning.stop_placing(learner="me")


def test_a_claim_stands_with_its_doubt_until_it_is_tested() -> None:
    """Without any answer every claim is kept and marked."""
    found = as_tested(learner("web.t3"), two_chains(), progress([]))
    assert found.known == (Known("web.t3", "you said so; not tested yet"),)


def test_a_right_answer_bears_a_claim_out() -> None:
    """A claim that was tested says so, and how sure that makes it."""
    found = as_tested(learner("web.t3"), two_chains(), progress([answer("web.t3.1", right=True)]))
    assert found.known[0].because.startswith("you said so; your answers bear it out, 9")


def test_a_refuted_claim_is_planned_after_all() -> None:
    """Answers that speak against a claim take it back, and the plan says so."""
    events = [answer("web.t9.1", right=False), answer("web.t8.1", right=False)]
    found = as_tested(learner("web.t9"), two_chains(), progress(events))
    assert found.known == ()
    assert [(each.field, each.value) for each in found.assumed] == [("not known after all", "T9")]


def test_a_placement_adds_what_is_known_but_not_what_is_denied() -> None:
    """What a placement finds is taken out of the plan, unless the learner says that they do not know it."""
    events = [
        Event(Kind.PLACING, "python", AT),
        *(answer(f"web.t{number}.1", right=True) for number in (6, 9, 12)),
        Event(Kind.PLACED, "python", AT),
    ]
    known = {each.id for each in as_tested(learner(), two_chains(), progress(events)).known}
    assert {"web.t1", "web.t6"} <= known
    denying = as_tested(learner(denied=("web.t2",)), two_chains(), progress(events))
    assert "web.t2" not in {each.id for each in denying.known}


def test_a_review_of_what_was_finished_is_no_placement() -> None:
    """Answers without a placement take nothing out of a plan that nobody claimed."""
    assert as_tested(learner(), two_chains(), progress([answer("web.t9.1", right=True)])).known == ()
