"""Files are known by their content, and their names never lead anywhere (PRODUCT.md, section 5)."""

import bz2
import contextlib
import gzip
import hashlib
import io
import lzma
import os
import struct
import tarfile
import tracemalloc
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfWriter

from hub.kit.files import (
    MEDIA_TYPES,
    UnrecognisedFile,
    extension_of,
    file_size_text,
    recognise,
    safe_file_name,
    sha256_of,
    text_encoding,
)

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
}
STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


# ---------------------------------------------------------------- samples
def archive(members: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """A ZIP file."""
    buffer = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", how) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def content_types(*types: str) -> str:
    """The member of an Office document that says what it is."""
    parts = "".join(f'<Override PartName="/p{n}" ContentType="{t}"/>' for n, t in enumerate(types))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="x">{parts}</Types>'


def office(kind: str, **members: bytes) -> bytes:
    """A docx, xlsx or pptx."""
    return archive({"[Content_Types].xml": content_types(MAIN[kind]), **members})


def open_document(kind: str, members: dict[str, bytes | str] | None = None) -> bytes:
    """An odt, ods or odp."""
    return archive({"mimetype": MEDIA_TYPES[kind], "content.xml": "<x/>", **(members or {})})


def compound(streams: dict[str, bytes], *, below: dict[str, bytes] | None = None) -> bytes:
    """An OLE compound file with streams at the top and `below` in a storage "Inner".

    Streams under 4,096 bytes go where the format has them: into the stream of small sectors.
    """
    everything = list(streams.items()) + list((below or {}).items())
    small, small_table = b"", list[int]()
    sectors, table = list[bytes](), list[int]()

    def add(content: bytes) -> int:
        pieces = [content[n : n + 512].ljust(512, b"\0") for n in range(0, len(content), 512)]
        first = len(sectors)
        table.extend([first + n + 1 for n in range(len(pieces) - 1)] + [END])
        sectors.extend(pieces)
        return first

    places = []
    for _, content in everything:
        if len(content) >= 4096:
            places.append((add(content), len(content)))
            continue
        first, count = len(small) // 64, -(-len(content) // 64)
        places.append((first, len(content)))
        small_table += [first + n + 1 for n in range(count - 1)] + [END]
        small += content.ljust(count * 64, b"\0")
    small_start = add(small) if small else END
    small_table_start = add(struct.pack(f"<{len(small_table)}I", *small_table)) if small else END

    def entry(name: str, kind: int, links: tuple[int, int], place: tuple[int, int]) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        right, child = links
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
            + bytes(36)
            + struct.pack("<IQ", *place)
        )

    top, storage = len(streams), len(everything) + 1
    entries = [entry("Root Entry", 5, (FREE, 1), (small_start, len(small)))]
    for number, ((name, _), place) in enumerate(zip(everything, places, strict=True), 1):
        right = storage if number == top and below else number + 1
        is_last = number in (top, len(everything)) and not (number == top and below)
        entries.append(entry(name, 2, (FREE if is_last else right, FREE), place))
    if below:
        entries.append(entry("Inner", 1, (FREE, top + 1), (END, 0)))
    directory = add(b"".join(entries))
    table_sectors = 1 + (len(table) + 1) // 127
    first_table = len(sectors)
    table += [TABLE] * table_sectors
    table += [FREE] * (table_sectors * 128 - len(table))
    sectors += [struct.pack("<128I", *table[n : n + 128]) for n in range(0, len(table), 128)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, table_sectors, directory, 0, 4096, small_table_start,
                          1, END, 0, first_table)  # fmt: skip
    header += struct.pack("<108I", *(range(first_table + 1, first_table + table_sectors)),
                          *[FREE] * (109 - table_sectors))  # fmt: skip
    return header + b"".join(sectors)


def word(flags: int = 0) -> bytes:
    """The beginning of a Word stream."""
    return (struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags)).ljust(5000, b"\0")


def workbook(*records: tuple[int, bytes], size: int = 5000) -> bytes:
    """A workbook stream of BIFF records."""
    all_records = [(0x0809, bytes(16)), *records, (0x000A, b"")]
    return b"".join(struct.pack("<HH", r, len(d)) + d for r, d in all_records).ljust(size, b"\0")


VBA_INFO = bytes.fromhex("1f00ff0314000000020000040c000000") + struct.pack("<III", 3, 1, 2)
NO_VBA_INFO = VBA_INFO[:-8] + struct.pack("<II", 0, 2)

