"""PDF -> the text of its pages that a reader would show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knowledge.refusal import Refusal

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
        Refusal: it is encrypted, or longer than ``most`` pages.
    """
    from pypdf import PdfReader

    reader = PdfReader(stream)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refusal("it is protected by a password")
    if len(reader.pages) > most:
        raise Refusal(f"it has more than {most:,} pages")
    title = reader.metadata.title if reader.metadata else None
    return title, ((number, _text(page)) for number, page in enumerate(reader.pages, 1))


def _text(page: Any) -> str:
    """What the page shows; where nothing at all is visible, a scan's recognised text, which lies under its picture."""
    shown = _Shown(page)
    text = page.extract_text(visitor_operand_before=shown.before)
    if not text.strip() and shown.left_out:
        text = page.extract_text()
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)


class _Unseen:
    """Which of a page's graphics states make what is painted transparent, and which of its layers are off."""

    def __init__(self, page: Any) -> None:
        resources = _dictionary(page, "/Resources")
        states = _dictionary(resources, "/ExtGState")
        self._states = {name: _dictionary(states, name) for name in states}
        layers = _dictionary(resources, "/Properties")
        self._layers = {name: layers.raw_get(name) for name in layers}
        self._off = _layers_off(page)

    def opacity(self, name: Any, *, before: bool) -> bool:
        """Whether what is filled in this state is transparent; a state that does not say leaves it."""
        state = self._states.get(name, {})
        return not float(state["/ca"]) if "/ca" in state else before

    def is_off(self, operands: list[Any]) -> bool:
        """Whether a marked stretch belongs to a layer that is switched off."""
        return operands[0] == "/OC" and _number(self._layers.get(operands[1])) in self._off


def _layers_off(page: Any) -> set[int]:
    """The numbers of the layers that are off when the document is opened (PDF 32000-1, 8.11.4.3)."""
    if not page.pdf:
        return set()
    properties = _dictionary(page.pdf.root_object, "/OCProperties")
    first = _dictionary(properties, "/D")
    off = {_number(each) for each in first.get("/OFF", [])}
    if first.get("/BaseState") == "/OFF":
        on = {_number(each) for each in first.get("/ON", [])}
        off |= {_number(each) for each in properties.get("/OCGs", [])} - on
    return off - {0}


def _dictionary(around: Any, name: str) -> Any:
    """The dictionary of this name; an empty one where there is none."""
    found = around.get(name)
    found = found.get_object() if found is not None else None
    return found if hasattr(found, "raw_get") else {}


def _number(reference: Any) -> int:
    return getattr(reference, "idnum", 0)


class _Shown:
    """Follows the page's graphics state and empties the operands of text that cannot be seen."""

    def __init__(self, page: Any) -> None:
        box = page.mediabox
        self._box = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        self._mode = 0
        self._white = False
        self._size = 1.0
        self._clear = False
        self._kept: list[tuple[int, bool, float, bool]] = []
        self._marked: list[
            bool
        ] = []  # of each marked stretch that is open, whether its layer is switched off
        self._unseen = _Unseen(page)
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
            self._kept.append((self._mode, self._white, self._size, self._clear))
        elif operator == b"Q" and self._kept:
            self._mode, self._white, self._size, self._clear = self._kept.pop()
        elif operator in (b"BMC", b"BDC"):
            self._marked.append(operator == b"BDC" and self._unseen.is_off(operands))
        elif operator == b"EMC" and self._marked:
            self._marked.pop()
        else:
            self._paint(operator, operands)

    def _paint(self, operator: bytes, operands: list[Any]) -> None:
        """Follow what letters look like."""
        if operator == b"gs":
            self._clear = self._unseen.opacity(operands[0], before=self._clear)
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
            or self._clear
            or any(self._marked)
            or (self._white and not self._painted)
            or abs(self._size) * scale < TINY_PT
            or outside
        )
