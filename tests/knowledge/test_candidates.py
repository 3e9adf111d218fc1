"""What speaks for a passage besides its similarity."""

from __future__ import annotations

import pytest

from knowledge.candidates import (
    Candidate,
    Weights,
    beside_their_pages,
    costs,
    is_of_another_language,
    is_of_project,
    language_asked,
    read_heading,
)
from knowledge.passage import Passage
from knowledge.terms import terms


def passage(
    name: str, *, source: str = "web.tls", heading: tuple[str, ...] = ("TLS", "What TLS is")
) -> Passage:
    return Passage(id=name, text="words", source=source, document="TLS", heading=heading, start=0, end=5)


def candidate(name: str, score: float, *, source: str) -> Candidate:
    return Candidate(passage(name, source=source), score, 0.0)


def test_a_passage_is_lowered_by_what_its_page_lacks_to_the_best() -> None:
    """Of two that are as near, the one whose page has the best passage comes first; the best keeps its score."""
    found = beside_their_pages(
        [
            candidate("elsewhere", 0.5, source="other"),
            candidate("beside", 0.5, source="page"),
            candidate("best", 1.0, source="page"),
        ],
        0.5,
    )
    assert [(each.passage.id, each.score) for each in found] == [
        ("best", 1.0),
        ("beside", 0.5),
        ("elsewhere", 0.25),
    ]


def test_pages_of_one_passage_keep_their_order() -> None:
    """Where every page has one passage, whatever it is weighed with leaves the order."""
    found = [candidate(f"p{number}", -number / 10, source=f"s{number}") for number in range(4)]
    assert [each.passage.id for each in beside_their_pages(found, 0.7)] == ["p0", "p1", "p2", "p3"]


def test_nothing_found_stays_nothing() -> None:
    """No candidates are none."""
    assert beside_their_pages([], 0.3) == []


def test_a_section_of_mistakes_and_a_page_of_a_project_are_told_by_heading_and_id() -> None:
    """Only a section's heading counts, not a document's title."""
    mistakes = passage("a", heading=("TLS", "Common mistakes with TLS"))
    project = passage("b", source="projects.chat", heading=("Chat", "How to start"))
    document = passage("c", heading=("Mistakes in my life",))
    told = [
        (read_heading(each.heading).is_mistakes, is_of_project(each))
        for each in (mistakes, project, document)
    ]
    assert told == [(True, False), (False, True), (False, False)]


def test_what_is_asked_for_costs_nothing() -> None:
    """A question about mistakes, projects or tasks takes nothing off the sections that have them."""
    scoring = Weights(aside=0.3, mistakes=0.2, project=0.1)
    assert costs(scoring, "what is TLS", terms("what is TLS")) == (0.3, 0.2, 0.1)
    assert costs(scoring, "common mistakes with TLS", terms("common mistakes with TLS")) == (0.3, 0.0, 0.1)
    assert costs(scoring, "a project about TLS", terms("a project about TLS")) == (0.3, 0.2, 0.0)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("how do I test in Go", "go"),
        ("Promise.all in golang?", "go"),
        ("how do I fake timers in Node.js tests", "javascript"),
        ("threads in Java and in Python", None),
        ("difference between threads in Java and Python", None),
        ("how do I go on in my career", None),
        ("what is an index", None),
    ],
)
def test_the_language_that_is_asked_for_is_read(query: str, language: str | None) -> None:
    """One language after a preposition is asked for; two are compared."""
    assert language_asked(query) == language


def test_only_a_page_of_another_language_is_of_another_language() -> None:
    """Pages of no language, and of JavaScript for TypeScript, are not."""
    assert is_of_another_language(passage("a", source="languages.java-testing"), "go")
    assert not is_of_another_language(passage("a", source="languages.go-testing"), "go")
    assert not is_of_another_language(passage("a", source="craft.unit-testing"), "go")
    assert not is_of_another_language(passage("a", source="languages.javascript-testing"), "typescript")
