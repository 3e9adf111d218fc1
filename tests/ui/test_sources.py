"""ui.sources: the passages behind each answer."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.awaited import Awaited
from agent.errors import ModelUnavailable
from tests.fakes import ScriptedModel
from tests.mentors import SAYS, STRAYS, answered, mentor_over
from ui.marks import marked
from ui.sources import EMPTY, anchor, pane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

TEXT = "An index is sorted. It is <b>fast</b>."


def answer(*spans: tuple[int, int, int], question: str = "What is an index?") -> dict[str, Any]:
    """Return an answer over two passages with these spans: passage, start, end."""
    return {
        "question": question,
        "sentences": [{"support": [{"n": n, "start": start, "end": end}]} for n, start, end in spans],
        "passages": [
            {
                "n": n,
                "source": f"pages.{n}",
                "document": f"Page {n}",
                "heading": [f"Page {n}", "What it is"],
                "text": TEXT,
                "start": 100,
                "end": 100 + len(TEXT),
            }
            for n in (1, 2)
        ],
    }


def test_the_pane_is_empty_at_first() -> None:
    """Before the first answer the pane says what it is for."""
    assert EMPTY in pane([])
    assert EMPTY in pane([(1, {"passages": []})])


def test_the_quoted_words_are_marked() -> None:
    """Exactly the characters that an answer quotes are marked in their passage."""
    assert "<mark>An index is sorted.</mark>" in pane([(1, answer((1, 0, 19)))])


def test_a_passage_has_the_anchor_that_its_mark_links_to() -> None:
    """Every passage, cited or not, can be jumped to by turn and number."""
    shown = pane([(3, answer((1, 0, 19)))])
    assert f"id='{anchor(3, 1)}'" in shown
    assert f"id='{anchor(3, 2)}'" in shown


def test_a_passage_says_where_in_its_document_the_quoted_words_stand() -> None:
    """The spans to open a document at count from the document's beginning; without any it is the passage itself."""
    shown = pane([(1, answer((1, 0, 19), (1, 20, 38)))])
    assert "data-source='pages.1' data-spans='100-119,120-138'" in shown
    assert f"data-source='pages.2' data-spans='100-{100 + len(TEXT)}'" in shown


def test_the_newest_turn_is_first_and_open() -> None:
    """Of several turns the last one is shown first, and it alone is open."""
    shown = pane([(1, answer((1, 0, 19), question="First?")), (2, answer((1, 0, 19), question="Second?"))])
    assert shown.index("Second?") < shown.index("First?")
    assert shown.count("<details class='turn' open>") == 1


def test_what_was_found_and_not_cited_is_set_apart() -> None:
    """Passages that support nothing stand together, closed, below those that do."""
    shown = pane([(1, answer((2, 0, 19)))])
    assert shown.index(anchor(1, 2)) < shown.index("Also found (1)") < shown.index(anchor(1, 1))


def test_nothing_of_a_document_is_mark_up() -> None:
    """A title, a heading, a question and a text are shown as characters."""
    hostile = answer((1, 0, 19), question="<script>q</script>")
    hostile["passages"][0] |= {"document": "<img src=x>", "heading": ["t", "<svg onload=1>"]}
    shown = pane([(1, hostile)])
    assert not re.search(r"<(?:script|img|svg|b)\b", shown)


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
)
def test_marking_loses_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever the spans, overlapping or beyond the end, the text comes out whole and harmless."""
    shown = marked(text, spans)
    assert unescape(re.sub(r"</?mark>", "", shown)) == unescape(escape(text))
    assert "<" not in re.sub(r"</?mark>", "", shown)


class Failing(ScriptedModel):
    """Says what it is given, and breaks off."""

    def stream(self, messages: Any) -> Iterator[Any]:
        yield from super().stream(messages)
        raise ModelUnavailable("scripted went away")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (None, "Quoted from the sources, word for word<"),
        (ScriptedModel(SAYS), "Written by scripted, each sentence checked against the sources<"),
        (Failing(""), "Quoted from the sources, word for word, because scripted did not answer<"),
        (
            Failing(f"{SAYS} And"),
            "Begun by scripted, each sentence checked against the sources; it did not finish",
        ),
        (ScriptedModel(STRAYS), "what scripted wrote was left out"),
    ],
)
def test_who_wrote_an_answer_is_said_as_it_was(engine: Engine, model: Any, said: str) -> None:
    """Only what a model wrote is said to be written by it; where it failed or strayed, the answer is quoted and says why."""
    assert said in pane([(1, answered(mentor_over(engine, model=model)).json())])


def test_a_model_that_is_awaited_is_told_above_the_talk_alone(engine: Engine) -> None:
    """While a model's file is fetched an answer is quoted, and neither it nor its sources speak of a fault."""
    mentor = mentor_over(
        engine, model=ScriptedModel(), awaited=lambda: Awaited("small", 1, 2, is_coming=True)
    )
    answer = answered(mentor)
    assert "model" not in answer.markdown
    assert answer.markdown.startswith(f"{SAYS} [1]")
    assert "Quoted from the sources, word for word<" in pane([(1, answer.json())])
    plan = mentor.learn({"message": "I want something with many words that no rule reads"}, learner="me")
    assert "could not help" not in str(plan["assumed"])
