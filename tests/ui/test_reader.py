"""ui.reader: a document as HTML, with the words that an answer rests on marked."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.owner import SHARED
from knowledge.sources import Origin, Source
from ui.reader import opened, spans_of
from ui.words import GONE

TEXT = "# Title\n\n## Part\n\nFor **your first** login. Do `x` it.\n\n- Use this one.\n- And that.\n"


def source(text: str, media_type: str = "text/markdown") -> Source:
    return Source(
        "a.b", "Title", Origin.CURRICULUM, "", "", text, media_type, datetime.now(UTC), owner=SHARED
    )


def marked(html: str) -> str:
    """Return the words inside the marks, joined."""
    return "".join(re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL))


def test_marks_stay_nested_in_what_they_cross() -> None:
    """A span over bold words is marked piece by piece, each inside its own element."""
    start, end = TEXT.index("For"), TEXT.index(" Do")
    html = opened(source(TEXT), [(start, end)])
    assert "<mark>For </mark><strong><mark>your first</mark></strong><mark> login.</mark>" in html


def test_a_list_stays_a_list() -> None:
    """A span that begins with the dash of a list marks the words behind it."""
    html = opened(source(TEXT), [(TEXT.index("- Use"), TEXT.index("\n- And"))])
    assert "<li><mark>Use this one.</mark></li>" in html


def test_a_quoted_program_stays_a_program() -> None:
    """A span over a whole fenced block marks the lines inside it."""
    text = "Do this:\n\n```python\nx = 1\n```\n\nThen that.\n"
    html = opened(source(text), [(text.index("```"), text.index("\n\nThen"))])
    assert "<code><mark>x = 1</mark>\n</code>" in html
    assert "`" not in html


def test_the_title_is_shown_once() -> None:
    """The document's first heading stands in the frame and not again above the text."""
    assert opened(source(TEXT)).count("Title") == 1


def test_a_text_is_shown_as_it_was_written() -> None:
    """What is no Markdown keeps its lines, and its signs mean nothing."""
    html = opened(source("a *b*\n<script>c", "text/plain"), [(0, 1)])
    assert "<mark>a</mark> *b*\n&lt;script&gt;c" in html


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "[a](javascript:alert(1))", "![x](https://evil.example/a)"]
)
def test_a_document_can_do_nothing(hostile: str) -> None:
    """HTML, links and images of a document are words."""
    html = opened(source(f"text {hostile} text"))
    assert not re.search(r"<(?:script|a|img)\b", html)


def test_a_document_that_is_gone_is_said_to_be_gone() -> None:
    """Who opens a removed document reads what happened."""
    assert GONE in opened(None)


@given(
    st.text(alphabet="ab *_`#-|>\n[]()0.<&", max_size=80),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4),
)
def test_any_spans_over_any_text_leave_whole_html(text: str, spans: list[tuple[int, int]]) -> None:
    """However spans lie over a text, marks are opened and shut in turn and never hold another element."""
    html = opened(source(text), spans)
    assert re.sub(
        r"[^<]*?(</?mark>)[^<]*", r"\1", "".join(re.findall(r"</?mark>", html))
    ) == "<mark></mark>" * html.count("<mark>")
    assert "<" not in marked(html)


@pytest.mark.parametrize(
    ("text", "spans"), [("1-2,5-9", [(1, 2), (5, 9)]), ("", []), ("x,-3,4-", []), ("²-3", [])]
)
def test_spans_are_read_as_the_page_writes_them(text: str, spans: list[tuple[int, int]]) -> None:
    """What is no span is left out."""
    assert spans_of(text) == spans


def test_links_of_the_curriculum_stay_links() -> None:
    """A link to an address that is allowed can be clicked, and tells nobody whence; of others the words stay."""
    text = "See [the manual](https://good.example/a) and [this](https://evil.example/b)."
    html = opened(
        source(text), [(text.index("the"), text.index("]"))], allowed=frozenset({"https://good.example/a"})
    )
    assert (
        "<a href='https://good.example/a' target='_blank' rel='noopener noreferrer'><mark>the manual</mark></a>"
        in html
    )
    assert " and this." in html
    assert "evil.example" not in html
