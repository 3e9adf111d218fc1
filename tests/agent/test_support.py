"""agent.support: which span supports a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.support import Verdict, check

PASSAGE = (
    "A session can be revoked at once: the server deletes the session's record. "
    "A JWT cannot be revoked by itself: it stays valid until it expires after 15 minutes.\n\n"
    "- Keep the `refresh_token` in an HttpOnly cookie.\n"
)


def test_check_finds_a_sentence_that_is_quoted() -> None:
    """A sentence that stands in a passage is supported by exactly its characters."""
    found = check("A session can be revoked at once: the server deletes the session's record.", [PASSAGE])
    span = found.support[0]
    assert found.verdict is Verdict.SUPPORTED
    assert PASSAGE[span.start : span.end] == span.quote
    assert span.quote.startswith("A session can be revoked at once")


def test_check_sees_through_mark_up() -> None:
    """Emphasis, backticks and doubled spaces do not hide a quotation."""
    found = check("Keep the **refresh_token**  in an `HttpOnly` cookie.", [PASSAGE])
    assert found.verdict is Verdict.SUPPORTED


def test_check_names_the_passage_that_says_it() -> None:
    """The number of the supporting passage counts from 1."""
    found = check("Keep the refresh_token in an HttpOnly cookie.", ["Something else entirely.", PASSAGE])
    assert [span.n for span in found.support] == [2]


@pytest.mark.parametrize(
    "sentence",
    [
        "A JWT cannot be revoked by itself: it stays valid until it expires after 30 minutes.",
        "A JWT can be revoked by itself: it stays valid until it expires after 15 minutes.",
        "Keep the access_token in an HttpOnly cookie.",
        "JWTs were invented at Google in 2009 for its mail service.",
        "A session cannot be revoked at once: the server keeps the session's record.",
    ],
)
def test_check_refuses_a_changed_fact(sentence: str) -> None:
    """A changed number, a dropped or added negation, another name or a free invention is not supported."""
    assert check(sentence, [PASSAGE]).verdict is Verdict.GENERAL


def test_check_corrects_wrong_marks() -> None:
    """A mark that points elsewhere is taken out of the text and the right passage is named."""
    found = check("Keep the refresh_token in an HttpOnly cookie [7].", [PASSAGE])
    assert found.text == "Keep the refresh_token in an HttpOnly cookie."
    assert [span.n for span in found.support] == [1]


def test_check_takes_a_question_for_a_question() -> None:
    """A question states nothing, so nothing has to support it."""
    assert check("Which of the two do you use today?", [PASSAGE]).verdict is Verdict.QUESTION


def test_check_takes_a_fragment_for_no_statement() -> None:
    """A few words that happen to stand in a passage support nothing."""
    assert check("HttpOnly cookie.", [PASSAGE]).verdict is Verdict.GENERAL


@given(st.text(max_size=200), st.lists(st.text(max_size=300), max_size=4))
def test_check_quotes_only_what_stands_there(sentence: str, passages: list[str]) -> None:
    """Whatever the texts, a quote is found verbatim at its place in its passage."""
    for span in check(sentence, passages).support:
        assert passages[span.n - 1][span.start : span.end] == span.quote


@given(st.integers(min_value=0, max_value=200), st.integers(min_value=20, max_value=200))
def test_check_supports_any_long_enough_piece(start: int, length: int) -> None:
    """Whole words cut from a passage are supported by it, wherever they are cut."""
    words = PASSAGE.split()
    piece = " ".join(words[start % len(words) :][: 5 + length // 20])
    if len(piece.split()) < 5:
        return
    assert check(piece, [PASSAGE]).verdict is Verdict.SUPPORTED
