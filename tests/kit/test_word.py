"""Word documents: what is written is what python-docx and an XML parser read back."""

import io
import re
import zipfile
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

import docx
import pytest
from lxml import etree

from hub.kit.blocks import blocks_of
from hub.kit.sanitise import sanitise
from hub.kit.word import Frame, WordDocument, write_blocks

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AT: Final = datetime(2027, 3, 18, 14, 58, 7, tzinfo=UTC)
#: The order of the schema (ECMA-376, part 1): CT_PPr, CT_RPr, CT_TblPr, CT_TcPr, CT_TrPr, as far as we use it.
ORDERS: Final = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u vertAlign rtl lang",
    "tblPr": "tblStyle bidiVisual tblW tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge shd",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg",
    "style": "name basedOn uiPriority qFormat pPr rPr tblPr tblStylePr",
    "lvl": "start numFmt lvlText lvlJc pPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
}


def written(*texts: tuple[str, str], title: str = "Title", indent: int = 0) -> bytes:
    """A document with these (html, language)."""
    frame = Frame(
        title, "The Hub", "en", AT, ("Space", "As of now"), "Foot", ("Page ", " of ", "")
    )
    with WordDocument(frame) as document:
        return _saved(document, texts, indent)


def _saved(document: WordDocument, texts: tuple[tuple[str, str], ...], indent: int) -> bytes:
    document.line("Heading1", document.place("at_X_0001", document.words("A chapter")))
    for html, language in texts:
        write_blocks(document, blocks_of(sanitise(html)), language, indent=indent)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def part(content: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def test_paragraphs_and_looks_are_read_back() -> None:
    document = read(
        written(("<p>One <strong>two</strong> <em>three</em> H<sub>2</sub>O<br>line</p>", "en"))
    )
    heading, paragraph = document.paragraphs
    assert (heading.style.name, heading.text) == ("Heading 1", "A chapter")
    assert paragraph.text == "One two three H2O\nline"
    assert [run.text for run in paragraph.runs if run.bold] == ["two"]
    assert [run.text for run in paragraph.runs if run.italic] == ["three"]
    assert [run.text for run in paragraph.runs if run.font.subscript] == ["2"]


def test_each_numbered_list_counts_by_itself_and_points_share_one() -> None:
    content = written(
        ("<ol><li>a<ol><li>b</li></ol></li></ol><p>x</p><ol start='4'><li>c</li></ol>", "en"),
        ("<ul><li>d</li></ul><ul><li>e</li></ul><ol><li>f</li></ol>", "en"),
    )
    numbers = {
        paragraph.text: (
            int(paragraph._p.pPr.numPr.numId.val),
            int(paragraph._p.pPr.numPr.ilvl.val),
        )
        for paragraph in read(content).paragraphs
        if paragraph._p.pPr.numPr is not None
    }
    assert {text: level for text, (_list, level) in numbers.items()} == {
        "a": 0, "b": 1, "c": 0, "d": 0, "e": 0, "f": 0,
    }  # fmt: skip
    lists = {text: number for text, (number, _level) in numbers.items()}
    assert len({lists[text] for text in "abcf"}) == 4
    assert lists["d"] == lists["e"]
    starts = {
        int(num.get(f"{W}numId")): [
            (int(over.get(f"{W}ilvl")), int(over[0].get(f"{W}val"))) for over in num[1:]
        ]
        for num in part(content, "word/numbering.xml").findall(f"{W}num")
    }
    assert [starts[lists[text]] for text in "abcf"] == [[(0, 1)], [(1, 1)], [(0, 4)], [(0, 1)]]


def test_an_item_without_words_keeps_its_number() -> None:
    content = written(("<ol><li></li><li><ul><li>inner</li></ul></li></ol>", "en"))
    numbered = [p for p in read(content).paragraphs if p._p.pPr.numPr is not None]
    assert [paragraph.text for paragraph in numbered] == ["", "", "inner"]


def test_tables_have_heads_on_each_page_and_cells_over_rows_and_columns() -> None:
    content = written(
        (
            "<table><thead><tr><th>A</th><th colspan='2'>B</th></tr></thead><tbody>"
            "<tr><td rowspan='2'>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td></td></tr></tbody></table>",
            "en",
        )
    )
    (table,) = read(content).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["A", "B", "B"],
        ["1", "2", "3"],
        ["1", "4", ""],
    ]
    rows = part(content).findall(f".//{W}tr")
    assert [row.find(f".//{W}tblHeader") is not None for row in rows] == [True, False, False]
    cells = part(content).findall(f".//{W}tc")
    assert all(cell[-1].tag == f"{W}p" for cell in cells)