SAMPLES = {
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    "docx": office("docx"),
    "doc": compound({"WordDocument": word(), "1Table": bytes(100)}),
    "odt": open_document("odt"),
    "rtf": b"{\\rtf1\\ansi Text}",
    "xlsx": office("xlsx"),
    "xls": compound({"Workbook": workbook((0x85, bytes(8)))}),
    "ods": open_document("ods"),
    "pptx": office("pptx"),
    "ppt": compound({"Current User": bytes(50), "PowerPoint Document": NO_VBA_INFO + bytes(9000)}),
    "odp": open_document("odp"),
    "csv": b"a;b\r\n1;2\r\n",
    "txt": "Texte accentué\n".encode(),
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20),
    "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20),
}


def refused(content: bytes, name: str, limit: int | None = None) -> str:
    """The code of the refusal."""
    with pytest.raises(UnrecognisedFile) as caught:
        recognise(io.BytesIO(content), name, limit=limit)
    return caught.value.code


# ---------------------------------------------------------------- recognising
def test_every_kind_that_may_be_attached_has_a_sample() -> None:
    assert SAMPLES.keys() == MEDIA_TYPES.keys()


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_is_recognised_and_the_file_left_at_its_beginning(kind: str) -> None:
    file = io.BytesIO(SAMPLES[kind])
    file.seek(7)
    found = recognise(file, f"My paper.{kind.upper()}")
    assert (found.kind, found.media_type, found.extension) == (kind, MEDIA_TYPES[kind], kind)
    assert file.tell() == 0


@pytest.mark.parametrize("kind", sorted(SAMPLES.keys() - {"csv"}))
def test_a_name_without_an_extension_is_no_hindrance(kind: str) -> None:
    found = recognise(io.BytesIO(SAMPLES[kind]), "Comments on Rev.2")
    assert (found.kind, found.extension) == (kind, kind)


def test_a_jpeg_keeps_the_extension_that_it_came_with() -> None:
    found = recognise(io.BytesIO(SAMPLES["jpg"]), "photo.JPEG")
    assert (found.kind, found.extension) == ("jpg", "jpeg")


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("named", ["pdf", "docx", "xls", "odt", "png", "txt"])
def test_a_name_that_says_another_kind_is_refused_with_both_named(kind: str, named: str) -> None:
    if kind == named or (kind, named) == ("csv", "txt"):
        return
    with pytest.raises(UnrecognisedFile) as caught:
        recognise(io.BytesIO(SAMPLES[kind]), f"paper.{named}")
    found = "txt" if kind == "csv" else kind
    assert (caught.value.code, caught.value.named, caught.value.found) == (
        "mismatch",
        named,
        found,
    )
    shown = "plain text" if found == "txt" else found.upper()
    assert f"“.{named}”" in str(caught.value)
    assert shown in str(caught.value)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("paper.exe", "script"),
        ("paper.pdf.JS", "script"),
        ("paper.html", "script"),
        ("paper.lnk", "script"),
        ("paper.zip", "archive"),
        ("paper.7z", "archive"),
        ("paper.docm", "macros"),
        ("paper.pages", "unknown-type"),
        ("paper.heic", "unknown-type"),
    ],
)
def test_an_extension_that_is_not_on_the_list_is_refused_with_its_reason(
    name: str, code: str
) -> None:
    assert refused(SAMPLES["pdf"], name) == code


def test_an_empty_and_a_too_large_file_are_refused() -> None:
    assert refused(b"", "a.txt") == "empty"
    assert refused(b"12345", "a.txt", limit=4) == "too-large"
    assert recognise(io.BytesIO(b"12345"), "a.txt", limit=5).kind == "txt"
    with pytest.raises(UnrecognisedFile, match=r"larger than 25.MB"):
        recognise(io.BytesIO(bytes(26 * 1024**2)), "a.txt", limit=25 * 1024**2)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\necho\n",
        b"<script>alert(1)</script>",
        b"  \r\n<HTML><body>",
        b"<!-- x --> <!doctype HTML>",
        b"\xef\xbb\xbf<svg onload=x>",
        "<html>".encode("utf-16"),
        b"<?php echo 1;",
        b'<?xml version="1.0"?><svg xmlns="x"/>',
        b"<body onload=x>%PDF-1.4 %%EOF",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.pdf", "a.doc", "a"])
