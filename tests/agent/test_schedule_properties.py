"""Always true of a plan, over random graphs, learners and histories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.learner import Known, Learner
from agent.pace import pace
from agent.plan import Infeasible, Plan
from agent.plan_text import from_json, to_json
from agent.progress import Event, Kind, Progress, progress
from agent.schedule import replan, schedule
from agent.scope import MILESTONE, scope
from knowledge.syllabus import Syllabus  # noqa: TC001 - hypothesis reads the annotations
from tests.curricula import path, project, syllabus, topic

TODAY = date(2026, 11, 25)
STAGES = ("beginner", "intermediate", "advanced")


@dataclass(frozen=True)
class Case:
    """A syllabus, a learner of it, and what they have done."""

    graph: Syllabus
    learner: Learner
    history: Progress


@st.composite
def graphs(draw: st.DrawFn) -> Syllabus:
    """Draw an acyclic graph of topics, a few projects over it, and a path whose goals are some of the topics."""
    count = draw(st.integers(1, 14))
    topics = []
    for number in range(count):
        before = [each.id for each in topics]
        prerequisites = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        topics.append(topic(f"web.t{number}", prerequisites, hours=draw(st.integers(1, 40)) / 4))
    ids = [each.id for each in topics]
    projects = [
        project(
            f"projects.p{number}", draw(st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True))
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    left = [*draw(st.permutations(ids))]
    stages = {}
    for name in STAGES[: draw(st.integers(1, 3))]:
        taken = draw(st.integers(1, len(left))) if left else 0
        if taken:
            stages[name] = {"topics": left[:taken], "projects": [each.id for each in projects]}
            left = left[taken:]
    return syllabus(topics, [path(stages)], projects)


@st.composite
def cases(draw: st.DrawFn, *, may_have_deadline: bool = True) -> Case:
    """Draw a learner with days away, known topics and a history over a random graph."""
    graph = draw(graphs())
    ids = [*graph.topics, *graph.projects]
    known = draw(st.lists(st.sampled_from(ids), max_size=4, unique=True))
    done = draw(st.lists(st.sampled_from(ids), max_size=4, unique=True))
    days = st.integers(-20, 120)
    away = []
    for _ in range(draw(st.integers(0, 3))):
        first = TODAY + timedelta(days=draw(days))
        away.append((first, first + timedelta(days=draw(st.integers(0, 20)))))
    deadline = (
        TODAY + timedelta(days=draw(st.integers(-5, 200)))
        if may_have_deadline and draw(st.booleans())
        else None
    )
    events = [Event(Kind.DONE, id_, at_noon(TODAY)) for id_ in done]
    for id_ in draw(st.lists(st.sampled_from(ids), max_size=3)):
        kind = draw(st.sampled_from([Kind.SKIPPED, Kind.HOURS, Kind.DONE, Kind.UNDONE]))
        hours = draw(st.integers(1, 80)) / 4 if kind is Kind.HOURS else None
        events.append(Event(kind, id_, at_noon(TODAY), hours=hours))
    learner = Learner(
        path="python",
        language="python",
        start=TODAY + timedelta(days=draw(st.integers(-10, 30))),
        hours_per_week=draw(st.integers(1, 320)) / 4,
        deadline=deadline,
        away=tuple(away),
        known=tuple(Known(id_, "known") for id_ in known),
        takes_what_fits=draw(st.booleans()),
    )
    return Case(graph, learner, progress(events))


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def marks(ids: list[str], day: date) -> Progress:
    return progress([Event(Kind.DONE, id_, at_noon(day)) for id_ in ids])


def plans_of(result: Plan | Infeasible) -> list[Plan]:
    """The plan, or those of all ways out: each must hold."""
    return [result] if isinstance(result, Plan) else [each.plan for each in result.alternatives]


def check(plan: Plan, case: Case) -> None:
    """Assert everything that is always true of a plan."""
    check_order(plan, case)
    check_hours(plan)
    check_scope(plan, case)
    check_dates(plan)


def check_order(plan: Plan, case: Case) -> None:
    finished = {each.id for each in plan.known} | {each.id for each in plan.finished}
    for item in plan.items():
        if not item.done:
            missing = set(item.prerequisites) - finished
            assert not missing, f"{item.id} before {missing}"
        if item.part[0] == item.part[1]:
            finished.add(item.id)
    assert all(
        each in case.graph for each in finished if not each.startswith("review.") and MILESTONE not in each
    )


def check_hours(plan: Plan) -> None:
    for week in plan.weeks:
        assert week.planned_hours == sum(item.hours for item in week.items)
        assert week.planned_hours <= week.budget_hours <= plan.hours_per_week
    assert plan.hours_total == sum(week.planned_hours for week in plan.weeks)


def check_scope(plan: Plan, case: Case) -> None:
    """Every goal of the path is planned in full, known, finished, or cut; nothing is twice."""
    settled = {each.id for each in plan.known} | {each.id for each in plan.finished}
    cut = {each.id for each in plan.cut}
    hours: dict[str, float] = {}
    for item in plan.items():
        if item.kind != "review":
            owner = item.id.removesuffix(MILESTONE)
            hours[owner] = hours.get(owner, 0) + item.hours
    for stage in case.graph.paths["python"].stages:
        for goal in (*stage.topics, *stage.projects):
            assert goal in settled | cut | hours.keys()
    for id_, planned in hours.items():
        assert id_ not in cut
        if id_ not in settled:
            needed = pace(case.graph, case.history).quarters(id_, case.graph.entry(id_).hours.typical)
            assert planned == needed / 4


def check_dates(plan: Plan) -> None:
    assert all(week.starts.weekday() == 0 for week in plan.weeks[1:])
    assert [week.starts for week in plan.weeks] == sorted({week.starts for week in plan.weeks})
    if any(not item.done for item in plan.items()):
        assert plan.weeks[-1].starts <= plan.ends <= plan.weeks[-1].ends
        assert plan.deadline is None or plan.ends <= plan.deadline


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
    assert {each.id for each in plan.cut} <= case.history.skipped.keys()


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
def test_a_plan_made_anew_holds(case, data):
    """After any marks on any later day, a replanned plan and its ways out hold, and what was done stays done."""
    for plan in plans_of(schedule(case.graph, case.learner, case.history, TODAY))[:1]:
        learner = replace(case.learner, deadline=plan.deadline, hours_per_week=plan.hours_per_week)
        today = TODAY + timedelta(days=data.draw(st.integers(0, 90)))
        ids = list(
            dict.fromkeys(item.id.removesuffix(MILESTONE) for item in plan.items() if item.kind != "review")
        )
        done = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
        later = replace(case.history, done={**case.history.done, **marks(done, today).done})
        for again in plans_of(replan(plan, case.graph, learner, later, today)):
            check(again, replace(case, history=later))
            planned = {item.id.removesuffix(MILESTONE) for item in again.items() if not item.done}
            assert not planned & set(done)


@given(cases())
def test_a_plan_made_anew_at_once_is_the_same_plan(case):
    """Replanning on the day of the plan, with no news, changes no week."""
    for plan in plans_of(schedule(case.graph, case.learner, case.history, TODAY))[:1]:
        learner = replace(
            case.learner, deadline=plan.deadline, hours_per_week=plan.hours_per_week, takes_what_fits=True
        )
        again = replan(plan, case.graph, learner, case.history, TODAY)
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
    order = [unit.id for unit in scope(graph, case.learner, case.history)]
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
