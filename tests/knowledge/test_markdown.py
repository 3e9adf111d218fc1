"""Where headings and blocks of Markdown are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.markdown import Kind, blocks, headings

PAGE = "# Top `x`\n\nOne\ntwo.\n\n- a\n- b\n\n```py\n# no heading\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nUnder\n-----\n\nEnd."


def test_headings_are_found_in_both_forms_and_not_in_code():
    """Headings are those that Markdown shows, without their markup."""
    assert [(level, words) for level, words, _, _ in headings(PAGE)] == [(1, "Top x"), (2, "Under")]


def test_heading_spans_cover_their_lines():
    """A heading runs from its line to where the text below begins."""
    assert [PAGE[start:end] for _, _, start, end in headings(PAGE)] == ["# Top `x`\n", "Under\n-----\n"]


def test_blocks_are_found_with_their_kinds():
    """Every block at the top is found, whole."""
    found = [(block.kind, PAGE[block.start : block.end]) for block in blocks(PAGE)]
    assert found[1] == (Kind.PROSE, "One\ntwo.")
    assert found[2] == (Kind.LIST, "- a\n- b")
    assert found[3] == (Kind.LINES, "```py\n# no heading\n```")
    assert found[4] == (Kind.LINES, "| a | b |\n|---|---|\n| 1 | 2 |")


@given(st.text(alphabet="# \n-`|ab>1.\t[]:", max_size=80))
def test_blocks_are_in_order_and_lose_no_word(text):
    """Whatever the text is, its blocks are in order, do not overlap, and hold every letter outside link definitions."""
    found = blocks(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    if "]:" not in text:
        assert "".join(text[b.start : b.end] for b in found).count("a") == text.count("a")
