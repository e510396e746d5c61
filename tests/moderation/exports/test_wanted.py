"""What a filter takes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from moderation.exports.wanted import GENERAL, NO_COUNTRY, Candidate, ExportFilter

POST = Candidate(
    prompt=2,
    window="w1",
    received_at=datetime(2026, 3, 15, 3, 59, 59, tzinfo=UTC),
    group="trade-union",
    state="published",
    standing="grace",
    region="arab-states",
    language="ar",
)


@pytest.mark.parametrize(
    ("chosen", "is_in"),
    [
        ({}, True),
        ({"prompts": (2,)}, True),
        ({"prompts": (1, 3)}, False),
        ({"prompts": (GENERAL,)}, False),
        ({"window": "w1"}, True),
        ({"window": "w2"}, False),
        ({"groups": ("trade-union", "media")}, True),
        ({"groups": ("media",)}, False),
        ({"states": ("published",)}, True),
        ({"states": ("hidden",)}, False),
        ({"prompts": (2,), "states": ("hidden",)}, False),
        ({"regions": ("arab-states", NO_COUNTRY)}, True),
        ({"regions": (NO_COUNTRY,)}, False),
        ({"languages": ("ar",)}, True),
        ({"languages": ("ar-eg",)}, True),  # kept by an export of which the space told kinds apart
        ({"languages": ("en", "fr")}, False),
        ({"standings": ("grace", "on-time")}, True),
        ({"standings": ("late",)}, False),
        ({"with_replies": False}, True),
        ({"with_earlier": False}, True),
    ],
)
def test_a_post_is_in_when_every_choice_takes_it(chosen: dict[str, Any], is_in: bool) -> None:
    assert ExportFilter(**chosen).takes(POST) is is_in
    assert ExportFilter(**chosen).is_whole is (chosen == {})


def test_days_are_those_of_the_announced_zone_and_both_are_in() -> None:
    """03:59:59 UTC on 15 March is 23:59:59 of the 14th in New York."""
    one_day = ExportFilter(
        received_from=date(2026, 3, 14), received_until=date(2026, 3, 14), zone="America/New_York"
    )
    assert one_day.takes(POST)
    later = replace(POST, received_at=POST.received_at + timedelta(seconds=1))
    assert not one_day.takes(later)
    assert not replace(one_day, zone="UTC").takes(POST)
    assert not one_day.takes(replace(POST, received_at=datetime(2026, 3, 14, 3, 59, tzinfo=UTC)))
    assert one_day.takes(replace(POST, received_at=datetime(2026, 3, 14, 4, tzinfo=UTC)))


def test_replies_are_looked_at_by_themselves_and_may_be_left_out() -> None:
    reply = replace(POST, is_reply=True)
    assert ExportFilter().takes(reply)
    assert not ExportFilter(with_replies=False).takes(reply)


@pytest.mark.parametrize(
    ("chosen", "unknown"),
    [
        ({"groups": ("trade-union",)}, {"group": None}),
        ({"regions": ("arab-states", NO_COUNTRY)}, {"region": None}),
        ({"languages": ("ar",)}, {"language": None}),
    ],
)
def test_what_is_not_shown_of_a_post_is_taken_by_no_choice_of_it(
    chosen: dict[str, Any], unknown: dict[str, Any]
) -> None:
    assert ExportFilter(**chosen).takes(POST)
    assert not ExportFilter(**chosen).takes(replace(POST, **unknown))


def test_it_is_kept_with_the_export_and_read_back() -> None:
    wanted = ExportFilter(
        prompts=(1, GENERAL),
        window="w1",
        received_from=date(2026, 3, 1),
        received_until=date(2026, 3, 2),
        zone="Asia/Amman",
        groups=("media",),
        states=("hidden", "published"),
        regions=("africa", NO_COUNTRY),
        languages=("es",),
        standings=("late",),
        with_replies=False,
        with_earlier=False,
        changed_since=datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC),
        language="fr",
    )
    assert ExportFilter.from_json(wanted.to_json()) == wanted
    assert ExportFilter.from_json(ExportFilter().to_json()) == ExportFilter()
    assert ExportFilter.from_json({}) == ExportFilter()


WHOLE = ExportFilter()
NARROW_REST: dict[str, Any] = {
    "window": "main",
    "received_from": date(2026, 3, 1),
    "received_until": date(2026, 3, 31),
    "groups": ("media",),
    "with_replies": False,
}
NARROW = ExportFilter(prompts=(1, 2), **NARROW_REST)


@pytest.mark.parametrize(
    ("chosen", "other", "is_within"),
    [
        ({}, WHOLE, True),
        ({"prompts": (1,)}, WHOLE, True),
        ({}, NARROW, False),
        ({"prompts": (1,), **NARROW_REST}, NARROW, True),
        ({"prompts": (1, 3), **NARROW_REST}, NARROW, False),
        ({**NARROW_REST}, NARROW, False),
        ({"prompts": (1,), **NARROW_REST, "with_replies": True}, NARROW, False),
        ({"prompts": (1,), **NARROW_REST, "window": ""}, NARROW, False),
        ({"prompts": (1,), **NARROW_REST, "received_from": date(2026, 2, 28)}, NARROW, False),
        ({"prompts": (1,), **NARROW_REST, "received_until": None}, NARROW, False),
        ({"prompts": (1,), **NARROW_REST, "received_until": date(2026, 3, 2)}, NARROW, True),
        ({"changed_since": datetime(2026, 3, 1, tzinfo=UTC), "language": "fr"}, WHOLE, True),
    ],
)
def test_a_filter_is_within_another_where_it_takes_no_more(
    chosen: dict[str, Any], other: ExportFilter, is_within: bool
) -> None:
    assert ExportFilter(**chosen).is_within(other) == is_within
