"""What a moderator types to change a window. Nothing is done before its preview was confirmed."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import LatePolicy, WindowAct
from discussions.models import Window
from discussions.services.windows import setting_of
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.instants import format_instant, in_zone, zone_city
from moderation.forms.local_times import (
    closing_instant,
    day_field,
    occurrence_field,
    opening_instant,
    time_field,
    zone_choices,
)


class WindowForm(forms.Form):
    """What all acts on a window have: which window, its last change when the form was shown, and the preview.

    `confirmed` holds the effect that the last preview told; the act is done when it still is that effect.
    """

    act: ClassVar[WindowAct]
    position = forms.IntegerField(min_value=0, max_value=1000, widget=forms.HiddenInput)
    change_id = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the history of the window."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )

    def seen(self, space_id: int) -> SeenWindow:
        """Which window, as it was shown."""
        return SeenWindow(space_id, self.cleaned_data["position"], self.cleaned_data["change_id"])

    @property
    def effect(self) -> str:
        """The effect of what was typed, in codes; needs a valid form."""
        return str(self.act)

    @property
    def is_confirmed(self) -> bool:
        """Whether this very effect was previewed."""
        return self.is_valid() and self.cleaned_data["confirmed"] == self.effect

    def await_confirmation(self) -> None:
        """Let the form carry the effect that its preview tells; needs a valid form."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "confirmed": self.effect}

    def setting_for(self, window: Window | None) -> WindowSetting:
        """What the window will be set to; needs a valid form, and a window where the act needs one."""
        assert window is not None
        return setting_of(window)

    def renew(self, change_id: int) -> None:
        """Keep what was typed, for another preview on what stands there now."""
        self.data = {
            **{name: self.data.get(name) for name in self.data},
            "change_id": str(change_id),
            "confirmed": "",
        }

    def _instant(self, name: str, zone: str) -> datetime | None:
        """The instant of the fields `<name>_day`, `_time`, `_occurrence`; None without a day."""
        day, at = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
        if day is None:
            if at is not None:
                self.add_error(f"{name}_day", _("Choose a day too."))
            return None
        resolve = opening_instant if name == "opens" else closing_instant
        try:
            return resolve(day, at, zone, self.cleaned_data.get(f"{name}_occurrence") or "")
        except forms.ValidationError as error:
            asks_which = error.code == "twice"
            self.add_error(f"{name}_occurrence" if asks_which else f"{name}_time", error)
            return None


class ScheduleForm(WindowForm):
    """Everything that can be set before a window has opened."""

    act = WindowAct.SCHEDULE
    opens_day = day_field(
        gettext_lazy("Opens on"), gettext_lazy("Leave it empty to open the window at once.")
    )
    opens_time = time_field(gettext_lazy("Without a time: at 00:00."))
    opens_occurrence = occurrence_field()
    closes_day = day_field(
        gettext_lazy("Closes on"), gettext_lazy("Leave it empty while there is no end yet.")
    )
    closes_time = time_field(gettext_lazy("Without a time: at 23:59:59."))
    closes_occurrence = occurrence_field()
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Announced time zone"),
        help_text=gettext_lazy("Day and time above are meant by the clocks there."),
        choices=zone_choices,
    )
    late_policy = forms.ChoiceField(
        label=gettext_lazy("What comes after the grace"),
        choices=LatePolicy.choices,
        widget=forms.RadioSelect,
        initial=LatePolicy.REFUSE,
    )
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Grace after closing, in minutes"),
        help_text=gettext_lazy("What comes within it counts as on time."),
        min_value=0,
        max_value=24 * 60,
        initial=lambda: settings.GRACE_MINUTES,
    )

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
    closes_time = time_field(gettext_lazy("Without a time: at 23:59:59."))
    closes_occurrence = occurrence_field()
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


FORMS: dict[str, type[WindowForm]] = {
    WindowAct.SCHEDULE: ScheduleForm,
    WindowAct.OPEN: OpenForm,
    WindowAct.CLOSE: CloseForm,
    WindowAct.EXTEND: ExtendForm,
}


def window_form(
    act: WindowAct, window: Window | None, seen: SeenWindow, data: Any = None
) -> WindowForm:
    """The form for an act on a window (None: a new one), filled with its present setting."""
    initial: dict[str, Any] = {
        "position": seen.position,
        "change_id": seen.change_id,
        # these two are previewed as soon as they are shown
        "confirmed": str(act) if act in {WindowAct.OPEN, WindowAct.CLOSE} else "",
    }
    if window is not None:
        initial |= _present(window)
    if act == WindowAct.EXTEND:
        zone = window.time_zone if window is not None else "UTC"
        return ExtendForm(data, initial=initial, zone=zone)
    return FORMS[act](data, initial=initial)


def _present(window: Window) -> dict[str, Any]:
    present: dict[str, Any] = {
        "time_zone": window.time_zone,
        "late_policy": window.late_policy,
        "grace_minutes": window.grace_minutes,
    }
    for name in ("opens", "closes"):
        instant = getattr(window, f"{name}_at")
        if instant is not None:
            local = in_zone(instant, window.time_zone)
            present[f"{name}_day"], present[f"{name}_time"] = local.date(), local.time()
    return present


def _code(instant: datetime | None) -> str:
    return "-" if instant is None else format_instant(instant)
