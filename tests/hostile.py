"""Hostile files, made when they are asked for: bombs, cycles, lies, damage, and text that nobody would see.

What must never reach a passage is marked SECRET; what a reader must still see is marked SEEN.
"""

from __future__ import annotations

import gzip
import random
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NUL = b"\x00"
SHOWN = b"BT /F 12 Tf 50 700 Td (SEEN) Tj ET "


def pdf(  # noqa: PLR0913 - the parts of a file, each by name
    content: bytes = SHOWN,
    *,
    resources: str = "",
    catalog: str = "",
    page: str = "",
    kids: str = "[4 0 R]",
    count: int = 1,
    more: tuple[bytes, ...] = (),
    stream: str = "",
) -> bytes:
    """A PDF of one page; further objects are numbered from 6."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids {kids} /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
            f"/Resources << /Font << /F 3 0 R >> {resources} >> {page} >>"
        ).encode(),
        f"<< /Length {len(content)} {stream} >>\nstream\n".encode() + content + b"\nendstream",
        *more,
    ]
    out, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{at:010} 00000 n \n".encode() for at in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def packed(piece: bytes, times: int) -> bytes:
    """A zlib stream of a piece repeated."""
    making = zlib.compressobj(9)
    parts = [making.compress(piece) for _ in range(times)]
    return b"".join([*parts, making.flush()])


WORDS = '<w:p><w:r><w:t xml:space="preserve">SEEN</w:t></w:r></w:p>'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SPACE = "http://schemas.openxmlformats.org"
TYPES = (
    f'{HEAD}<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
OF_DOCUMENT = (
    f'{HEAD}<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="s1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    f'<Relationship Id="i1" Type="{SPACE}/officeDocument/2006/relationships/image" '
    'Target="http://192.0.2.1/pixel.png" TargetMode="External"/></Relationships>'
)


def docx(
    body: str = WORDS,
    *,
    before: str = "",
    styles: str = "",
    members: tuple[tuple[str, bytes], ...] = (),
    document: bytes | None = None,
) -> bytes:
    """A DOCX of these paragraphs."""
    whole = f'{HEAD}{before}<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    sheet = f'{HEAD}<w:styles xmlns:w="{SPACE}/wordprocessingml/2006/main">{styles}</w:styles>'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/_rels/document.xml.rels", OF_DOCUMENT)
        archive.writestr("word/styles.xml", sheet)
        archive.writestr("word/document.xml", document if document is not None else whole.encode())
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def run(properties: str, text: str = "SECRET") -> str:
    """A paragraph of what is seen and of a run with these properties."""
    return f"<w:p><w:r><w:t>SEEN </w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def lying_sizes() -> bytes:
    """A DOCX whose directory says that its large document is small."""
    raw = bytearray(docx(document=b"<a>" + b" " * 80_000_000 + b"</a>"))
    at = raw.index(b"PK\x01\x02")
    while raw[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = (int.from_bytes(raw[at + n : at + n + 2], "little") for n in (28, 30, 32))
        if raw[at + 46 : at + 46 + name] == b"word/document.xml":
            raw[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at += 46 + name + extra + comment
    return bytes(raw)


def archive_of_archives() -> bytes:
    """A ZIP in a ZIP in a ZIP."""
    inner = b"0" * 1_000_000
    for depth in range(5):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed_:
            for n in range(8):
                packed_.writestr(f"{depth}-{n}.zip", inner)
        inner = stream.getvalue()
    return inner


def page(inside: str, *, head: str = "") -> bytes:
    """An HTML page that shows something."""
    return f"<!doctype html><html><head>{head}</head><body><p>SEEN</p>{inside}</body></html>".encode()


def nested_laughs() -> str:
    """Entities that grow tenfold at each of nine levels."""
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "SECRET">' for n in range(10)
    )
    return f"<!DOCTYPE w [{levels}]>"


def tags(text: str) -> str:
    """ASCII written in Unicode's invisible tag characters."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


def selectors(text: str) -> str:
    """Bytes written in invisible variation selectors."""
    return "".join(chr(0xE0100 + ord(letter)) for letter in text)


RANDOM = random.Random(7)  # noqa: S311 - no secret

