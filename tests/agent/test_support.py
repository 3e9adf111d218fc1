"""agent.support: which span supports a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.support import Verdict, check, without_marks

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
    assert check("Can a session be revoked at once?", [PASSAGE]).verdict is Verdict.QUESTION


def test_check_takes_a_fragment_for_no_statement() -> None:
    """A few words that happen to stand in a passage support nothing."""
    assert check("HttpOnly cookie.", [PASSAGE]).verdict is Verdict.GENERAL


@given(st.text(max_size=200), st.lists(st.text(max_size=300), max_size=4))
def test_check_quotes_only_what_stands_there(sentence: str, passages: list[str]) -> None:
    """Whatever the texts, a quote is found verbatim at its place in its passage."""
    for span in check(sentence, passages).support:
        assert passages[span.n - 1][span.start : span.end] == span.quote


WARNINGS = (
    "Do not store passwords in plain text on the server. "
    "Turn off certificate checks only in tests. "
    "It is wrong to say that a JWT can be revoked at any time. "
    "Misconception: JWTs are more secure than sessions. In fact: both are bearer secrets. "
    "A read took 10 ms on the primary and 2 ms on the replica. "
    "Backups are kept for 15 minutes after a failure. "
    "An index helps queries that need a small part of a large table. "
    "PostgreSQL was faster than MySQL in the test. "
    "Enable the log before the upgrade of all servers."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Store passwords in plain text on the server.",
        "Turn off certificate checks only.",
        "A JWT can be revoked at any time.",
        "JWTs are more secure than sessions.",
        "A read took 2 ms on the primary and 10 ms on the replica.",
        "Backups are kept for 15 hours after a failure.",
        "They help queries in a large table.",
        "An index helps queries that need a large table.",
        "MySQL was faster than PostgreSQL in the test.",
        "PostgreSQL was slower than MySQL in the test.",
        "Disable the log before the upgrade of all servers.",
        "Enable the log after the upgrade of all servers.",
        "Enable the log before the upgrade of some servers.",
        "Enable the log and Redis before the upgrade of all servers.",
    ],
)
def test_check_refuses_what_a_passage_only_seems_to_say(sentence: str) -> None:
    """A condition, an attribution, a unit, an order or a word that turns the statement round is never lost."""
    assert check(sentence, [WARNINGS]).verdict is Verdict.GENERAL


@pytest.mark.parametrize(
    "sentence",
    [
        "Backups are kept 15 minutes after a failure.",
        "A session can be revoked at once.",
        "PostgreSQL was faster than MySQL in the test!",
    ],
)
def test_check_lets_words_fall_that_change_nothing(sentence: str) -> None:
    """Small words may be left out, and a clause before a semicolon or colon may stand alone."""
    assert check(sentence, [PASSAGE, WARNINGS]).verdict is Verdict.SUPPORTED


def test_check_removes_nested_marks() -> None:
    """A mark inside a mark leaves none behind."""
    assert check("Keep the refresh_token in an HttpOnly cookie [1[2]].", [PASSAGE]).text.count("[") == 0


def test_check_sets_a_question_apart_that_states_something() -> None:
    """A question that brings in what no passage speaks of is not let through as one."""
    assert (
        check("Did you know that PostgreSQL deletes your data every night?", [PASSAGE]).verdict
        is Verdict.GENERAL
    )


PAIRS = json.loads((Path(__file__).parents[1] / "data" / "support_pairs.json").read_text(encoding="utf-8"))


def test_check_believes_no_changed_statement() -> None:
    """Of sentences beside a passage that does not say them, hardly one is taken for supported."""
    wrong = [pair for pair in PAIRS if not pair["says"]]
    believed = [each["sentence"] for each in wrong if supported(each)]
    assert len(believed) <= 0.02 * len(wrong), believed


def test_check_knows_other_words_for_the_same() -> None:
    """Of sentences that say in other words what a passage says, most are found."""
    right = [pair for pair in PAIRS if pair["says"]]
    missed = [each["sentence"] for each in right if not supported(each)]
    assert len(missed) <= 0.4 * len(right), missed


def supported(pair: dict[str, str]) -> bool:
    return check(pair["sentence"], [pair["passage"]]).verdict is Verdict.SUPPORTED


def test_check_takes_a_sentence_apart() -> None:
    """A sentence that joins what stands in two places is supported by both."""
    said = "A session can be revoked at once, whereas a JWT stays valid until it expires after 15 minutes."
    found = check(said, [PASSAGE])
    assert found.verdict is Verdict.SUPPORTED
    assert len(found.support) == 2


def test_check_follows_a_pronoun_to_what_was_shown() -> None:
    """A sentence that opens on a pronoun is supported only beside what supports the sentence before it."""
    said = "It stays valid until it expires after 15 minutes!"
    first = check("A JWT cannot be revoked by itself.", [PASSAGE]).support[0]
    other = check("Keep the refresh_token in an HttpOnly cookie.", [PASSAGE]).support[0]
    assert check(said, [PASSAGE]).verdict is Verdict.GENERAL
    assert check(said, [PASSAGE], before=first).verdict is Verdict.SUPPORTED
    assert check(said, [PASSAGE], before=other).verdict is Verdict.GENERAL


SWAPS = (
    "The event time is when something happened, and the processing time is when it arrived. "
    "NestJS projects need decorators with metadata, which tsc and SWC emit and esbuild does not. "
    "The data key is encrypted with a key encryption key that never leaves the key service. "
    "The event `never ended` is not delivered, because its blank line never came. "
    "If somebody else has saved, the update matches zero rows. "
    "PCI DSS forbids a merchant to store the security code."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The processing time is when something happened, and the event time is when it arrived.",
        "NestJS projects need decorators with metadata, which esbuild emits and tsc and SWC do not.",
        "The key encryption key is encrypted with a data key that never leaves the key service.",
        "The event `never ended` is delivered, because its blank line never came.",
        "If somebody has saved, the update matches one row.",
        "PCI DSS allows a merchant to store the security code.",
    ],
)
def test_check_sees_what_has_changed_places(sentence: str) -> None:
    """The same words about the other thing, or with a denial or a number gone, are not supported."""
    assert check(sentence, [SWAPS]).verdict is Verdict.GENERAL


TURNS = (
    "Use blue-green where an instant way back matters more than the cost of double capacity. "
    "Do not call foreign code while you hold a lock. "
    "Compaction keeps the newest value of each key and drops the rest. "
    "Partitioning happens inside one database on one server. "
    "Strings, arrays and numbers all need an upper bound of 1,000 bytes, because a long name is an attack. "
    "Fields and parameters of type Optional are discouraged. "
    "Never start again with a new key. "
    "Record the effect under a unique key, in the same transaction."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Use blue-green where the cost of double capacity matters more than an instant way back.",
        "You may call foreign code while you hold a lock.",
        "Compaction keeps the oldest value of each key and drops the rest.",
        "Partitioning happens inside one database on several servers.",
        "Strings, arrays and numbers all need an upper bound of 2,000 bytes, because a long name is an attack.",
        "Strings, arrays and numbers all need an upper bound of 1,000 bytes, because a long number is an attack.",
        "Use Optional for fields and parameters.",
        "Never start again without a new key.",
        "Record the effect under a unique key, in another transaction.",
    ],
)
def test_check_refuses_what_turns_a_source_round(sentence: str) -> None:
    """A contrary, a comparison the other way, one word in the place of another: near the source, and not what it says."""
    assert check(sentence, [TURNS]).verdict is Verdict.GENERAL


@pytest.mark.parametrize(
    "sentence",
    [
        "At this point compaction simply keeps the newest value of each key and drops the rest.",
        "Strings, arrays and numbers all need an upper bound of 1000 bytes, since a long name is an attack.",
        "Partitioning takes place inside one database on one server.",
        "The effect is simply recorded under a unique key in the same transaction.",
    ],
)
def test_check_lets_light_words_come_and_go(sentence: str) -> None:
    """Plain words that carry a sentence and not its claim may be missing in the source, and a number may be written otherwise."""
    assert check(sentence, [TURNS]).verdict is Verdict.SUPPORTED


def test_check_says_why() -> None:
    """What is not supported comes with the reason, in words."""
    assert check("An index helps queries that need no part of it.", [WARNINGS]).because
    changed = "Backups are kept for 15 hours after a failure."
    assert check(changed, [WARNINGS]).because == "nothing says hour"


@given(st.data())
def test_check_supports_every_whole_sentence(data: st.DataObject) -> None:
    """A sentence of a passage, or neighbours of one paragraph, are supported by it."""
    sentences = WARNINGS.split(". ")
    first = data.draw(st.integers(0, len(sentences) - 2))
    last = data.draw(st.integers(first + 1, len(sentences) - 1))
    piece = ". ".join(sentences[first:last]) + "."
    assert check(piece, [WARNINGS]).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("It holds [1].", "It holds (1)."),
        ("Take `rows[0]` and `grid[1][2]`.", "Take `rows[0]` and `grid[1][2]`."),
        ("Take `[1]` of rows[2].", "Take `(1)` of rows(2)."),
        ("\\`rows[0]\\` is no code.", "\\`rows(0)\\` is no code."),
    ],
)
def test_a_quotations_own_marks_pass_for_none_of_ours(quote: str, shown: str) -> None:
    """They stand in round brackets; an index in code is no mark, and code that is quoted still runs."""
    assert without_marks(quote) == shown
