"""agent.readings: which of two readings of a message counts."""

from __future__ import annotations

from agent.question import Asked, Question
from agent.readings import read
from knowledge.search import Findings


class Searching:
    """Finds nothing, with a given confidence for each text, and keeps the texts."""

    def __init__(self, **confidence: float) -> None:
        self._confidence = confidence
        self.asked: list[str] = []

    def __call__(self, text: str) -> Findings:
        self.asked.append(text)
        return Findings(text, (), self._confidence[text], {})


def reading(sure_from: float) -> Question:
    return Question("alone", Asked.OTHER, "as is", Question("leaning", Asked.OTHER, "rules"), sure_from)


def test_the_reading_that_is_answered_better_counts() -> None:
    """Of two readings the one with the higher confidence is taken, with what was found for it."""
    question, findings = read(reading(2.0), Searching(alone=0.8, leaning=0.9))
    assert (question.text, findings.query) == ("leaning", "leaning")
    question, findings = read(reading(2.0), Searching(alone=0.9, leaning=0.8))
    assert (question.text, findings.query) == ("alone", "alone")


def test_a_reading_that_is_sure_enough_is_not_doubted() -> None:
    """Where the first search is sure, there is no second one."""
    search = Searching(alone=0.96, leaning=0.99)
    assert read(reading(0.95), search)[0].text == "alone"
    assert search.asked == ["alone"]


def test_one_reading_is_searched_once() -> None:
    """A message with one reading costs one search, however unsure that is."""
    search = Searching(alone=0.1)
    assert read(Question("alone", Asked.OTHER, "as is"), search)[0].text == "alone"
    assert search.asked == ["alone"]