def test_programs_and_web_pages_are_refused_under_any_name(content: bytes, name: str) -> None:
    assert refused(content, name) == "script"


# ---------------------------------------------------------------- text
@pytest.mark.parametrize(
    ("content", "codec"),
    [
        ("é中".encode(), "utf-8"),
        ("é中".encode("utf-8-sig"), "utf-8-sig"),
        ("é中".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "é中".encode("utf-16-be"), "utf-16"),
        ("é“”€".encode("cp1252"), "cp1252"),
        (b"a" * 65_535 + "é".encode(), "utf-8"),
        (b"MZ is a code", "utf-8"),
        (b"x <script> y", "utf-8"),
        (b"page\x0cbreak\x1a", "utf-8"),
    ],
)
def test_text_is_recognised_in_the_usual_encodings(content: bytes, codec: str) -> None:
    assert recognise(io.BytesIO(content), "a.txt").kind == "txt"
    assert text_encoding(io.BytesIO(content)) == codec


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a\x00b", "unknown-type"),
        (b"a\x07b", "unknown-type"),
        (bytes(range(256)), "unknown-type"),
        (b"a" * 70_000 + b"\x00", "encoding"),
        ("caf\x81".encode("latin-1"), "encoding"),
        (b"\xff\xfea\x00\x00\x00", "encoding"),
        (b"\xff\xfea", "encoding"),
    ],
)
def test_what_only_pretends_to_be_text_is_refused(content: bytes, code: str) -> None:
    assert refused(content, "a.txt") == code
    assert refused(content, "a.csv") == code


def test_a_pdf_may_have_bytes_before_its_header_but_a_text_that_speaks_of_one_is_text() -> None:
    assert recognise(io.BytesIO(b"\x01\x02junk" + SAMPLES["pdf"]), "a.pdf").kind == "pdf"
    assert recognise(io.BytesIO(b"It begins with %PDF-1.7, they say."), "a.txt").kind == "txt"


# ---------------------------------------------------------------- archives
@pytest.mark.parametrize(
    "content",
    [
        archive({"[Content_Types].xml": content_types("text/plain"), "a": "x"}),
        archive({"[Content_Types].xml": content_types(MAIN["docx"], MAIN["xlsx"])}),
        archive({"[Content_Types].xml": content_types(
            f"{OFFICE}.wordprocessingml.template.main+xml"), "word/document.xml": "x"}),
        archive({"mimetype": "application/epub+zip"}),
    ],
)  # fmt: skip
def test_an_archive_that_is_no_document_is_refused(content: bytes) -> None:
    assert refused(content, "a.docx") == "unknown-type"


def a_tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as target:
        target.addfile(tarfile.TarInfo("a.txt"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        archive({"a.txt": "x"}),
        archive({}),
        a_tar(),
        gzip.compress(b"x", mtime=0),
        bz2.compress(b"x"),
        lzma.compress(b"x"),
        b"Rar!\x1a\x07\x01\x00" + bytes(50),
        b"7z\xbc\xaf\x27\x1c" + bytes(50),
        b"MSCF\x00\x00\x00\x00" + bytes(50),
    ],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a"])
def test_an_archive_is_refused_under_any_name(content: bytes, name: str) -> None:
    assert refused(content, name) == "archive"


def test_a_document_of_a_plain_writer_is_known_by_its_main_part() -> None:
    content = archive({"[Content_Types].xml": content_types("text/xml"), "word/document.xml": "x"})
    assert recognise(io.BytesIO(content), "a.docx").kind == "docx"


@pytest.mark.parametrize(
    "content",
    [
        office("docx", **{"word/vbaProject.bin": b"x"}),
        office("xlsx", **{"xl\\VBAPROJECT.BIN": b"x"}),
        archive({"[Content_Types].xml": content_types(
            "application/vnd.ms-word.document.macroEnabled.main+xml")}),
        archive({"[Content_Types].xml": content_types(
            MAIN["xlsx"], "application/vnd.ms-excel.macrosheet+xml")}),
        archive({"[Content_Types].xml": content_types(
            MAIN["pptx"], "application/vnd.ms-office.vbaProject")}),
        open_document("odt", {"Basic/Standard/Module1.xml": "x"}),
        open_document("ods", {"Scripts/python/a.py": "x"}),
        open_document("odt", {"content.xml": "<x><script:event-listener a='b'/></x>"}),
        compound({"WordDocument": word()}, below={"_VBA_PROJECT": b"x"}),
        compound({"Workbook": workbook(), "_VBA_PROJECT_CUR": b"x"}),
        compound({"Workbook": workbook((0x85, b"\0\0\0\0\0\x01"))}),
        compound({
            "Large": bytes(5000), "Small": bytes(70),
            "Book": workbook((0x85, b"\0\0\0\0\0\x06"), size=200),
        }),
        compound({"PowerPoint Document": bytes(1010) + VBA_INFO + bytes(9000)}),
    ],
)  # fmt: skip
def test_macros_are_refused(content: bytes) -> None:
    assert refused(content, "a.docx") == "macros"


def test_an_empty_folder_for_macros_is_no_macro() -> None:
    content = open_document("odt", {"Basic/": b""})
    assert recognise(io.BytesIO(content), "a.odt").kind == "odt"


def protected_archive() -> bytes:
    """An Office document whose first member says that it is encrypted."""
    content = bytearray(SAMPLES["docx"])
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        protected_archive(),
        open_document("odt", {"META-INF/manifest.xml": "<m:encryption-data/>"}),
        compound({"EncryptedPackage": bytes(100), "EncryptionInfo": bytes(100)}),
        compound({"WordDocument": word(0x0100)}),
        compound({"Workbook": workbook((0x2F, bytes(6)))}),
        compound({"PowerPoint Document": bytes(5000), "EncryptedSummary": bytes(10)}),
    ],
)
def test_a_password_is_refused(content: bytes) -> None:
    assert refused(content, "a.docx") == "encrypted"


