"""Each post has its language: any ISO 639 code, and `und` for another (PRODUCT.md, section 3)."""

import re

import pytest
from django.utils import translation

from hub.kit.languages import (
    UN_LANGUAGES,
    base_language,
    choices,
    direction,
    is_language_code,
    language_name,
    language_within,
)

WIDELY_SPOKEN = "sw am ti so ps ur hi bn ta my th vi id ms uk pl pt de it tr fa ku ha yo ig zu"


@pytest.mark.parametrize("code", ["en", "fr", "und", "fil", "zh-hans", "sr-latn-rs", "de-1996"])
def test_codes_of_languages_are_known_by_their_form(code: str) -> None:
    assert is_language_code(code)


@pytest.mark.parametrize(
    "code",
    ["", "e", "EN", "en_US", "english", "en-", "en-a", "en\n", "en-" + "abcdefgh-" * 4 + "ab"],
)
def test_what_has_not_that_form_is_no_code(code: str) -> None:
    assert not is_language_code(code)


@pytest.mark.parametrize(
    ("code", "in_language", "name"),
    [
        ("fr", "en", "French"),
        ("fr", "fr", "Français"),
        ("es", "fr", "Espagnol"),
        ("zh-hans", "en", "Simplified Chinese"),
        ("pt-br", "fr", "Portugais brésilien"),
        ("ar-xx", "en", "Arabic"),
        ("en", "zh-hans", "英语"),
        ("qqq", "en", "qqq"),
        ("fr", "qqq", "French"),
    ],
)
def test_a_language_has_a_name_in_another(code: str, in_language: str, name: str) -> None:
    assert language_name(code, in_language) == name


def test_another_language_has_a_name_whatever_language_is_active() -> None:
    with translation.override("fr"):
        assert language_name("und", "en") == "Another language"


@pytest.mark.parametrize(
    ("code", "way"),
    [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur-pk", "rtl"), ("en", "ltr"), ("und", "ltr"),
     ("az-arab", "rtl"), ("ks-deva", "ltr"), ("zh-hant-hk", "ltr"), ("ckb", "rtl")],
)  # fmt: skip
def test_a_language_is_written_in_its_direction(code: str, way: str) -> None:
    assert direction(code) == way


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_six_languages_of_the_united_nations_come_first_and_another_last(
    language: str,
) -> None:
    offered = choices(language)
    codes = [code for code, _ in offered]
    assert set(codes[:6]) == set(UN_LANGUAGES)
    assert offered[-1][0] == "und"
    assert len(codes) == len(set(codes)) > 150
    assert all(is_language_code(code) for code in codes)
    assert not [name for code, name in offered if name == code]
    assert {code for code in codes if re.fullmatch("[a-z]{2}", code)} >= set(WIDELY_SPOKEN.split())


def test_languages_stand_in_the_order_of_their_names() -> None:
    french = [name for _, name in choices("fr")]
    assert french[:6] == ["Anglais", "Arabe", "Chinois", "Espagnol", "Français", "Russe"]
    assert french.index("Espéranto") < french.index("Estonien") < french.index("Éwé")


def test_within_a_sentence_a_language_has_the_letters_of_a_sentence() -> None:
    names = [language_within(code, page) for page in ("en", "fr") for code in ("fr", "pt", "xx-q")]
    assert names == ["French", "Portuguese", "xx-q", "français", "portugais", "xx-q"]
    assert (language_within("und", "en"), language_name("und", "en")) == (
        "another language",
        "Another language",
    )


@pytest.mark.parametrize(
    ("code", "base"), [("zh-hans", "zh"), ("es-419", "es"), ("fr", "fr"), ("und", "und")]
)
def test_a_code_with_script_or_region_is_one_of_its_language(code: str, base: str) -> None:
    assert base_language(code) == base
