"""Which question follows which window. Nothing is done before its preview was confirmed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WindowQuestionsForm(forms.Form):
    """A window for each question. Each also carries the one that it had when the form was shown.

    `confirmed` holds the effect that the last preview told; the act is done when it still is that effect.
    """

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Stands in the history of the window, and in the letter to those who follow the space."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )

    def __init__(
        self,
        data: Any,
        *,
        present: Mapping[int, int],
        windows: Sequence[tuple[int, str]],
        questions: Mapping[int, str],
    ) -> None:
        super().__init__(data)
        self.numbers = sorted(present)
        for number in self.numbers:
            self.fields[f"window_{number}"] = forms.TypedChoiceField(
                label=_("Question %(number)d") % {"number": number},
                help_text=questions[number],
                choices=windows,
                coerce=int,
                initial=present[number],
            )
            self.fields[f"seen_{number}"] = forms.IntegerField(
                initial=present[number], widget=forms.HiddenInput
            )
        self.order_fields([f"window_{number}" for number in self.numbers])

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields of the windows."""
        return [self[f"window_{number}"] for number in self.numbers]

    @property
    def wanted(self) -> dict[int, int]:
        """The place of the window by the number of the question; needs a valid form."""
        return {number: self.cleaned_data[f"window_{number}"] for number in self.numbers}

    @property
    def seen(self) -> dict[int, int]:
        """The same as it was when the form was shown."""
        return {number: self.cleaned_data[f"seen_{number}"] for number in self.numbers}

    @property
    def effect(self) -> str:
        """What was chosen, in codes."""
        return " ".join(f"{number}:{place}" for number, place in sorted(self.wanted.items()))

    @property
    def is_confirmed(self) -> bool:
        """Whether this very effect was previewed; needs a valid form."""
        return bool(self.cleaned_data["confirmed"] == self.effect)

    def await_confirmation(self) -> None:
        """Let the form carry the effect that its preview tells; needs a valid form."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "confirmed": self.effect}

    def renew(self, present: Mapping[int, int]) -> None:
        """Keep what was typed, for another preview on what stands there now."""
        self.data = {
            **{name: self.data.get(name) for name in self.data},
            **{f"seen_{number}": str(present[number]) for number in self.numbers},
            "confirmed": "",
        }
