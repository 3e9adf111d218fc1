"""Text as people see it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clean import as_prose, cleaned, decoded, without_comments, without_front_matter


@pytest.mark.parametrize("text", ["🎯 Core — “quoted” → next", "naïve café", "Größe"])
def test_cleaned_mends_utf8_read_as_mac_roman(text):
    """UTF-8 that was decoded as Mac Roman comes back as it was written, each line by itself."""
    broken = text.encode().decode("mac_roman")
    assert cleaned(f"{broken}\nplain") == f"{text}\nplain"


@pytest.mark.parametrize("text", ["naïve café", "Straße √2 ≈ 1.41", "Привет", "数据库", "ü"])
def test_cleaned_leaves_right_text_alone(text):
    """Text that was decoded rightly is not mended."""
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "\u200b",
        "\u202e",
        "\U000e0041",
        "\ufe0f",
        "\x00",
        "\x1b",
        "\u00ad",
        "\ufeff",
        "\u2066",
        "\ue000",
        "\U000e0101",
    ],
)
def test_cleaned_drops_what_cannot_be_seen(hidden):
    """Zero-width, bidirectional, tag and control characters are left out."""
    assert cleaned(f"a{hidden}b") == "ab"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0c", "\u2028", "\x85"])
def test_cleaned_ends_lines_with_newlines(end):
    """Every way to end a line is a newline."""
    assert cleaned(f"a{end}b") == "a\nb"


def test_cleaned_makes_all_spaces_plain():
    """A space that does not break is a space."""
    assert cleaned("a\u00a0b\u2003c\td") == "a b c\td"


def test_cleaned_composes_letters():
    """Letters are in composed form."""
    assert cleaned("e\u0301") == "é"


@given(st.text(max_size=200))
def test_cleaned_twice_is_cleaned_once(text):
    """What is clean stays as it is, unless cleaning uncovered text to mend."""
    once = cleaned(text)
    assert cleaned(once) == once or not once.isascii()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("héllo".encode(), "héllo"),
        ("héllo".encode("utf-8-sig"), "héllo"),
        ("héllo".encode("utf-16"), "héllo"),
        ("naïve café au lait, déjà vu à Orléans".encode("cp1252"), "naïve café au lait, déjà vu à Orléans"),
        ("Индексы ускоряют чтение из таблицы".encode("cp1251"), "Индексы ускоряют чтение из таблицы"),
    ],
)
def test_decoded_tells_the_encoding(raw, text):
    """UTF-8, marked UTF-16 and the older encodings are told apart."""
    assert decoded(raw) == text


def test_decoded_takes_the_declared_encoding_when_it_is_not_utf8():
    """What a file says of itself counts before guessing."""
    assert decoded("Ž".encode("cp1250"), declared="cp1250") == "Ž"


def test_decoded_refuses_what_is_not_text():
    """Zero bytes are no text."""
    with pytest.raises(ValueError, match="zero bytes"):
        decoded(b"a\x00b")


def test_front_matter_is_stripped_and_gives_the_title():
    """What stands between the dashes is not part of the text."""
    assert without_front_matter('---\ntitle: "My page"\nx: 1\n---\n# Top\n') == ("# Top\n", "My page")


@pytest.mark.parametrize("text", ["# Top\n\n---\n\nmore\n---\n", "--- not\n---\n", "---\nno end"])
def test_dashes_elsewhere_are_no_front_matter(text):
    """Only dashes on the first line, closed later, are front matter."""
    assert without_front_matter(text) == (text, None)


def test_comments_are_dropped_outside_code():
    """What Markdown does not show is left out; in code it is shown, and stays."""
    text = "a <!-- hidden\nmore --> b\n\n```html\n<!-- shown -->\n```\n\n[//]: # (hidden)\n[x]: # (hidden)\nend <!-- open"
    assert without_comments(text) == "a  b\n\n```html\n<!-- shown -->\n```\n\n\n\nend "


def test_prose_makes_no_heading():
    """Lines of plain text that look like headings or rules are not."""
    assert as_prose("# one\nreal\n----\n#tag") == "\\# one\nreal\n#tag"


@pytest.mark.parametrize("flood", ["[x]:{}x", "[x]: #{}(", "<!--{}", "<a {}hidden>"])
def test_comments_are_dropped_in_time_in_proportion(flood):
    """Eight times as many spaces take about eight times as long, not their square."""

    def taken(spaces):
        started = process_time()
        without_comments(flood.format(" " * spaces))
        return process_time() - started

    few, many = (min(taken(spaces) for _ in range(3)) for spaces in (20_000, 160_000))
    assert many < 24 * few
