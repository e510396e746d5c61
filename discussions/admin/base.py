"""What the pages of the administration have in common."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer, viewer_of
from discussions.services.set_up import check_seen
from discussions.validators.set_up import Setting, stamp_of
from hub.kit.bilingual import column, set_texts, texts_of
from hub.kit.refusals import Refusal


class InstantInput(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M:%S")


class SetUpAdmin(TranslationAdmin[Any]):
    """Rows that the secretariat and administrators see, add and change; nobody deletes them unless a page says so."""

    actions = None
    formfield_overrides: ClassVar = {
        # One labelled field of the browser's own instead of two without labels.
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": InstantInput,
            "help_text": _("In UTC."),
        }
    }

    def has_module_permission(self, request: HttpRequest) -> bool:
        """By role alone, as everywhere in the portal."""
        return can_set_up(viewer_of(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: what stands in a space refers to it."""
        return False


class SeenField(forms.CharField):
    """The stamp that a form was built on; it is nothing that anybody changes."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: it is no part of what is saved."""
        return False


class SeenForm(forms.ModelForm[Any]):
    """Carries what it was built on: who saves after somebody else is told so, and keeps their words."""

    seen = SeenField()
    subject: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = stamp_of(self.setting_of(self.instance))

    def setting_of(self, row: Any) -> Setting:
        """What is set of a row."""
        raise NotImplementedError

    def subject_of(self, row: Any) -> tuple[str, object]:
        """How the record names a row."""
        return self.subject, row.pk

    def clean(self) -> dict[str, Any]:
        """The row is held from here on; the page's own transaction ends it."""
        checked = super().clean() or self.cleaned_data
        if self.instance.pk and checked.get("seen"):
            rows = type(self.instance)._default_manager.select_for_update(no_key=True)  # noqa: SLF001 - the manager of any model
            row = rows.get(pk=self.instance.pk)
            try:
                check_seen(checked["seen"], self.setting_of(row), self.subject_of(row))
            except Refusal as refusal:
                self.add_error(None, str(refusal))
        return checked


class InlineRights:
    """The same for rows inside another page."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Added and removed, never changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))


def actor(request: HttpRequest) -> Viewer:
    """Who acts."""
    return viewer_of(request.user)


def columns(field: str) -> tuple[str, ...]:
    """The columns of a translated field in the languages that are switched on."""
    return tuple(column(field, language) for language in settings.CONTENT_LANGUAGES)


def drop_empty_texts(row: Model, *fields: str) -> None:
    """A language without words is one that the row has not got."""
    for field in fields:
        texts = texts_of(row, field)
        set_texts(row, field, {language: text for language, text in texts.items() if text})


def texts_from(cleaned: dict[str, Any], field: str) -> dict[str, str]:
    """The texts of a form, by language; an empty one counts."""
    return {
        language: cleaned.get(column(field, language)) or ""
        for language in settings.CONTENT_LANGUAGES
    }
