"""Word documents on the page: what keeps together, what goes from right to left, the head of a page."""

import io
from typing import Any

from lxml import etree

from hub.kit.word import Stand, WordDocument
from hub.kit.word.document import Frame
from tests.kit.test_word import AT, W, part, read, written

TURNED = "<p>نص</p><blockquote><p>قول</p><ol><li>رقم</li></ol></blockquote><ol><li>واحد<ol><li>اثنان</li></ol></li></ol>"


def paragraphs(content: bytes) -> dict[str, Any]:
    """The properties of each paragraph, by its words."""
    found = part(content).iter(f"{W}p")
    return {"".join(p.itertext(f"{W}t")): p.find(f"{W}pPr") for p in found}


def test_a_quotation_from_right_to_left_has_its_bar_beside_its_words() -> None:
    sides = {}
    for style in part(written(), "word/styles.xml").findall(f"{W}style"):
        border = style.find(f"{W}pPr/{W}pBdr")
        if border is not None:
            sides[style.get(f"{W}styleId")] = [side.tag.removeprefix(W) for side in border]
    assert (sides["Quote"], sides["QuoteTurned"]) == (["left"], ["right"])
    styles = {
        words: properties.find(f"{W}pStyle").get(f"{W}val")
        for words, properties in paragraphs(written((TURNED, "ar"))).items()
    }
    assert styles["قول"] == styles["رقم"] == "QuoteTurned"
    assert paragraphs(written((TURNED, "en")))["قول"].find(f"{W}pStyle").get(f"{W}val") == "Quote"


def test_numbers_from_right_to_left_have_their_room_within_the_margin() -> None:
    def indents(language: str) -> list[int]:
        properties = paragraphs(written((TURNED, language)))
        return [
            int(properties[words].find(f"{W}ind").get(f"{W}left")) for words in ("واحد", "اثنان")
        ]

    (outer, inner), plain = indents("ar"), indents("en")
    assert plain == [400, 800]
    assert outer > 400
    assert inner - outer == 400


def test_rows_stay_on_one_page_unless_they_are_longer_than_one() -> None:
    html = (
        f"<table><tbody><tr><td>short</td></tr><tr><td>{'long ' * 2000}</td></tr></tbody></table>"
    )
    rows = part(written((html, "en"))).findall(f".//{W}tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False]


def test_both_ends_of_the_running_head_have_a_column() -> None:
    head = part(written(), "word/header1.xml")
    cells = head.findall(f".//{W}tc")
    assert ["".join(cell.itertext()) for cell in cells] == ["Space", "As of now"]
    assert [cell.find(f".//{W}jc").get(f"{W}val") for cell in cells] == ["left", "right"]
    widths = [int(cell.find(f".//{W}tcW").get(f"{W}w")) for cell in cells]
    assert sum(widths) == WordDocument.width
    assert head[-1].tag == f"{W}p"  # Word takes no head that ends in a table


def made(*stands: Stand) -> bytes:
    file = io.BytesIO()
    with WordDocument(Frame("T", "A", "en", AT, ("a", "b"), "c", ("", "", ""))) as document:
        document.contents("Contents", [(2, "at_X_0001", "An-entity", "RT-0001 v2")])
        for number, stand in enumerate(stands):
            document.line(stand.style, document.words(f"line {number}"), stand=stand)
        document.save(file)
    return file.getvalue()


def test_no_line_of_the_contents_ends_within_a_reference() -> None:
    content = made()
    entry = part(content).findall(f".//{W}p")[1]
    assert [len(list(run.iter(f"{W}noBreakHyphen"))) for run in entry.iter(f"{W}r")][-3:-1] == [
        0,
        1,
    ]
    assert read(content).paragraphs[1].text == "An-entity  RT-0001 v2"


def test_what_keeps_with_the_next_is_not_parted_and_a_chapter_may_follow_another() -> None:
    kept, following = list(
        paragraphs(made(Stand("Fact", keeps_next=True), Stand("Heading1", follows=True))).values()
    )[-2:]
    assert [one.tag.removeprefix(W) for one in kept] == ["pStyle", "keepNext", "keepLines"]
    assert [one.tag.removeprefix(W) for one in following] == [
        "pStyle",
        "pageBreakBefore",
        "spacing",
    ]
    assert following.find(f"{W}pageBreakBefore").get(f"{W}val") == "0"
    assert etree.tostring(following)