def test_what_unpacks_to_far_more_than_its_size_is_refused() -> None:
    assert refused(office("docx", a=bytes(20 * 1024**2)), "a.docx") == "bomb"
    assert recognise(io.BytesIO(office("docx", a=bytes(5 * 1024**2))), "a.docx").kind == "docx"


def test_an_archive_of_too_many_members_is_refused_before_it_is_opened() -> None:
    content = archive({f"{n}": b"" for n in range(10_001)}, packed=False)
    assert refused(content, "a.docx") == "bomb"


def test_an_archive_that_lies_about_its_sizes_is_read_no_further_than_needed() -> None:
    content = archive({"[Content_Types].xml": content_types(MAIN["docx"]) + " " * 30_000_000})
    lying = bytearray(content)
    for place in (22, content.index(b"PK\x01\x02") + 24):
        lying[place : place + 4] = struct.pack("<I", 9_000_000)
    tracemalloc.start()
    assert recognise(io.BytesIO(bytes(lying)), "a.docx").kind == "docx"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024**2


@pytest.mark.parametrize("kind", ["docx", "odt", "doc", "xls", "ppt"])
@given(data=st.data())
def test_a_damaged_file_is_refused_or_recognised_and_never_breaks_anything(
    kind: str, data: st.DataObject
) -> None:
    content = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(8, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(8, len(content)))
    try:
        outcome = recognise(io.BytesIO(bytes(content[:cut])), "a").kind
    except UnrecognisedFile as refusal:
        outcome = str(refusal)
    assert outcome


