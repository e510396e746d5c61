"""The words for the codes of reasons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from discussions.admin.base import SetUpAdmin, actor, columns, texts_from
from discussions.enums import ReasonCode
from discussions.models import Reason
from discussions.services.reword_reason import reword_reason
from discussions.validators.set_up import ReasonSetting


@admin.register(Reason)
class ReasonAdmin(SetUpAdmin):
    """What readers and authors are told; the codes are fixed."""

    fields = ("code", *columns("text"), *columns("advice"))
    readonly_fields = ("code",)
    list_display = ("code", "text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The codes are those of the archive format."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Reason, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Save, with its record; the words stand on pages of every space."""
        reword_reason(
            by=actor(request),
            code=ReasonCode(obj.code),
            setting=ReasonSetting(
                texts_from(form.cleaned_data, "text"), texts_from(form.cleaned_data, "advice")
            ),
        )