FILES: dict[str, Callable[[], bytes]] = {
    # PDF, damage and lies
    "empty.pdf": lambda: b"",
    "only-magic.pdf": lambda: b"%PDF-1.7",
    "truncated.pdf": lambda: pdf(SHOWN * 50)[:900],
    "noise.pdf": lambda: b"%PDF-1.7\n" + RANDOM.randbytes(50_000),
    "page.html.pdf": lambda: page("<script>SECRET</script>"),
    "program.pdf": lambda: b"MZ\x90\x00" + NUL * 500,
    "count-lies.pdf": lambda: pdf(count=1_000_000_000),
    "pages-of-pages.pdf": lambda: pdf(kids="[2 0 R 4 0 R]"),
    "length-lies.pdf": lambda: pdf().replace(b"/Length 37", b"/Length 99999999"),
    "xref-loop.pdf": lambda: pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
    "no-root.pdf": lambda: pdf().replace(b"/Root 1 0 R", b"/Root 77 0 R"),
    "deep-array.pdf": lambda: pdf(page=f"/A {'[' * 100_000}{']' * 100_000}"),
    # PDF, bombs
    "flate-bomb.pdf": lambda: pdf(packed(b" " * 1_000_000, 400), stream="/Filter /FlateDecode"),
    "double-flate-bomb.pdf": lambda: pdf(
        zlib.compress(packed(b" " * 1_000_000, 400)), stream="/Filter [/FlateDecode /FlateDecode]"
    ),
    "operator-bomb.pdf": lambda: pdf(
        packed(b"BT /F 12 Tf (a) Tj ET " * 1_000, 2_000), stream="/Filter /FlateDecode"
    ),
    "form-calls-itself.pdf": lambda: pdf(
        SHOWN + b"/X Do",
        resources="/XObject << /X 6 0 R >>",
        more=(
            (
                b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 11 >>\n"
                b"stream\n/X Do /X Do\nendstream"
            ),
        ),
    ),
    "tounicode-bomb.pdf": lambda: pdf(
        SHOWN.replace(b"/F", b"/G"),
        resources="/Font << /G 6 0 R >>",
        more=(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
            (
                b"<< /Length 70 >>\nstream\n1 begincodespacerange <00> <FF> endcodespacerange\n"
                b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange\nendstream"
            ),
        ),
    ),
    "too-many-pages.pdf": lambda: pdf(kids=f"[{'4 0 R ' * 6_000}]", count=6_000),
    "many-objects.pdf": lambda: pdf(more=tuple(b"<< /A 1 >>" for _ in range(60_000))),
    # PDF, what nobody would see
    "invisible-mode.pdf": lambda: pdf(SHOWN + b"BT /F 12 Tf 3 Tr 50 600 Td (SECRET) Tj ET"),
    "white.pdf": lambda: pdf(SHOWN + b"BT /F 12 Tf 1 1 1 rg 50 600 Td (SECRET) Tj ET"),
    "tiny.pdf": lambda: pdf(SHOWN + b"BT /F 0.1 Tf 50 600 Td (SECRET) Tj ET"),
    "scaled-away.pdf": lambda: pdf(SHOWN + b"q 0.01 0 0 0.01 0 0 cm BT /F 12 Tf 50 600 Td (SECRET) Tj ET Q"),
    "off-the-page.pdf": lambda: pdf(SHOWN + b"BT /F 12 Tf 50 9000 Td (SECRET) Tj ET"),
    "transparent.pdf": lambda: pdf(
        SHOWN + b"q /T gs BT /F 12 Tf 50 600 Td (SECRET) Tj ET Q", resources="/ExtGState << /T << /ca 0 >> >>"
    ),
    "layer-off.pdf": lambda: pdf(
        SHOWN + b"/OC /L BDC BT /F 12 Tf 50 600 Td (SECRET) Tj ET EMC",
        resources="/Properties << /L 6 0 R >>",
        catalog="/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>",
        more=(b"<< /Type /OCG /Name (hidden) >>",),
    ),
    "script.pdf": lambda: pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert\\('SECRET'\\)) >>"),
    "note.pdf": lambda: pdf(page="/Annots [<< /Subtype /Text /Rect [0 0 1 1] /Contents (SECRET) >>]"),
    # DOCX, damage, lies and bombs
    "not-a-zip.docx": lambda: b"SEEN",
    "page.html.docx": lambda: page(""),
    "truncated.docx": lambda: docx()[:700],
    "other-office.docx": lambda: _plain_zip(("xl/workbook.xml", b"<x/>")),
    "zip-of-zips.docx": archive_of_archives,
    "zip-bomb.docx": lambda: docx(document=b"<a>" + b" " * 200_000_000 + b"</a>"),
    "lying-sizes.docx": lying_sizes,
    "many-members.docx": lambda: docx(members=tuple((f"x/{n}.xml", b"<x/>") for n in range(6_000))),
    "many-paragraphs.docx": lambda: docx("<w:p/>" * 500_000),
    "nested.docx": lambda: docx("<w:p>" * 100_000 + "</w:p>" * 100_000),
    "laughs.docx": lambda: docx(f"{WORDS}<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", before=nested_laughs()),
    "outside-entity.docx": lambda: docx(
        f"{WORDS}<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
        before='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "climbs-out.docx": lambda: docx(members=(("../../../../tmp/SECRET", b"x"), ("/etc/SECRET", b"x"))),
    # DOCX, what nobody would see
    "vanish.docx": lambda: docx(run("<w:vanish/>")),
    "white.docx": lambda: docx(run('<w:color w:val="FFFFFF"/>')),
    "tiny.docx": lambda: docx(run('<w:sz w:val="1"/>')),
    "vanish-by-style.docx": lambda: docx(
        run('<w:rStyle w:val="H"/>'),
        styles='<w:style w:type="character" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>',
    ),
    "vanish-by-paragraph-style.docx": lambda: docx(
        f'{WORDS}<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr><w:r><w:t>SECRET</w:t></w:r></w:p>',
        styles='<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>',
    ),
    "deleted.docx": lambda: docx(
        f"{WORDS}<w:p><w:del><w:r><w:delText>SECRET</w:delText></w:r></w:del></w:p>"
    ),
    "comment.docx": lambda: docx(members=(("word/comments.xml", b"<c>SECRET</c>"),)),
    # HTML
    "script.html": lambda: page("<script>SECRET</script><img src=x onerror=SECRET><svg onload=SECRET></svg>"),
    "frames.html": lambda: page("<iframe srcdoc='SECRET'></iframe><object data=SECRET>SECRET</object>"),
    "links.html": lambda: page(
        "<a href='javascript:SECRET'>SEEN</a><meta http-equiv=refresh content='0;url=SECRET'>"
    ),
    "comment.html": lambda: page("<!-- SECRET --><!--[if IE]>SECRET<![endif]-->"),
    "template.html": lambda: page("<template>SECRET</template><noscript>SECRET</noscript>"),
    "hidden.html": lambda: page("<p hidden>SECRET</p><p aria-hidden=true>SECRET</p><dialog>SECRET</dialog>"),
    "style.html": lambda: page(
        "<p style='display:none'>SECRET</p><p style='VISIBILITY : hidden'>SECRET</p>"
        "<p style='font-size:0'>SECRET</p><p style='position:absolute;left:-9999px'>SECRET</p>"
    ),
    "sheet.html": lambda: page(
        "<p class='a h'>SECRET</p><p id=i>SECRET</p>",
        head="<style>.h, #i { color: red; display: none }</style>",
    ),
    "white.html": lambda: page("<p style='color:#fff'>SECRET</p><p style='color: white'>SECRET</p>"),
    "input.html": lambda: page("<input value=SECRET><textarea>SECRET</textarea><img alt=SECRET>"),
    "nested.html": lambda: b"<div>" * 300_000 + b"SEEN",
    "paragraphs.html": lambda: b"<p>a</p>" * 1_000_000,
    "attribute.html": lambda: page(f"<p title='{'a' * 20_000_000}'>SEEN</p>"),
    "unclosed.html": lambda: b"<table><tr><td>SEEN" + b"<b><i><a href=x>" * 50_000,
    "laughs.html": lambda: nested_laughs().encode() + page("&l9;"),
    "utf-7.html": lambda: b"<meta charset=utf-7><p>SEEN</p>+ADw-script+AD4-x+ADw-/script+AD4-\xff",
    "punycode.html": lambda: b"<meta charset=punycode><p>SEEN</p>" + b"a" * 300_000 + b"\xff",
    "nul.html": lambda: b"<p>SE" + NUL + b"EN</p><scr" + NUL + b"ipt>x</script>",
    # Markdown and text
    "comment.md": lambda: b"# SEEN\n\nSEEN\n\n<!-- SECRET\n\nSECRET -->\n[//]: # (SECRET)\n[x]: # (SECRET)\n",
    "raw.md": lambda: (
        b"SEEN\n\n<div style='display:none'>SECRET</div>\n\n<span hidden>SECRET</span>\n\n<script>SECRET</script>\n"
    ),
    "raw-open.md": lambda: b"SEEN\n\n<template>\nSECRET\n\nSECRET\n",
    "front-matter.md": lambda: b"---\ntitle: SEEN\na: &a [x]\nb: [*a, *a]\nnote: SECRET\n---\n\nSEEN\n",
    "bidi.md": "SEEN \u202e\u2066NEES\u2069\u202c\n".encode,
    "tags.md": f"SEEN{tags('SECRET')}\n".encode,
    "selectors.md": f"SEEN{selectors('SECRET')}\n".encode,
    "zero-width.md": "S\u200bE\u200cE\u200dN SEEN\ufeff\u2060\n".encode,
    "nested-quotes.md": lambda: b">" * 100_000 + b" SEEN\n",
    "brackets.md": lambda: b"SEEN " + b"[" * 100_000 + b"\n",
    "emphasis.md": lambda: b"SEEN " + b"*a_" * 100_000 + b"\n",
    "backticks.md": lambda: b"SEEN " + b"".join(b"`" * (n % 50) + b" a " for n in range(60_000)) + b"\n",
    "lists.md": lambda: b"SEEN\n\n" + b"".join(b" " * n + b"- a\n" for n in range(2_000)),
    "open-fence.md": lambda: b"SEEN\n\n```\n" + b"# no heading\n" * 5_000,
    "one-heading.md": lambda: b"# SEEN " + b"a " * 500_000 + b"\n",
    "many-headings.md": lambda: b"# SEEN\n\ntext\n\n" * 40_000,
    "one-line.txt": lambda: b"SEEN " * 4_000_000,
    "many-lines.txt": lambda: b"a\n" * 1_000_000,
    "nul.txt": lambda: b"SEEN" + NUL + b"SEEN",
    "picture.md": lambda: b"\x89PNG\r\n\x1a\n" + RANDOM.randbytes(4_000),
    "program.txt": lambda: b"\x7fELF" + RANDOM.randbytes(4_000),
    "squeezed.txt": lambda: gzip.compress(b"SECRET"),
    "document.pdf.txt": pdf,
    "document.docx.md": docx,
    "utf-16.txt": lambda: "SEEN ünd".encode("utf-16"),
    "utf-16-unmarked.txt": lambda: "SEEN ünd".encode("utf-16-le"),
    "utf-32.txt": lambda: "SEEN ünd".encode("utf-32"),
    "cp1251.txt": lambda: ("SEEN " + "Индекс это отсортированная копия столбца. " * 20).encode("cp1251"),
    "overlong.txt": lambda: b"SEEN \xc0\xbcscript\xc0\xbe " * 20,
    "surrogates.txt": lambda: b"SEEN \xed\xa0\x80\xed\xb0\x80 " * 20,
    "steering.txt": lambda: b"SEEN \x1b[2J\x1b]0;x\x07\x1b[31m\x08\x08\n",
    "cut-utf-8.txt": lambda: "SEEN größe ".encode() * 20 + b"\xc3",
}


def _plain_zip(*members: tuple[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


# What may be a file's name: each is added to a folder with a line of text in it.
NAMES = (
    b"..%2f..%2fetc%2fpasswd.md",
    b"two\nlines.md",
    b"<script>alert(1)</script>.md".replace(b"/", b"\xe2\x88\x95"),
    b"'; DROP TABLE source; --.md",
    "rtl-\u202efdp.md".encode(),
    b"not-utf-8-\xff\xfe.md",
    b"bell-\x07\x1b[31m.md",
    b"n" * 250 + b".md",
    b" .md",
    b"...md",
    b"con.md",
    b"$(touch SECRET).md",
    b"--help.md",
)