@pytest.mark.parametrize("kind", ["docx", "odt", "xls"])
def test_a_file_that_was_cut_off_is_called_damaged(kind: str) -> None:
    content = SAMPLES[kind][: len(SAMPLES[kind]) * 2 // 3]
    assert refused(content, f"a.{kind}") == "damaged"


def test_a_file_whose_parts_lead_in_circles_is_read_to_an_end() -> None:
    stream = compound({"PowerPoint Document": bytes(9000)})
    allocation = stream.index(struct.pack("<II", 1, 2))
    circle = stream[: allocation + 17 * 4] + bytes(4) + stream[allocation + 18 * 4 :]
    assert recognise(io.BytesIO(circle), "a.ppt").kind == "ppt"
    directory = compound({"WordDocument": word(), "Other": bytes(5000)})
    entry = directory.index("WordDocument".encode("utf-16-le"))
    circle = directory[: entry + 0x48] + struct.pack("<I", 1) + directory[entry + 0x4C :]
    assert recognise(io.BytesIO(circle), "a.doc").kind == "doc"


def test_an_old_office_file_is_what_stands_at_its_top_whatever_is_embedded() -> None:
    content = compound({"WordDocument": word()}, below={"Workbook": workbook()})
    assert recognise(io.BytesIO(content), "a.doc").kind == "doc"
    assert refused(compound({"Other": bytes(10)}), "a.doc") == "unknown-type"


# ---------------------------------------------------------------- what is fetched and what is inside
def with_relation(kind: str, target: str, *, where: str = "word/_rels/settings.xml.rels") -> bytes:
    """A document one relation of which leads outside."""
    relation = f'<Relationship Id="r" Type="{OFFICE}/relationships/{kind}" Target="{target}" TargetMode="External"/>'
    return office("docx", **{where: f"<Relationships>{relation}</Relationships>".encode()})


@pytest.mark.parametrize(
    "content",
    [
        with_relation("attachedTemplate", "https://example.org/a.dotm"),
        with_relation("attachedTemplate", "HTTP://example.org/a.dotm"),
        with_relation(
            "oleObject", "mhtml:http://example.org/a", where="word/_rels/document.xml.rels"
        ),
        with_relation("frame", "ftp://example.org/a", where="word/_rels/webSettings.xml.rels"),
        with_relation("oleObject", "http://x/", where="ppt/slides/_rels/slide1.xml.rels"),
    ],
)
def test_a_document_that_fetches_parts_of_itself_is_refused(content: bytes) -> None:
    assert refused(content, "a.docx") == "remote"


@pytest.mark.parametrize(
    "content",
    [
        with_relation("hyperlink", "https://example.org/", where="word/_rels/document.xml.rels"),
        with_relation("image", "https://example.org/a.png", where="word/_rels/document.xml.rels"),
        with_relation("attachedTemplate", "file:///C:\\Templates\\Mission.dotx"),
        office("docx", **{"word/embeddings/Microsoft_Excel_Sheet1.xlsx": b"PK"}),
        office(
            "docx", **{"word/embeddings/oleObject1.bin": compound({"Equation Native": bytes(9)})}
        ),
    ],
)
def test_what_honest_documents_hold_is_no_hindrance(content: bytes) -> None:
    assert recognise(io.BytesIO(content), "a.docx").kind == "docx"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", office("docx", **{"word/embeddings/oleObject1.bin": compound({"\1Ole10Native": bytes(9)})})),
        ("a.pptx", office("pptx", **{"ppt/embeddings/setup.exe": b"MZ"})),
        ("a.docx", archive({"[Content_Types].xml": content_types(
            MAIN["docx"], "application/vnd.ms-office.activeX+xml")})),
        ("a.doc", compound({"WordDocument": word()}, below={"\1Ole10Native": b"x"})),
        ("a.rtf", b"{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}"),
        ("a.rtf", b"{\\rtf1 {\\object\\objautlink x}}"),
        ("a.pdf", SAMPLES["pdf"] + b"<</Type/Filespec/F(run me.exe)>>"),
    ],
)  # fmt: skip
def test_programs_and_foreign_objects_inside_a_document_are_refused(
    name: str, content: bytes
) -> None:
    assert refused(content, name) == "embedded"


def test_a_text_in_rtf_that_fetches_its_template_is_refused() -> None:
    assert refused(b"{\\rtf1{\\*\\template http://example.org/a}}", "a.rtf") == "remote"


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_entities_in_a_document_are_a_bomb(kind: str) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    content = (
        office("docx", **{"word/document.xml": entity})
        if kind == "docx"
        else open_document("odt", {"content.xml": entity})
    )
    assert refused(content, f"a.{kind}") == "bomb"


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    huge = SAMPLES["png"][:16] + struct.pack(">II", 60_000, 60_000) + bytes(20)
    assert refused(huge, "a.png") == "bomb"
    large = SAMPLES["png"][:16] + struct.pack(">II", 20_000, 20_000) + bytes(20)
    assert recognise(io.BytesIO(large), "a.png").kind == "png"


# ---------------------------------------------------------------- PDF
def packed_objects(content: bytes, *, kind: bytes = b"ObjStm") -> bytes:
    """A PDF with objects in a packed stream."""
    packed = zlib.compress(content)
    return (
        b"%%PDF-1.7\n1 0 obj\n<</Type /%s /N 1 /Filter /FlateDecode /Length %d>>\nstream\r\n"
        b"%s\nendstream\nendobj\n%%%%EOF\n" % (kind, len(packed), packed)
    )


