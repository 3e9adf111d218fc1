"""agent.foreign: messages in other languages than English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.foreign import english_words, is_foreign

DATA = Path(__file__).parents[1] / "data"
QUESTIONS = json.loads((DATA / "search_questions.json").read_text(encoding="utf-8"))
SAID = [json.loads(line) for line in (DATA / "said_next.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", SAID, ids=lambda case: case["id"])
def test_a_language_is_told_by_letters_and_small_words(case: dict[str, object]) -> None:
    """Only what is in another language is taken for it."""
    turns = case["turns"]
    assert isinstance(turns, list)
    assert is_foreign(turns[-1]) == (case["move"] == "foreign")


@pytest.mark.parametrize("case", QUESTIONS["covered"], ids=lambda case: case["ask"])
def test_a_misspelt_question_is_english(case: dict[str, str]) -> None:
    """Slips, code and names make no other language."""
    assert not is_foreign(case["ask"])


@pytest.mark.parametrize(
    "message",
    [
        "what is a façade?",
        "how big is 5 µs",
        "where does the naïve plan fail",
        "git commit -m 'für'",
        "∑ in SQL",
    ],
)
def test_a_foreign_letter_is_no_foreign_language(message: str) -> None:
    """One word with an accent, a unit or a sign does not make a message foreign."""
    assert not is_foreign(message)


def test_the_english_terms_of_a_foreign_message_are_found() -> None:
    """What the knowledge base calls by the same word can be searched for; small words of the language cannot."""
    known = {"docker", "deadlock", "cach"}
    assert english_words("как работает Docker?", known) == ("Docker",)
    assert english_words("Was ist ein Deadlock?", known) == ("Deadlock",)
    assert english_words("¿qué es un índice?", known) == ()
