"""Time zones are called by their places, in the reader's language."""

import pytest
from django.utils.translation import override

from hub.kit.instants import zone_names
from hub.kit.zones import zone_city


@pytest.mark.parametrize(
    ("zone", "city", "french"),
    [
        ("America/New_York", "New York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires", "Buenos Aires"),
        ("Europe/Zurich", "Zurich", "Zurich"),
        ("UTC", "UTC", "UTC"),
        ("Africa/Addis_Ababa", "Addis Ababa", "Addis-Abeba"),
        ("Europe/London", "London", "Londres"),
        ("Africa/Cairo", "Cairo", "Le Caire"),
        ("Asia/Kolkata", "Kolkata", "Calcutta"),  # known to CLDR by an older name
        ("US/Eastern", "Eastern", "Eastern"),
    ],
)
def test_a_zone_is_told_by_its_place(zone: str, city: str, french: str) -> None:
    with override("en"):
        assert zone_city(zone) == city
    with override("fr"):
        assert zone_city(zone) == french
    with override(None):
        assert zone_city(zone) == city


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_no_zone_is_nameless_in_any_language(language: str) -> None:
    with override(language):
        assert all(zone_city(zone).strip() for zone in zone_names())
