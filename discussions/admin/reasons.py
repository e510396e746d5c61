"""The words for the codes of reasons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from discussions.admin.base import SetUpAdmin, actor, columns, drop_empty_texts
from discussions.models import Reason, Space
from discussions.services.reference import raise_revision
from hub.kit.record import write_record


@admin.register(Reason)
class ReasonAdmin(SetUpAdmin):
    """What readers and authors are told; the codes are fixed."""

    fields = ("code", *columns("text"))
    readonly_fields = ("code",)
    list_display = ("code", "text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The codes are those of the archive format."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Reason, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Save, with its record; the words stand on pages of every space."""
        drop_empty_texts(obj, "text")
        obj.save()
        write_record(
            "reason-changed",
            ("reason", obj.code),
            by=actor(request).user_id,
            detail={"fields": sorted(form.changed_data)},
        )
        for space_id in Space.objects.order_by("pk").values_list("pk", flat=True):
            raise_revision(space_id)
