"""Random graphs, learners and histories, and what is always true of a plan: for the property tests of planning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from agent.learner import Known, Learner
from agent.pace import pace
from agent.plan import Infeasible, Plan
from agent.progress import Event, Kind, Progress, progress
from agent.scope import MILESTONE
from knowledge.syllabus import Syllabus  # noqa: TC001 - hypothesis reads the annotations
from tests.curricula import CHOICE, path, project, syllabus, topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.plan import Item, Week

TODAY = date(2026, 11, 25)
STAGES = ("beginner", "intermediate", "advanced")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Case:
    """A syllabus, a learner of it, and what they have done, oldest first."""

    graph: Syllabus
    learner: Learner
    ledger: tuple[Event, ...]

    @property
    def history(self) -> Progress:
        """Where the ledger leaves the learner."""
        return progress(self.ledger)


@st.composite
def graphs(draw: st.DrawFn) -> Syllabus:
    """Draw an acyclic graph of topics, a few projects over it, and a path whose goals are some of the topics."""
    count = draw(st.integers(1, 14))
    topics = []
    for number in range(count):
        before = [each.id for each in topics]
        prerequisites = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        hours = draw(st.integers(1, 40)) / 4
        checks = [CHOICE | {"id": f"web.t{number}.1"}]
        topics.append(topic(f"web.t{number}", prerequisites, hours=hours, checks=checks))
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
    deadline = (
        TODAY + timedelta(days=draw(st.integers(-5, 200)))
        if may_have_deadline and draw(st.booleans())
        else None
    )
    learner = Learner(
        path="python",
        language="python",
        start=TODAY + timedelta(days=draw(st.integers(-10, 30))),
        hours_per_week=draw(st.integers(1, 320)) / 4,
        deadline=deadline,
        away=draw(days_away()),
        known=tuple(Known(id_, "known") for id_ in known),
        takes_what_fits=draw(st.booleans()),
        seeks_job=draw(st.booleans()),
        included=tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))),
        excluded=tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))),
    )
    finished = draw(st.lists(st.sampled_from(ids), max_size=4, unique=True))
    return Case(graph, learner, (*done(finished, TODAY), *draw(marks(graph, TODAY))))


@st.composite
def days_away(draw: st.DrawFn) -> tuple[tuple[date, date], ...]:
    """Draw up to three ranges of days around the day of the plan; they may overlap."""
    ranges = []
    for _ in range(draw(st.integers(0, 3))):
        first = TODAY + timedelta(days=draw(st.integers(-20, 120)))
        ranges.append((first, first + timedelta(days=draw(st.integers(0, 20)))))
    return tuple(ranges)


@st.composite
def marks(draw: st.DrawFn, graph: Syllabus, day: date) -> list[Event]:
    """Draw up to three marks or answers of a day, of anything in the graph."""
    ids = [*graph.topics, *graph.projects]
    events = []
    for id_ in draw(st.lists(st.sampled_from(ids), max_size=3)):
        kind = draw(st.sampled_from([Kind.SKIPPED, Kind.HOURS, Kind.DONE, Kind.UNDONE, Kind.CHECK]))
        if kind is not Kind.CHECK:
            hours = draw(st.integers(1, 80)) / 4 if kind is Kind.HOURS else None
            events.append(Event(kind, id_, at_noon(day), hours=hours))
        elif id_ in graph.topics:
            events.append(Event(kind, f"{id_}.1", at_noon(day), right=draw(st.booleans())))
    return events


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def done(ids: list[str], day: date) -> list[Event]:
    return [Event(Kind.DONE, id_, at_noon(day)) for id_ in ids]


def plans_of(result: Plan | Infeasible) -> list[Plan]:
    """The plan, or those of all ways out: each must hold."""
    return [result] if isinstance(result, Plan) else [each.plan for each in result.alternatives]


def as_planned(learner: Learner, plan: Plan) -> Learner:
    """The learner who takes this plan, which may be a way out."""
    is_cut = any(not each.because.startswith("you ") for each in plan.cut)
    return replace(
        learner,
        deadline=plan.deadline,
        hours_per_week=plan.hours_per_week,
        takes_what_fits=learner.takes_what_fits or is_cut,
    )


def owner(item: Item) -> str:
    """The id of the topic or project that an item belongs to."""
    return item.id.removesuffix(MILESTONE)


def to_do(plan: Plan) -> list[str]:
    """The topics and projects that are still to be done, in the order of study."""
    left = (owner(item) for item in plan.items() if item.kind != "review" and not item.done)
    return list(dict.fromkeys(left))


def check(plan: Plan, case: Case, today: date = TODAY) -> None:
    """Assert everything that is always true of a plan that is made on a day."""
    check_order(plan, case)
    check_hours(plan, case, today)
    check_scope(plan, case)
    check_dates(plan)
    check_reviews(plan, case, today)


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


def check_hours(plan: Plan, case: Case, today: date) -> None:
    """No week over its hours: sums are right, and what is new fits into the days that the learner has."""
    for week in plan.weeks:
        assert week.planned_hours == sum(item.hours for item in week.items)
        assert week.planned_hours <= week.budget_hours
        if week.ends >= today:
            new = sum(item.hours for item in week.items if not item.done)
            assert new <= plan.hours_per_week * days_free(week, case.learner) / 7 + 1e-6
    assert plan.hours_total == sum(week.planned_hours for week in plan.weeks)


def days_free(week: Week, learner: Learner) -> int:
    days = (week.starts + timedelta(days=each) for each in range((week.ends - week.starts).days + 1))
    return sum(not any(first <= day <= last for first, last in learner.away) for day in days)


def check_scope(plan: Plan, case: Case) -> None:
    """Every goal of the path is planned in full, known, finished, or cut with a reason; nothing is twice."""
    settled = {each.id for each in plan.known} | {each.id for each in plan.finished}
    cut = {each.id for each in plan.cut}
    hours: dict[str, float] = {}
    for item in plan.items():
        assert all(item.because)
        if item.kind != "review":
            hours[owner(item)] = hours.get(owner(item), 0) + item.hours
    for stage in case.graph.paths["python"].stages:
        for goal in (*stage.topics, *stage.projects):
            assert goal in settled | cut | hours.keys()
    assert all(each.because for each in plan.cut)
    assert len(cut) == len(plan.cut)
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


def check_reviews(plan: Plan, case: Case, today: date) -> None:
    """In whole weeks to come after a topic is finished, a tenth of the time is for review, quarters aside."""
    first = min(finishing_days(plan, case), default=None)
    budget = reviewed = 0.0
    for week in plan.weeks:
        if week.starts > today and first is not None and week.starts > first:
            budget += week.budget_hours
            reviewed += sum(item.hours for item in week.items if item.kind == "review")
            assert reviewed > budget / 10 - 0.25


def finishing_days(plan: Plan, case: Case) -> Iterator[date]:
    """The days by which topics are finished: those that are, and those of the plan at the end of their weeks."""
    for each in plan.finished:
        if each.id in case.graph.topics:
            yield max(each.on, plan.starts) + timedelta(days=6 - max(each.on, plan.starts).weekday())
    for week in plan.weeks:
        if any(item.kind == "topic" and item.part[0] == item.part[1] for item in week.items):
            yield week.ends
