"""How a document is cut into passages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.chunk import MAX_TOKENS, WHOLE_CODE, chunk
from knowledge.document import Document, from_markdown
from knowledge.tokens import count


def said(count_of_sentences, first=0):
    return " ".join(
        f"Index {n} is a copy of one column, kept in order." for n in range(first, first + count_of_sentences)
    )


def cut(text, **limits):
    return chunk(from_markdown(text, title="T"), source="s", **limits)


def test_chunk_never_crosses_a_heading():
    """Two short sections are two passages, each under its own headings."""
    found = cut("# A\n\none\n\n## B\n\ntwo\n\n# C\n\nthree\n")
    assert [(each.heading, each.text) for each in found] == [
        (("A",), "one"),
        (("A", "B"), "two"),
        (("C",), "three"),
    ]


def test_chunk_keeps_the_part_before_the_first_heading():
    """Text above all headings is a passage without a heading."""
    assert cut("before\n\n# A\n\none")[0].heading == ()


def test_chunk_cuts_a_long_section_into_passages_of_like_size():
    """A section of a little more than the bound is halved, not cut into a long and a tiny passage."""
    sizes = [count(each.text) for each in cut("\n\n".join(said(4, 4 * n) for n in range(5)), max_tokens=180)]
    assert len(sizes) == 2
    assert max(sizes) < 2 * min(sizes)


def test_chunk_cuts_a_long_paragraph_at_its_sentences():
    """A paragraph over the bound is cut where sentences end."""
    found = cut(said(40))
    assert len(found) > 1
    assert all(each.text.endswith("order.") for each in found)


def test_chunk_keeps_a_code_block_with_the_paragraph_before_it():
    """Code goes with the words that introduce it when both fit."""
    code = "```python\nprint(1)\n```"
    found = cut(f"{said(10)}\n\nThis prints one:\n\n{code}", max_tokens=140)
    assert found[-1].text == f"This prints one:\n\n{code}"


def test_chunk_keeps_a_code_block_whole_up_to_twice_the_bound():
    """A code block a little over the bound is one passage."""
    code = "```text\n" + "a b c d e f\n" * 40 + "```"
    assert MAX_TOKENS < count(code) <= WHOLE_CODE * MAX_TOKENS
    assert [each.text for each in cut(code)] == [code]


def test_chunk_cuts_a_long_list_between_items():
    """A list over the bound is cut before an item."""
    found = cut("\n".join(f"- {said(1, n)}" for n in range(40)))
    assert all(each.text.startswith("- ") for each in found)


def test_chunk_of_repeated_words_is_one_passage():
    """The same words under the same heading are one passage."""
    assert len(cut("# A\n\nsame\n\n# A\n\nsame")) == 1


def test_chunk_of_an_empty_document_is_nothing():
    """Nothing to read gives no passages."""
    assert chunk(Document("T", " \n\n", "text/plain"), source="s") == []


@settings(max_examples=60)
@given(
    st.text(alphabet="# \n-`|ab>1.\té漢", max_size=400) | st.text(max_size=200),
    st.integers(min_value=8, max_value=60),
)
def test_chunk_passages_are_bounded_slices_of_the_text(text, max_tokens):
    """A passage is exactly its span of the text, and no longer than allowed."""
    for each in cut(text, max_tokens=max_tokens):
        assert each.text == text[each.start : each.end]
        assert count(each.text) <= WHOLE_CODE * max_tokens
        assert each.text.strip()
