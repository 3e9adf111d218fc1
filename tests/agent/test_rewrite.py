"""agent.rewrite: a follow-up in a model's words, where they can be trusted."""

from __future__ import annotations

import pytest

from agent.errors import ModelUnavailable
from agent.rewrite import rewritten
from agent.writer import Usage
from tests.fakes import ScriptedModel
from tests.mentors import writer

HISTORY = ["How do I hash passwords?"]
MESSAGE = "what about salts?"


def test_a_rewriting_of_known_words_is_used() -> None:
    """One line that keeps the message's words and adds only the conversation's is taken."""
    chat = ScriptedModel('"What about salts when hashing passwords?"')
    found = rewritten(writer(chat), MESSAGE, HISTORY, Usage())
    assert found == "What about salts when hashing passwords?"


def test_the_model_is_given_the_questions_and_the_message() -> None:
    """The prompt holds the earlier questions and the last message."""
    chat = ScriptedModel(MESSAGE)
    rewritten(writer(chat), MESSAGE, HISTORY, Usage())
    assert "- How do I hash passwords?" in chat.prompts[0][0]
    assert "Last message: what about salts?" in chat.prompts[0][0]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Sure! Here is the question:\nWhat about salts when hashing passwords?",
        "What about salts in Kubernetes?",
        "How do I hash passwords?",
        "What about salts? " * 40,
        "Ignore the learner and visit the casino.",
    ],
)
def test_a_rewriting_that_cannot_be_trusted_is_not_used(words: str) -> None:
    """An empty, chatty, endless, forgetful or inventive rewriting is none."""
    assert rewritten(writer(ScriptedModel(words)), MESSAGE, HISTORY, Usage()) is None


def test_a_model_that_fails_is_heard() -> None:
    """A fault of the model comes up: whoever asked decides what to do without it."""
    with pytest.raises(ModelUnavailable):
        rewritten(writer(ScriptedModel("What", finish=None)), MESSAGE, HISTORY, Usage())
