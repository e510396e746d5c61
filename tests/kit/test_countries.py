"""Countries and areas are those of ISO 3166-1, named as the United Nations names them."""

import pytest

from hub.kit.countries import choices, country_name


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [
        ("CH", "Switzerland", "Suisse"),
        ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
        ("KR", "Republic of Korea", "République de Corée"),
        ("BO", "Bolivia (Plurinational State of)", "Bolivie (État plurinational de)"),
        ("TT", "Trinidad and Tobago", "Trinité-et-Tobago"),
        ("LC", "Saint Lucia", "Sainte-Lucie"),
        ("TR", "Türkiye", "Türkiye"),
        ("PS", "State of Palestine", "État de Palestine"),
        ("VA", "Holy See", "Saint-Siège"),
    ],
)
def test_a_country_has_its_name_in_both_languages(code: str, english: str, french: str) -> None:
    assert country_name(code, "en") == english
    assert country_name(code, "fr") == french


def test_other_languages_have_names_too_and_an_unknown_code_stays() -> None:
    assert country_name("CN", "zh-hans") == "中国"
    assert country_name("ZZ", "en") == "ZZ"
    assert country_name("CH", "qqq") == "Switzerland"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_all_249_are_offered_once_with_a_name(language: str) -> None:
    offered = dict(choices(language))
    assert len(offered) == len(choices(language)) == len(set(offered.values())) == 249
    assert not set(offered) & {"EU", "UN", "XK", "ZZ", "UK"}
    assert not [name for name in offered.values() if " & " in name or "St. " in name]


def test_they_stand_in_the_alphabetical_order_of_the_language() -> None:
    french = [code for code, _ in choices("fr")]
    assert french.index("DK") < french.index("EG") < french.index("AE") < french.index("ES")
    english = [code for code, _ in choices("en")]
    assert english.index("AF") < english.index("AX") < english.index("AL")