def test_a_table_in_a_table_and_in_a_list_is_still_a_document() -> None:
    inner = "<table><tbody><tr><td>x</td></tr></tbody></table>"
    html = (
        f"<ul><li>{inner}</li></ul><table><tbody><tr><td>{inner}</td></tr></tbody></table>{inner}"
    )
    content = written((html, "en"))
    assert part(content).xpath("count(//w:tbl)", namespaces={"w": W[1:-1]}) == 4
    body = part(content)[0]
    neighbours = [(one.tag, other.tag) for one, other in pairwise(body)]
    assert (f"{W}tbl", f"{W}tbl") not in neighbours  # Word would draw them as one


@pytest.mark.parametrize(
    ("language", "mark", "value"),
    [
        ("en", "val", "en-GB"), ("fr", "val", "fr-FR"), ("es", "val", "es-ES"), ("ru", "val", "ru-RU"),
        ("ar", "bidi", "ar-SA"), ("fa", "bidi", "fa-IR"), ("zh-hans", "eastAsia", "zh-CN"),
        ("zh-hant", "eastAsia", "zh-TW"), ("ja", "eastAsia", "ja-JP"), ("und", "val", "x-none"), ("xyz", "val", "xyz"),
    ],
)  # fmt: skip
def test_the_language_of_each_text_is_said(language: str, mark: str, value: str) -> None:
    runs = part(written(("<p>words</p>", language))).findall(f".//{W}r")
    assert dict(runs[-1].find(f".//{W}lang").attrib) == {f"{W}{mark}": value}


def test_arabic_goes_from_right_to_left_but_not_its_latin_words() -> None:
    content = written(("<p>الهدف 16 من Global Compact وبعده</p>", "ar"))
    paragraph = part(content).findall(f".//{W}p")[-1]
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    turned = {
        "".join(run.itertext()): run.find(f"{W}rPr/{W}rtl") is not None
        for run in paragraph.findall(f"{W}r")
    }
    assert turned == {"الهدف 16 من ": True, "Global Compact": False, " وبعده": True}


