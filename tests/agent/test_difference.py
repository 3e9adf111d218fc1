"""What changed between two versions of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from agent.difference import difference
from agent.learner import Known, Learner
from agent.progress import Event, Kind, Progress, progress
from agent.schedule import replan, schedule
from tests.curricula import chain

MONDAY = date(2026, 11, 23)
LEARNER = Learner(path="python", language="python", start=MONDAY, hours_per_week=7.0)
GRAPH = chain(7, 6, 7)


def done(*ids: str) -> Progress:
    return progress([Event(Kind.DONE, id_, datetime(2026, 11, 24, tzinfo=UTC)) for id_ in ids])


def changed(*, learner=LEARNER, graph=GRAPH, state=None, today=MONDAY):
    plan = schedule(GRAPH, LEARNER, Progress(), MONDAY)
    return difference(plan, replan(plan, graph, learner, state or Progress(), today))


def test_no_news_is_no_difference():
    """A plan made anew without news differs in nothing, and says so."""
    same = changed()
    assert not same
    assert same.sentences() == ("Nothing changed.",)


def test_a_missed_week_moves_what_was_planned():
    """Each thing that begins later is named with its new week, and so is the new end."""
    late = changed(today=date(2026, 11, 30))
    assert next((each.id, each.after) for each in late.moved) == ("web.t1", date(2026, 11, 30))
    assert late.sentences()[0] == "The plan now ends on 2026-12-21, 7 days later."


def test_what_was_finished_is_named_once_and_not_as_left_out():
    """A finished topic is finished; it is not left out of the plan."""
    after = changed(state=done("web.t1"))
    assert (after.finished, after.removed) == (("T1",), ())


def test_what_is_known_now_is_named_so():
    """A topic that became known since is named as known, not as left out."""
    known = replace(LEARNER, known=(Known("web.t2", "you said so"),))
    found = changed(learner=known)
    assert (found.known, found.removed) == (("T2",), ())
    assert "Taken as known: T2." in found.sentences()


def test_what_came_into_scope_is_added():
    """A topic that the path gained is named as added."""
    assert changed(graph=chain(7, 6, 7, 2)).added == ("T4",)


def test_other_terms_are_named_first():
    """What the plan is made for, such as the hours a week, is named before what follows from it."""
    found = changed(learner=replace(LEARNER, hours_per_week=10.0, deadline=date(2027, 3, 1)))
    assert found.sentences()[:2] == (
        "Hours a week: 10 instead of 7.",
        "Deadline: 2027-03-01 instead of none.",
    )
    assert changed(learner=replace(LEARNER, deadline=date(2027, 3, 1)))
