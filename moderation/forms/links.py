"""Giving an export to a reader without an account."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    """For whom, for what, for how many days; `key` is new on each page, so that a form sent twice makes one link."""

    label = forms.CharField(
        max_length=120,
        label=_("What it is for"),
        help_text=_("Its reader sees this above the export."),
    )
    addressee = forms.CharField(
        max_length=200,
        label=_("For whom"),
        help_text=_("A person or an office. Only the secretariat sees this."),
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4(), "days": settings.EXPORT_LINK_DAYS})
        days = self.fields["days"]
        assert isinstance(days, forms.IntegerField), "declared above"
        days.max_value = settings.EXPORT_LINK_MOST_DAYS
        days.validators.append(MaxValueValidator(settings.EXPORT_LINK_MOST_DAYS))
        days.widget.attrs["max"] = settings.EXPORT_LINK_MOST_DAYS
