"""Whom a file names as its author in its properties: found in each kind, and never at the price of a page."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from hub.kit.file_metadata import authors_in
from hub.kit.files import MEDIA_TYPES


def archive(**members: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def named(kind: str, content: bytes) -> list[str]:
    file = io.BytesIO(content)
    found = authors_in(file, MEDIA_TYPES[kind])
    assert file.tell() == 0
    return found


CORE = "<cp:coreProperties><dc:creator>Amina &amp; Otieno</dc:creator><cp:lastModifiedBy>Jonas</cp:lastModifiedBy></cp:coreProperties>"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_an_office_file_names_its_creator_and_who_changed_it_last(kind: str) -> None:
    assert named(kind, archive(**{"docProps__core.xml": CORE})) == ["Amina & Otieno", "Jonas"]


@pytest.mark.parametrize("kind", ["odt", "ods", "odp"])
def test_an_open_document_names_its_creators(kind: str) -> None:
    meta = "<office:meta><meta:initial-creator>Amina</meta:initial-creator><dc:creator>Jonas</dc:creator></office:meta>"
    assert named(kind, archive(**{"meta.xml": meta})) == ["Amina", "Jonas"]


def test_comments_and_tracked_changes_name_who_made_them() -> None:
    document = '<w:document><w:ins w:id="1" w:author="Amina Otieno"/><w:del w:author="Amina Otieno"/></w:document>'
    assert named("docx", archive(**{"word__document.xml": document})) == ["Amina Otieno"]


PDF = b"%%PDF-1.4\n1 0 obj\n<</Title (Note)%s>>\nendobj\ntrailer\n<</Info 1 0 R>>\n%%%%EOF\n"
XMP = b"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Amina Otieno</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>"


@pytest.mark.parametrize(
    ("author", "wanted"),
    [
        (b"/Author (Amina Otieno)", ["Amina Otieno"]),
        (b"/Author(Amina \\(A.\\) Otieno)", ["Amina (A.) Otieno"]),
        (b"/Author (Am\\351lie)", ["Amélie"]),
        (b"/Author <FEFF0041006D>", ["Am"]),
        (b"/Author (\xfe\xff\x00A\x00m)", ["Am"]),
        (b"/Author ()", []),
        (b"/Producer (Some Program)", []),
    ],
)
def test_a_pdf_names_its_author_in_every_spelling(author: bytes, wanted: list[str]) -> None:
    assert named("pdf", PDF % author) == wanted


def test_a_pdf_names_it_by_reference_in_xmp_and_in_packed_objects() -> None:
    assert named("pdf", PDF % b"/Author 7 0 R" + b"7 0 obj (Amina) endobj") == ["Amina"]
    assert named("pdf", PDF % XMP) == ["Amina Otieno"]
    packed = zlib.compress(b"1 0 <</Author (Amina)>>")
    objects = b"<</Type /ObjStm /N 1 /Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream"
    assert named("pdf", PDF % b"" + objects) == ["Amina"]


def exif(order: str, artist: bytes) -> bytes:
    head = b"II*\x00" if order == "<" else b"MM\x00*"
    entry = struct.pack(order + "HHII", 0x013B, 2, len(artist), 8 + 2 + 12 + 4)
    return (
        head
        + struct.pack(order + "I", 8)
        + struct.pack(order + "H", 1)
        + entry
        + bytes(4)
        + artist
    )


def jpeg(marker: bytes, part: bytes) -> bytes:
    return b"\xff\xd8" + marker + struct.pack(">H", len(part) + 2) + part + b"\xff\xd9"


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_names_its_artist(order: str) -> None:
    content = jpeg(b"\xff\xe1", b"Exif\x00\x00" + exif(order, b"Amina Otieno\x00"))
    assert named("jpg", content) == ["Amina Otieno"]


def test_a_photograph_names_its_author_in_xmp_and_in_its_byline() -> None:
    assert named("jpg", jpeg(b"\xff\xe1", b"http://ns.adobe.com/xap/1.0/\x00" + XMP)) == [
        "Amina Otieno"
    ]
    byline = b"Photoshop 3.0\x00" + b"\x1c\x02\x50\x00\x05Amina"
    assert named("jpg", jpeg(b"\xff\xed", byline)) == ["Amina"]


def png(kind: bytes, part: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", len(part), kind) + part + bytes(4)


def test_a_picture_names_its_author() -> None:
    assert named("png", png(b"tEXt", b"Author\x00Am\xe9lie")) == ["Amélie"]
    assert named("png", png(b"iTXt", "Author\x00\x00\x00\x00\x00Amélie".encode())) == ["Amélie"]
    assert named("png", png(b"eXIf", exif("<", b"Amina\x00"))) == ["Amina"]
    assert named("png", png(b"tEXt", b"Software\x00Program")) == []


def test_rtf_names_author_and_operator() -> None:
    assert named("rtf", rb"{\rtf1{\info{\author Am\'e9lie}{\operator Jonas}}}") == [
        "Amélie",
        "Jonas",
    ]


def test_what_programs_write_of_nobody_is_no_name_and_no_name_stands_twice() -> None:
    core = "<x><dc:creator>Microsoft Office User</dc:creator><cp:lastModifiedBy> Amina </cp:lastModifiedBy></x>"
    content = archive(
        **{"docProps__core.xml": core, "docProps__app.xml": "<Manager>Amina</Manager>"}
    )
    assert named("docx", content) == ["Amina"]


def test_at_most_five_names_are_told_and_none_is_long() -> None:
    changes = "".join(f'<w:ins w:author="{number} {"x" * 300}"/>' for number in range(9))
    found = named("docx", archive(**{"word__document.xml": changes}))
    assert len(found) == 5
    assert max(map(len, found)) <= 200


@pytest.mark.parametrize("kind", sorted(MEDIA_TYPES))
@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"PK\x03\x04", b"\xff\xd8\xff\xe1\xff\xff", b"\x89PNG\r\n\x1a\n\xff" * 9],
)
def test_a_damaged_file_says_nothing(kind: str, content: bytes) -> None:
    assert named(kind, content) == []


def test_a_bomb_costs_no_more_than_its_first_pieces() -> None:
    bomb = archive(**{"docProps__core.xml": "<dc:creator>" + " " * 20_000_000})
    begun = time.process_time()
    assert named("docx", bomb) == []
    for sign in (
        b"/Author ",
        b"/Author (",
        b"<dc:creator>",
        b"<dc:creator ",
        b"/ObjStm ",
        b"/Author 1 0 R",
    ):
        assert named("pdf", PDF % (sign * 200_000)) == []
    for mark in ("<dc:creator ", "<dc:creator>", '<p:cmAuthor name="', "w:author ='"):
        hostile = archive(
            **{"docProps__core.xml": mark * 200_000, "word__document.xml": mark * 200_000}
        )
        named("docx", hostile)
    assert time.process_time() - begun < 10


def seconds_of_work(kind: str, content: bytes) -> float:
    begun = time.process_time()
    named(kind, content)
    return time.process_time() - begun


def crowded_exif(entries: int, words: bytes) -> bytes:
    """A directory with the same entry many times."""
    entry = struct.pack("<HHII", 0x013B, 2, 800, 8 + 2 + 12 * entries)
    head = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", entries)
    return b"Exif\x00\x00" + head + entry * entries + words.ljust(799) + b"\x00"


def test_names_that_nobody_has_cost_no_more_than_a_moment_however_often_they_stand() -> None:
    part = crowded_exif(5000, b"&#117;ser" + b"&#8203;" * 110)
    segment = b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part
    assert seconds_of_work("jpg", b"\xff\xd8" + segment * 8 + b"\xff\xda") < 0.3
    part = b"Photoshop 3.0\x00" + b"\x1c\x02\x50\x01\x90" * 13_000
    segment = b"\xff\xed" + struct.pack(">H", len(part) + 2) + part
    assert seconds_of_work("jpg", b"\xff\xd8" + segment * 8 + b"\xff\xda") < 0.3
    comments = "<author>user<" * 300_000
    sheets = {f"xl__comments{number}.xml": comments for number in range(4)}
    assert seconds_of_work("xlsx", archive(**sheets)) < 0.3


def test_a_name_behind_a_few_that_nobody_has_is_found() -> None:
    core = "<author>user</author>" * 50 + "<author>Amina</author>"
    assert named("xlsx", archive(**{"xl__comments1.xml": core})) == ["Amina"]
