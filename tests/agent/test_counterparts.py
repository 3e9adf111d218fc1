"""agent.counterparts: what does the same job in another programming language."""

from __future__ import annotations

import pytest

from agent.counterparts import JOBS, SAID, translated
from agent.follow_up import stand_alone


@pytest.mark.parametrize(
    ("question", "language", "asked"),
    [
        ("Promise.all in Go", "go", "WaitGroup in Go"),
        ("asyncio.gather equivalent in Java", "java", "CompletableFuture in Java"),
        ("equivalent of virtualenv in Node", "javascript", "npm in Node"),
        ("how do goroutines work in python?", "python", "how do asyncio work in python?"),
        ("jest in Python", "python", "pytest in Python"),
        ("what is gin in TypeScript", "typescript", "what is Express in TypeScript"),
        ("Spring equivalent in Go", "go", "net/http in Go"),
        ("equivalent of promises in Go", "go", "goroutines in Go"),
    ],
)
def test_a_thing_of_another_language_is_asked_for_by_its_counterpart(
    question: str, language: str, asked: str
) -> None:
    """What does the job in the language that is asked for takes the place of what is named."""
    assert translated(question, language) == asked


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Promise.all in Node", "javascript"),
        ("how do async and await work in python", "python"),
        ("WaitGroup or errgroup in Go", "go"),
        ("Promise.all against WaitGroup in Go", "go"),
        ("how do I write tests with pytest in Java", "java"),
        ("what is an index in Go", "go"),
        ("promises.txt in Go", "go"),
        ("How do I express a many-to-many relation in Go?", "go"),
        ("how do I keep promises in Java", "java"),
        ("what is the spring release in Go", "go"),
        ("how do I rewrite my Django app in Go", "go"),
        ("what is better than Django for Go", "go"),
        ("port Promise.all to Go", "go"),
        ("how do I switch to pytest in Java", "java"),
        ("does a flask of gin matter in Go", "go"),
    ],
)
def test_what_is_at_home_in_a_language_is_left(question: str, language: str) -> None:
    """A thing of the language itself, a comparison, a word of English, and what is to be left or says its purpose stay."""
    assert translated(question, language) is None


def test_a_first_question_is_translated_too() -> None:
    """It needs no conversation to ask for what does the same in another language."""
    assert stand_alone("Promise.all in Go", []).text == "WaitGroup in Go"
    assert stand_alone("What is Promise.all?", []).text == "What is Promise.all?"


def test_a_question_is_kept_in_the_learner_s_words() -> None:
    """By the other name it is searched for only: what is shown and kept is what was asked."""
    assert stand_alone("Promise.all in Go", []).said == "Promise.all in Go"
    assert stand_alone("What is an index?", []).said == "What is an index?"


def test_every_job_is_named_in_two_languages_or_more() -> None:
    """A job with one language alone would translate nothing; each has its own word or none."""
    assert all(len(job) > 1 for job in JOBS)
    assert len(SAID) == len(JOBS)
