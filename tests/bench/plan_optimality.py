"""How far the planner is from the best there is, and how long it takes: python -m tests.bench.plan_optimality.

Small instances are solved by exhaustive search over all sets that are closed under prerequisites.
"""

from __future__ import annotations

import random
import statistics
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from time import perf_counter
from typing import TYPE_CHECKING

from agent.draft import Draft
from agent.intake import complete
from agent.learner import Learner, read_profile
from agent.plan import Infeasible, Plan
from agent.progress import Progress
from agent.schedule import replan, schedule
from agent.scope import scope, without_leftovers
from agent.selection import Selection
from agent.worth import worth
from knowledge import syllabus as shipped
from tests.curricula import path, project, syllabus, topic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from agent.scope import Unit
    from knowledge.syllabus import Syllabus

MONDAY = date(2026, 11, 30)
SMALL = 12
INSTANCES = 300


def small(draw: random.Random) -> tuple[Syllabus, Learner]:
    """A random graph of at most twelve topics and projects, and a learner with a deadline that is too near."""
    topics = []
    for number in range(draw.randint(5, SMALL - 2)):
        before = draw.sample([each.id for each in topics], min(draw.randint(0, 2), len(topics)))
        topics.append(topic(f"web.t{number}", before, hours=draw.randint(4, 40) / 4))
    ids = [each.id for each in topics]
    projects = [project(f"projects.p{number}", draw.sample(ids, 2)) for number in range(2)]
    goals = draw.sample(ids, len(ids) * 2 // 3)
    half = max(len(goals) // 2, 1)
    stages = {"beginner": {"topics": goals[:half], "projects": ["projects.p0"]}}
    if goals[half:]:
        stages["intermediate"] = {"topics": goals[half:], "projects": ["projects.p1"]}
    graph = syllabus(topics, [path(stages)], projects)
    work = sum(each.hours.typical for each in topics)
    weeks = max(int(work * draw.uniform(0.2, 0.8) / 7), 1)
    deadline = MONDAY + timedelta(days=7 * weeks - 1)
    return graph, Learner("python", "python", MONDAY, 7.0, deadline=deadline)


def weighted(units: Sequence[Unit]) -> dict[str, int]:
    """Weights that fall evenly along the order of study: the first goal is worth most."""
    return {unit.id: len(units) - number if unit.is_goal else 0 for number, unit in enumerate(units)}


def cost(order: Sequence[Unit], weights: dict[str, int]) -> int:
    """The sum over all goals of weight times hours until it is done."""
    total = now = 0
    for unit in order:
        now += unit.quarters
        total += weights[unit.id] * now
    return total


def best_cost(units: Sequence[Unit]) -> int:
    """The least such sum over all orders that keep prerequisites, by exhaustive search over closed sets."""
    weights = weighted(units)
    by_id = {unit.id: number for number, unit in enumerate(units)}
    needs = [sum(1 << by_id[each] for each in unit.prerequisites if each in by_id) for unit in units]

    @cache
    def least(done: int) -> int:
        if done == (1 << len(units)) - 1:
            return 0
        now = sum(unit.quarters for number, unit in enumerate(units) if done >> number & 1)
        return min(
            weights[unit.id] * (now + unit.quarters) + least(done | 1 << number)
            for number, unit in enumerate(units)
            if not done >> number & 1 and needs[number] & done == needs[number]
        )

    return least(0)


def moved_earlier(units: Sequence[Unit], weights: dict[str, int]) -> list[Unit]:
    """The order after each step was moved ahead, as far as what it builds on lets it, wherever that lowers the sum."""
    order = list(units)
    is_better = True
    while is_better:
        is_better = False
        for at, unit in enumerate(order):
            first = max(
                (n + 1 for n, each in enumerate(order[:at]) if each.id in unit.prerequisites), default=0
            )
            moves = ([*order[:to], unit, *order[to:at], *order[at + 1 :]] for to in range(first, at))
            best = min(moves, key=lambda each: cost(each, weights), default=order)
            if cost(best, weights) < cost(order, weights):
                order, is_better = best, True
    return order


def best_worth(choice: Selection, room: int) -> int:
    """The most worth that fits into so many quarters, by exhaustive search over sets of goals."""
    goals = [unit.id for unit in choice.units if unit.is_goal]
    quarters = {unit.id: each for unit, each in zip(choice.units, choice.quarters, strict=True)}
    best = 0
    for count in range(1, len(goals) + 1):
        for chosen in combinations(goals, count):
            kept = without_leftovers(choice.units, set(chosen))
            if sum(quarters[unit.id] for unit in kept) <= room:
                best = max(best, worth_of(choice, {unit.id for unit in kept}))
    return best


def worth_of(choice: Selection, kept: Collection[str]) -> int:
    """The worth of the goals that are kept."""
    return sum(choice.points[unit.id] for unit in choice.units if unit.is_goal and unit.id in kept)


def first_that_fit(choice: Selection, room: int) -> set[str]:
    """The baseline: goals in the order of study, each with what it builds on, passed over where it does not fit."""
    quarters = {unit.id: each for unit, each in zip(choice.units, choice.quarters, strict=True)}
    kept: set[str] = set()
    for unit in choice.units:
        if unit.is_goal:
            more = {each.id for each in without_leftovers(choice.units, {unit.id})} | kept
            kept = more if sum(quarters[each] for each in more) <= room else kept
    return kept


def selected(draw: random.Random | None, graph: Syllabus, learner: Learner) -> Selection:
    """The choice among all that a learner has to learn; with worth drawn at random, or as the curriculum says."""
    units = scope(graph, learner, Progress())
    goals = [unit.id for unit in units if unit.is_goal]
    points = {goal: draw.randint(1, 12) for goal in goals} if draw else worth(graph, learner, goals)
    return Selection(units, [unit.quarters for unit in units], points)


def small_gaps() -> None:
    """Print how far order and scope are from the best on small instances."""
    draw = random.Random(7)  # noqa: S311 - the same instances every time
    costs, searched, losses, before = [], [], [], []
    for _ in range(INSTANCES):
        graph, learner = small(draw)
        units = scope(graph, learner, Progress())
        weights = weighted(units)
        best = best_cost(units)
        costs.append(cost(units, weights) / best - 1)
        searched.append(cost(moved_earlier(units, weights), weights) / best - 1)
        room = Draft(graph, learner, Progress(), MONDAY, 1).room()
        for choice in (selected(None, graph, learner), selected(draw, graph, learner)):
            if room < sum(choice.quarters) and (most := best_worth(choice, room)):
                losses.append(1 - worth_of(choice, choice.best(room)) / most)
                before.append(1 - worth_of(choice, first_that_fit(choice, room)) / most)
    print(
        f"order of study, {len(costs)} instances of up to {SMALL} units, weights falling along the curated order:"
    )
    print(
        f"  over the best weighted completion time: mean {statistics.mean(costs):.1%}, most {max(costs):.1%}"
    )
    print(
        f"  after a local search, which gives up the curated order: mean {statistics.mean(searched):.1%}, "
        f"most {max(searched):.1%}"
    )
    print(
        f"smaller scope, {len(losses)} choices where not all goals fit, half of them with worth drawn at random:"
    )
    for name, found in (("chosen", losses), ("in the order of study", before)):
        print(
            f"  {name}: worth below the best mean {statistics.mean(found):.1%}, most {max(found):.0%}, "
            f"the best in {sum(each == 0 for each in found) / len(found):.0%}"
        )


def what_is_chosen() -> None:
    """Print what is kept of the shipped paths in a half and in a third of their hours, beside the order of study."""
    graph = shipped.load()
    print("what is kept of the shipped paths for a first job:")
    for name in graph.paths:
        profile = read_profile({"path": name, "goal": "my first job as a developer"})
        choice = selected(None, graph, complete(profile, graph, MONDAY).learner)
        for part in (2, 3):
            room = sum(choice.quarters) // part
            for how, kept in (("chosen", choice.best(room)), ("in order", first_that_fit(choice, room))):
                share = worth_of(choice, kept) / sum(choice.points.values())
                projects = sum(each in graph.projects for each in kept)
                print(
                    f"  {name}, 1/{part} of {sum(choice.quarters) / 4:g} h, {how}: {share:.0%} of the worth, {len(kept)} of "
                    f"{len(choice.units)} units, {projects} projects"
                )


def what_a_search_would_move() -> None:
    """Print what the same local search would win on the shipped paths, and where it would put the path's language."""
    graph = shipped.load()
    print("what the local search would do to the shipped paths:")
    for name in graph.paths:
        learner = complete(read_profile({"path": name}), graph, MONDAY).learner
        units = scope(graph, learner, Progress())
        weights, language = weighted(units), f"languages.{learner.language}-fundamentals"
        order = moved_earlier(units, weights)
        gain = cost(units, weights) / cost(order, weights) - 1
        before, after = ([each.id for each in found].index(language) + 1 for found in (units, order))
        print(f"  {name}: {gain:.1%} less, {language} as number {after} in place of {before} of {len(units)}")


def timed(run: Callable[[], object], times: int = 15) -> float:
    """The median milliseconds of a call."""
    spent = []
    for _ in range(times):
        started = perf_counter()
        run()
        spent.append((perf_counter() - started) * 1000)
    return statistics.median(spent)


def large(count: int) -> Syllabus:
    """A synthetic graph of so many topics, each built on up to three of the two hundred before it."""
    draw = random.Random(11)  # noqa: S311 - the same graph every time
    topics = []
    for number in range(count):
        near = range(max(number - 200, 0), number)
        before = [f"web.t{each}" for each in draw.sample(near, min(len(near), draw.randint(0, 3)))]
        topics.append(topic(f"web.t{number}", before, hours=draw.randint(4, 24) / 4))
    return syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])


