"""ui.awaited: a model that is not here yet -> what stands above the talk."""

from __future__ import annotations

import pytest

from agent.awaited import Awaited
from ui.awaited import arrived, notice

SIZE = 1_000_000_000


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (Awaited("small", 0, SIZE), "is not here yet. Run mentor model get small to fetch it."),
        (Awaited("small", 430_000_000, SIZE, is_coming=True), "is being fetched: 0.43 of 1.00 GB."),
        (Awaited("small", 430_000_000, SIZE), "Run mentor model get small to go on."),
        (Awaited("small", SIZE, SIZE, is_coming=True), "is fetched and is being checked."),
        (Awaited("<b>.gguf"), "There is no model file &lt;b&gt;.gguf. Check MENTOR_MODEL."),
    ],
)
def test_each_state_says_what_to_do(model: Awaited, says: str) -> None:
    """How far it is, what to do where nothing comes, and how answers are made meanwhile."""
    shown = notice(model)
    assert says in shown
    assert "answers are quoted from the sources" in shown
    assert ("progressbar" in shown) == bool(model.here)


def test_its_share_is_drawn() -> None:
    """The bar is as long as what is here."""
    assert "aria-valuenow='43'><span style='width:43.0%'>" in notice(Awaited("small", 430_000_000, SIZE))


def test_its_arrival_is_said() -> None:
    """Who waited is told, by the reader of a screen too."""
    assert "role='status'" in arrived()