@pytest.mark.parametrize(
    "content",
    [
        SAMPLES["pdf"] + b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        SAMPLES["pdf"] + b"<</S /J#61v#61Script>>",
        SAMPLES["pdf"] + b"<</Names<</JavaScript 3 0 R>>>>",
        SAMPLES["pdf"] + b"<</S /Launch /Win <</F (cmd.exe)>>>>",
        SAMPLES["pdf"] + b" " * (1024**2 - 60) + b"<</S/JavaScript>>",
        packed_objects(b"1 0 <</S/JavaScript/JS 2 0 R>>"),
    ],
)
def test_a_pdf_that_runs_something_is_refused(content: bytes) -> None:
    assert refused(content, "a.pdf") == "active"


@pytest.mark.parametrize(
    "content",
    [
        SAMPLES["pdf"] + b"<</OpenAction<</S/GoTo/D[1 0 R/Fit]>>>>",
        SAMPLES["pdf"] + b"<</A<</S/URI/URI(https://example.org/JavaScript)>>>>",
        SAMPLES["pdf"] + b"<</AcroForm<</Fields[2 0 R]>>>>",
        SAMPLES["pdf"] + b"<</Type/Filespec/F(table.xlsx)>>",
        packed_objects(b"1 0 <</S/GoTo>>"),
        packed_objects(b"/S/JavaScript: the words of a page", kind=b"Page"),
        SAMPLES["pdf"].replace(b"1.7\n", b"1.7\n%\xe2\xe3\xcf\xd3\n"),
    ],
)
def test_an_honest_pdf_is_taken(content: bytes) -> None:
    assert recognise(io.BytesIO(content), "a.pdf").kind == "pdf"


def test_a_pdf_of_streams_that_unpack_without_end_is_refused() -> None:
    stream = packed_objects(bytes(5 * 1024**2))
    assert refused(stream * 20, "a.pdf") == "bomb"


