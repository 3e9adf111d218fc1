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
    from collections.abc import Callable, Iterable, Iterator

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


def is_not_looked_up(case: dict[str, Any], answer: Answer) -> bool:
    """Whether a message is answered in words alone, or said not to be known without topics."""
    if case["move"] == "unclear":
        return answer.kind == "not_covered" and "nearest topics" not in answer.markdown
    return answer.kind in NO_SEARCH


def test_what_is_no_question_is_not_looked_up(opened: Opened) -> None:
    """Gibberish is said not to be known, without topics; anger, thanks and contradictions are answered in words."""
    cases = [each for each in CASES if each["move"] in ("upset", "wrong", "smalltalk", "unclear")]
    right = {each["id"]: is_not_looked_up(each, opened.ask(each["id"], each["turns"])) for each in cases}
    check_both_halves(right)


def is_from_its_page(case: dict[str, Any], answers: Iterable[Answer]) -> bool:
    """Whether what was said otherwise is quoted, without a model, from the page that was discussed."""
    first, *_, last = answers
    if last.model_calls or not last.sentences:
        return False
    page = first.hits[first.sentences[0].support[0].n - 1].passage.source
    return case["move"] == "proof" or {hit.passage.source for hit in last.hits} == {page}


def test_an_answer_said_otherwise_is_from_its_page(opened: Opened) -> None:
    """Simpler, shorter, more, an example: quoted from the page that was discussed, and no model is asked."""
    wanted = ("simpler", "shorter", "more", "again", "example", "proof")
    cases = [each for each in CASES if each["move"] in wanted]
    right = {each["id"]: is_from_its_page(each, opened.answers(each["id"], each["turns"])) for each in cases}
    check_both_halves(right)


def check_both_halves(right: dict[str, bool]) -> None:
    """Each case that may be looked at is right; of those held out nine of ten are, and it is not said which."""
    assert [case for case, is_so in right.items() if not is_so and split(case) is Split.DEV] == []
    held_out = [is_so for case, is_so in right.items() if split(case) is Split.HELD_OUT]
    assert sum(held_out) >= 0.9 * len(held_out), f"{sum(held_out)} of {len(held_out)}"
