"""agent.dialogue_question: what is a question put in a few words, and what a goal."""

from __future__ import annotations

import pytest

from agent.dialogue_question import names_topic
from agent.familiar import Vocabulary
from tests.agent.test_background import SHIPPED

WORDS = Vocabulary(SHIPPED, "python")


@pytest.mark.parametrize("said", ["cursor pagination", "JWT revocation", "connection pooling problems"])
def test_a_few_words_of_a_title_are_a_question(said: str) -> None:
    """Words that stand in few titles name a topic of the trade, not what a learner wants to reach."""
    assert names_topic(said, WORDS)


@pytest.mark.parametrize("said", ["game servers", "my own company", "hosting", "big data"])
def test_what_can_be_built_is_a_goal(said: str) -> None:
    """What somebody may want to build or reach is taken as their goal."""
    assert not names_topic(said, WORDS)
