"""agent.repair: a quotation in place of what nothing supports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.repair import is_said, repaired
from agent.support import Verdict, check

PASSAGE = (
    "A session can be revoked at once: the server deletes the session's record. "
    "Access tokens are valid for 5 to 15 minutes. It is a short time on purpose.\n\n"
    "- Keep the `refresh_token` in an HttpOnly cookie.\n"
)
CHANGED = "Access tokens are valid for 5 to 15 hours."
RIGHT = "Access tokens are valid for 5 to 15 minutes."


def test_a_changed_fact_is_replaced_by_its_source() -> None:
    """A sentence with a wrong number gives way to the sentence of the passage that has the right one."""
    assert check(CHANGED, [PASSAGE]).verdict is Verdict.GENERAL
    found = repaired(CHANGED, [PASSAGE], [])
    assert found
    assert (found.text, found.verdict) == (RIGHT, Verdict.SUPPORTED)
    assert found.because == "quoted in place of a sentence that nothing supports"


def test_what_was_shown_is_not_quoted_again() -> None:
    """A quotation that stands in the answer already does not come a second time."""
    shown = check(RIGHT, [PASSAGE]).support
    assert repaired(CHANGED, [PASSAGE], shown) is None


def test_an_invention_has_no_source() -> None:
    """A sentence about something else is replaced by nothing."""
    assert repaired("JWTs were invented at Google for its mail service in 2009.", [PASSAGE], []) is None


def test_the_passage_that_a_mark_names_comes_first() -> None:
    """Of two passages that say it alike the one that the model named is quoted."""
    found = repaired(CHANGED, [PASSAGE, PASSAGE], [], [2])
    assert found
    assert found.support[0].n == 2


def test_a_quotation_never_leans_on_what_is_not_shown() -> None:
    """A sentence that opens on a pronoun is quoted together with what it stands for."""
    found = repaired("The short time of access tokens has a purpose, to be valid for minutes.", [PASSAGE], [])
    assert found is None or not found.text.startswith("It ")


def test_a_sentence_about_what_was_quoted_adds_nothing() -> None:
    """What is about a quotation that is shown is said already; another matter is not."""
    shown = check(RIGHT, [PASSAGE]).support
    assert is_said("Access tokens are valid for 15 minutes at the very most.", shown)
    assert not is_said("JWTs were invented at Google for its mail service in 2009.", shown)


@given(st.text(max_size=120), st.lists(st.text(max_size=200), max_size=3))
def test_a_repair_quotes_to_the_letter(sentence: str, passages: list[str]) -> None:
    """Whatever the texts, the quotation stands at its place in its passage."""
    found = repaired(sentence, passages, [])
    for span in found.support if found else ():
        assert passages[span.n - 1][span.start : span.end] == span.quote