def locked(password: str, algorithm: str) -> bytes:
    """A PDF that asks for a password, or (with an empty one) only not to be printed."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt(user_password=password, owner_password="of its owner", algorithm=algorithm)
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
@pytest.mark.parametrize("turn", range(8))  # the strings of the file differ each time
def test_a_pdf_that_asks_for_a_password_is_refused_and_one_that_opens_is_not(
    algorithm: str, turn: int
) -> None:
    assert refused(locked(f"secret {turn}", algorithm), "a.pdf") == "encrypted"
    assert recognise(io.BytesIO(locked("", algorithm)), "a.pdf").kind == "pdf"


@pytest.mark.parametrize(
    "said",
    [b"", b"<</R 3>>", b"<</R 6/O(a)/U(b)>>", b"<</R 3/U(" + b"x" * 40 + b")/P -4", b"<</R 99>>"],
)
def test_a_pdf_that_does_not_say_how_it_is_encrypted_breaks_nothing(said: bytes) -> None:
    content = SAMPLES["pdf"] + b"9 0 obj" + said + b"endobj trailer<</Encrypt 9 0 R>>"
    with contextlib.suppress(UnrecognisedFile):
        assert recognise(io.BytesIO(content), "a.pdf").kind == "pdf"


# ---------------------------------------------------------------- two kinds at once
@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((f"a.{kind}", SAMPLES[kind] + archive({"a.txt": "x"})) for kind in ("pdf", "png", "jpg", "rtf")),
        *((f"a.{kind}", SAMPLES[kind] + archive({"a.txt": "x"}) + b"tail") for kind in ("pdf", "jpg")),
        ("a.jpg", SAMPLES["jpg"] + b"Rar!\x1a\x07\x01\x00" + bytes(20)),
        ("a.pdf", SAMPLES["pdf"] + bytes(2 * 1024**2) + b"7z\xbc\xaf\x27\x1c" + bytes(20)),
        ("a.png", SAMPLES["png"] + SAMPLES["pdf"]),
        ("a.jpg", SAMPLES["jpg"] + b"<?php system($_GET[0]);"),
        ("a.jpg", b"\xff\xd8\xff\xe0/*\x4a\x46*/=1;alert(1)//"),
        ("a.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF"),
        ("a.pdf", b"GIF89a/*" + SAMPLES["pdf"]),
        ("a.pdf", b"MZ" + SAMPLES["pdf"]),
        ("a.docx", archive({"a.txt": "x"}) + office("docx")),
    ],
)  # fmt: skip
def test_a_file_that_is_two_kinds_at_once_is_refused(name: str, content: bytes) -> None:
    assert refused(content, name) in {"polyglot", "unknown-type"}
    with pytest.raises(UnrecognisedFile):
        recognise(io.BytesIO(content), "a")


@pytest.mark.parametrize("name", ["a.txt", "a.jpg", "a"])
def test_a_picture_that_reads_as_a_script_is_no_text(name: str) -> None:
    assert refused(b"GIF89a/*x*/=1;alert(1)", name) == "unknown-type"


def test_what_phones_put_behind_a_picture_is_no_hindrance() -> None:
    photo = SAMPLES["jpg"] + b"MotionPhoto_Data" + bytes(99)
    assert recognise(io.BytesIO(photo), "a.jpg").kind == "jpg"


# ---------------------------------------------------------------- names
@given(st.text(st.characters(exclude_categories=()), max_size=300))
@example("../../etc/passwd")
@example("..\\..\\x")
@example("CON.txt")
@example("\u202egnp.exe")
@example("é" * 200 + ".docx")
@example(".")
def test_a_safe_name_never_leaves_its_folder(name: str) -> None:
    safe = safe_file_name(name)
    assert Path(os.path.normpath(f"/folder/{safe}")) == Path("/folder") / safe
    assert Path(safe).name == safe
    assert safe not in {"", ".", ".."}
    assert not safe.startswith((".", " "))
    assert not safe.endswith((".", " "))
    assert len(safe.encode()) <= 255
    assert unicodedata.is_normalized("NFC", safe)
    assert not {unicodedata.category(c) for c in safe} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not set(safe) & set('<>:"/\\|?*')
    assert safe_file_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\Users\\me\\Étude finale.pdf", "Étude finale.pdf"),
        ("/home/a/b.txt", "b.txt"),
        ("folder/", "folder"),
        ("../..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("a\tb\n c.pdf ", "a b c.pdf"),
        ("E\u0301tude.pdf", "Étude.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("what? <now>: \"x\" a*b|c.pdf", "what_ _now__ _x_ a_b_c.pdf"),
        ("aux.pdf", "_aux.pdf"),
        ("COM1", "_COM1"),
        ("Con la gente.pdf", "Con la gente.pdf"),
        ("مذكرة.docx", "مذكرة.docx"),
        ("report. pdf", "report. pdf"),
        ("a .PDF", "a.PDF"),
    ],
)  # fmt: skip
def test_a_name_keeps_what_its_sender_would_know_it_by(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_a_long_name_is_cut_before_its_extension_and_between_letters() -> None:
    assert safe_file_name("é" * 300 + ".docx") == "é" * 124 + ".docx"
    assert safe_file_name("x" * 248 + "q\u0323" * 10 + ".pdf") == "x" * 248 + ".pdf"


def test_a_name_without_an_extension_is_given_one() -> None:
    assert safe_file_name("Comments on Rev.2", extension="pdf") == "Comments on Rev.2.pdf"
    assert safe_file_name("", extension="pdf") == "file.pdf"
    assert safe_file_name("a.docx", extension="pdf") == "a.docx"


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("Rev.2", ""), ("Dr. Roe", ""), ("a.", ""), ("a", ""),
     ("a.été", ""), ("x." + "a" * 21, ""), ("a.docx ", "docx")],
)  # fmt: skip
def test_an_extension_is_what_stands_after_the_last_dot_and_looks_like_one(
    name: str, extension: str
) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (86_100, "84 KB"),
        (1024**2 - 1, "1 MB"),
        (1_258_291, "1.2 MB"),
        (25 * 1024**2, "25 MB"),
        (3 * 1024**4, "3072 GB"),
    ],
)
def test_a_size_is_told_in_words_that_people_use(size: int, shown: str) -> None:
    with translation.override("en"):
        assert file_size_text(size) == shown.replace(" ", "\xa0")


def test_a_size_has_the_decimal_sign_of_the_reader_s_language() -> None:
    with translation.override("fr"):
        assert file_size_text(1_258_291).startswith("1,2\xa0")


def test_the_hash_is_that_of_the_whole_file() -> None:
    content = bytes(range(256)) * 10_000
    file = io.BytesIO(content)
    file.seek(9)
    assert sha256_of(file) == (hashlib.sha256(content).hexdigest(), len(content))
    assert file.tell() == 0
