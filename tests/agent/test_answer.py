"""agent.answer: a model's stream -> checked sentences."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk

from agent.answer import Said, judged, write
from agent.errors import ModelUnavailable
from agent.prompt import Exchange, Material, Prompts
from agent.question import Asked
from agent.support import Verdict
from agent.writer import Usage
from knowledge.search import Hit
from knowledge.sentences import Kind
from tests.fakes import ScriptedModel, passage
from tests.mentors import ALSO_SAYS, INDEX, INVENTS, QUESTION, SAYS, WHEN, writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.passage import Passage

CODE = "```sql\nCREATE INDEX ON books (author);\n```"
TEXT = f"{SAYS} {ALSO_SAYS}\n\n- Add an index where queries filter by a column often.\n- {INVENTS}\n\n{CODE}\n\nWhat do you filter by?"


class Pieces:
    """A chat model that streams exactly these pieces."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = pieces
        self.handed_out = 0

    def stream(self, _messages: Any) -> Iterator[AIMessageChunk]:
        for piece in self.pieces:
            self.handed_out += 1
            yield AIMessageChunk(content=piece)
        yield AIMessageChunk(content="", response_metadata={"finish_reason": "stop"})


def hits(*passages: Passage) -> list[Hit]:
    return [Hit(each, 1.0) for each in passages or (INDEX, WHEN)]


def material(*passages: Passage, earlier: Sequence[Exchange] = ()) -> Material:
    return Material(QUESTION, Asked.DEFINITION, hits(*passages), earlier)


def written(chat: Any, *passages: Passage, earlier: Sequence[Exchange] = (), **limits: Any) -> list[Said]:
    found = write(writer(chat, **limits), material(*passages, earlier=earlier), Usage())
    return [said for said in found if said]


def test_write_judges_each_sentence_on_its_own() -> None:
    """A quoted sentence is supported by its passage, an invented one is not, a question is a question."""
    found = {said.checked.text: said.checked for said in written(ScriptedModel(TEXT))}
    assert found[SAYS].support[0].n == 1
    assert found["Add an index where queries filter by a column often."].support[0].n == 2
    assert found[INVENTS].verdict is Verdict.GENERAL
    assert found["What do you filter by?"].verdict is Verdict.QUESTION


def test_write_hands_on_a_sentence_before_the_next_is_finished() -> None:
    """A sentence is yielded as soon as it is complete, not at the end of the stream."""
    chat = Pieces([f"{SAYS} ", "It ", "makes ", "reading ", "fast."])
    stream = write(writer(chat), material(), Usage())
    assert next(said for said in stream if said).checked.text == SAYS
    assert chat.handed_out == 2


def test_write_can_be_stopped_before_a_sentence_is_complete() -> None:
    """Each piece of the stream comes up as a None at least, so that a stop does not wait for a full stop."""
    chat = Pieces(["An ", "index ", "without ", "an ", "end "])
    stream = write(writer(chat), material(), Usage())
    assert next(stream) is None
    assert chat.handed_out == 1
    stream.close()


@given(st.lists(st.integers(min_value=1, max_value=len(TEXT) - 1), max_size=30))
def test_write_does_not_depend_on_how_the_stream_is_cut(cuts: list[int]) -> None:
    """Wherever the words of an answer are cut into pieces, the same sentences come out."""
    at = [0, *sorted(set(cuts)), len(TEXT)]
    pieces = [TEXT[start:end] for start, end in itertools.pairwise(at)]
    assert written(Pieces(pieces)) == written(Pieces([TEXT]))


def test_write_keeps_the_mark_up_between_sentences() -> None:
    """Lists and paragraphs stay what they were: leads and texts together are the answer."""
    shown = "".join(said.lead + said.checked.text for said in written(ScriptedModel(TEXT)))
    assert shown == TEXT


def test_write_stops_a_model_that_goes_in_circles() -> None:
    """A sentence that is said again is dropped, and the third time ends the answer."""
    chat = Pieces([f"{SAYS} "] * 50)
    assert [said.checked.text for said in written(chat)] == [SAYS]
    assert chat.handed_out < 10


