"""agent.line: a call to a model that can be hung up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from agent.line import listen
from agent.model import open_writer
from agent.settings import Settings
from agent.writer import Message, Usage
from tests.endpoint import Endpoint, keep_alive

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK = [Message("user", "What is an index?")]


def test_a_line_hands_on_what_is_said() -> None:
    """Pieces come in order, and the end of the speech is the end of the line."""
    said = [piece for piece in listen(lambda: iter(["an ", "index"])) if piece is not None]
    assert said == ["an ", "index"]


def test_a_line_hands_on_an_error() -> None:
    """What goes wrong while speaking is raised where it is heard, after what came before."""

    def speak() -> Iterator[str]:
        yield "an "
        raise ValueError("broken")

    heard = []
    with pytest.raises(ValueError, match="broken"):
        heard.extend(piece for piece in listen(speak) if piece)
    assert heard == ["an "]


def test_a_line_beats_while_nothing_is_said() -> None:
    """Whoever waits for the first word gets control again and again."""
    is_over = threading.Event()

    def speak() -> Iterator[str]:
        is_over.wait(30)
        yield "late"

    heard = listen(speak)
    assert [next(heard), next(heard)] == [None, None]
    is_over.set()
    assert "late" in list(heard)


def test_a_model_that_has_not_begun_can_be_stopped() -> None:
    """A stop before the first word shuts the connection, and the client does not ask again."""
    with Endpoint(keep_alive()) as endpoint:
        writer = open_writer(Settings(openai_base_url=endpoint.address))
        assert writer
        words = writer.stream(ASK, Usage())
        assert next(words) == ""
        words.close()
        assert endpoint.hung_up.wait(30)
        assert len(endpoint.requests) == 1
