"""Local times become instants, or are refused in a clear sentence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from discussions.enums import LatePolicy, WindowAct
from discussions.models import Window
from discussions.validators.windows import SeenWindow
from moderation.forms.local_times import zone_choices
from moderation.forms.window_base import WindowForm
from moderation.forms.windows import ScheduleForm, window_form

SEEN = SeenWindow(1, 0, 0)


def schedule(**more: Any) -> WindowForm:
    """A form as sent."""
    sent = {
        "position": "0",
        "change_id": "0",
        "opens_day": "2027-03-01",
        "opens_time": "09:00",
        "closes_day": "2027-03-21",
        "time_zone": "America/New_York",
        "late_policy": "refuse",
        "grace_minutes": "15",
    }
    return window_form(WindowAct.SCHEDULE, None, SEEN, {**sent, **more})


def instants(form: WindowForm) -> tuple[datetime | None, datetime | None]:
    """Opening and closing of a valid form."""
    assert isinstance(form, ScheduleForm)
    assert form.is_valid(), form.errors
    return form.setting.opens_at, form.setting.closes_at


def test_a_deadline_without_a_time_is_the_last_second_of_the_day_in_its_zone() -> None:
    opens, closes = instants(schedule())
    assert opens == datetime(2027, 3, 1, 14, 0, tzinfo=UTC)
    assert closes == datetime(2027, 3, 22, 3, 59, 59, tzinfo=UTC)


def test_an_opening_without_a_time_is_the_beginning_of_the_day() -> None:
    opens, _closes = instants(schedule(opens_time=""))
    assert opens == datetime(2027, 3, 1, 5, 0, tzinfo=UTC)


def test_both_may_stay_open() -> None:
    sent = schedule(opens_day="", opens_time="", closes_day="")
    assert instants(sent) == (None, None)


def test_a_time_needs_its_day() -> None:
    form = schedule(opens_day="")
    assert not form.is_valid()
    assert "opens_day" in form.errors


def test_a_time_that_the_clocks_skip_is_refused_and_said_where_they_go_on() -> None:
    form = schedule(closes_day="2027-03-14", closes_time="02:30")
    assert not form.is_valid()
    (words,) = form.errors["closes_time"]
    assert "the clocks in New York skip this time" in words
    assert "03:00" in words


@pytest.mark.parametrize(("which", "hour"), [("first", 5), ("second", 6)])
def test_a_time_that_the_clocks_show_twice_is_spelled_out_and_one_is_chosen(
    which: str, hour: int
) -> None:
    sent = {"closes_day": "2027-11-07", "closes_time": "01:30"}
    form = schedule(**sent)
    assert not form.is_valid()
    (words,) = form.errors["closes_occurrence"]
    assert "7 November 2027, 05:30 UTC" in words
    assert "7 November 2027, 06:30 UTC" in words
    _opens, closes = instants(schedule(**sent, closes_occurrence=which))
    assert closes == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Africa/Asmera", "EST5EDT", "US/Eastern"])
def test_an_unknown_zone_and_an_older_name_are_refused(zone: str) -> None:
    assert not schedule(time_zone=zone).is_valid()


def test_an_older_name_that_is_announced_already_stays() -> None:
    window = Window(time_zone="America/Buenos_Aires", late_policy="refuse", grace_minutes=15)
    shown = window_form(WindowAct.SCHEDULE, window, SEEN)
    assert '<option value="America/Buenos_Aires" selected>' in str(shown["time_zone"])
    sent = {**schedule().data, "time_zone": "America/Buenos_Aires"}
    assert window_form(WindowAct.SCHEDULE, window, SEEN, sent).is_valid()
    beside = window_form(WindowAct.SCHEDULE, None, SEEN, sent, beside=window)
    assert beside.is_valid()


def test_the_list_of_zones_holds_each_place_once_the_frequent_ones_first() -> None:
    (often, first), (_rest, others) = zone_choices()
    assert often == "Often used"
    assert first[0] == ("UTC", "UTC")
    names = [zone for zone, _label in first + others]
    assert len(names) == len(set(names))
    assert 350 < len(names) < 450
    assert {"America/Argentina/Buenos_Aires", "Africa/Asmara", "Asia/Kolkata"} <= set(names)
    assert not {"Africa/Asmera", "America/Buenos_Aires", "GMT", "Etc/GMT+5"} & set(names)
    assert ("America/Argentina/Buenos_Aires", "Buenos Aires (America/Argentina/Buenos_Aires)") in (
        others
    )


def test_it_is_confirmed_when_its_effect_is_the_one_that_was_previewed() -> None:
    form = schedule()
    assert not form.is_confirmed
    form.await_confirmation()
    confirmed = form.data["confirmed"]
    assert schedule(confirmed=confirmed).is_confirmed
    assert schedule(confirmed=confirmed, closes_time="23:59:59").is_confirmed  # the same instant
    for change in (
        {"closes_day": "2027-03-22"},
        {"opens_day": "2027-03-02"},
        {"late_policy": "ask"},
        {"grace_minutes": "30"},
        {"time_zone": "UTC"},
    ):
        assert not schedule(confirmed=confirmed, **change).is_confirmed


def test_an_extension_is_read_by_the_clocks_of_the_announced_zone_and_needs_a_reason() -> None:
    window = Window(time_zone="Asia/Bangkok", late_policy=LatePolicy.REFUSE, grace_minutes=15)
    sent = {"position": "0", "change_id": "0", "closes_day": "2027-03-21"}
    form = window_form(WindowAct.EXTEND, window, SEEN, sent)
    assert not form.is_valid()
    assert set(form.errors) == {"reason"}
    form = window_form(WindowAct.EXTEND, window, SEEN, {**sent, "reason": "Asked"})
    assert form.is_valid()
    assert form.cleaned_data["closes_at"] == datetime(2027, 3, 21, 16, 59, 59, tzinfo=UTC)
