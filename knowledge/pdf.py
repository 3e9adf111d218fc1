"""PDF -> the text of its pages that a reader would show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_SHOWS = {b"Tj", b"TJ", b"'", b'"'}
_PAINTS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do"}
_INVISIBLE_MODES = {3, 7}  # PDF 32000-1, table 106: neither fill nor stroke
TINY_PT = 1.0
WHITE = 0.98


def pages(stream: BinaryIO, *, most: int) -> tuple[str | None, Iterator[tuple[int, str]]]:
    """The document's title, and number and text of each page.

    Raises:
        ValueError: it is encrypted, or longer than ``most`` pages.
    """
    from pypdf import PdfReader

    reader = PdfReader(stream)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("it is protected by a password")
    if len(reader.pages) > most:
        raise ValueError(f"it has more than {most:,} pages")
    title = reader.metadata.title if reader.metadata else None
    return title, ((number, _text(page)) for number, page in enumerate(reader.pages, 1))


def _text(page: Any) -> str:
    """What the page shows; where nothing at all is visible, a scan's recognised text, which lies under its picture."""
    shown = _Shown(page)
    text = page.extract_text(visitor_operand_before=shown.before)
    if not text.strip() and shown.left_out:
        text = page.extract_text()
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)


class _Shown:
    """Follows the page's graphics state and empties the operands of text that cannot be seen."""

    def __init__(self, page: Any) -> None:
        box = page.mediabox
        self._box = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        self._mode = 0
        self._white = False
        self._size = 1.0
        self._kept: list[tuple[int, bool, float]] = []
        self._painted = False
        self.left_out = False

    def before(self, operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        if operator in _SHOWS:
            if self._is_hidden(cm, tm):
                self.left_out = True
                operands[-1] = type(operands[-1])()
        elif operator in _PAINTS:
            self._painted = True
        elif operator == b"q":
            self._kept.append((self._mode, self._white, self._size))
        elif operator == b"Q" and self._kept:
            self._mode, self._white, self._size = self._kept.pop()
        elif operator == b"Tr":
            self._mode = int(operands[0])
        elif operator == b"Tf":
            self._size = float(operands[1])
        elif operator in (b"g", b"rg", b"sc", b"scn"):
            self._white = all(isinstance(each, (int, float)) and each >= WHITE for each in operands)
        elif operator == b"k":
            self._white = not any(float(each) for each in operands)

    def _is_hidden(self, cm: list[float], tm: list[float]) -> bool:
        scale = abs(tm[0] * tm[3] - tm[1] * tm[2]) ** 0.5 * abs(cm[0] * cm[3] - cm[1] * cm[2]) ** 0.5
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        left, bottom, right, top = self._box
        outside = not (left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1)
        # White letters are hidden on bare paper only; on something painted they may well be what is read.
        return (
            self._mode in _INVISIBLE_MODES
            or (self._white and not self._painted)
            or abs(self._size) * scale < TINY_PT
            or outside
        )
