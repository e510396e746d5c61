"""What a moderator writes to add a document or to change one, with the files that come with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, BinaryIO
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.forms.fields import KeyField
from discussions.forms.files import accepted_file
from discussions.models import Upload
from discussions.validators.sent import IncomingFile
from discussions.validators.set_up import DocumentSetting, FileInLanguage, stamp_of
from hub.kit import languages, storage
from hub.kit.bilingual import column
from hub.kit.files import EXTENSIONS, MEDIA_TYPES, file_size_text
from hub.kit.refusals import Refusal
from hub.kit.virus_check import check_for_viruses
from moderation.forms.set_up import SetUpForm, in_page_language, offered

_OTHER = "file_other"


@dataclass(frozen=True)
class FileRow:
    """The field of a file, what names the one that is kept, and the box that leaves that out; None: none is kept."""

    file: forms.BoundField
    kept: forms.BoundField
    drop: forms.BoundField | None


class DocumentForm(SetUpForm):
    """A title in each language, a revision, a day, and a file for each language.

    `present` is what stands there; None for a new document. `uploads` are files of an earlier try that are kept, by id;
    `chosen` those that came now and are in order, by the name of their field, and `kept` those kept that count.
    """

    label = forms.CharField(
        label=gettext_lazy("Revision"),
        help_text=gettext_lazy("For a text that is revised, like Rev. 1. Else leave it empty."),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Issued on"),
        help_text=gettext_lazy("The day that readers see. It may be left empty."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    file_other = forms.FileField(
        label=gettext_lazy("File in another language"), required=False, allow_empty_file=True
    )
    language_other = forms.ChoiceField(
        label=gettext_lazy("Language of that file"),
        required=False,
        choices=lambda: offered(languages.choices(get_language() or "en"), _("Choose a language")),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        present: DocumentSetting | None,
        uploads: Mapping[UUID, Upload],
    ) -> None:
        self.present = present or DocumentSetting({})
        super().__init__(data, files)
        self.uploads = uploads
        self.chosen: dict[str, IncomingFile] = {}
        self.kept: dict[str, Upload] = {}
        self._opened: list[BinaryIO] = []
        self.add_lines("title", _("Title (%(language)s)"), 300)
        for language in settings.CONTENT_LANGUAGES:
            self.fields[column("file", language)] = forms.FileField(
                label=_("File (%(language)s)") % {"language": in_page_language(language)},
                required=False,
                allow_empty_file=True,
            )
        for name in self.file_names:
            accepts = ",".join(f".{extension}" for extension in sorted(EXTENSIONS))
            self.fields[name].widget.attrs["accept"] = accepts
            self.fields[f"kept_{name}"] = KeyField(required=False)
            self.fields[f"drop_{name}"] = forms.BooleanField(required=False)
        self.build_on(stamp_of(present) if present is not None else "", self._values(self.present))

    def merge_with(self, setting: DocumentSetting) -> None:
        """Keep what was written, for another try on what stands there now."""
        self.merge(stamp_of(setting), self._values(setting))

    def _values(self, setting: DocumentSetting) -> dict[str, Any]:
        day = setting.issued_at.date() if setting.issued_at is not None else None
        titles = self.by_column("title", setting.titles)
        return {**titles, "label": setting.label, "issued_on": day}

    @property
    def file_names(self) -> list[str]:
        """The names of the fields for files, one for each content language, then that for any other."""
        return [*(column("file", language) for language in settings.CONTENT_LANGUAGES), _OTHER]

    def clean(self) -> dict[str, Any]:
        """There is a title, and each file is what its name says and has its language."""
        data = self.cleaned_data
        titles = self.fields_of("title")
        if not any(data.get(field.name, "").strip() or field.errors for field in titles):
            self.add_error(titles[0].name, _("Write the title."))
        for name in self.file_names:
            if data.get(name):
                self._accept(name, data[name])
            elif data.get(f"kept_{name}") and not data.get(f"drop_{name}"):
                self._take_kept(name, data[f"kept_{name}"])
        if _OTHER in {*self.chosen, *self.kept} and not data.get("language_other"):
            self.add_error("language_other", _("Choose the language of the file."))
        return data

    def _accept(self, name: str, file: UploadedFile) -> None:
        try:
            incoming = accepted_file(file)
            check_for_viruses(incoming.content)
        except Refusal as refusal:
            self.add_error(name, str(refusal))
        else:
            self.chosen[name] = incoming

    def _take_kept(self, name: str, identifier: UUID) -> None:
        if identifier in self.uploads:
            self.keep(name, self.uploads[identifier])
        else:
            self.add_error(
                name, _("The file of your earlier try is no longer kept here. Choose it again.")
            )

    def keep(self, name: str, upload: Upload) -> None:
        """Let the form say that a file is kept for it, and carry which, for another try."""
        data = self.data.copy()  # type: ignore[attr-defined]  # of a request
        data[f"kept_{name}"] = str(upload.pk)
        self.data, self.kept[name] = data, upload
        about = {"name": upload.name, "size": file_size_text(upload.size)}
        words = _("%(name)s (%(size)s) is kept. Choose another file to put it in its place.")
        self[name].help_text = words % about
        self[f"drop_{name}"].label = _("Leave out %(name)s") % about

    def accepted(self) -> list[FileInLanguage]:
        """The files, chosen now or kept, in the order of the page; needs a valid form, which is closed afterwards."""
        languages_of = [*settings.CONTENT_LANGUAGES, self.cleaned_data["language_other"]]
        pairs = zip(self.file_names, languages_of, strict=True)
        return [
            FileInLanguage(self.chosen.get(name) or self._incoming(name), language)
            for name, language in pairs
            if name in self.chosen or name in self.kept
        ]

    def _incoming(self, name: str) -> IncomingFile:
        upload = self.kept[name]
        content = storage.opened(upload.stored_as)
        self._opened.append(content)
        return IncomingFile(upload.name, upload.media_type, content)

    def close(self) -> None:
        """Let go of the files that were opened."""
        for content in self._opened:
            content.close()

    @property
    def titles(self) -> list[forms.BoundField]:
        """The titles, one for each content language."""
        return self.fields_of("title")

    @property
    def file_rows(self) -> list[FileRow]:
        """The fields for files, one for each content language, then that for any other."""
        return [
            FileRow(
                self[name],
                self[f"kept_{name}"],
                self[f"drop_{name}"] if name in self.kept else None,
            )
            for name in self.file_names
        ]

    @property
    def files_hint(self) -> str:
        """What may be added, and that it stays."""
        words = _(
            "Up to %(size)s each: %(kinds)s. What readers may have read stays: a file is never changed or removed."
        )
        return words % {
            "size": file_size_text(settings.FILE_SIZE_LIMIT),
            "kinds": ", ".join(kind.upper() for kind in MEDIA_TYPES),
        }

    @property
    def setting(self) -> DocumentSetting:
        """What was written; needs a valid form. A day is its beginning, UTC; the day that stands there stays that instant."""
        data, day = self.cleaned_data, self.cleaned_data["issued_on"]
        issued_at = datetime.combine(day, time(), UTC) if day is not None else None
        present = self.present.issued_at
        if present is not None and day == present.date():
            issued_at = present
        titles = {language: title.strip() for language, title in self.texts("title").items()}
        return DocumentSetting(titles, data["label"].strip(), issued_at)
