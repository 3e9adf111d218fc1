"""ui.plan_graph: the graph of a whole plan as a picture."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tests.drawn import item, plan
from tests.mentors import small_syllabus
from ui.plan_graph import builds_on_in, graph_picture

WHOLE = plan([item("a"), item("b", "a")], [item("c", "a", "b"), item("p", "c", kind="project")])


def drawn(shown: dict[str, Any] = WHOLE, **more: Any) -> etree._Element:
    return etree.fromstring(graph_picture(shown, **more))


def boxes(root: etree._Element) -> dict[str, tuple[str, float]]:
    """Each box by what it says: its class, and how far to the right it stands."""
    return {
        each.findtext("title"): (each.get("class"), float(each.find("rect").get("x")))
        for each in root.iter("g")
        if each.find("title") is not None
    }


def test_everything_stands_right_of_what_it_builds_on() -> None:
    """Each box is right of all that it builds on, and says how far it is."""
    found = boxes(drawn(done=["a"]))
    assert [(said, kind) for said, (kind, _) in found.items()] == [
        ("A: done", "is-done"),
        ("B: can begin", "is-next"),
        ("C: locked", "is-locked"),
        ("P: locked", "is-locked"),
    ]
    places = [x for _, x in found.values()]
    assert places == sorted(set(places))


def test_a_line_that_follows_from_others_is_left_out() -> None:
    """C builds on A by way of B: three lines are drawn for four prerequisites."""
    assert len(drawn().findall(".//path[@class='line is-next']")) == 1
    assert sum(each.get("class").startswith("line") for each in drawn().iter("path")) == 3


def test_what_is_finished_is_drawn_with_what_it_built_on() -> None:
    """Finished things stand in no week; the syllabus says what they built on."""
    finished = [{"id": "data.plans", "title": "Plans"}, {"id": "data.indexes", "title": "Indexes"}]
    later = plan([item("data.tuning", "data.plans")])
    root = drawn({**later, "finished": finished}, builds_on=builds_on_in(small_syllabus(), "python"))
    assert {said: kind for said, (kind, _) in boxes(root).items()} == {
        "Plans: done": "is-done",
        "Indexes: done": "is-done",
        "DATA.TUNING: can begin": "is-next",
    }
    assert sum(each.get("class").startswith("line") for each in root.iter("path")) == 2


def test_a_topic_that_is_no_longer_in_the_syllabus_builds_on_nothing() -> None:
    """An old plan may name what the curriculum has lost."""
    assert builds_on_in(small_syllabus(), "python")("data.gone") == ()


def test_a_thing_split_over_weeks_is_one_box() -> None:
    """Parts of one topic are one box."""
    assert len(boxes(drawn(plan([item("a")], [item("a")])))) == 1


def test_the_picture_is_told_thing_by_thing() -> None:
    """Who cannot see it hears what builds on what."""
    said = drawn(done=["a"]).findtext("desc")
    assert said.startswith("A (done). B (can begin), which builds on A. C (locked), which builds on A, B.")


def test_neighbours_are_drawn_near_each_other() -> None:
    """Two chains that are planned in turn do not cross."""
    chains = plan([item("a"), item("x"), item("y", "x"), item("b", "a")])
    root = drawn(chains)
    ends = [
        each.get("d").replace("C", " ").split() for each in root.iter("path") if "line" in each.get("class")
    ]
    assert all(float(d[1]) == float(d[-1]) for d in ends)


def test_an_empty_plan_has_no_picture() -> None:
    """Where nothing is planned or finished there is nothing to draw."""
    assert graph_picture(plan()) == ""
