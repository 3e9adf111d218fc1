"""Token counts from the table that ships."""

from __future__ import annotations

import pytest

from knowledge.tokens import count


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("hello world", 2), ("Größe", 2), ("a" * 64, 8)])
def test_count_agrees_with_o200k_base(text, tokens):
    """Counts are those of o200k_base."""
    assert count(text) == tokens


def test_count_takes_special_tokens_as_text():
    """Text that looks like a special token is counted as the characters it has."""
    assert count("<|endoftext|>") > 1


def test_count_takes_runs_that_overflow_the_tokeniser():
    """A million spaces are counted."""
    assert count("a" + " " * 1_000_000 + "b") > 2
