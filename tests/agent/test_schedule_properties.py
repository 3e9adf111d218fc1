"""Always true of a plan, over random graphs, learners and histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.learner import Learner  # noqa: TC001 - hypothesis reads the annotations
from agent.plan import Infeasible, Plan
from agent.plan_text import from_json, to_json
from agent.schedule import replan, schedule
from agent.scope import scope
from tests.random_plans import (
    TODAY,
    Case,
    as_planned,
    cases,
    check,
    days_away,
    done,
    marks,
    owner,
    plans_of,
    to_do,
)


@given(cases())
def test_every_plan_and_every_way_out_holds(case):
    """No topic before its prerequisites, no week over its hours, all in scope or cut, the end by the deadline."""
    for plan in plans_of(schedule(case.graph, case.learner, case.history, TODAY)):
        check(plan, case)


@given(cases(may_have_deadline=False))
def test_a_learner_without_a_deadline_gets_a_plan(case):
    """Without a deadline every learner with some days to study gets a whole plan."""
    plan = schedule(case.graph, case.learner, case.history, TODAY)
    assert isinstance(plan, Plan)
    assert {each.id for each in plan.cut} <= {*case.history.skipped, *case.learner.excluded}


@given(cases())
def test_the_later_date_is_the_earliest(case):
    """No deadline up to a week before the later date on offer can be kept."""
    result = schedule(case.graph, replace(case.learner, takes_what_fits=False), case.history, TODAY)
    if isinstance(result, Infeasible):
        later = next(each.value for each in result.alternatives if each.change == "later_date")
        for days in range(1, 8):
            sooner = replace(case.learner, takes_what_fits=False, deadline=later - timedelta(days=days))
            assert isinstance(schedule(case.graph, sooner, case.history, TODAY), Infeasible)


@given(cases())
def test_half_an_hour_less_than_offered_does_not_do(case):
    """The hours a week on offer are the fewest, in steps of half an hour."""
    result = schedule(case.graph, replace(case.learner, takes_what_fits=False), case.history, TODAY)
    for way in plans_of(result) if isinstance(result, Infeasible) else []:
        if way.hours_per_week - 0.5 > case.learner.hours_per_week:
            lazier = replace(case.learner, takes_what_fits=False, hours_per_week=way.hours_per_week - 0.5)
            assert isinstance(schedule(case.graph, lazier, case.history, TODAY), Infeasible)


@given(cases())
def test_a_schedule_is_the_same_every_time(case):
    """The same learner, progress and day give the same plan."""
    first = schedule(case.graph, case.learner, case.history, TODAY)
    assert first == schedule(case.graph, case.learner, case.history, TODAY)


@given(cases(), st.data())
def test_a_plan_lived_through_holds(case: Case, data: st.DataObject):
    """Week after week of anything a learner does or changes, each new version holds, and what was done stays done."""
    result, day = schedule(case.graph, case.learner, case.history, TODAY), TODAY
    for _ in range(data.draw(st.integers(1, 4), "versions")):
        if not plans_of(result):
            return
        plan = data.draw(st.sampled_from(plans_of(result)), "the plan taken")
        day += timedelta(days=data.draw(st.integers(0, 30), "days"))
        planned = to_do(plan)
        finished = data.draw(st.lists(st.sampled_from(planned), unique=True)) if planned else []
        ledger = (*case.ledger, *done(finished, day), *data.draw(marks(case.graph, day)))
        case = Case(case.graph, changed(as_planned(case.learner, plan), data), ledger)
        result = replan(plan, case.graph, case.learner, case.history, day)
        for again in plans_of(result):
            check(again, case, day)
            assert again.version == plan.version + 1
            assert {each.id for each in again.finished} == case.history.done.keys()
            assert not case.history.done.keys() & {*to_do(again)}
            assert kept_weeks(plan, case, day) <= done_in_weeks(again)
            stays = [each for each in planned if each in {*to_do(again)}]
            if can_stay_in_order(stays, case):
                assert stays == [each for each in to_do(again) if each in {*stays}]


def can_stay_in_order(ids: list[str], case: Case) -> bool:
    """Say whether none of these builds on a later one, by way of what was taken back."""
    settled = (
        {each.id for each in case.learner.known} | case.history.done.keys() | case.history.skipped.keys()
    )
    return not any(
        {*ids[at + 1 :]} & {*case.graph.order([id_], "python", settled=settled)} for at, id_ in enumerate(ids)
    )


def kept_weeks(plan: Plan, case: Case, day: date) -> set[tuple[int, str]]:
    """What a new version keeps of the weeks begun: what was done in them, and what is done of those that are over."""
    this_week = day - timedelta(days=day.weekday())
    lately = {id_ for id_, at in case.history.done.items() if at.date() >= this_week}
    return {
        (week.number, item.id)
        for week in plan.weeks
        for item in week.items
        if week.starts <= day and owner(item) in (case.history.done if week.ends < this_week else lately)
    }


def done_in_weeks(plan: Plan) -> set[tuple[int, str]]:
    return {(week.number, item.id) for week in plan.weeks for item in week.items if item.done}


def changed(learner: Learner, data: st.DataObject) -> Learner:
    """The learner, or one whose hours, days away or deadline are others now."""
    what = data.draw(st.sampled_from(["nothing", "hours", "away", "deadline"]), "change")
    if what == "hours":
        return replace(learner, hours_per_week=data.draw(st.integers(1, 320)) / 4)
    if what == "away":
        return replace(learner, away=data.draw(days_away()))
    if what == "deadline":
        return replace(learner, deadline=TODAY + timedelta(days=data.draw(st.integers(-5, 300))))
    return learner


@given(cases())
def test_a_plan_made_anew_at_once_is_the_same_plan(case):
    """Replanning on the day of the plan, with no news, changes no week."""
    for plan in plans_of(schedule(case.graph, case.learner, case.history, TODAY))[:1]:
        again = replan(plan, case.graph, as_planned(case.learner, plan), case.history, TODAY)
        if not plan.cut:
            assert isinstance(again, Plan)
            assert again.weeks == plan.weeks


@given(cases())
@settings(max_examples=50)
def test_a_plan_survives_json(case):
    """A plan read back from its JSON is the same plan."""
    for plan in plans_of(schedule(case.graph, case.learner, case.history, TODAY)):
        assert from_json(to_json(plan)) == plan


@given(cases(may_have_deadline=False))
def test_no_order_finishes_the_goals_earlier_in_their_turn(case):
    """When the first n topics of the path are finished, nothing was studied but what they build on: no order needs less."""
    whole = case.graph.paths["python"]
    stages = tuple(stage.model_copy(update={"projects": ()}) for stage in whole.stages)
    graph = replace(case.graph, paths={"python": whole.model_copy(update={"stages": stages})})
    learner = replace(case.learner, included=(), excluded=())
    order = [unit.id for unit in scope(graph, learner, case.history)]
    settled = (
        {each.id for each in case.learner.known} | case.history.done.keys() | case.history.skipped.keys()
    )
    goals = [goal for stage in stages for goal in stage.topics if goal not in settled]
    for count in range(1, len(goals) + 1):
        finished = max(order.index(goal) for goal in goals[:count]) + 1
        assert set(order[:finished]) == {*graph.order(goals[:count], "python", settled=settled)}


@given(cases())
def test_what_this_weeks_topics_build_on_is_reviewed_first(case):
    """A finished topic that is due, and on which something of a week builds, is in that week's review."""
    for plan in plans_of(schedule(case.graph, case.learner, case.history, TODAY)):
        for week in plan.weeks:
            reviews = [item for item in week.items if item.kind == "review"]
            needed = {each for item in week.items if item.kind != "review" for each in item.prerequisites}
            due = {
                each
                for each in needed
                if each in case.history.memory and case.history.memory[each].due <= week.ends
            }
            first = next(
                (one for one in plan.weeks if any(item.kind == "review" for item in one.items)), None
            )
            if reviews and week == first:
                assert due <= set(reviews[0].prerequisites)
