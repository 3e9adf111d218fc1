"""Which topics a learner's words stand for."""

from __future__ import annotations

import pytest

from agent.errors import ProfileError
from agent.familiar import Vocabulary
from tests.curricula import syllabus, topic

GRAPH = syllabus(
    [
        topic("data.relational-model"),
        topic("data.sql-basics", ["data.relational-model"], title="SQL basics"),
        topic("data.sql-joins", ["data.sql-basics"], title="SQL joins"),
        topic("languages.python-fundamentals", title="Python fundamentals"),
        topic(
            "operations.docker",
            ["language:fundamentals"],
            title="Docker and containers",
            stage="intermediate",
        ),
        topic(
            "languages.python-django",
            ["data.sql-joins", "operations.docker"],
            title="Django",
            stage="intermediate",
        ),
        topic("web.http-fundamentals", title="HTTP fundamentals"),
        topic("web.tls", title="TLS"),
    ],
    [],
    words={
        "sql": ("data.relational-model", "data.sql-basics", "data.sql-joins"),
        "programming": ("language:fundamentals",),
        "http": ("web.http-fundamentals",),
        "https": ("web.tls",),
    },
)


def topics(said: str) -> set[str]:
    return set(Vocabulary(GRAPH, "python").meaning(said).topics)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("data.sql-joins", {"data.sql-joins", "data.sql-basics", "data.relational-model"}),
        ("SQL", {"data.relational-model", "data.sql-basics", "data.sql-joins"}),
        ("some SQL", {"data.relational-model"}),
        ("sql joins", {"data.sql-joins", "data.sql-basics", "data.relational-model"}),
        ("HTTP basics", {"web.http-fundamentals"}),
        ("HTTPS", {"web.tls"}),
        ("programming", {"languages.python-fundamentals"}),
        ("  Docker   and containers ", {"operations.docker"}),
        ("some Django", {"data.sql-joins", "data.sql-basics", "data.relational-model"}),
        ("how to cook", set()),
    ],
)
def test_words_mean_topics_and_what_they_build_on(said, meant):
    """Ids, titles and words of the trade mean topics with their foundations; "some" means only the beginning."""
    assert topics(said) == meant


def test_a_topic_that_is_known_teaches_no_language():
    """Knowing Docker says nothing about the fundamentals of the learner's language."""
    assert topics("Docker and containers") == {"operations.docker"}


def test_each_topic_has_its_reason():
    """What follows from the learner's words says how."""
    meaning = Vocabulary(GRAPH, "python").meaning("SQL joins")
    assert meaning.topics["data.sql-joins"] == "you said that you know 'SQL joins'"
    assert meaning.topics["data.sql-basics"] == "you said that you know 'SQL joins', which builds on it"


def test_an_id_that_does_not_exist_is_refused_with_the_nearest():
    """An id of a known area must exist."""
    with pytest.raises(
        ProfileError, match=r"unknown topic 'data.sql-join' in known; did you mean data.sql-joins"
    ):
        topics("data.sql-join")


def test_words_that_mean_nothing_have_their_nearest_titles():
    """A misspelt name leads to the title that it is nearest to."""
    assert Vocabulary(GRAPH, "python").meaning("Djanga").nearest == ("Django",)
