"""Document: what reading a file gives, its text with the headings in it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge import markdown


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading where it stands in a text.

    Attributes:
        level: 1 is the highest.
        title: the words, without markup.
        start: first character of its line in the document's text.
        end: where the text below it begins.
    """

    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A readable text, whatever it was read from; spans and headings point into ``text``."""

    title: str
    text: str
    media_type: str
    headings: tuple[Heading, ...] = ()


def from_markdown(text: str, *, title: str) -> Document:
    """The document that this Markdown is; its first heading of level 1 goes before the title given."""
    headings = tuple(
        Heading(level, words, start, end) for level, words, start, end in markdown.headings(text)
    )
    top = next((heading.title for heading in headings if heading.level == 1), title)
    return Document(top or title, text, "text/markdown", headings)
