"""Which question follows which window. Nothing is done before its preview was confirmed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WindowQuestionsForm(forms.Form):
    """A window for each question. Each also carries the one that it had when the form was shown.

    `confirmed` holds the effect that the last preview told; the act is done when it still is that effect. `taken` are
    the questions that `merge` found moved by another and left alone here.
    """

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
        self.windows = dict(windows)
        self.taken: list[int] = []
        if data is not None:
            self._add_new(present)
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
        self._carry("confirmed", self.effect)

    def merge(self, present: Mapping[int, int]) -> None:
        """Put what was chosen on what stands there now, for another preview; needs a valid form.

        A question that was left alone follows the window that another chose for it. One that both moved keeps what was
        chosen here. Both say so in their hints.
        """
        wanted, seen = self.wanted, self.seen
        for number in [one for one in self.numbers if one in present]:
            field, theirs = self[f"window_{number}"], present[number]
            self._carry(f"seen_{number}", theirs)
            if theirs in {seen[number], wanted[number]}:
                continue
            if wanted[number] == seen[number]:
                self.taken.append(number)
                words = _("Taken over as it was saved: you had not changed it.")
                self._carry(f"window_{number}", theirs)
            else:
                words = _("Both of you changed this. Yours stands here; what was saved: %(words)s")
                words %= {"words": self.windows[theirs]}
            field.help_text = format_html("{}<br>{}", field.help_text, words)
        self._carry("confirmed", "")

    def _add_new(self, present: Mapping[int, int]) -> None:
        """A question that was put after the form was shown is left alone by it."""
        for number in [one for one in self.numbers if f"seen_{one}" not in self.data]:
            self._carry(f"seen_{number}", present[number])
            self._carry(f"window_{number}", present[number])

    def _carry(self, name: str, value: int | str) -> None:
        """Let the form hold a value as if it had been sent."""
        self.data = {**{one: self.data.get(one) for one in self.data}, name: str(value)}
        if name in getattr(self, "cleaned_data", {}):
            self.cleaned_data[name] = value
