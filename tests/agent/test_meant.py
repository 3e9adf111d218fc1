"""Which topics and projects a learner names to record them."""

from __future__ import annotations

import pytest

from agent.errors import PlanError
from agent.familiar import Vocabulary
from agent.meant import meant
from tests.curricula import project, syllabus, topic

GRAPH = syllabus(
    [
        topic("operations.git", title="Git and version control"),
        topic("data.sql-basics", title="SQL basics"),
        topic("data.sql-joins", title="SQL joins"),
        topic("data.keys", title="Keys, constraints and defaults"),
        topic("operations.docker", title="Containers"),
    ],
    [],
    [project("projects.rest-api", ["data.keys"], title="A REST API")],
    words={"sql": ("data.sql-basics", "data.sql-joins"), "version control": ("operations.git",)},
)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("git", ("operations.git",)),
        ("Git and version control", ("operations.git",)),
        ("version control, SQL basics", ("operations.git", "data.sql-basics")),
        ("\"SQL basics\", 'docker'", ("data.sql-basics", "operations.docker")),
        ("git docker data.sql-joins", ("operations.git", "operations.docker", "data.sql-joins")),
        ("Keys, constraints and defaults, a rest api", ("data.keys", "projects.rest-api")),
        ("git, operations.git", ("operations.git",)),
        ("", ()),
    ],
)
def test_a_name_is_an_id_a_title_or_a_word_of_the_trade(said: str, ids: tuple[str, ...]) -> None:
    """Names stand for one thing each, divided by commas or, where each is one word, by spaces."""
    assert meant(said, Vocabulary(GRAPH, "python")) == ids


def test_a_name_of_several_things_is_refused() -> None:
    """A word that stands for two topics names both with their titles."""
    with pytest.raises(PlanError, match=r"'SQL' may be data.sql-basics \(SQL basics\), data.sql-joins"):
        meant("git, SQL", Vocabulary(GRAPH, "python"))


def test_an_unknown_name_leads_to_the_nearest() -> None:
    """A misspelt name is refused with the nearest ids and titles."""
    with pytest.raises(PlanError, match=r"'SQL basis'; the nearest are data.sql-basics \(SQL basics\)"):
        meant("SQL basis", Vocabulary(GRAPH, "python"))
