"""agent.plan_words: what a message asks of a plan."""

from __future__ import annotations

from datetime import date

import pytest

from agent.familiar import Vocabulary
from agent.plan_questions import question
from agent.plan_words import Change, change
from knowledge.syllabus import load

VOCABULARY = Vocabulary(load(), "python")
TODAY = date(2026, 11, 30)
SAID = [
    ("keep Docker in my plan", "include", "operations.docker"),
    ("please include GraphQL schema design", "include", ""),
    ("I know SQL basics already", "facts", ""),
    ("I lost a week", "refit", ""),
    ("I finished Git in 4 hours", "done", "operations.git"),
    ("replace Kubernetes with Docker", "replace", ""),
    ("what if I had 5 hours a week?", "whatif", ""),
    ("when am I done?", "when", ""),
    ("why is Docker in my plan?", "why", "Docker"),
    ("drop Kubernetes", "exclude", "operations.kubernetes"),
    ("I was ill for two weeks", "refit", ""),
    ("make it 6 hours a week and leave out Kubernetes", "exclude+facts", ""),
    ("I can only study 4 hours a week from now on, and I am away in July", "facts", ""),
    ("I don't want to learn Kubernetes", "exclude", ""),
    ("add gRPC, please", "include", ""),
    ("when do I start with SQL basics?", "when", "SQL basics"),
    ("I'm two weeks behind", "refit", ""),
    ("done with Docker, took me 9 hours", "done", "operations.docker"),
    ("finish by the end of June instead", "facts", ""),
    ("put unicorns into my plan", "unread", ""),
    ("how long will it take me?", "when", ""),
    ("why do I have Linux in my plan?", "why", "Linux"),
    ("what would happen if I skipped Kubernetes?", "whatif", ""),
    ("What is Docker?", "none", ""),
    ("Why is an index fast?", "none", ""),
    ("When should I use Redis?", "none", ""),
    ("how do I drop a table?", "none", ""),
    ("replace the index with a composite one in this query", "unread", ""),
]


def read(message: str) -> Change:
    return change(message, VOCABULARY, TODAY)


def kind_of(found: Change) -> str:
    asked = {"include": found.include, "exclude": found.exclude, "done": found.done, "refit": found.refit}
    kinds = [name for name, value in {**asked, "facts": found.facts, "unread": found.unread}.items() if value]
    return "+".join(["replace", *kinds[2:]] if kinds[:2] == ["include", "exclude"] else kinds)


@pytest.mark.parametrize(("message", "kind", "about"), SAID)
def test_a_message_is_read_as_what_it_asks(message: str, kind: str, about: str) -> None:
    """Changes and questions are told apart, and from questions about the trade; what is named is found."""
    if asked := question(message):
        assert asked.about.replace(" ", "") == kind
        assert asked.what == about or kind == "whatif"
        return
    found = read(message)
    assert kind_of(found) == ("unread" if kind == "none" else kind)
    ids = [*found.include, *found.exclude, *(id_ for id_, _ in found.done)]
    assert not about or ids == about.split()


def test_hours_of_what_is_finished_are_read() -> None:
    """What is finished may come with the hours it took, in figures and words."""
    assert read("I finished Git in four hours").done == (("operations.git", 4.0),)
    assert read("done with Docker, took me 2.5 hours").done == (("operations.docker", 2.5),)
    assert read("I've finished Git").done == (("operations.git", None),)


def test_each_clause_counts() -> None:
    """A compound sentence is read clause by clause; what is not understood is named with why."""
    found = read("keep Docker, drop Kubernetes and make it 6 hours a week, but add unicorns")
    assert (found.include, found.exclude) == (("operations.docker",), ("operations.kubernetes",))
    assert found.facts == "make it 6 hours a week"
    assert len(found.unread) == 1
    assert found.unread[0].startswith("add unicorns (there is no topic or project 'unicorns'")


def test_what_is_said_last_of_a_thing_counts() -> None:
    """Who leaves something out and then keeps it keeps it."""
    found = read("drop Docker. No wait. keep Docker")
    assert (found.include, found.exclude) == (("operations.docker",), ())


@pytest.mark.parametrize("message", ["what if I had 5 hours a week?", "Suppose that I study 5 hours a week"])
def test_what_if_hands_on_the_change(message: str) -> None:
    """The words behind *what if* are read as a change."""
    asked = question(message)
    assert asked
    assert read(asked.what).facts


def test_only_what_is_said_to_go_with_all_that_builds_on_it_does() -> None:
    """Of two things that are left out, one may go with what builds on it and the other alone."""
    found = read("drop SQL joins. leave out Docker and everything that builds on it")
    assert set(found.exclude) == {"data.sql-joins", "operations.docker"}
    assert found.deep == ("operations.docker",)


def test_a_time_that_could_not_be_used_is_time_lost() -> None:
    """What could not be is supposed with its *not*."""
    asked = question("what if I could not study for two weeks?")
    assert asked
    assert read(asked.what).refit
