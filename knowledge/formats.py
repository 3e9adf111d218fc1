"""The readers of each kind of file, as they run in a child; all give Markdown."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from knowledge.clean import as_prose, cleaned, decoded, without_comments, without_front_matter
from knowledge.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOCX_PARTS, DOCX_BYTES = 5_000, 60_000_000
PDF_PAGES = 5_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)


class Read(NamedTuple):
    """What a reader found: Markdown, and the title that the file gives itself."""

    title: str | None
    text: str


def main(arguments: Sequence[str], given: bytes) -> bytes:
    """Read the bytes as what the suffix says; JSON of title and text.

    Raises:
        Refusal: they are something else, damaged, or too long.
    """
    suffix, text_chars, text_lines = arguments[0], *map(int, arguments[1:])
    title, text = _read(suffix, given)
    text = cleaned(text)
    if len(text) > text_chars:
        raise Refusal(f"its text is longer than {text_chars:,} characters")
    if text.count("\n") > text_lines:
        raise Refusal(f"its text has more than {text_lines:,} lines")
    return json.dumps({"title": cleaned(title or "").strip()[:200], "text": text}).encode()


def _read(suffix: str, given: bytes) -> Read:
    """What the reader found; the words of its libraries, which tell of their insides, become ours."""
    try:
        return _READERS[suffix](given)
    except (Refusal, MemoryError):
        raise
    except RecursionError:
        raise Refusal("it is nested far deeper than a document would be") from None
    except Exception as error:
        if type(error).__name__ == "LimitReachedError":  # pypdf's, imported for PDF files only
            raise Refusal("it is far larger unpacked than a document would be") from None
        raise Refusal(f"it is damaged, or no {suffix[1:].upper()} file although its name says so") from error


def _markdown(raw: bytes) -> Read:
    text = cleaned(decoded(_not_binary(raw)))
    body, title = without_front_matter(text)
    return Read(title, without_comments(body))


def _text(raw: bytes) -> Read:
    lines = cleaned(decoded(_not_binary(raw))).split("\n")
    return Read(None, "\n".join(line if not line.strip() else as_prose(line) for line in lines))


def _html(raw: bytes) -> Read:
    from knowledge.html import markdown

    declared = _CHARSET.search(raw[:4096])
    text = decoded(_not_binary(raw), declared=declared[1].decode() if declared else None)
    if not re.search(r"<\s*[a-z!]", text, re.IGNORECASE):
        raise Refusal("it is named as HTML but holds no element")
    return Read(*markdown(text))


def _pdf(raw: bytes) -> Read:
    if b"%PDF-" not in raw[:1024]:
        raise Refusal("it is named as a PDF but is none")
    from knowledge.pdf import pages

    title, texts = pages(BytesIO(raw), most=PDF_PAGES)
    written = (f"## Page {number}\n\n{as_prose(text)}" for number, text in texts if text.strip())
    return Read(title, "\n\n".join(written))


def _docx(raw: bytes) -> Read:
    if not raw.startswith(b"PK\x03\x04"):
        raise Refusal("it is named as a DOCX but is none")
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        if "word/document.xml" not in {part.filename for part in parts}:
            raise Refusal("it is named as a DOCX but holds no document")
        if len(parts) > DOCX_PARTS or sum(part.file_size for part in parts) > DOCX_BYTES:
            raise Refusal("it is far larger unpacked than a document would be")
    from knowledge.docx import markdown

    return Read(*markdown(BytesIO(raw)))


def _not_binary(raw: bytes) -> bytes:
    for magic, kind in (
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "an archive"),
        (b"\x7fELF", "a program"),
        (b"\x1f\x8b", "an archive"),
    ):
        if raw.startswith(magic):
            raise Refusal(f"it is named as text but is {kind}")
    return raw


_READERS: dict[str, Callable[[bytes], Read]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _text,
    ".text": _text,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
}
