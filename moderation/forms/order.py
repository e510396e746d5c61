"""The order of a list: what it showed, and which of its lines goes up or down."""

from typing import Any

from django import forms


class OrderForm(forms.Form):
    """`order` is what the list showed ("3,1,2"); `up` and `down` are buttons; `wanted` is a whole order, from a script."""

    order = forms.RegexField(r"^\d{1,10}(,\d{1,10})*$", max_length=5000)
    wanted = forms.RegexField(r"^\d{1,10}(,\d{1,10})*$", max_length=5000, required=False)
    up = forms.IntegerField(required=False)
    down = forms.IntegerField(required=False)

    @property
    def seen(self) -> list[int]:
        """The order that was shown; needs a valid form."""
        return _numbers(self.cleaned_data["order"])

    @property
    def new_order(self) -> list[int]:
        """The order that is wanted; needs a valid form. A line at the end stays where it is."""
        data: dict[str, Any] = self.cleaned_data
        if data["wanted"]:
            return _numbers(data["wanted"])
        order, rises = self.seen, data["up"] is not None
        line = data["up"] if rises else data["down"]
        if line not in order:
            return order
        here = order.index(line)
        there = here - 1 if rises else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
        return order


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]
