"""What administrators may edit of the kit, and the ground on which every page of the administration stands."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from hub.kit.bilingual import column
from hub.kit.clock import transaction_now
from hub.kit.models import FrameText
from hub.kit.record import write_record
from hub.kit.sanitise import body_from_form
from hub.kit.seen_form import SeenForm


class ForAdministrators(admin.ModelAdmin[Any]):
    """Rows that administrators see and change, with a record of each change, and that nobody deletes.

    `adds` says whether they also add rows; `subject` is how the record names a row. A change saves what was changed, and
    the columns that go `along` with it.
    """

    form = SeenForm
    adds: ClassVar[bool] = False
    along: ClassVar[tuple[str, ...]] = ()
    subject: ClassVar[str]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators alone; the secretariat, which Django lets in too, has pages of its own."""
        return _is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Administrators alone."""
        return _is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Administrators alone."""
        return _is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators, where rows are not made elsewhere."""
        return self.adds and _is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: what stands behind it, or refers to it, must stay."""
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """What can only be read is shown once the row is there."""
        fields = super().get_fields(request, obj)
        if obj is not None:
            return fields
        hidden = self.get_readonly_fields(request, obj)
        return [name for name in fields if name not in hidden]

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Save, and write which fields were changed to the record (not what they hold)."""
        if change and not form.changed_data:
            return
        obj.save(update_fields=[*form.changed_data, *self.along] if change else None)
        write_record(
            f"{self.subject}-{'changed' if change else 'added'}",
            (self.subject, obj.pk),
            by=request.user.pk,
            detail={"fields": sorted(form.changed_data)},
        )


def _is_administrator(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_administrator", False))


@admin.register(FrameText)
class FrameTextAdmin(ForAdministrators, TranslationAdmin[FrameText]):
    """The words around every page, in the languages that are switched on."""

    subject = "frame-text"
    fields = (
        "key",
        *(column("text", language) for language in settings.CONTENT_LANGUAGES),
        "changed_at",
    )
    along = ("changed_at",)
    readonly_fields = ("key", "changed_at")
    list_display = ("key", "changed_at")

    def save_model(
        self, request: HttpRequest, obj: FrameText, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Keep what readers will see: sanitised, with the instant of the change."""
        for language in settings.CONTENT_LANGUAGES:
            place = column("text", language)
            setattr(obj, place, body_from_form(getattr(obj, place) or ""))
        obj.changed_at = transaction_now()
        super().save_model(request, obj, form, change)
