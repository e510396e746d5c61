"""What a moderator types to schedule, open, close, extend or reopen a window, or to change what becomes of late texts."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import LatePolicy, WindowAct
from discussions.models import Window
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.instants import format_instant, in_zone
from hub.kit.zones import zone_city
from moderation.forms.local_times import (
    closing_occurrence_field,
    closing_time_field,
    day_field,
    occurrence_field,
    occurrence_of,
    time_field,
    zone_choices,
)
from moderation.forms.window_base import WindowForm

_END_OF_DAY: Final = time(23, 59, 59)


def _late_policy_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("What comes after the grace"),
        choices=LatePolicy.choices,
        widget=forms.RadioSelect,
        initial=LatePolicy.REFUSE,
    )


def _grace_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Grace after closing, in minutes"),
        help_text=gettext_lazy("What comes within it counts as on time."),
        min_value=0,
        max_value=24 * 60,
        initial=lambda: settings.GRACE_MINUTES,
    )


class LateRulesForm(WindowForm):
    """The grace, and what becomes of a text that comes after it; for a window that has opened."""

    act = WindowAct.LATE_RULES
    late_policy = _late_policy_field()
    grace_minutes = _grace_field()
    field_order = ("late_policy", "grace_minutes", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True

    def setting_for(self, window: Window | None) -> WindowSetting:
        """The present setting with what was typed."""
        return replace(
            super().setting_for(window),
            late_policy=LatePolicy(self.cleaned_data["late_policy"]),
            grace_minutes=self.cleaned_data["grace_minutes"],
        )

    @property
    def effect(self) -> str:
        """Both."""
        given = self.cleaned_data
        return f"{self.act} {given['late_policy']} {given['grace_minutes']}"


class ScheduleForm(WindowForm):
    """Everything that can be set before a window has opened."""

    act = WindowAct.SCHEDULE
    opens_day = day_field(
        gettext_lazy("Opens on"), gettext_lazy("Leave it empty to open the window at once.")
    )
    opens_time = time_field(
        gettext_lazy("Opening time"), gettext_lazy("Without a time: at 00:00.")
    )
    opens_occurrence = occurrence_field(gettext_lazy("Opening time that is meant"))
    closes_day = day_field(
        gettext_lazy("Closes on"), gettext_lazy("Leave it empty while there is no end yet.")
    )
    closes_time, closes_occurrence = closing_time_field(), closing_occurrence_field()
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Announced time zone"),
        help_text=gettext_lazy("Day and time above are meant by the clocks there."),
    )
    late_policy = _late_policy_field()
    grace_minutes = _grace_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = zone_choices(self.initial["time_zone"])

    def clean(self) -> dict[str, Any]:
        """The two instants."""
        zone = self.cleaned_data.get("time_zone")
        if zone:
            self.cleaned_data["opens_at"] = self._instant("opens", zone)
            self.cleaned_data["closes_at"] = self._instant("closes", zone)
        return self.cleaned_data

    def setting_for(self, window: Window | None) -> WindowSetting:
        """What was typed."""
        return self.setting

    @property
    def setting(self) -> WindowSetting:
        """What was typed; needs a valid form."""
        given = self.cleaned_data
        return WindowSetting(
            given["opens_at"],
            given["closes_at"],
            given["time_zone"],
            LatePolicy(given["late_policy"]),
            given["grace_minutes"],
        )

    @property
    def effect(self) -> str:
        """All that is set."""
        setting = self.setting
        return " ".join(
            [
                str(self.act),
                _code(setting.opens_at),
                _code(setting.closes_at),
                setting.time_zone,
                str(setting.late_policy),
                str(setting.grace_minutes),
            ]
        )


class OpenForm(WindowForm):
    """Open a scheduled window now."""

    act = WindowAct.OPEN


class CloseForm(WindowForm):
    """Close an open window now."""

    act = WindowAct.CLOSE


class ExtendForm(WindowForm):
    """A later closing, by the clocks of the zone that the window was announced in."""

    act = WindowAct.EXTEND
    closes_day = day_field(gettext_lazy("New closing day"))
    closes_time, closes_occurrence = closing_time_field(), closing_occurrence_field()
    field_order = ("closes_day", "closes_time", "closes_occurrence", "reason")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["closes_day"].required = True
        self.fields["closes_day"].help_text = _("By the clocks in %(place)s.") % {
            "place": zone_city(zone)
        }
        self.fields["reason"].required = True

    def clean(self) -> dict[str, Any]:
        """The new closing."""
        self.cleaned_data["closes_at"] = self._instant("closes", self.zone)
        return self.cleaned_data

    def setting_for(self, window: Window | None) -> WindowSetting:
        """The present setting with the new closing."""
        return replace(super().setting_for(window), closes_at=self.cleaned_data["closes_at"])

    @property
    def effect(self) -> str:
        """The new closing."""
        return f"{self.act} {_code(self.cleaned_data['closes_at'])}"


class ReopenForm(ExtendForm):
    """The same for a window that has closed."""

    act = WindowAct.REOPEN


FORMS: dict[str, type[WindowForm]] = {
    WindowAct.SCHEDULE: ScheduleForm,
    WindowAct.OPEN: OpenForm,
    WindowAct.CLOSE: CloseForm,
    WindowAct.EXTEND: ExtendForm,
    WindowAct.REOPEN: ReopenForm,
    WindowAct.LATE_RULES: LateRulesForm,
}


def window_form(
    act: WindowAct,
    window: Window | None,
    seen: SeenWindow,
    data: Any = None,
    *,
    beside: Window | None = None,
) -> WindowForm:
    """The form for an act on a window (None: a new one), filled with its present setting.

    A new one begins with the zone and the late rules of the main window that it is `beside`.
    """
    initial: dict[str, Any] = {
        "position": seen.position,
        "change_id": seen.change_id,
        # these two are previewed as soon as they are shown
        "confirmed": str(act) if act in {WindowAct.OPEN, WindowAct.CLOSE} else "",
        **(_rules(beside) if beside is not None else {"time_zone": "UTC"}),
    }
    if window is not None and act != WindowAct.REOPEN:  # that closing is past
        initial |= _present(window)
    form = FORMS[act]
    if issubclass(form, ExtendForm):
        return form(data, initial=initial, zone=window.time_zone if window is not None else "UTC")
    return form(data, initial=initial)


def _rules(window: Window) -> dict[str, Any]:
    return {
        "time_zone": window.time_zone,
        "late_policy": window.late_policy,
        "grace_minutes": window.grace_minutes,
    }


def _present(window: Window) -> dict[str, Any]:
    present = _rules(window)
    for name in ("opens", "closes"):
        instant = getattr(window, f"{name}_at")
        if instant is not None:
            local = in_zone(instant, window.time_zone)
            present[f"{name}_day"] = local.date()
            # the end of a day is what a closing without a time means
            is_end = name == "closes" and local.time() == _END_OF_DAY
            present[f"{name}_time"] = None if is_end else local.time()
            present[f"{name}_occurrence"] = occurrence_of(local, window.time_zone)
    return present


def _code(instant: datetime | None) -> str:
    return "-" if instant is None else format_instant(instant)
