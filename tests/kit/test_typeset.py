"""Documents as PDF: the same bytes each time, nothing of what people write is ever read as code."""

import io
import re
import unicodedata
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

import hub.kit.typeset
from hub.kit.typeset import (
    TypesettingBusy,
    TypesettingFailed,
    TypesettingTooLarge,
    breakable,
    font_folders,
    typeset,
    typeset_long,
    typeset_once,
)


def facts(**more: Any) -> dict[str, Any]:
    def line(text: str, kind: str = "plain", url: str = "") -> dict[str, str]:
        return {"text": text, "kind": kind, "url": url, "language": ""}

    usual = {
        "language": "en", "direction": "ltr", "site": "Migration Network Hub",
        "title": "Receipt RT-0001, version 1", "heading": "Your submission was received",
        "reference-label": "Reference number", "reference": "RT-0001", "at": [2026, 3, 18, 14, 58, 7],
        "rows": [{"label": "For", "lines": [line("Coastal Crossings"), line("ab" * 32, "mono")]}],
        "steps-title": "What happens next", "steps": ["A moderator reads it."],
        "check-title": "Check", "check": "Anyone can.", "check-url": "https://hub.example/en/check/",
    }  # fmt: skip
    return {**usual, **more}


def test_the_same_facts_give_the_same_bytes() -> None:
    first = typeset("receipt", facts())
    assert first.startswith(b"%PDF-")
    assert typeset("receipt", facts()) == first
    assert typeset("receipt", facts(heading="Another")) != first


def test_it_is_tagged_for_assistive_technology_with_language_title_and_date() -> None:
    document = typeset("receipt", facts(language="fr"))
    assert b"/MarkInfo" in document
    assert b"pdfuaid:part" in document
    assert b"/Lang(fr)" in document
    assert b"D:20260318145807" in document
    assert b"Receipt RT-0001, version 1" in document


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")', "#read(\"/etc/passwd\")", "$x^2$", "*bold* _em_ `raw` <label> @ref", "= Heading",
        "\\ \" ' #{", "]#", "```", "// comment", '"; #sys', "\u202etext", "é" * 500, "a" * 2000, " ", "<script>",
    ],
)  # fmt: skip
def test_whatever_people_write_is_text(words: str) -> None:
    rows = [{"label": words, "lines": [{"text": words, "kind": k, "url": "", "language": "en"} for k in ("plain", "muted", "mono")]}]  # fmt: skip
    assert typeset("receipt", facts(rows=rows, steps=[words], heading=words))


@pytest.mark.parametrize(
    "words",
    [
        "نرحب بهذا النص", "Ελλάδα Россия Čeština", "移民问题", "한국어", "हिन्दी", "👩‍🌾 🙂 👩‍👩‍👧", "עברית", "አማርኛ", "ไทย", "ქართული",
        "𓀀 and 𐎠", "\ufffd\u2066x\u2069", "\U0001fae8 \ue000 \U000e0001",
    ],
)  # fmt: skip
def test_every_script_comes_out_for_assistive_technology_too(words: str) -> None:
    assert b"pdfuaid:part" in typeset("receipt", facts(heading=words))


def test_emoji_are_drawn_and_of_what_no_font_has_the_name_stands_in_brackets() -> None:
    document = typeset("receipt", facts(heading="Yes 🙂 𓀀, 𓀁\u200d𓀁 and \U000fffff"))
    read = PdfReader(io.BytesIO(document)).pages[0].extract_text()
    said = " ".join(read.split())
    assert "Yes 🙂 [egyptian hieroglyph a001]" in said
    assert "[egyptian hieroglyph a002][egyptian hieroglyph a002] and [U+FFFFF]" in said


def test_many_facts_go_on_over_pages() -> None:
    row = facts()["rows"][0]
    document = typeset("receipt", facts(rows=[row] * 200))
    counts = [int(count) for count in re.findall(rb"/Count (\d+)", document)]
    assert max(counts) > 2


