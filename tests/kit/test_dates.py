"""Dates as people write them."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from hub.kit.dates import clock_in, day_in, moment_in

CLOSING = datetime(2027, 3, 22, 3, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Sunday 21 March 2027, 23:59"), ("fr", "dimanche 21 mars 2027 à 23\xa0h\xa059")],
)
def test_a_moment_is_written_in_the_language_with_seconds_cut_off(
    language: str, written: str
) -> None:
    with override(language):
        assert moment_in(CLOSING, "America/New_York", weekday=True) == written


def test_the_first_of_a_month_is_premier_in_french() -> None:
    first = datetime(2027, 3, 1, 9, 5, tzinfo=UTC)
    with override("fr"):
        assert day_in(first) == "1er mars 2027"
        assert clock_in(first) == "9\xa0h\xa005"
    with override("en"):
        assert day_in(first, year=False) == "1 March"
        assert clock_in(first) == "09:05"
