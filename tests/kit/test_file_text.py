"""The words in a file: what is found, in which order, and that a bad file ends nothing but its own process."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from hub.kit.file_text import MOST_BYTES, READABLE, Ending, FileWords, words_in
from hub.kit.files import MEDIA_TYPES
from tests.kit.test_files import archive

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def pdf(*pages: str, more: bytes = b"") -> bytes:
    """A PDF whose pages hold a line each."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        f"2 0 obj<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>endobj\n".encode(),
        b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n",
    ]
    for n, words in enumerate(pages):
        content = b"BT /F1 12 Tf 50 700 Td (" + words.encode("cp1252") + b") Tj ET"
        packed = zlib.compress(content)
        parts.append(
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>endobj\n%d 0 obj<</Filter/FlateDecode/Length %d>>"
            b"stream\n%s\nendstream endobj\n"
            % (10 + 2 * n, 11 + 2 * n, 11 + 2 * n, len(packed), packed)
        )
    content = b"".join(parts) + more
    places = {
        int(n): at.start() for at in re.finditer(rb"(?<=\n)(\d+) 0 obj", content) for n in [at[1]]
    }
    table = "".join(
        f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n"
        for n in range(max(places) + 1)
    )
    end = f"xref\n0 {max(places) + 1}\n{table}trailer<</Root 1 0 R/Size {max(places) + 1}>>\n"
    return content + end.encode() + b"startxref\n%d\n%%%%EOF\n" % len(content)


def docx(body: str, **members: str) -> bytes:
    """A text document of the parts that hold words."""
    return archive({
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **members
    })  # fmt: skip


def found(content: bytes, kind: str, tmp_path: Path, **more: float) -> FileWords:
    """What the process finds."""
    place = tmp_path / "file"
    place.write_bytes(content)
    with place.open("rb") as file:
        return words_in(file, kind, **more)


RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}}{\*\generator Writer;}"
    rb"{\info{\author Hidden}}\u201?t\'e9 caf\'e9\par \u-10179?\u-8704? {\b bold}\tab a\~b"
    rb"{\pict\bin4 {{}}ffd8}\par {\*\unknown hidden}\'93end\'94}"
)
SAMPLES = {
    "pdf": (pdf("First page, café", "Second page"), "First page, café\n\nSecond page"),
    "docx": (
        docx(
            "<w:p><w:r><w:t>Fi</w:t></w:r><w:r><w:t>rst</w:t><w:tab/><w:t>café</w:t></w:r></w:p>"
            "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>Second</w:t></w:r></w:p>"
        ),
        "First\tcafé\nSecond",
    ),
    "pptx": (
        archive({
            f"ppt/slides/slide{n}.xml": f"<s {A}><a:p><a:r><a:t>Slide {n}</a:t></a:r></a:p></s>"
            for n in (10, 2, 1)
        }),
        "Slide 1\n\nSlide 2\n\nSlide 10",
    ),
    "xlsx": (
        archive({
            "xl/sharedStrings.xml": "<sst><si><t>Coun</t><t>try</t></si><si><t>Peru</t><rPh><t>x</t></rPh></si></sst>",
            "xl/worksheets/sheet1.xml": '<worksheet><c t="inlineStr"><is><t>inline</t></is></c><c><v>12</v></c></worksheet>',
        }),
        "Country\nPeru\n\ninline",
    ),
    "odt": (
        archive({
            "content.xml": f"<office:body {ODF}><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
            "<text:h>Title</text:h><text:p>One<text:s/>two<text:tab/><text:span>three</text:span></text:p></office:body>",
        }),
        "Title\nOne two\tthree",
    ),
    "ods": (
        archive({"content.xml": f"<office:body {ODF}><table:table-cell><text:p>cell</text:p></table:table-cell></office:body>"}),
        "cell",
    ),
    "odp": (archive({"content.xml": f"<office:body {ODF}><text:p>shown</text:p></office:body>"}), "shown"),
    "rtf": (RTF, "Été café\n😀 bold\ta b\n“end”"),
    "csv": ("Name;Ville\nÉlise;Lomé\n".encode(), "Name;Ville\nÉlise;Lomé"),
    "txt": ("\ufeffÉté\r\n中文".encode("utf-16-le"), "Été\n中文"),
}  # fmt: skip


