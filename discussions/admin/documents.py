"""Documents of a space with their files."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from discussions.admin.base import (
    InlineRights,
    SeenForm,
    SetUpAdmin,
    actor,
    columns,
    drop_empty_texts,
)
from discussions.admin.prompts import SpaceChoice
from discussions.models import Document, DocumentFile, Space
from discussions.selectors.set_up import document_setting
from discussions.services.documents import add_document_file
from discussions.services.set_up import settle_change
from discussions.validators.sent import IncomingFile
from discussions.validators.set_up import DocumentSetting
from hub.kit import languages
from hub.kit.files import file_size_text, recognise, safe_file_name
from hub.kit.refusals import Refusal
from hub.kit.virus_check import check_for_viruses


class FileForm(forms.ModelForm[Any]):
    """A file and the language it is in."""

    upload = forms.FileField(label=_("File"))
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: languages.choices(get_language() or "en")
    )

    def clean_upload(self) -> Any:
        """Recognised by content, and asked about where there is a virus scanner."""
        upload = self.cleaned_data["upload"]
        try:
            found = recognise(upload, upload.name, limit=settings.FILE_SIZE_LIMIT)
            check_for_viruses(upload)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        name = safe_file_name(upload.name, extension=found.extension)
        self.incoming = IncomingFile(name=name, media_type=found.media_type, content=upload)
        return upload


class FileInline(InlineRights, admin.StackedInline[Any, Any]):
    """Files are added, never changed or removed."""

    model = DocumentFile
    form = FileForm
    extra = 0
    fields = ("upload", "language", "name", "size_in_words")
    readonly_fields = ("name", "size_in_words")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was published stays."""
        return False

    @admin.display(description=_("size"))
    def size_in_words(self, row: DocumentFile) -> str:
        """For people."""
        return file_size_text(row.size) if row.stored_as else "–"


class DocumentForm(SeenForm):
    """Spaces by their titles."""

    subject = "document"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "space" in self.fields:
            self.fields["space"] = SpaceChoice(Space.objects.order_by("slug"), label=_("Space"))

    def setting_of(self, row: Document) -> DocumentSetting:
        """Titles, revision and day."""
        return document_setting(row)


@admin.register(Document)
class DocumentAdmin(SetUpAdmin):
    """Draft revisions, notes, programmes."""

    form = DocumentForm
    fields = ("space", "position", *columns("title"), "label", "issued_at", "seen")
    inlines = (FileInline,)
    list_display = ("space", "position", "title", "label", "issued_at")
    list_filter = ("space",)
    list_select_related = ("space",)
    ordering = ("space__slug", "position")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Document | None = None
    ) -> tuple[str, ...]:
        """A document stays in its space."""
        return ("space",) if obj is not None else ()

    def save_model(
        self, request: HttpRequest, obj: Document, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Save, with its record."""
        drop_empty_texts(obj, "title")
        obj.save()
        act = "document-changed" if change else "document-added"
        detail = {"fields": sorted(form.changed_data)}
        settle_change(actor(request), obj.space_id, act, ("document", obj.pk), detail)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm[Any], formset: Any, change: bool
    ) -> None:
        """Each file by its service."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for row in formset.extra_forms:
            if row.has_changed():
                added = add_document_file(
                    by=actor(request),
                    document=form.instance,
                    file=row.incoming,
                    language=row.cleaned_data["language"],
                )
                formset.new_objects.append(added)
