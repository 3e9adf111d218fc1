"""What a learner says next, over the curriculum that ships: each message of a conversation is read for what it means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from agent.settings import read_settings
from evals.cases import Split, split
from evals.opening import Opened, forgetful_mentor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.events import Answer

pytestmark = pytest.mark.real
CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "said_next.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
FIRST = 3  # passages in which the right page must be
NO_SEARCH = ("smalltalk", "command")


@pytest.fixture(scope="module")
def opened(copy_of_home: Callable[[], Path]) -> Iterator[Opened]:
    """A mentor over a home with the curriculum read in, without a model."""
    settings = read_settings().model_copy(update={"home": copy_of_home()})
    with forgetful_mentor(settings, lambda *_: None, is_quoting=True) as found:
        yield found


def is_right(case: dict[str, Any], answer: Answer) -> bool:
    """Whether an answer is from a right page, and from none that the message has left behind."""
    sources = [hit.passage.source for hit in answer.hits]
    cited = {answer.hits[span.n - 1].passage.source for each in answer.sentences for span in each.support}
    is_there = any(source in case.get("about", sources) for source in sources[:FIRST])
    return answer.kind == "answered" and is_there and not cited & set(case.get("away", ()))


def test_a_question_is_answered_from_its_page(opened: Opened) -> None:
    """Five of six questions within a conversation find their page and leave the one before, on both halves of the cases."""
    for half in Split:
        cases = [each for each in CASES if each["move"] == "question" and split(each["id"]) is half]
        right = [is_right(each, opened.ask(each["id"], each["turns"])) for each in cases]
        assert sum(right) >= 5 / 6 * len(cases), f"{half}: {sum(right)} of {len(cases)}"


def test_what_is_no_question_is_not_looked_up(opened: Opened) -> None:
    """Gibberish is said not to be known, without topics; anger, thanks and contradictions are answered in words."""
    for case in CASES:
        if case["move"] in ("upset", "wrong", "smalltalk"):
            assert opened.ask(case["id"], case["turns"]).kind in NO_SEARCH, case["id"]
        if case["move"] == "unclear":
            answer = opened.ask(case["id"], case["turns"])
            assert (answer.kind, answer.nearest) == ("not_covered", ()), case["id"]


def test_an_answer_said_otherwise_is_from_its_page(opened: Opened) -> None:
    """Simpler, shorter, more, an example: quoted from the page that was discussed, and no model is asked."""
    for case in CASES:
        if case["move"] in ("simpler", "shorter", "more", "again", "example", "proof"):
            first, *_, last = opened.answers(case["id"], case["turns"])
            assert last.model_calls == 0
            assert last.sentences, case["id"]
            page = first.hits[first.sentences[0].support[0].n - 1].passage.source
            if case["move"] != "proof":
                assert {hit.passage.source for hit in last.hits} == {page}, case["id"]
