"""agent.clean: text of others made harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.text(alphabet="<>![]()abc/:` \nhttps", max_size=120))
def test_clean_leaves_no_tag_outside_code(text: str) -> None:
    """Whatever comes in, no tag opens in what is shown outside code."""
    outside = clean(text.replace("`", ""))
    assert not any(
        outside[at : at + 2].lower() in ("<a", "<b", "<c", "</", "<!") for at in range(len(outside))
    )
