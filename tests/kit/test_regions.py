"""Each country is in one region."""

from collections import Counter

import pytest

from hub.kit.countries import choices
from hub.kit.regions import _COUNTRIES, Region, region_of


def test_each_country_is_in_one_region_and_antarctica_in_none() -> None:
    listed = Counter(code for codes in _COUNTRIES.values() for code in codes.split())
    assert {code for code, times in listed.items() if times > 1} == set()
    assert {code for code, _name in choices("en")} ^ set(listed) == {"AQ"}


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("KE", Region.AFRICA),
        ("EG", Region.ARAB_STATES),
        ("BD", Region.ASIA_PACIFIC),
        ("KZ", Region.EUROPE_NORTH_AMERICA),
        ("US", Region.EUROPE_NORTH_AMERICA),
        ("MX", Region.LATIN_AMERICA_CARIBBEAN),
        ("AQ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_country_has_its_region(code: str | None, region: Region | None) -> None:
    assert region_of(code) == region
