"""agent.conversations: finding, renaming and deleting one's own, and rating answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.conversations import Conversations, Rated, Rating
from agent.errors import SettingsError
from agent.memory import TITLE_CHARS, Memory

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.fixture
def memory(engine: Engine) -> Memory:
    return Memory(engine)


@pytest.fixture
def conversations(memory: Memory) -> Conversations:
    return Conversations(memory.engine)


def said(memory: Memory, *messages: str, learner: str = "ada") -> str:
    """Begin a conversation with these messages; returns its id."""
    conversation = memory.begin_turn(learner, None, messages[0]).conversation
    for message in messages[1:]:
        memory.begin_turn(learner, conversation, message)
    return conversation


def test_the_last_used_comes_first(memory: Memory, conversations: Conversations) -> None:
    """A conversation that is gone on with moves to the top of the list."""
    first, second = said(memory, "one"), said(memory, "two")
    memory.begin_turn("ada", first, "more")
    assert [each.id for each in conversations.listed("ada")] == [first, second]


def test_words_find_what_was_asked_anywhere(memory: Memory, conversations: Conversations) -> None:
    """Every word must stand in the title or in a message, in any case."""
    found = said(memory, "What is an index?", "and for Python?")
    said(memory, "What is Python?")
    assert [each.id for each in conversations.listed("ada", "INDEX python")] == [found]


@pytest.mark.parametrize("words", ["100%", "_", "\\"])
def test_signs_are_looked_for_as_they_stand(memory: Memory, conversations: Conversations, words: str) -> None:
    """Signs that mean something to the database find themselves alone."""
    said(memory, "What is an index?")
    marked = said(memory, f"why {words} of it?")
    assert [each.id for each in conversations.listed("ada", words)] == [marked]


def test_a_title_is_a_line(memory: Memory, conversations: Conversations) -> None:
    """A new title is cut to a line and found by its words."""
    conversation = said(memory, "one")
    assert conversations.rename("ada", conversation, "My\n index  notes " + "x" * 100)
    (listed,) = conversations.listed("ada", "index")
    assert listed.title.startswith("My index notes x")
    assert len(listed.title) == TITLE_CHARS


def test_an_empty_title_is_refused(memory: Memory, conversations: Conversations) -> None:
    """A title of nothing but space changes nothing."""
    conversation = said(memory, "one")
    with pytest.raises(SettingsError, match="the title is empty"):
        conversations.rename("ada", conversation, " \n")
    assert conversations.listed("ada")[0].title == "one"


def test_a_deleted_conversation_is_gone_with_its_turns(memory: Memory, conversations: Conversations) -> None:
    """Deleting one conversation leaves the others."""
    gone, kept = said(memory, "one"), said(memory, "two")
    conversations.rate("ada", gone, 1, Rated(Rating.UP))
    assert conversations.delete("ada", gone)
    assert [each.id for each in conversations.listed("ada")] == [kept]
    assert memory.turns("ada", gone) == []


def test_the_last_rating_stands(memory: Memory, conversations: Conversations) -> None:
    """A rating takes the place of the one before, and can be taken back."""
    conversation = said(memory, "one", "two")
    conversations.rate("ada", conversation, 2, Rated(Rating.UP))
    conversations.rate("ada", conversation, 2, Rated(Rating.DOWN, " it misses the point "))
    assert conversations.ratings("ada", conversation) == {2: Rated(Rating.DOWN, "it misses the point")}
    conversations.rate("ada", conversation, 2, None)
    assert conversations.ratings("ada", conversation) == {}


def test_nothing_of_another_learner_is_reached(memory: Memory, conversations: Conversations) -> None:
    """Whatever is tried with another learner's conversation says no and changes nothing."""
    hers = said(memory, "one")
    assert conversations.listed("eve", "one") == []
    assert not conversations.rename("eve", hers, "mine")
    assert not conversations.rate("eve", hers, 1, Rated(Rating.UP))
    assert not conversations.delete("eve", hers)
    assert conversations.ratings("eve", hers) == {}
    assert [turn.message for turn in memory.turns("ada", hers)] == ["one"]