def speed() -> None:
    """Print the median time of a plan, a replan and a refusal, on the shipped paths and on a large graph."""
    graph = shipped.load()
    for name in graph.paths:
        learner = complete(read_profile({"path": name}), graph, MONDAY).learner
        _speed(f"{name}", graph, learner)
    _speed("5,000 topics", large(5000), Learner("python", "python", MONDAY, 40.0), times=3)


def _speed(name: str, graph: Syllabus, learner: Learner, times: int = 15) -> None:
    plan = schedule(graph, learner, Progress(), MONDAY)
    assert isinstance(plan, Plan)
    near = replace(learner, deadline=MONDAY + timedelta(days=7 * len(plan.weeks) // 2))
    refused = schedule(graph, near, Progress(), MONDAY)
    assert isinstance(refused, Infeasible)
    units = len({item.id for item in plan.items() if item.kind != "review"})
    planning = timed(lambda: schedule(graph, learner, Progress(), MONDAY), times)
    later = MONDAY + timedelta(days=7)
    replanning = timed(lambda: replan(plan, graph, learner, Progress(), later), times)
    refusing = timed(lambda: schedule(graph, near, Progress(), MONDAY), times)
    choice = selected(None, graph, learner)
    choosing = timed(lambda: choice.best(sum(choice.quarters) // 2), times)
    print(
        f"{name}: {units} steps, plan {planning:.0f} ms, replan {replanning:.0f} ms, "
        f"refusal with three ways out {refusing:.0f} ms, choice of half of it {choosing:.0f} ms (p50 of {times})"
    )


if __name__ == "__main__":
    small_gaps()
    what_is_chosen()
    what_a_search_would_move()
    speed()