def test_write_takes_the_sting_out_of_a_models_words() -> None:
    """Links and raw HTML of a model are gone before a sentence is judged."""
    linked = SAYS.replace("sorted copy", "[sorted copy](https://evil.example/x)")
    said = written(ScriptedModel(f"{linked} See <b>this</b> manual for more about it all."))
    assert said[0].checked.text == SAYS
    assert "<b>" not in said[1].checked.text


def test_a_mark_behind_a_fence_closes_the_code() -> None:
    """What follows a block of code whose last line carries a mark is no part of it."""
    said = written(ScriptedModel(f"{CODE} [1]\n\n{SAYS}"), passage(f"{CODE}\n\n{SAYS}"))
    assert [each.checked.text for each in said] == [CODE, SAYS]


def test_write_leaves_out_a_bare_mark() -> None:
    """A mark with nothing before it is no sentence."""
    assert [said.checked.text for said in written(ScriptedModel(f"{SAYS} [1]\n\n[2]\n\n{ALSO_SAYS}"))] == [
        SAYS,
        ALSO_SAYS,
    ]


def test_write_keeps_what_came_before_a_fault() -> None:
    """The sentences before a break are yielded before the error comes up."""
    found = write(writer(ScriptedModel(f"{SAYS} It makes", finish=None)), material(), Usage())
    assert next(said for said in found if said).checked.text == SAYS
    with pytest.raises(ModelUnavailable):
        list(found)


def test_code_is_supported_only_when_it_is_quoted() -> None:
    """A code block counts as supported when a passage holds it to the letter."""
    source = f"Make one like this:\n\n{CODE}\n"
    assert judged(CODE, Kind.CODE, [source]).support[0].quote == "CREATE INDEX ON books (author);"
    assert judged(CODE.replace("author", "title"), Kind.CODE, [source]).verdict is Verdict.GENERAL


def test_write_keeps_what_the_model_wrote() -> None:
    """What a model wrote joins its prompt to the letter, unsupported or not, so that it is not read anew."""
    prompts = Prompts()
    text = f"{SAYS} {INVENTS}"
    list(write(writer(ScriptedModel(text)), material(), Usage(), prompts, "c"))
    kept = prompts.get("c")
    assert kept
    assert (kept.messages[-1].role, kept.messages[-1].content) == ("assistant", text)


def test_write_repairs_a_changed_fact() -> None:
    """A sentence that a passage says otherwise gives way to the passage's own."""
    changed = "A database index is an unsorted copy of a column."
    assert [said.checked.text for said in written(ScriptedModel(changed))] == [SAYS]


def test_write_drops_what_a_quotation_has_said() -> None:
    """A sentence that stands in what was quoted in place of another does not come again."""
    long = passage("An index is sorted by its columns: a query finds its rows in a few steps.")
    chat = ScriptedModel(
        "The index keeps a query's rows sorted by columns [1]. A query finds its rows in a few steps [1]."
    )
    assert [said.checked.text for said in written(chat, long)] == [long.text]


def test_write_drops_what_was_about_a_link() -> None:
    """A sentence whose link may not be shown says nothing without it."""
    chat = ScriptedModel(f"{SAYS} Compare both in [this benchmark](https://bench.example/index).")
    assert [said.checked.text for said in written(chat)] == [SAYS]


def test_write_takes_the_sting_out_of_a_quotation() -> None:
    """What stands in the place of a sentence is as harmless as what the model says: documents are strangers' text."""
    hostile = passage(
        "An index is sorted by ![columns](https://evil.example/x.png) and keeps <b>its rows</b> in order."
    )
    said = written(ScriptedModel("The index is sorted by its columns in the order of rows."), hostile)
    assert [each.checked.text for each in said] == [
        "An index is sorted by columns and keeps &lt;b>its rows&lt;/b> in order."
    ]
