"""What a moderator writes to add a document or to change one, with the files that come with it."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.forms.files import accepted_file
from discussions.validators.set_up import DocumentSetting, FileInLanguage, stamp_of
from hub.kit import languages
from hub.kit.bilingual import column
from hub.kit.files import EXTENSIONS, MEDIA_TYPES, file_size_text
from hub.kit.refusals import Refusal
from hub.kit.virus_check import check_for_viruses
from moderation.forms.set_up import SetUpForm, in_page_language, offered

_OTHER = "file_other"


class DocumentForm(SetUpForm):
    """A title in each language, a revision, a day, and a file for each language.

    `present` is what stands there; None for a new document. `accepted` are the files that may be added.
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
        self, data: Any = None, files: Any = None, *, present: DocumentSetting | None
    ) -> None:
        self.present = present or DocumentSetting({})
        issued_at = self.present.issued_at
        initial = {
            "seen": stamp_of(present) if present is not None else "",
            "label": self.present.label,
            "issued_on": issued_at.date() if issued_at is not None else None,
        }
        super().__init__(data, files, initial=initial)
        self.accepted: list[FileInLanguage] = []
        self.add_lines("title", _("Title (%(language)s)"), self.present.titles, 300)
        for language in settings.CONTENT_LANGUAGES:
            self.fields[column("file", language)] = forms.FileField(
                label=_("File (%(language)s)") % {"language": in_page_language(language)},
                required=False,
                allow_empty_file=True,
            )
        for name in (*(field.name for field in self.fields_of("file")), _OTHER):
            accepts = ",".join(f".{extension}" for extension in sorted(EXTENSIONS))
            self.fields[name].widget.attrs["accept"] = accepts

    def clean(self) -> dict[str, Any]:
        """There is a title, and each file is what its name says and has its language."""
        data = self.cleaned_data
        titles = self.fields_of("title")
        if not any(data.get(field.name, "").strip() or field.errors for field in titles):
            self.add_error(titles[0].name, _("Write the title."))
        for language in settings.CONTENT_LANGUAGES:
            self._accept(column("file", language), language)
        if data.get(_OTHER) and not data.get("language_other"):
            self.add_error("language_other", _("Choose the language of the file."))
        self._accept(_OTHER, data.get("language_other") or "")
        return data

    def _accept(self, name: str, language: str) -> None:
        file: UploadedFile | None = self.cleaned_data.get(name)
        if not file:
            return
        try:
            incoming = accepted_file(file)
            check_for_viruses(incoming.content)
        except Refusal as refusal:
            self.add_error(name, str(refusal))
        else:
            self.accepted.append(FileInLanguage(incoming, language))

    @property
    def titles(self) -> list[forms.BoundField]:
        """The titles, one for each content language."""
        return self.fields_of("title")

    @property
    def own_files(self) -> list[forms.BoundField]:
        """The files, one for each content language."""
        return self.fields_of("file")

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