def test_facts_that_do_not_fit_the_template_are_a_fault_of_ours() -> None:
    lacking = facts()
    del lacking["heading"]
    with pytest.raises(TypesettingFailed):
        typeset("receipt", lacking)
    with pytest.raises(TypesettingFailed):
        typeset("no-such-template", facts())


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "pdf"
    folder.mkdir()
    (folder / "curious.typ").write_text('#read("../secret.txt")')
    monkeypatch.setattr("hub.kit.typeset._TEMPLATES", folder)
    with pytest.raises(TypesettingFailed):
        typeset("curious", {})


def test_our_own_fonts_are_there_and_those_of_the_machine_only_where_they_are(
    tmp_path: Path,
) -> None:
    own = font_folders([])
    assert len(own) == 5
    assert all(list(folder.rglob("*.ttf")) for folder in own)
    assert font_folders([str(tmp_path), str(tmp_path / "not-there")]) == [*own, tmp_path]


def test_templates_take_their_words_as_data_alone() -> None:
    """No template evaluates anything, reads a file or loads a package."""
    templates = sorted((Path(settings.BASE_DIR) / "templates" / "pdf").glob("*.typ"))
    assert templates
    for template in templates:
        code = "\n".join(
            row
            for row in template.read_text("utf-8").splitlines()
            if not row.lstrip().startswith("//")
        )
        assert not re.search(r"\b(eval|read|include|import|plugin|yaml|toml|cbor|csv|xml)\b", code)


def test_a_document_is_made_once_until_its_facts_are_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = typeset_once("receipt", facts())
    assert first == typeset("receipt", facts())
    monkeypatch.setattr("hub.kit.typeset._CHILD", Path("/nowhere"))  # no more can be made
    assert typeset_once("receipt", facts()) == first
    for other in ({"heading": "Another"}, {"language": "fr"}):
        with pytest.raises(TypesettingFailed):
            typeset_once("receipt", facts(**other))
    monkeypatch.setattr("hub.kit.typeset.release", lambda: "another")
    with pytest.raises(TypesettingFailed):
        typeset_once("receipt", facts())


def test_no_more_than_two_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = BoundedSemaphore(2)
    monkeypatch.setattr("hub.kit.typeset._AT_ONCE", busy)
    monkeypatch.setattr("hub.kit.typeset._LONGEST_WAIT", 0.01)
    with busy:
        typeset("receipt", facts())
        with busy, pytest.raises(TypesettingBusy) as refusal:
            typeset("receipt", facts())
    assert (refusal.value.status, refusal.value.retry_after) == (503, 10)
    with pytest.raises(TypesettingFailed):  # a fault gives its place back too
        typeset("no-such-template", facts())
    assert typeset("receipt", facts())


def test_a_long_document_is_the_same_as_another_and_waits_for_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("hub.kit.typeset._AT_ONCE", BoundedSemaphore(1))
    expected = typeset("receipt", facts())
    monkeypatch.setattr("hub.kit.typeset._LONGEST_WAIT", 0.01)
    with hub.kit.typeset._AT_ONCE, (tmp_path / "long.pdf").open("wb") as file:
        typeset_long("receipt", facts(), file, lambda: None, memory=1024**3)
    assert (tmp_path / "long.pdf").read_bytes() == expected


def test_a_long_document_ends_when_it_is_no_longer_wanted(tmp_path: Path) -> None:
    class Unwanted(Exception):
        pass

    def check() -> None:
        raise Unwanted

    with (tmp_path / "long.pdf").open("wb") as file, pytest.raises(Unwanted):
        typeset_long("receipt", facts(rows=facts()["rows"] * 20_000), file, check, memory=1024**3)
    assert (tmp_path / "long.pdf").read_bytes() == b""