def test_there_is_a_sample_of_every_kind_in_which_words_are_looked_for() -> None:
    assert SAMPLES.keys() == READABLE
    assert MEDIA_TYPES.keys() - READABLE == {"doc", "xls", "ppt", "png", "jpg"}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_the_words_of_each_kind_are_found_in_their_order(kind: str, tmp_path: Path) -> None:
    content, expected = SAMPLES[kind]
    words = found(content, kind, tmp_path)
    assert words.ending == Ending.WHOLE
    assert words.text.strip() == expected
    assert "Hidden" not in words.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("é “x”".encode("cp1252"), "é “x”"),
        ("é".encode("utf-8-sig"), "é"),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "é"),
        (b"a\x00b\x07c\r\nd  \t e", "abc\nd e"),
        ("e\u0301".encode(), "é"),
    ],
)
def test_text_is_read_in_its_encoding_and_tidied(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    assert found(content, "txt", tmp_path).text == expected


def test_no_more_is_taken_than_a_mebibyte_and_no_letter_is_cut_in_two(tmp_path: Path) -> None:
    words = found(("é" * 1_000_000).encode(), "txt", tmp_path)
    assert words.ending == Ending.LENGTH
    assert words.text == "é" * (MOST_BYTES // 2)
    odd = found(b"a" + ("é" * 1_000_000).encode(), "txt", tmp_path)
    assert len(odd.text.encode()) == MOST_BYTES - 1
    exact = found(b"a" * MOST_BYTES, "txt", tmp_path)
    assert (exact.ending, len(exact.text)) == (Ending.WHOLE, MOST_BYTES)


@pytest.mark.parametrize("kind", sorted(READABLE - {"txt", "csv", "rtf"}))
def test_what_is_damaged_is_unreadable_and_breaks_nothing(kind: str, tmp_path: Path) -> None:
    content, _expected = SAMPLES[kind]
    for damaged in (b"nonsense", content[: len(content) // 3]):
        words = found(damaged, kind, tmp_path)
        assert (words.text.strip(), words.ending) in {
            ("", Ending.UNREADABLE),
            ("", Ending.WHOLE),
        }
        assert not words.may_succeed_later


def test_a_picture_of_a_text_has_no_words(tmp_path: Path) -> None:
    assert found(pdf(), "pdf", tmp_path).text.strip() == ""


def test_entities_are_never_filled_in(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = archive({"word/document.xml": f"{bomb}<d {W}><w:p><w:t>&b;</w:t></w:p></d>"})
    assert found(content, "docx", tmp_path) == FileWords("", Ending.UNREADABLE)


def test_what_was_read_until_the_damage_is_kept(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>All of this was read. </w:t></w:r></w:p>" * 5000
    words = found(docx(body + "<w:p></w:q>"), "docx", tmp_path)
    assert words.ending == Ending.UNREADABLE
    assert words.text.startswith("All of this was read.")


def test_a_file_that_takes_too_long_is_left(tmp_path: Path) -> None:
    words = found(pdf(*["A page"] * 3000), "pdf", tmp_path, seconds=0.01)
    assert words.ending == Ending.TIME
    assert words.may_succeed_later


def test_the_process_can_write_no_file(tmp_path: Path) -> None:
    program = (
        "import os, sys; from hub.kit.file_text.__main__ import limit_this_process;"
        "limit_this_process();"
        f"open({str(tmp_path / 'x')!r}, 'wb', 0).write(b'x')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "File too large" in done.stderr
    assert (tmp_path / "x").read_bytes() == b""


def test_nothing_of_django_is_loaded_to_read_a_file() -> None:
    program = (
        "import sys, hub.kit.file_text.__main__, hub.kit.file_text.pdf, hub.kit.file_text.office;"
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


def test_who_wrote_a_document_is_none_of_its_words(tmp_path: Path) -> None:
    content = docx(
        "<w:p><w:r><w:t>Shown</w:t></w:r></w:p>", **{"docProps/core.xml": "<p>Hidden</p>"}
    )
    assert found(content, "docx", tmp_path).text.strip() == "Shown"
