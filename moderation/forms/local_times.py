"""A day and a time by the clocks of a zone, as people type them, made into one instant."""

from datetime import date, datetime, time
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.kit.dates import clock_in, moment_in
from hub.kit.instants import (
    AmbiguousTime,
    NonexistentTime,
    end_of_day,
    place_zones,
    resolve_local,
)
from hub.kit.zones import zone_city

#: The zones of the places where consultations are announced most, before the long list.
OFTEN: Final = (
    "UTC",
    "America/New_York",
    "Europe/Zurich",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Asia/Bangkok",
    "Asia/Beirut",
    "America/Santiago",
)
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2199
FIRST, SECOND = "first", "second"


def zone_choices(announced: str = "UTC") -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of the IANA database under their present names, by place, the frequent ones first.

    `announced` is among them whatever it is: an older name that a window was announced with stays.
    """
    often = [*OFTEN] if announced in OFTEN or announced in place_zones() else [*OFTEN, announced]
    rest = [(zone, zone_label(zone)) for zone in place_zones() - set(often)]
    return [
        (_("Often used"), [(zone, zone_label(zone)) for zone in often]),
        (_("All time zones"), sorted(rest, key=lambda choice: (choice[1], choice[0]))),
    ]


def zone_label(zone: str) -> str:
    """Like "New York (America/New_York)"; "Geneva" for the zone that the clocks of Geneva follow."""
    city = _("Geneva") if zone == "Europe/Zurich" else zone_city(zone)
    return city if city == zone else f"{city} ({zone})"


class DayInput(forms.DateInput):
    """The browser's own field for a day, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(label: object, help_text: object = "") -> forms.DateField:
    """A day, which may stay empty."""
    return forms.DateField(
        label=str(label) if isinstance(label, str) else label,  # type: ignore[arg-type]  # lazy texts are texts
        help_text=help_text,  # type: ignore[arg-type]  # lazy texts are texts
        required=False,
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
        validators=[_is_a_likely_day],
    )


def _is_a_likely_day(day: date) -> None:
    """A slip in the year is told; instants of every zone stay within what can be counted."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise forms.ValidationError(
            _("Choose a day of the years %(first)d to %(last)d."),
            code="unlikely",
            params={"first": _FIRST_YEAR, "last": _LAST_YEAR},
        )


def time_field(label: object, help_text: object = "") -> forms.TimeField:
    """A time of day, which may stay empty."""
    return forms.TimeField(
        label=label,  # type: ignore[arg-type]  # lazy texts are texts
        help_text=help_text,  # type: ignore[arg-type]  # lazy texts are texts
        required=False,
        widget=TimeInput(),
        input_formats=["%H:%M", "%H:%M:%S"],
    )


def occurrence_field(label: object) -> forms.ChoiceField:
    """Which of the two, where the clocks show a time twice; shown only then."""
    return forms.ChoiceField(
        label=label,  # type: ignore[arg-type]  # lazy texts are texts
        required=False,
        choices=[
            (FIRST, gettext_lazy("The first, before the clocks are set back")),
            (SECOND, gettext_lazy("The second, after the clocks were set back")),
        ],
        widget=forms.RadioSelect,
    )


def closing_time_field() -> forms.TimeField:
    """The time of a closing; the end of the day without one."""
    return time_field(gettext_lazy("Closing time"), gettext_lazy("Without a time: at 23:59:59."))


def closing_occurrence_field() -> forms.ChoiceField:
    """Which of the two it is, where the clocks show it twice."""
    return occurrence_field(gettext_lazy("Closing time that is meant"))


def occurrence_of(local: datetime, zone: str) -> str:
    """Which of the two a time by the clocks of the zone is; "" where they show it once."""
    try:
        resolve_local(local.replace(tzinfo=None, fold=0), zone)
    except AmbiguousTime:
        return SECOND if local.fold else FIRST
    return ""


class SkippedTime(forms.ValidationError):
    """A time that the clocks of the zone skip."""

    def __init__(self, error: NonexistentTime) -> None:
        super().__init__(
            _(
                "On that day the clocks in %(place)s skip this time: they go on to %(after)s."
                " Choose another time."
            )
            % {"place": zone_city(error.zone), "after": clock_in(error.after, error.zone)},
            code="skipped",
        )


class TimeTwice(forms.ValidationError):
    """A time that the clocks of the zone show twice."""

    def __init__(self, error: AmbiguousTime) -> None:
        super().__init__(
            _(
                "On that day the clocks in %(place)s show this time twice: at %(first)s UTC and at"
                " %(second)s UTC. Say which of the two."
            )
            % {
                "place": zone_city(error.zone),
                "first": moment_in(error.first),
                "second": moment_in(error.second),
            },
            code="twice",
        )


def opening_instant(day: date, at: time | None, zone: str, occurrence: str) -> datetime:
    """The instant at which something opens, UTC; without a time at the beginning of the day.

    Raises SkippedTime, TimeTwice.
    """
    return _resolved(datetime.combine(day, at or time(0)), zone, occurrence)


def closing_instant(day: date, at: time | None, zone: str, occurrence: str) -> datetime:
    """The instant at which something closes, UTC; without a time 23:59:59 (PRODUCT, section 2).

    Raises SkippedTime, TimeTwice.
    """
    if at is not None:
        return _resolved(datetime.combine(day, at), zone, occurrence)
    try:
        return end_of_day(day, zone)
    except NonexistentTime as error:
        raise SkippedTime(error) from error


def _resolved(local: datetime, zone: str, occurrence: str) -> datetime:
    try:
        return resolve_local(local, zone)
    except NonexistentTime as error:
        raise SkippedTime(error) from error
    except AmbiguousTime as error:
        if occurrence not in {FIRST, SECOND}:
            raise TimeTwice(error) from error
        return error.first if occurrence == FIRST else error.second
