"""Files of each kind, good and bad, as documents."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from docx.shared import Pt, RGBColor
from pypdf import PdfWriter

from knowledge.errors import ReadError
from knowledge.read import Limits, load, parse, read


def document(raw, name, **limits):
    return parse(raw if isinstance(raw, bytes) else raw.encode(), name=name, limits=Limits(**limits))


def reason(raw, name, **limits):
    with pytest.raises(ReadError) as caught:
        document(raw, name, **limits)
    return caught.value.reason


def pdf(*contents, boxes=""):
    """A PDF of one page for each content stream, with Helvetica as /F."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for content in contents:
        stream = len(objects) + 1
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {stream} 0 R "
        objects.append(page + "/Resources << /Font << /F 3 0 R >> >> >>")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{at:010} 00000 n \n" for at in offsets
    )
    return (out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF").encode()


def word(fill):
    written = docx.Document()
    fill(written)
    stream = BytesIO()
    written.save(stream)
    return stream.getvalue()


def test_markdown_keeps_its_text_and_headings():
    """Markdown is read as it is, below its front matter."""
    found = document("---\ntitle: Given\n---\n# Top\n\nText.\n", "a.md")
    assert (found.title, found.text, found.media_type) == ("Top", "# Top\n\nText.\n", "text/markdown")
    assert [heading.title for heading in found.headings] == ["Top"]


def test_markdown_without_a_heading_is_named_after_its_front_matter_or_file():
    """The title is the top heading, else the given one, else the name of the file."""
    assert document("---\ntitle: Given\n---\nText.", "a.md").title == "Given"
    assert document("Text.", "my notes.md").title == "my notes"


def test_text_has_no_headings():
    """In plain text a line that begins with a hash is a line."""
    found = document("# shopping\n- milk\n", "a.txt")
    assert found.headings == ()
    assert "shopping" in found.text


def test_html_becomes_what_a_browser_shows():
    """Headings, lists, code and tables are kept; scripts, menus and hidden elements are not."""
    found = document(
        "<title>T</title><script>x</script><nav>menu</nav><h2>Head &amp; more</h2><p>One <b>two</b>.</p>"
        "<ul><li>a<li>b</ul><ol><li>c</ol><pre>x = 1\n  y</pre><p hidden>SECRET</p><p style='display: none'>SECRET</p>"
        "<div aria-hidden=true>SECRET</div><p style='font-size:0'>SECRET</p><!-- SECRET -->"
        "<table><tr><th>k<th>v<tr><td>1<td>2</table>",
        "a.html",
    )
    assert found.text == (
        "## Head & more\n\nOne two.\n\n- a\n- b\n\n1. c\n\n```text\nx = 1\n  y\n```\n\n| k | v |\n| --- | --- |\n| 1 | 2 |"
    )
    assert (found.title, found.media_type) == ("T", "text/html")


def test_html_text_cannot_make_headings():
    """A paragraph that begins with a hash is not a heading."""
    assert document("<p># no</p>", "a.html").headings == ()


def test_pdf_pages_are_headings():
    """Each page's text stands under its number."""
    found = document(
        pdf("BT /F 12 Tf 50 700 Td (First page.) Tj ET", "BT /F 12 Tf 50 700 Td (Second.) Tj ET"), "a.pdf"
    )
    assert found.text == "## Page 1\n\nFirst page.\n\n## Page 2\n\nSecond."


@pytest.mark.parametrize(
    "hidden",
    [
        "3 Tr 50 600 Td (SECRET) Tj",
        "1 g 50 600 Td (SECRET) Tj",
        "1 1 1 rg 50 600 Td (SECRET) Tj",
        "/F 0.1 Tf 50 600 Td (SECRET) Tj",
        "5000 600 Td (SECRET) Tj",
    ],
)
def test_pdf_text_that_cannot_be_seen_is_left_out(hidden):
    """Invisible, white, tiny and off-page text is not read."""
    content = f"BT /F 12 Tf 50 700 Td (Seen.) Tj ET q BT /F 12 Tf {hidden} ET Q"
    assert document(pdf(content), "a.pdf").text.strip() == "## Page 1\n\nSeen."


def test_pdf_scan_with_recognised_text_is_read():
    """Where all text is invisible it is the text of a scan."""
    assert "Scanned" in document(pdf("BT /F 12 Tf 3 Tr 50 700 Td (Scanned) Tj ET"), "a.pdf").text


def test_pdf_with_a_password_is_refused():
    """An encrypted file says what it is."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    assert reason(stream.getvalue(), "a.pdf") == "it is protected by a password"


def test_docx_becomes_markdown():
    """Headings, paragraphs, lists and tables are kept in order."""

    def fill(written):
        written.add_heading("Top", 1)
        written.add_paragraph("Text.")
        written.add_paragraph("one", style="List Bullet")
        written.add_paragraph("two", style="List Bullet")
        table = written.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"

    assert document(word(fill), "a.docx").text == "# Top\n\nText.\n\n- one\n- two\n\n| a | b |\n| --- | --- |"


def test_docx_text_that_cannot_be_seen_is_left_out():
    """Hidden, white and tiny runs are not read."""

    def fill(written):
        paragraph = written.add_paragraph("Seen.")
        paragraph.add_run("SECRET").font.hidden = True
        paragraph.add_run("SECRET").font.color.rgb = RGBColor(255, 255, 255)
        paragraph.add_run("SECRET").font.size = Pt(1)

    assert document(word(fill), "a.docx").text == "Seen."


def archive(**files):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "name", "expected"),
    [
        ("", "a.md", "it holds no text that can be seen"),
        ("\u200b \n", "a.md", "it holds no text that can be seen"),
        (b"%PDF-1.4 x", "a.md", "it is named as text but is a PDF"),
        (b"PK\x03\x04", "a.txt", "it is named as text but is an archive"),
        (b"a\x00b", "a.txt", "zero bytes"),
        ("no pdf", "a.pdf", "it is named as a PDF but is none"),
        (b"%PDF-1.4 broken", "a.pdf", ""),
        ("no docx", "a.docx", "it is named as a DOCX but is none"),
        (archive(x_txt="x"), "a.docx", "holds no document"),
        (archive(word__document_xml="x" * 70_000_000), "a.docx", "far larger unpacked"),
        ("no markup at all", "a.html", "holds no element"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_reason(raw, name, expected):
    """A file that lies about itself, or holds nothing, gets a reason in plain words."""
    assert expected in reason(raw, name)


def test_text_over_the_limit_is_refused():
    """The length of a text is bounded, in characters and in lines."""
    assert reason("a" * 101, "a.md", text_chars=100) == "its text is longer than 100 characters"
    assert reason("a\n" * 11, "a.md", text_lines=10) == "its text has more than 10 lines"


def test_a_reader_out_of_memory_is_a_reason():
    """A file that asks for too much memory ends its reader only."""
    assert "memory" in reason(b"<p>" + b"a" * 60_000_000, "a.html", memory_bytes=160 << 20)


def test_a_reader_out_of_time_is_a_reason():
    """A file that asks for too much time ends its reader only."""
    slow = "".join(f"<div><p style='color:red'>{n}</p>" for n in range(400_000))
    assert "seconds" in reason(slow, "a.html", cpu_s=1)


def test_load_refuses_a_file_over_the_limit(tmp_path):
    """The size of a file is bounded, and one byte over it is too many."""
    path = tmp_path / "a.md"
    path.write_bytes(b"a" * 101)
    assert load(path, limits=Limits(file_bytes=101)) == b"a" * 101
    with pytest.raises(ReadError, match=r"larger than 0\.0001 MB"):
        load(path, limits=Limits(file_bytes=100))


def test_load_refuses_what_is_no_file(tmp_path):
    """A folder with the name of a document is none."""
    (tmp_path / "a.md").mkdir()
    with pytest.raises(ReadError, match="it is not a file"):
        read(tmp_path / "a.md")


def test_read_takes_a_path(tmp_path):
    """A file is read by its path."""
    (tmp_path / "Notes.MD").write_text("# Top\n\nText.")
    assert read(tmp_path / "Notes.MD").title == "Top"
