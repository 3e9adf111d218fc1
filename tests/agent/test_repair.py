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
    """Where the best quotation stands in the answer already, nothing comes in the sentence's place, and no worse one."""
    shown = check(RIGHT, [PASSAGE]).support
    found = repaired(CHANGED, [PASSAGE, "Access tokens differ from refresh tokens."], shown)
    assert found
    assert (found.text, found.support) == ("", ())


def test_a_quotation_may_go_on_from_what_was_shown_last() -> None:
    """A sentence that leans on the one before it is quoted alone right after that one."""
    shown = check(RIGHT, [PASSAGE]).support
    found = repaired("That is short on purpose, for a short time is safe.", [PASSAGE], shown)
    assert found
    assert found.text == "It is a short time on purpose."


PARTS = (
    "Doubles stand in for real objects.\n\n"
    "- A stub gives canned answers.\n- A spy records the calls that it gets.\n- A fake is a simple implementation.\n"
)
JOINED = "A stub returns canned answers, a spy records all the calls, and a fake has a simple implementation of its own."


def test_a_sentence_that_joins_several_gives_way_to_all_of_them() -> None:
    """Quotations of the passage that it names stand together for what none of them says alone."""
    found = repaired(JOINED, [PASSAGE, PARTS], [], [2])
    assert found
    assert [span.quote for span in found.support] == [line[2:] for line in PARTS.splitlines()[2:]]


def test_several_quotations_come_from_a_passage_that_was_named_alone() -> None:
    """Words that lie about in some passage or other are no quotation for a sentence."""
    assert repaired(JOINED, [PASSAGE, PARTS], []) is None


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


def test_a_few_words_that_state_nothing_add_nothing() -> None:
    """What is left of an answer that was quoted otherwise is no statement to set apart."""
    assert is_said("Only partly.", [])
    assert not is_said("Passwords expire.", [])


@given(st.text(max_size=120), st.lists(st.text(max_size=200), max_size=3))
def test_a_repair_quotes_to_the_letter(sentence: str, passages: list[str]) -> None:
    """Whatever the texts, the quotation stands at its place in its passage."""
    found = repaired(sentence, passages, [])
    for span in found.support if found else ():
        assert passages[span.n - 1][span.start : span.end] == span.quote
