"""agent.clean: text of others made harmless."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from agent.clean import clean


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("![logo](https://evil.example/x.png?q=secret)", "logo"),
        ("[click](https://evil.example)", "click"),
        ("[a]: https://evil.example/ref\ntext", "\ntext"),
        ("see https://evil.example/now please", "see  please"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("pay\u202egnp.exe\u200b now", "paygnp.exe now"),
    ],
)
def test_clean_takes_the_sting_out(hostile: str, shown: str) -> None:
    """Images, links, raw HTML and hidden characters lose their power and keep their words."""
    assert clean(hostile) == shown


def test_clean_keeps_an_allowed_link() -> None:
    """An address of the curriculum stays a link."""
    assert clean("[docs](https://ok.example/a)", ["https://ok.example/a"]) == "[docs](https://ok.example/a)"


def test_clean_leaves_code_alone() -> None:
    """Inside code, angle brackets and addresses are what the reader wants to see."""
    code = "```html\n<img src='https://x.example'>\n```"
    assert clean(code) == code


HOSTILE = (
    "```\ncode\n````\n<img src=//evil.example/x>",
    "```\ncode\n ```\n<form><input type=password></form>",
    "\\`<img src=//evil.example/x>\\`",
    "`` ` `` <img src=//evil.example/x>",
    "[\\[1\\]](//evil.example/x)",
    "[click\nme](https://evil.example)",
    "> [a]: //evil.example/y\n\n![a]",
    "![x]\n\n[x]:\n//evil.example/y",
    "- [a]: //evil.example/y\n\n[a]",
    "[a][b]\n\n[b]: //evil.example/z",
    "![][b]\n\n[b]: //evil.example/z",
    "<https://evil.example>",
    "[\\](//evil.example/x)",
    "`one\n`<img src=//evil.example/x>`",
    "](\\]`\\]b:!`<a href=//evil.example/x>`]:",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_clean_leaves_nothing_that_fetches_or_links(hostile: str) -> None:
    """However it is wrapped, no tag, image or link is left in what a CommonMark renderer makes of the text."""
    rendered = MarkdownIt("commonmark").render(clean(hostile))
    assert not re.search(r"<(?:a|img|form|input)\b", rendered), rendered


@given(st.text(alphabet="<>![]()abc/:`\\~ \nhttps", max_size=80))
def test_clean_leaves_no_raw_html_or_link(text: str) -> None:
    """Whatever comes in, a CommonMark renderer makes no tag of it but its own, and no link."""
    tokens = MarkdownIt("commonmark").parse(clean(text))
    kinds = {child.type for token in tokens for child in [token, *(token.children or [])]}
    assert not kinds & {"html_block", "html_inline", "link_open", "image"}


def test_clean_strips_what_steers_a_terminal() -> None:
    """Escape sequences and soft hyphens do not reach the screen."""
    assert clean("a\x1b[31mred\x07 so\u00adft") == "a[31mred soft"


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "[a](b", "![](", "\\", "[a](", "`[", "`a`![", "[a]:\n", "<a ", "```\n", "]", "[a]( \n"],
)
def test_clean_of_a_flood_takes_time_in_proportion(piece: str) -> None:
    """Eight times as much of whatever opens takes about eight times as long, not its square."""
    few, many = (_taken(piece * (400 * times)) for times in (1, 8))
    assert many < 24 * few


def _taken(text: str) -> float:
    """Processor time of cleaning, the least of three."""
    taken = []
    for _ in range(3):
        started = process_time()
        clean(text)
        taken.append(process_time() - started)
    return min(taken)
