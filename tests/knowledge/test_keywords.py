"""Terms, keyword ranking and the repair of misspelt words."""

from __future__ import annotations

import pytest

from knowledge.keywords import Keywords
from knowledge.spelling import repaired
from knowledge.terms import terms, words

TEXTS = [
    "An index makes a database query fast",
    "A password is hashed, never stored",
    "Microservices in Node.js",
]


def of(*texts):
    return Keywords({str(number): text for number, text in enumerate(texts)})


@pytest.fixture(scope="module")
def keywords():
    return of(*TEXTS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Node.js", ["node", "js", "nodejs"]),
        ("C++ and C#", ["c++", "and", "c#"]),
        ("don't", ["dont"]),
        ("real-time", ["real", "time", "realtime"]),
        ("", []),
    ],
)
def test_words_of_a_compound_are_its_parts_and_the_whole(text, found):
    """A compound can be found by its parts and written as one."""
    assert words(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("authorisation", "authorization"),
        ("normalised", "normalized"),
        ("behaviour", "behavior"),
        ("analysing", "analyzing"),
        ("postgres", "PostgreSQL"),
        ("k8s", "Kubernetes"),
        ("indexes", "index"),
    ],
)
def test_terms_are_the_same_for_spellings_of_one_word(one, other):
    """British and American, short and long, singular and plural are one term."""
    assert terms(one) == terms(other)


def test_terms_leave_out_words_that_say_nothing():
    """Of a question only what it is about is left; Go is a language."""
    assert terms("what is the difference between Go and golang?") == ["go", "go"]


def test_best_leaves_out_texts_without_a_common_word(keywords):
    """A text without a word of the query is not among the best; the others come best first."""
    assert list(keywords.best("hash a password", 3)) == ["1"]
    assert list(keywords.best("database password in a database index", 3)) == ["0", "1"]
    assert list(keywords.best("database password", 1)) == ["0"]


@pytest.mark.parametrize("query", ["", "the of and", "unknownword", "!?"])
def test_best_of_a_query_without_known_words_are_none(keywords, query):
    """Nothing to look for finds nothing."""
    assert keywords.best(query, 3) == {}


def test_best_finds_a_word_written_as_two(keywords):
    """Two words find the one that they make together."""
    assert list(keywords.best("micro services", 3)) == ["2"]


def test_weights_are_larger_for_rarer_terms(keywords):
    """An unknown term tells most."""
    weights = keywords.weights("database zebra")
    assert weights["zebra"] > weights["databas"] > 0


def test_coverage_is_the_share_of_what_the_terms_tell(keywords):
    """All terms are the whole, none is nothing; a text that is not there is left out."""
    weights = keywords.weights("database index")
    assert keywords.coverage(["0", "1", "gone"], weights) == {"0": 1.0, "1": 0.0}
    half = keywords.coverage(["1"], keywords.weights("password index"))["1"]
    assert 0 < half < 1
    assert keywords.coverage(["1"], {}) == {"1": 0.0}


def never(word):
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how to hash a pasword", "how to hash a password"),
        ("slow databse qurey?", "slow database query?"),
        ("Microservises", "microservices"),
        ("index", "index"),
        ("xyzzyplugh", "xyzzyplugh"),
    ],
)
def test_repaired_replaces_words_that_nobody_writes(keywords, typed, meant):
    """A misspelt word becomes the nearest word of the texts; what is near nothing stays."""
    assert repaired(typed, keywords, never) == meant


def test_repaired_leaves_real_words_alone(keywords):
    """A word that the texts do not have but that is one stays as it is."""
    assert repaired("quern", keywords, lambda word: word == "quern") == "quern"


def test_repaired_takes_a_quoted_slip_for_one():
    """A slip that a text quotes is repaired where the word it lacks a letter of is far commoner; a rare word stays."""
    quoting = of("a database", *["the database server"] * 200, "users write databse", "semver numbers")
    assert repaired("databse semver", quoting, never) == "database semver"


def test_repaired_does_not_cut_names_short():
    """A name that only begins like a word of the texts is not that word."""
    assert repaired("asyncpg", of("async code"), never) == "asyncpg"


def test_no_texts_at_all_can_be_searched():
    """An empty index answers with nothing."""
    assert of().best("anything", 5) == of("", "the").best("anything", 5) == {}
