"""Pages of the PDF: nothing is cut, no head stands without its text, no row is parted."""

import io
import re
from typing import Any

from pypdf import PdfReader

from hub.kit.typeset import typeset
from moderation.exports.compilation.content import Column, Entry, Fact, Listing, Text, Words
from moderation.exports.compilation.pdf import facts_of
from tests.moderation.exports.compilation.test_pdf_tables import compilation_of, table

NAMES = (
    "Jean-Aimé Desrosiers-Kamga", "Thierry Rabemananjara", "Kofi Brandt-Amponsah", "Noor Lindqvist-Pereira",
    "Nom non communiqué", "Cercle interparlementaire sur les mobilités", "PDF · 48\xa0octets",
)  # fmt: skip


def pages_of(*entries: Entry, listings: tuple[Listing, ...] = ()) -> list[str]:
    document = typeset("compilation", facts_of(compilation_of(entries, listings)))
    assert b"pdfuaid:part" in document
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def entry(number: int, html: str, **more: Any) -> Entry:
    key = f"RT-{number:04d}"
    usual: dict[str, Any] = {
        "key": key, "reference": key, "mark": "", "address": Words("address"), "entity": "Entity", "byline": "",
        "received": "Received", "states": (), "before": (), "text": Text(html, "en"), "files": (), "after": (),
    }  # fmt: skip
    return Entry(**{**usual, **more})


def test_words_are_broken_only_where_a_whole_line_has_no_room_for_them() -> None:
    columns = (
        Column("Nom", 25),
        Column("Autre", 70),
        Column("Contributions", is_number=True),
        Column("Hors délai", is_number=True),
    )
    long = "Donaudampfschifffahrtsgesellschaftskapitän"
    rows = tuple(
        (Words(name), Words("x"), Words("1"), Words("0")) for name in (*NAMES, f"Die {long}")
    )
    text = "\n".join(pages_of(entry(1, "<p>x</p>"), listings=(Listing("T", columns, rows),)))
    words = re.split(r"\s+", text)
    for name in NAMES:
        for word in re.split(r"[-\s]", name):
            assert any(word in one.split("-") for one in words), word
    assert long not in words
    assert long in text.replace("\n", "")


def test_a_word_as_long_as_a_page_is_set_to_its_end() -> None:
    text = "\n".join(pages_of(entry(1, f"<p>{'unbroken' * 4000}END</p>")))
    assert "END" in text.replace("\n", "")
    assert "".join(text.split()).count("unbroken") >= 3990  # but for those over the ends of pages


def test_no_head_of_an_input_stands_at_the_foot_of_a_page_without_its_text() -> None:
    facts = (Fact("Language", (Words("Frisian"),)), Fact("Answers", (Words("Question 4"),)))
    entries = [
        entry(n, f"<p>{'words ' * (20 + 37 * (n % 7))}</p>", before=facts, depth=int(n % 3 == 0))
        for n in range(1, 50)
    ]
    pages = pages_of(*entries)
    assert len(pages) > 12
    for page in pages[2:]:
        lines = page.splitlines()
        assert lines[-1].startswith("Site ")
        assert lines[-2].strip().endswith("words"), page


def test_few_facts_stand_together_and_many_may_go_on_overleaf() -> None:
    names = tuple(Words(f"signatory {number}") for number in range(120))
    pages = pages_of(entry(1, "<p>the text</p>", before=(Fact("Jointly with", names),)))
    found = [page.count("signatory") for page in pages]
    assert sum(found) == 120
    assert max(found) < 120


def test_rows_of_a_table_that_fit_on_a_page_are_not_parted() -> None:
    lines = "<br>".join(["line"] * 17)
    row = f"<tr><td rowspan='2'>both</td><td>{lines}</td></tr><tr><td>{lines}</td></tr>"
    long = f"<tr><td>x</td><td>{'endless ' * 2500}</td></tr>"
    pages = pages_of(entry(1, f"<table><tbody>{row * 5}{long}</tbody></table>"))
    assert all(page.count("line") % 17 == 0 for page in pages)
    assert sum(page.count("line") for page in pages) == 170
    assert sum(page.count("endless") for page in pages) == 2500
    assert "Head0" in "".join(pages_of(entry(1, table(3, "cell", 4))))
