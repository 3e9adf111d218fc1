"""agent.places: who a model serves now."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from agent.places import Places


def test_who_comes_when_a_place_is_free_is_served_at_once() -> None:
    """As many as there are places wait for nobody; the next one is told who must end first."""
    places = Places(2)
    assert [places.enter(who).ahead(0) for who in ("ada", "bob", "eve", "dan")] == [0, 0, 1, 2]


def test_without_a_count_nobody_waits() -> None:
    """A model that serves any number has no line."""
    places = Places()
    assert [places.enter("ada").ahead(0) for _ in range(100)] == [0] * 100


def test_the_line_moves_up_when_a_place_is_given_back() -> None:
    """Whoever is next is served as soon as somebody has ended, and the others come nearer."""
    places = Places(1)
    with places.enter("ada"):
        bob, eve = places.enter("bob"), places.enter("eve")
        assert (bob.ahead(0), eve.ahead(0)) == (1, 2)
    assert (bob.ahead(30), eve.ahead(0)) == (0, 1)


def test_who_leaves_the_line_is_not_waited_for() -> None:
    """Leaving before one is served moves up those behind, and takes no place."""
    places = Places(1)
    with places.enter("ada"):
        with places.enter("bob"):
            eve = places.enter("eve")
            assert eve.ahead(0) == 2
        assert eve.ahead(0) == 1
    assert eve.ahead(30) == 0


def test_who_asks_much_waits_for_themselves() -> None:
    """A learner with ten questions in the line does not keep the others behind all of them."""
    places = Places(1)
    places.enter("ada")
    flood = [places.enter("bob") for _ in range(10)]
    assert places.enter("eve").ahead(0) == 2
    assert flood[0].ahead(0) == 1
    assert flood[1].ahead(0) == 3


def test_a_request_that_was_left_is_let_go_of_before_the_next_is_served() -> None:
    """As long as the engine still works for who has left, the place is not given to the next."""
    let_go = threading.Event()
    places = Places(1, busy=lambda: 0 if let_go.is_set() else 1)
    with places.enter("ada"):
        bob = places.enter("bob")
    assert bob.ahead(0.1) == 1
    let_go.set()
    assert bob.ahead(30) == 0


def test_what_can_be_left_out_takes_a_spare_place_only() -> None:
    """Where all places are taken there is no spare one, and taking a spare one makes the next wait."""
    places = Places(1)
    spare = places.spare()
    assert spare
    assert places.spare() is None
    with spare:
        assert places.enter("ada").ahead(0) == 1


def served(asked: str) -> str:
    """Return the learners in the order in which one place serves them, when all have asked before the first ends."""
    places, order = Places(1), ""
    line = [(who, places.enter(who)) for who in asked]
    while line:
        who, place = next(each for each in line if not each[1].ahead(0))
        line.remove((who, place))
        order += who
        places.leave(place)
    return order


@given(st.text("abcd", max_size=12))
def test_learners_are_served_in_turn(asked: str) -> None:
    """Of those who wait together, nobody is served for the second time before everybody was for the first."""
    order = served(asked)
    assert sorted(order) == sorted(asked)
    rounds = [order[: n + 1].count(who) for n, who in enumerate(order)]
    assert rounds == sorted(rounds)


@given(st.text("abcd", max_size=12))
def test_nobody_overtakes_in_the_same_round(asked: str) -> None:
    """Who asked for the first time earlier is served for the first time earlier."""
    assert list(dict.fromkeys(served(asked))) == list(dict.fromkeys(asked))
