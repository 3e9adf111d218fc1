"""agent.selection: what is kept where not all goals fit."""

from __future__ import annotations

import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.scope import Step, Unit
from agent.selection import Selection
from tests.bench.plan_optimality import best_worth, selected, small, worth_of


def unit(id_: str, quarters: int, *needs: str, is_goal: bool = True) -> Unit:
    return Unit(id_, id_.upper(), is_goal, needs, (Step("topic", id_, id_.upper(), quarters, (), needs),))


def choice(*units: Unit, **points: int) -> Selection:
    given_points = {each.id: points.get(each.id, 1) for each in units if each.is_goal}
    return Selection(units, [each.quarters for each in units], given_points)


@st.composite
def choices(draw: st.DrawFn) -> Selection:
    """Draw up to a dozen units, each behind what it builds on, with their worth."""
    units: list[Unit] = []
    for number in range(draw(st.integers(1, 12))):
        before = [each.id for each in units]
        needs = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        units.append(unit(f"u{number}", draw(st.integers(0, 20)), *needs, is_goal=draw(st.booleans())))
    return choice(*units, **{each.id: draw(st.integers(1, 9)) for each in units})


def quarters(found: Selection, kept: frozenset[str]) -> int:
    return sum(each for one, each in zip(found.units, found.quarters, strict=True) if one.id in kept)


@given(choices(), st.integers(0, 120), st.data())
def test_what_is_kept_fits_and_holds_all_that_it_builds_on(
    found: Selection, room: int, data: st.DataObject
) -> None:
    """What is kept takes no more than there is, holds what it builds on, and nothing that no goal needs."""
    ids = [each.id for each in found.units]
    planned = data.draw(st.sets(st.sampled_from(ids)), "planned before")
    for kept in (found.best(room), found.best(room, planned)):
        assert quarters(found, kept) <= room
        assert all(kept.issuperset(each.prerequisites) for each in found.units if each.id in kept)
        needed = {each for one in found.units if one.id in kept for each in one.prerequisites}
        assert all(one.is_goal or one.id in needed for one in found.units if one.id in kept)


@given(choices(), st.integers(0, 120))
def test_no_goal_that_is_left_out_would_fit_beside(found: Selection, room: int) -> None:
    """Each goal that is left out takes more, with what it builds on, than is left."""
    kept = found.best(room)
    spare = room - quarters(found, kept)
    for each, (_, missing) in zip(found.units, found.missing(kept), strict=True):
        assert each.id in kept or not each.is_goal or missing > spare


@given(choices(), st.integers(0, 120))
def test_what_was_planned_stays_where_it_fits(found: Selection, room: int) -> None:
    """What was chosen before is kept whole in the same time and in more."""
    before = found.best(room)
    assert found.best(room, before) == before
    assert found.best(room + 8, before) >= before


def test_the_choice_is_near_the_best() -> None:
    """On random small graphs the worth is within a thousandth of the best that an exhaustive search finds."""
    draw = random.Random(11)  # noqa: S311 - the same instances every time
    losses = []
    for _ in range(60):
        found = selected(draw, *small(draw))
        room = sum(found.quarters) * draw.randint(2, 8) // 10
        if most := best_worth(found, room):
            losses.append(1 - worth_of(found, found.best(room)) / most)
    assert len(losses) > 50
    assert mean(losses) < 0.001


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        (8, {"a", "b"}),  # two cheap goals rather than one dear one of more worth
        (10, {"base", "c", "d"}),  # what two goals share is paid for once
        (3, set()),
    ],
)
def test_worth_counts_by_the_hour_and_with_what_is_shared(room: int, kept: set[str]) -> None:
    """Goals are weighed by their worth for their time, with what they build on, which others may use as well."""
    found = choice(
        unit("a", 4),
        unit("b", 4),
        unit("base", 4, is_goal=False),
        unit("c", 3, "base"),
        unit("d", 3, "base"),
        a=3,
        b=3,
        c=5 if room == 10 else 1,
        d=5 if room == 10 else 1,
    )
    assert found.best(room) == kept
