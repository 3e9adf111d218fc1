"""ui.picture: how far each thing of a plan is, and the frame of a picture."""

from __future__ import annotations

from lxml import etree

from tests.drawn import item, plan
from ui.picture import State, broken, framed, states


def test_what_builds_on_something_open_is_locked() -> None:
    """Done, what may be begun because all it builds on is there, and what is locked."""
    drawn = plan([item("a"), item("b", "a")], [item("c", "b"), item("d", "known"), item("e", "gone")])
    found = states({**drawn, "known": [{"id": "known"}]}, done=["a"], skipped=["gone"])
    assert found == {
        "a": State.DONE,
        "b": State.NEXT,
        "c": State.LOCKED,
        "d": State.NEXT,
        "e": State.NEXT,
    }


def test_what_the_plan_knows_to_be_finished_is_done() -> None:
    """A plan's own finished things are done, those that stand in no week too."""
    drawn = plan([item("b", "a")])
    found = states({**drawn, "finished": [{"id": "a"}]}, done=[])
    assert found == {"a": State.DONE, "b": State.NEXT}


def test_a_picture_says_itself_in_words() -> None:
    """Title and description are tied to the picture, and what looks like mark-up in them is text."""
    told = {"name": "p", "title": "A <b>", "said": "All & more", "size": (10, 20)}
    root = etree.fromstring(framed("<g/>", is_alone=False, **told))
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == (
        "img",
        "p-title",
        "p-said",
    )
    assert [root.find(f"*[@id='{id_}']").text for id_ in ("p-title", "p-said")] == ["A <b>", "All & more"]


def test_a_file_brings_its_colours_for_day_and_night() -> None:
    """A picture of its own needs no page around it, names no address, and has colours for a dark screen."""
    drawn = framed("<g/>", name="p", title="A", said="B", size=(10, 20), is_alone=True)
    assert etree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme:dark" in drawn
    assert "--green:" in drawn
    assert drawn.count("http") == 1


def test_a_long_title_is_cut() -> None:
    """A title takes two lines, and says with an ellipsis that there is more."""
    assert broken("Password hashing", chars=20) == ["Password hashing"]
    assert broken("one two three four five", chars=10) == ["one two", "three fo …"]
