"""What all acts on a window ask. Nothing is done before its preview was confirmed."""

from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import WindowAct
from discussions.models import Window
from discussions.validators.windows import SeenWindow, WindowSetting
from moderation.forms.local_times import closing_instant, opening_instant


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
        help_text=gettext_lazy(
            "Stands in the history of the window, and word for word in the letters to all who follow the space: best"
            " written in each of its languages."
        ),
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
        return window.setting

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
            if at is not None and f"{name}_day" not in self.errors:
                self.add_error(f"{name}_day", _("Choose a day too."))
            return None
        resolve = opening_instant if name == "opens" else closing_instant
        try:
            return resolve(day, at, zone, self.cleaned_data.get(f"{name}_occurrence") or "")
        except forms.ValidationError as error:
            asks_which = error.code == "twice"
            self.add_error(f"{name}_occurrence" if asks_which else f"{name}_time", error)
            return None
