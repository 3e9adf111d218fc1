"""DOCX -> Markdown of what a word processor would show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knowledge.clean import as_prose

if TYPE_CHECKING:
    from typing import BinaryIO

TINY_PT = 2  # letters of this size are not meant to be read
STYLES_DEEP = 20  # styles may be based on each other in a circle


def markdown(stream: BinaryIO) -> tuple[str | None, str]:
    """The document's title and its paragraphs, lists and tables in order.

    Raises:
        ValueError: the file is damaged.
    """
    from docx import Document
    from docx.table import Table

    document = Document(stream)
    blocks: list[str] = []
    for block in document.iter_inner_content():
        said = _table(block) if isinstance(block, Table) else _paragraph(block)
        if said.startswith("- ") and blocks and blocks[-1].startswith("- "):
            blocks[-1] += "\n" + said
        elif said:
            blocks.append(said)
    return document.core_properties.title or None, "\n\n".join(blocks)


def _paragraph(paragraph: Any) -> str:
    runs = [] if _hides(paragraph.style) else _runs(paragraph)
    said = as_prose("".join(run.text for run in runs if not _is_hidden(run))).strip()
    style = paragraph.style.name if paragraph.style is not None else ""
    heading = re.fullmatch(r"(?:Heading (\d)|(Title))", style)
    if not said:
        return ""
    if heading:
        level = min(6, int(heading[1])) if heading[1] else 1
        return "#" * level + " " + " ".join(said.split())
    return f"- {said}" if style.startswith("List") else said


def _runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph, those inside links too."""
    return [run for part in paragraph.iter_inner_content() for run in getattr(part, "runs", [part])]


def _is_hidden(run: Any) -> bool:
    if run.font.hidden is False:  # said of the run itself, against its style
        return False
    return _is_unseen(run.font) or _hides(run.style)


def _hides(style: Any) -> bool:
    """Whether a style, or one that it is based on, makes text that cannot be seen."""
    for _ in range(STYLES_DEEP):
        font = getattr(style, "font", None)
        if font is None or font.hidden is False:
            return False
        if _is_unseen(font):
            return True
        style = style.base_style
    return False


def _is_unseen(font: Any) -> bool:
    size, colour = font.size, font.color.rgb if font.color else None
    return bool(font.hidden) or (size is not None and size.pt < TINY_PT) or str(colour) == "FFFFFF"


def _table(table: Any) -> str:
    rows = [[" ".join(_cell(cell).split()).replace("|", "\\|") for cell in row.cells] for row in table.rows]
    if not rows:
        return ""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _cell(cell: Any) -> str:
    return " ".join(_paragraph(paragraph) for paragraph in cell.paragraphs)