def test_arabic_words_in_an_english_line_are_turned_and_nothing_else() -> None:
    paragraph = part(written(("<p>As in مرحبا بكم, and so on</p>", "en"))).findall(f".//{W}p")[-1]
    assert paragraph.find(f"{W}pPr/{W}bidi") is None
    turned = [run for run in paragraph.findall(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert ["".join(run.itertext()) for run in turned] == ["مرحبا بكم"]


def test_only_links_that_somebody_may_click_leave_the_document() -> None:
    content = written(
        (
            "<p><a href='https://a.example/x?y=1&amp;z=é'>a</a> <a href='mailto:b@c.example'>b</a>"
            " <a href='https://a.example/x?y=1&amp;z=é'>again</a></p>",
            "en",
        )
    )
    outward = [
        relation
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if name.endswith(".rels")
        for relation in part(content, name)
        if relation.get("TargetMode") == "External"
    ]
    assert [relation.get("Target") for relation in outward] == [
        "https://a.example/x?y=1&z=%C3%A9",
        "mailto:b@c.example",
    ]
    assert {relation.get("Type").rpartition("/")[2] for relation in outward} == {"hyperlink"}


def test_what_is_no_escape_in_an_address_becomes_one() -> None:
    content = written(("<p><a href='https://a.example/50%zz%20x%'>here</a></p>", "en"))
    relations = zipfile.ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels")
    assert b'Target="https://a.example/50%25zz%20x%25"' in relations


@pytest.mark.parametrize(
    "address",
    [
        "https://[::bad/",
        f"https://a.example/{'x' * 3000}",
        "https://a.example/#b#c",
        "https://a.example:abc/",
    ],
)
def test_an_address_that_word_would_not_take_is_words(address: str) -> None:
    content = written((f"<p><a href='{address}'>here</a></p>", "en"))
    assert b"External" not in zipfile.ZipFile(io.BytesIO(content)).read(
        "word/_rels/document.xml.rels"
    )
    assert read(content).paragraphs[-1].text == "here"


@pytest.mark.parametrize(
    "words",
    [
        "<w:p>&amp;\"'",
        "]]>",
        "\x00\x07\x0b\x1f",
        "\ud800",
        "\ufffe",
        "\u202etxt",
        "=1+1",
        "{ TOC }",
    ],
)
def test_whatever_people_write_is_text(words: str) -> None:
    frame = Frame(words, words, "en", AT, (words, words), words, (words, words, words))
    file = io.BytesIO()
    with WordDocument(frame) as document:
        document.line("BodyText", document.words(words))
        document.save(file)
    expected = re.sub("[\x00-\x1f\ud800\ufffe\u202e]", "", words)
    assert read(file.getvalue()).paragraphs[0].text == expected


def test_the_contents_are_filled_in_and_can_be_brought_up_to_date() -> None:
    frame = Frame("T", "A", "en", AT, ("a", "b"), "c", ("Page ", " of ", "."))
    rows = [(1, "at_one", "One", ""), (2, "at_two", "Two", "RT-0002")]
    file = io.BytesIO()
    with WordDocument(frame) as document:
        document.contents("Contents", rows)
        document.save(file)
    body = part(file.getvalue())
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert 'TOC \\o "1-2"' in "".join(body.itertext(f"{W}instrText"))
    assert [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")] == ["at_one", "at_two"]
    texts = [paragraph.text for paragraph in read(file.getvalue()).paragraphs]
    assert texts == ["Contents", "One", "Two  RT-0002"]
    settings = part(file.getvalue(), "word/settings.xml")
    assert settings.find(f"{W}updateFields") is None  # Word would ask before it opens it


def test_pages_have_their_number_a_running_head_and_no_head_on_the_cover() -> None:
    content = written()
    foot = part(content, "word/footer1.xml")
    assert [code.text for code in foot.iter(f"{W}instrText")] == [" PAGE ", " NUMPAGES "]
    assert "".join(part(content, "word/header1.xml").itertext()) == "SpaceAs of now"
    assert part(content).find(f".//{W}titlePg") is not None


def test_it_opens_in_the_form_of_today_with_its_own_dates() -> None:
    content = written()
    (mode,) = part(content, "word/settings.xml").iter(f"{W}compatSetting")
    assert mode.get(f"{W}val") == "15"
    properties = read(content).core_properties
    assert (properties.title, properties.author) == ("Title", "The Hub")
    assert properties.created == properties.modified == AT
    members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert {member.date_time for member in members} == {(2027, 3, 18, 14, 58, 6)}
    assert members[0].filename == "[Content_Types].xml"


def test_elements_stand_in_the_order_of_the_schema() -> None:
    html = (
        "<h3>a</h3><p><strong><em>b<sup>c</sup></em></strong></p><blockquote><p>d</p></blockquote>"
        "<ol><li>e</li></ol><table><tbody><tr><th rowspan='2' colspan='2'>f</th><td>g</td></tr><tr><td>h</td></tr></tbody></table>"
    )
    content = written((html, "en"), (html, "ar"), (html, "ja"), indent=400)
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            for element in part(content, name).iter(etree.Element):
                _check_order(element)


def _check_order(element: Any) -> None:
    order = ORDERS.get(element.tag.removeprefix(W), "").split()
    if order:
        places = [order.index(child.tag.removeprefix(W)) for child in element]
        assert places == sorted(places), etree.tostring(element)


def test_the_same_calls_give_the_same_bytes() -> None:
    text = ("<p>a</p><ol><li>b</li></ol><p><a href='https://c.example'>d</a></p>", "en")
    assert written(text) == written(text)
    assert written(text) != written(text, title="Other")


@pytest.mark.parametrize("tag", ["blockquote", "ul><li"])
def test_what_stands_very_deep_stays_on_the_page(tag: str) -> None:
    end = "</li></ul>" if "li" in tag else f"</{tag}>"
    content = written((f"<{tag}>" * 40 + "words" + end * 40, "en"), indent=400)
    indents = [int(mark.get(f"{W}left")) for mark in part(content).iter(f"{W}ind")]
    assert max(indents) <= WordDocument.width - 2000
    assert read(content).paragraphs[-1].text == "words"
