"""Texts are compared without accents, ordered as readers expect, written in plain letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.tables import safe_member_path
from hub.kit.text import fold, one_line, sort_key, to_file_slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élève À NOËL cœur naïf", "eleve a noel coeur naif"),
        ("Œuvre ÆON Æ æ", "oeuvre aeon ae ae"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδοσ"),
        ("ﬁ Straße", "ﬁ straße"),
        ("ñandú", "nandu"),
        ("क़ि", "क\u093cि"),
    ],
)
def test_folding_takes_accents_and_case_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


FRENCH = [
    "Costa Rica", "Côte d’Ivoire", "Croatie", "Égypte", "El Salvador", "Équateur", "Érythrée",
    "Espagne", "Guinée", "Guinée-Bissau", "Guinée équatoriale", "La Réunion", "Œuvre", "Offre",
    "République unie", "République-Unie de Tanzanie",
]  # fmt: skip
ENGLISH = [
    "Action Aid", "Amnesty", "Obama", "O’Brien", "The Association", "The “Bridge”", "U.N. Women",
    "UN Women", "UNHCR",
    "Women’s Voice", "Womens Vote",
]  # fmt: skip


@pytest.mark.parametrize(("language", "names"), [("fr", FRENCH), ("en", ENGLISH)])
def test_names_stand_in_alphabetical_order(language: str, names: list[str]) -> None:
    shuffled = names[::-1]
    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == names


LATIN = [
    "Ægir", "Aeon", "Đà Nẵng", "Daten", "Ðvergar", "İzmir", "Ismail", "Łódź", "Lokal", "Œuvre", "Øgle", "Ogre", "Ølstykke",
    "Ørsted", "Oslo", "Österreich", "Ǿyer", "Straße", "Strassen", "Þór", "Thorn", "Zambia",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_letters_that_unicode_does_not_take_apart_stand_with_their_plain_ones(
    language: str,
) -> None:
    plain = {"Ægir": "Aegir", "Đà Nẵng": "Da Nang", "Ðvergar": "Dvergar", "Łódź": "Lodz", "Þór": "Thor"}  # fmt: skip
    plain |= {"Œuvre": "Oeuvre", "Øgle": "Ogle", "Ǿyer": "Oyer", "Straße": "Strasse", "ığdır": "igdir"}  # fmt: skip
    for name, letters in plain.items():
        assert sort_key(name, language)[0] == letters.lower()
    assert sorted(LATIN, key=lambda name: sort_key(name, language)) == sorted(
        LATIN, key=lambda name: to_file_slug(name).lower().replace("-", " ")
    )


def test_in_spanish_enye_comes_after_n() -> None:
    names = ["nube", "nzá", "Ñandú", "oso"]
    shuffled = names[::-1]
    assert sorted(shuffled, key=lambda name: sort_key(name, "es")) == names
    assert min(names, key=lambda name: sort_key(name, "en")) == "Ñandú"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("International Organization for Migration", "International-Organization-for-Migration"),
        ("Côte d’Ivoire", "Cote-dIvoire"),
        ("  U.N. & Co. / Œuvre: Łódź ", "UN-Co-OEuvre-Lodz"),
        ("../../etc", "etc"),
        ("منظمة الهجرة", "منظمة-الهجرة"),
        ("Комитет «Йод»", "Комитет-Йод"),
        ("移民组织", "移民组织"),
        ("हिन्दी संगठन", "हिन्दी-संगठन"),
        ("Ministère – وزارة", "Ministere-وزارة"),
        ("e\u0301\u0301t", "et"),
        ("\u202eevil\u2066.\x00exe\u200f", "evil-exe"),
        ("a\\b/c:d_e", "a-b-c-d-e"),
        ("\u3164\ufe0f", "unnamed"),
        ("…!?", "unnamed"),
        ("", "unnamed"),
        ("a" * 70, "a" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
    ],
)
def test_a_name_becomes_part_of_a_file_name(name: str, slug: str) -> None:
    assert to_file_slug(name) == slug


def test_a_slug_is_cut_between_words() -> None:
    assert to_file_slug("one two three", 7) == "one-two"
    assert to_file_slug("one two three", 9) == "one-two"
    assert to_file_slug("移民 组织", 4) == "移民"
    assert to_file_slug("?", empty="entity") == "entity"


def test_a_slug_that_is_cut_takes_no_mark_from_a_letter() -> None:
    assert to_file_slug("กขี", 2) == "ก"
    assert to_file_slug("한국어", 2) == "한"


@given(st.text(), st.integers(1, 20))
def test_a_slug_is_short_and_holds_letters_digits_and_single_hyphens(
    text: str, limit: int
) -> None:
    slug = to_file_slug(text, limit, empty="x")
    assert 1 <= len(slug) <= limit
    assert len(slug.encode()) <= 2 * limit
    assert slug == unicodedata.normalize("NFC", slug)
    assert {unicodedata.category(letter)[0] for letter in slug.replace("-", "")} <= set("LMN")
    assert "--" not in slug
    assert slug.strip("-") == slug
    assert safe_member_path(slug) == slug


def test_a_piece_of_a_line_neither_breaks_nor_turns_it() -> None:
    assert one_line(" A \n name\u202e of\u2066 three\tlines ") == "A name of three lines"


def test_a_name_from_right_to_left_stays_by_itself() -> None:
    assert one_line("\u202bالشبكة") == "\u2068الشبكة\u2069"
