"""Text as people see it: decoded, mended, without characters and comments that only a machine would read."""

from __future__ import annotations

import codecs
import re
import unicodedata

from knowledge.refusal import Refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What text still comes in, commonest first; more choices only make for more wrong guesses on short texts.
_OLDER = [
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "koi8_r",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
    "euc_jp",
]
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
# Neither shows in rendered Markdown: a comment, and a link that nothing points to.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HIDDEN_LINK = re.compile(r"^\[[^\]\n]*\]:[ \t]*+#?[ \t]*+\([^\n]*\)[ \t]*$|^\[//\]:[^\n]*$", re.MULTILINE)
# HTML in Markdown that a browser would not show; of elements in each other the outermost ends where the first ends
_HIDDEN_ELEMENT = re.compile(
    r"<(?P<name>script|style|template|noscript|iframe|object)\b[^<>]{0,500}>.*?(?:</(?P=name)[^<>]{0,50}>|\Z)"
    r"|<(?P<tag>[a-z][a-z0-9]{0,20})\b[^<>]{0,500}?(?:\shidden\b|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none"
    r"|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0)[^<>]{0,500}>.*?(?:</(?P=tag)\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def decoded(raw: bytes, *, declared: str | None = None) -> str:
    """The text of these bytes: by their mark, as UTF-8, as declared, or as the likeliest older encoding.

    Raises:
        Refusal: they are not text.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding)
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return _checked(raw.decode(encoding))
        except (LookupError, UnicodeDecodeError):
            continue
    from charset_normalizer import from_bytes

    guesses = from_bytes(raw[:200_000], cp_isolation=_OLDER)
    if not guesses:
        raise Refusal("it is not text in an encoding that can be told")
    best = min(guesses, key=lambda guess: (guess.chaos, -guess.coherence, _OLDER.index(guess.encoding)))
    return _checked(raw.decode(best.encoding, errors="replace"))


def cleaned(text: str) -> str:
    """The text mended and without invisible characters, in NFC, its lines ending with a newline each."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).split("\n")
    return unicodedata.normalize("NFC", "\n".join(map(_mended, lines)).translate(_VISIBLE))


def without_front_matter(markdown: str) -> tuple[str, str | None]:
    """Markdown below its front matter, and the title that stands in it."""
    match = _FRONT_MATTER.match(markdown)
    if not match:
        return markdown, None
    title = re.search(r"^title:[ \t]*(.+?)[ \t]*$", match["fields"], re.MULTILINE)
    return markdown[match.end() :], title[1].strip("'\"") if title else None


def without_comments(markdown: str) -> str:
    """Markdown without what is not shown when it is rendered; code blocks stay as they are."""
    return "".join(
        part if is_code else _HIDDEN_LINK.sub("", _HIDDEN_ELEMENT.sub("", _COMMENT.sub("", part)))
        for is_code, part in _fenced(markdown)
    )


def as_prose(text: str) -> str:
    """Text as Markdown that shows nothing else: no line of it becomes a heading or a rule."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(
        re.sub(r"^(#{1,6})(?=\s|$)", r"\\\1", line) for line in lines if not re.fullmatch(r"[-=_*]+", line)
    )


def _fenced(markdown: str) -> list[tuple[bool, str]]:
    """The text in parts: inside code fences, or not."""
    parts: list[tuple[bool, list[str]]] = [(False, [])]
    fence = ""
    for line in markdown.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            parts[-1][1].append(line)
            if mark and mark[1].startswith(fence):
                fence = ""
                parts.append((False, []))
        elif mark:
            fence = mark[1]
            parts.append((True, [line]))
        else:
            parts[-1][1].append(line)
    return [(is_code, "".join(lines)) for is_code, lines in parts]


def _checked(text: str) -> str:
    if "\x00" in text:
        raise Refusal("it holds zero bytes, as programs and pictures do")
    return text


def _mended(line: str) -> str:
    """UTF-8 that was read as Mac Roman, read rightly; any other line does not survive the round trip and stays."""
    if line.isascii():
        return line
    try:
        return line.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return line


class _Visible(dict[int, int | None]):
    """For `str.translate`: spaces of any width are spaces, and what cannot be seen is left out."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        if category == "Zs":
            kept: int | None = 0x20
        elif category.startswith("C") or any(code in selectors for selectors in _VARIATION_SELECTORS):
            kept = None  # controls, bidi and zero-width marks, tags, private use, halves of pairs
        else:
            kept = code
        self[code] = kept
        return kept


_VISIBLE = _Visible({0x09: 0x09, 0x0A: 0x0A})
