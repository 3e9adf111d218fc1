"""knowledge.abbreviations: what short forms stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.abbreviations import abbreviations, expanded
from knowledge.keywords import Keywords

TEXTS = [
    "Change data capture (CDC) reads the log of the database.",
    "Events can be published by change data capture.",
    "With change data capture the order is kept.",
    "Change data capture needs a slot.",
    "SLO (service level objective): a goal.",
    "The garbage collection of the runtime stops the world.",
    "Tuning the garbage collection.",
    "A pause for garbage collection.",
    "Continuous delivery (CD) ships every commit; continuous delivery pays, continuous delivery lasts.",
    "Continuous delivery is a habit.",
    "Continuous delivery and continuous delivery again.",
]
FORMS = abbreviations(TEXTS)
WORDS = Keywords({str(n): text for n, text in enumerate(TEXTS)})


def test_a_long_form_stands_before_or_after_its_short_form() -> None:
    """Both ways of writing it are read; the long form is the words whose initials are the letters."""
    assert FORMS["cdc"] == "change data capture"
    assert FORMS["slo"] == "service level objective"


@pytest.mark.parametrize(
    "text", ["The server answers at once (HTTP).", "It is fast (NAT).", "See above (A)."]
)
def test_a_word_in_brackets_is_no_short_form_of_what_stands_before_it(text: str) -> None:
    """Without the right initials nothing is taken for a long form."""
    assert abbreviations([text]) == abbreviations([])


@pytest.mark.parametrize(
    ("query", "searched"),
    [
        ("CDC or outbox?", "change data capture or outbox?"),
        ("how does cdc work", "how does change data capture work"),
        ("GC pauses", "garbage collection pauses"),
        ("what is CD", "what is continuous delivery"),
        ("cd into a folder", "cd into a folder"),
        ("SLO", "SLO"),
        ("cdc.example.org", "cdc.example.org"),
        ("/etc/cdc", "/etc/cdc"),
    ],
)
def test_a_short_form_is_written_out_where_the_texts_do_so(query: str, searched: str) -> None:
    """Where most texts have the long form; a command, a path or an address is no short form."""
    assert expanded(query, FORMS, WORDS) == searched


@given(st.text(max_size=60))
def test_nothing_but_short_forms_is_changed(query: str) -> None:
    """Without short forms a query stays as it is."""
    assert expanded(query, {}, WORDS) == query
