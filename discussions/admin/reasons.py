"""The words for the codes of reasons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from discussions.admin.base import SeenForm, SetUpAdmin, actor, columns, texts_from
from discussions.enums import ReasonCode
from discussions.models import Reason
from discussions.selectors.reasons import reason_setting
from discussions.services.reword_reason import reword_reason
from discussions.validators.set_up import ReasonSetting


class ReasonForm(SeenForm):
    """Words and advice in each language."""

    def setting_of(self, row: Reason) -> ReasonSetting:
        """All the words of the code."""
        return reason_setting(row)

    def subject_of(self, row: Reason) -> tuple[str, object]:
        """By its code."""
        return "reason", row.code


@admin.register(Reason)
class ReasonAdmin(SetUpAdmin):
    """What readers and authors are told; the codes are fixed."""

    form = ReasonForm
    fields = ("code", *columns("text"), *columns("advice"), "seen")
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
