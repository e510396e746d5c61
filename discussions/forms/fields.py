"""Fields that Django has not got: several files at once, files kept from an earlier try, any language."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from discussions.selectors.references import parse_reference
from hub.kit.languages import is_language_code


class FilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """All the files of the field."""
        return list(files.getlist(name)) if isinstance(files, MultiValueDict) else []


class FilesField(forms.Field):
    """Cleans to a list of files, as they came."""

    widget = FilesInput

    def clean(self, value: Any) -> list[UploadedFile]:
        """The files; none is as good as any."""
        return list(value or [])


class KeptInput(forms.MultipleHiddenInput):
    """The ids of kept files: the page draws a box for each."""


class KeptField(forms.Field):
    """Cleans to the ids of kept files, each once, in their order. What is no id is left out."""

    widget = KeptInput

    def clean(self, value: Any) -> list[UUID]:
        """The ids."""
        return list(dict.fromkeys(filter(None, map(_identifier, value or []))))


class ReferencesField(forms.Field):
    """Cleans to references of posts (`RT2-0047`), each once. What is none is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[str, ...]:
        """The references, in capitals."""
        found = [str(one).upper() for one in value or [] if parse_reference(str(one)) is not None]
        return tuple(dict.fromkeys(found))


class LanguageField(forms.ChoiceField):
    """Offers the usual languages and takes every code (PRODUCT, section 3.8)."""

    def valid_value(self, value: Any) -> bool:
        """Whether it has the form of a language code."""
        return is_language_code(str(value))


class KeyField(forms.Field):
    """The key of a form. One that is no UUID counts as none: its form is then a new one each time."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> UUID | None:
        """The key."""
        return _identifier(value)


def _identifier(value: Any) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
