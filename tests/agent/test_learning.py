"""agent.learning: a learner's day over a real ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from agent.errors import PlanError
from agent.learning import Learning
from agent.ledger import Kind
from agent.memory import Memory
from tests.curricula import CHOICE, SHORT, chain, path, project, syllabus, topic

if TYPE_CHECKING:
    from sqlalchemy import Engine

DAY = date(2026, 11, 30)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 4, 12, tzinfo=UTC)


@pytest.fixture
def learning(engine: Engine) -> Learning:
    topics = [
        topic("web.http", checks=[CHOICE, SHORT], hours_range=(2, 4, 7)),
        topic("web.json"),
        topic("web.rest", ["web.http"]),
    ]
    graph = syllabus(
        topics,
        [path({"beginner": {"topics": [each.id for each in topics]}})],
        [project("projects.api", ["web.rest"])],
    )
    return Learning(Memory(engine), graph)


def test_days_away_are_those_of_the_profile(engine: Engine) -> None:
    """The days on which a learner does not study are those that they told, in a form or in words."""
    memory = Memory(engine)
    told = {"away": [["2026-12-24", "2026-12-26"]], "message": "away from 1 to 3 January 2027"}
    memory.remember_profile("me", told)
    days = Learning(memory, chain(1)).away(learner="me", today=DAY)
    assert days == ((date(2026, 12, 24), date(2026, 12, 26)), (date(2027, 1, 1), date(2027, 1, 3)))


def test_a_review_is_asked_answered_and_put_off(learning: Learning) -> None:
    """A due topic's check stays open until it is answered, and then comes back later."""
    learning.record("done", ["http"], learner="me", at=AT)
    asked = learning.ask(learner="me", today=LATER.date())
    assert asked
    assert (asked.check, asked.options[2], asked.left) == ("web.http.1", "404: not found", 0)
    assert learning.ask(learner="me", today=DAY) is not None
    marked = learning.answer("c", learner="me", at=LATER)
    assert (marked.right, marked.by) == (True, "key")
    assert marked.next_due
    assert marked.next_due > LATER.date()
    assert learning.ask(learner="me", today=LATER.date()) is None


def test_an_open_answer_is_judged_by_the_learner(learning: Learning) -> None:
    """Code that cannot tell records nothing until the learner has compared."""
    learning.record("done", ["http"], learner="me", at=AT)
    marked = learning.answer("It is the MIME one", learner="me", check="web.http.2", at=LATER)
    assert (marked.right, marked.by, marked.next_due) == (None, None, None)
    assert learning.progress("me").answers == {}
    learning.judge(right=True, learner="me", check="web.http.2", at=LATER)
    state = learning.progress("me")
    assert (state.answers, state.by_learner) == ({"web.http.2": True}, {"web.http.2"})


@pytest.mark.usefixtures("behind_utc")
def test_what_happens_is_recorded_with_the_offset_of_the_place(learning: Learning) -> None:
    """The ledger keeps the moment as the machine's clock has it, so that its date stays the learner's day."""
    learning.record("done", ["http"], learner="me")
    (event,) = learning.events("me")
    assert event.at.utcoffset() == timedelta(hours=-11)
    assert learning.progress("me").memory["web.http"].last == event.at.date()


def test_a_choice_is_not_judged_by_the_learner(learning: Learning) -> None:
    """Where code can tell, nobody's word counts."""
    learning.ask(learner="me", topic="http")
    with pytest.raises(PlanError, match="judged by its key"):
        learning.judge(right=True, learner="me")


def test_an_answer_needs_a_question(learning: Learning) -> None:
    """An answer out of the blue says how to be asked."""
    with pytest.raises(PlanError, match="no check is open; /review asks one"):
        learning.answer("c", learner="me")


@pytest.mark.parametrize(
    ("name", "says"),
    [("json", "Json has no checks"), ("api", "no single topic"), ("nope", "no topic or project 'nope'")],
)
def test_only_topics_with_checks_are_asked_about(learning: Learning, name: str, says: str) -> None:
    """A project, a topic without checks and a word that is neither are refused by name."""
    with pytest.raises(PlanError, match=says):
        learning.ask(learner="me", topic=name)


def test_hours_are_recorded_with_what_they_are_of(learning: Learning) -> None:
    """Real hours come with a finished topic, and an estimate alone."""
    assert learning.record("done", ["http"], learner="me", hours=6) == ("web.http",)
    learning.record("hours", ["json"], learner="me", hours=3)
    state = learning.progress("me")
    assert (state.hours, list(state.done)) == ({"web.http": 6, "web.json": 3}, ["web.http"])


def test_harder_than_thought_takes_the_high_estimate_and_then_more(learning: Learning) -> None:
    """Without a figure it is what slow learners need, said again half as much more."""
    learning.record("harder", ["http"], learner="me")
    assert learning.progress("me").hours == {"web.http": 7}
    learning.record("harder", ["http"], learner="me")
    assert learning.progress("me").hours == {"web.http": 10.5}


def test_hours_belong_to_one_thing(learning: Learning) -> None:
    """Hours behind two names could mean either, so they are refused."""
    with pytest.raises(PlanError, match="hours belong to one thing"):
        learning.record("done", ["http, json"], learner="me", hours=5)


@pytest.mark.parametrize(
    ("verb", "hours", "says"),
    [
        ("hours", None, "say how many hours"),
        ("done", 0, "the hours are 0"),
        ("done", 5000, "at most 1000"),
        ("skip", 2, "takes no hours"),
        ("finish", None, "there is no mark 'finish'; there are done, studied, skip, hours and harder"),
    ],
)
def test_marks_that_cannot_be_are_refused(
    learning: Learning, verb: str, hours: float | None, says: str
) -> None:
    """A mark that says nothing, or nonsense, leaves the ledger as it is."""
    with pytest.raises(PlanError, match=says):
        learning.record(verb, ["http"], learner="me", hours=hours)
    assert learning.events("me") == []


def test_undo_takes_back_the_last_of_all(learning: Learning) -> None:
    """Without a name the newest mark goes, whatever it was, then the one before it."""
    learning.record("done", ["http"], learner="me")
    learning.record("skip", ["json"], learner="me")
    assert [(each.kind, each.id) for each in learning.undo(learner="me")] == [(Kind.SKIPPED, "web.json")]
    assert [(each.kind, each.id) for each in learning.undo(learner="me")] == [(Kind.DONE, "web.http")]
    with pytest.raises(PlanError, match="nothing is recorded"):
        learning.undo(learner="me")


def test_an_answer_can_be_taken_back(learning: Learning) -> None:
    """A slip of the finger in a review leaves no lapse."""
    learning.record("done", ["http"], learner="me", at=AT)
    learning.ask(learner="me", today=LATER.date())
    learning.answer("a", learner="me", at=LATER)
    learning.undo(learner="me")
    state = learning.progress("me")
    assert (state.answers, state.memory["web.http"].lapses) == ({}, 0)


def test_undo_of_what_was_never_marked_is_refused(learning: Learning) -> None:
    """A name without a mark is named."""
    with pytest.raises(PlanError, match=r"nothing was recorded of web.json"):
        learning.undo(["json"], learner="me")


def test_a_check_that_the_curriculum_lost_is_no_longer_open(learning: Learning) -> None:
    """An open check whose file changed does not block the next one."""
    gone = {"kind": "asked", "id": "web.http.9", "at": AT.isoformat()}
    learning._memory.record("me", [gone])  # an older curriculum asked it
    assert learning.ask(learner="me", today=DAY) is None
    with pytest.raises(PlanError, match="no check is open"):
        learning.answer("c", learner="me")