def test_a_long_document_that_takes_too_much_is_a_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "long.pdf").open("wb") as file:
        monkeypatch.setattr("hub.kit.typeset._LONG_SECONDS", 0)
        with pytest.raises(TypesettingFailed):
            typeset_long("receipt", facts(), file, lambda: None, memory=1024**3)


@pytest.mark.parametrize("room", [5, 12, 29, 30])
def test_no_word_takes_long_to_be_made_breakable(room: int) -> None:
    """Of marks upon marks, each of which could be a letter of its own, every part is looked at once."""
    for word in ("e" + "\u0301" * 5_000, "\u0301" * 5_000, "a" * 5_000 + ".", "a\u0301" * 3_000):
        assert breakable(word, room).replace("\u200b", "") == word


def test_a_long_document_says_whether_it_is_too_large_or_faulty(tmp_path: Path) -> None:
    with (tmp_path / "long.pdf").open("wb") as file:
        with pytest.raises(TypesettingTooLarge):
            typeset_long("receipt", facts(), file, lambda: None, memory=1024**2)
        with pytest.raises(TypesettingFailed) as faulty:
            typeset_long("receipt", {}, file, lambda: None, memory=1024**3)
        assert not isinstance(faulty.value, TypesettingTooLarge)


def test_long_words_may_be_broken_and_others_stay() -> None:
    path = "attachments/RT-0001_International-Federation-of-Everything_1.pdf"
    broken = breakable(f"see {path} or not")
    assert broken.replace("\u200b", "") == f"see {path} or not"
    assert max(len(piece) for piece in broken.split("\u200b")) <= 20
    address = "https://www.example.org/one/two-three/four.pdf?five=six&seven=eight"
    assert breakable(address) == address
    assert breakable("ordinary words, responsabilisation") == "ordinary words, responsabilisation"


def test_words_are_broken_where_they_have_less_room() -> None:
    words = "Donaudampfschifffahrtsgesellschaft Государственность https://example.org/abcdefghij e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301 no"
    broken = breakable(words, 6)
    assert broken.replace("\u200b", "") == words
    assert not re.search("\u200b[\u0300-\u036f]", broken)  # no letter loses its accent
    pieces = re.split("[\u200b ]", unicodedata.normalize("NFC", broken))
    assert max(map(len, pieces)) <= 6
    assert breakable("short words", 6) == "short words"
    assert breakable("unbroken", 0).split("\u200b") == ["u", "n", "b", "r", "o", "k", "en"]


def test_what_stands_between_signs_stays_whole_where_it_has_the_room() -> None:
    name = "Jean-Aimé Desrosiers-Kamga"
    assert breakable(name, 12).split("\u200b") == ["Jean-Aimé Desrosiers-", "Kamga"]
    path = "attachments/PD-0003_Association-Passerelles_1.odt"
    pieces = ["attachments/", "PD-", "0003_", "Association-", "Passerelles_", "1.", "odt"]
    assert breakable(path, 15).split("\u200b") == pieces


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", " "])
def test_a_space_that_does_not_break_is_no_letter_of_a_word(space: str) -> None:
    words = f"CSV · 12{space}345{space}bytes"
    assert breakable(words, 8) == words
    assert "\u200b" not in breakable(f"48{space}bytes{space}" * 9)


@pytest.mark.parametrize(
    "words",
    [
        "الفقرة الأولى من الإعلان تؤكد حماية حقوق المهاجرين", "ثلاثة ضغط شيء", "حمایت از پیشنهاد گزارش چاپ ژاله",
        "ٹھوس بحث بڑے", "ښه ځای ګټه ړومبی",
    ],
)  # fmt: skip
def test_words_in_arabic_letters_can_be_searched_and_copied(words: str) -> None:
    document = typeset("receipt", facts(heading=words, direction="rtl"))
    read = PdfReader(io.BytesIO(document)).pages[0].extract_text()
    assert [word for word in words.split() if word not in read] == []
