"""The form of submissions, replies and corrections (PRODUCT, section 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from discussions.enums import Capacity
from discussions.forms.fields import FilesField, KeptField, KeyField, LanguageField
from discussions.validators.sent import PERSONAL, IncomingFile, SentFile, Speaker, SubmittedText
from hub.kit import languages
from hub.kit.editor import EditorField
from hub.kit.files import MEDIA_TYPES, file_size_text, recognise, safe_file_name
from hub.kit.refusals import Refusal
from hub.kit.virus_check import check_for_viruses


@dataclass(frozen=True)
class Writer:
    """Who writes: their name, the organisations they may speak for (id and name), the files that wait for them.

    `uploads` and `attachments` are the ids of files that may be kept; attachments only when a post is
    being corrected.
    """

    name: str = ""
    organisations: tuple[tuple[int, str], ...] = ()
    uploads: frozenset[UUID] = frozenset()
    attachments: frozenset[UUID] = frozenset()


class SubmissionForm(forms.Form):
    """Only `body` is required; what is left out takes its default.

    `accepted` are the files of this form that may be attached, also when the form is refused for
    something else; each refused file has its own error, and leaves the others alone.
    """

    body = EditorField(
        label=_("Your text"),
        help_text=_("Plain text works too: leave an empty line between paragraphs."),
        error_messages={"required": _("Write your text before you send it.")},
    )
    language = LanguageField(
        label=_("Language of this text"),
        help_text=_(
            "Choose the language you wrote in. Nobody will translate it without telling you."
        ),
        required=False,
    )
    capacity = forms.ChoiceField(
        label=_("You post on behalf of"), widget=forms.RadioSelect, required=False
    )
    organisation = forms.TypedChoiceField(
        label=_("Your organisation"), coerce=int, empty_value=None, required=False
    )
    keep = KeptField(label=_("Attachments"), required=False)
    files = FilesField(label=_("Attachments"), required=False)  # type: ignore[assignment]  # its metaclass takes fields away
    key = KeyField(required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        writer: Writer,
        limit: int | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        defaults: dict[str, Any] = {"key": uuid4(), "language": get_language() or "en"}
        super().__init__(data, files, initial={**defaults, **(initial or {})})
        self.writer = writer
        self.accepted: list[IncomingFile] = []
        self._limit_the_text(limit)
        self._name_the_choices()

    def _limit_the_text(self, limit: int | None) -> None:
        body = self.fields["body"]
        assert isinstance(body, EditorField)
        body.limit = limit
        if limit is not None:
            most = ngettext("Up to %(number)d character.", "Up to %(number)d characters.", limit)
            body.help_text = format_lazy("{} {}", most % {"number": limit}, body.help_text)

    def _name_the_choices(self) -> None:
        chosen = self.fields["language"]
        assert isinstance(chosen, LanguageField)
        chosen.choices = languages.choices(get_language() or "en")
        organisations = self.writer.organisations
        if not organisations:
            del self.fields["capacity"]
        if len(organisations) < _SEVERAL:
            del self.fields["organisation"]
        if organisations:
            one = organisations[0][1] if len(organisations) == 1 else _("An organisation")
            self._choose(
                "capacity", [(Capacity.ORGANISATION, one), (Capacity.PERSONAL, _("Myself"))]
            )
            self.initial.setdefault("capacity", Capacity.ORGANISATION)
        if len(organisations) >= _SEVERAL:
            self._choose("organisation", organisations)
        self.fields["files"].help_text = _files_hint()

    def _choose(self, field: str, choices: Sequence[tuple[Any, Any]]) -> None:
        chosen = self.fields[field]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = list(choices)

    def clean_language(self) -> str:
        """The reader's language when none was chosen."""
        return self.cleaned_data["language"] or str(self.initial["language"])

    def clean_key(self) -> UUID:
        """A key of its own for a form that brought none."""
        return self.cleaned_data["key"] or uuid4()

    def clean_keep(self) -> list[UUID]:
        """The ids of files that wait here. Raises ValidationError where one waits no longer."""
        known = self.writer.uploads | self.writer.attachments
        kept = [identifier for identifier in self.cleaned_data["keep"] if identifier in known]
        if len(kept) < len(self.cleaned_data["keep"]):
            raise ValidationError(
                _("A file of an earlier try is no longer kept here. Attach it again."),
                code="file-gone",
            )
        return kept

    def clean_files(self) -> list[IncomingFile]:
        """The files that may be attached. Raises ValidationError with one message per refused file."""
        refused = []
        for file in self.cleaned_data["files"]:
            try:
                self.accepted.append(self._accepted(file))
            except Refusal as refusal:
                refused.append(
                    ValidationError(
                        _("%(name)s: %(reason)s"),
                        code=refusal.code,
                        params={"name": safe_file_name(file.name or ""), "reason": refusal},
                    )
                )
        if refused:
            raise ValidationError(refused)
        return self.accepted

    def _accepted(self, file: UploadedFile) -> IncomingFile:
        kept = len(self.cleaned_data.get("keep", []))
        if kept + len(self.accepted) >= settings.FILES_PER_POST:
            raise _TooManyFiles
        name = safe_file_name(file.name or "")
        content = cast("BinaryIO", file.file)
        recognised = recognise(content, name, limit=settings.FILE_SIZE_LIMIT)
        check_for_viruses(content)
        name = safe_file_name(file.name or "", extension=recognised.extension)
        return IncomingFile(name, recognised.media_type, content)

    def clean(self) -> dict[str, Any]:
        """For whom one speaks, as one value in `speaker`. Raises ValidationError."""
        cleaned = super().clean() or self.cleaned_data
        if not {"capacity", "organisation"} & self.errors.keys():
            cleaned["speaker"] = self._speaker()
        return cleaned

    def _speaker(self) -> Speaker:
        organisations = self.writer.organisations
        capacity = self.cleaned_data.get("capacity") or self.initial.get("capacity")
        if not organisations or capacity == Capacity.PERSONAL:
            return PERSONAL
        if len(organisations) == 1:
            return Speaker(Capacity.ORGANISATION, organisations[0][0])
        chosen = self.cleaned_data.get("organisation")
        if chosen is None:
            self.add_error("organisation", _("Choose the organisation that you speak for."))
        return Speaker(Capacity.ORGANISATION, chosen)

    @property
    def speaker_names(self) -> tuple[str, str]:
        """The writer's name and that of the organisation, "" in a personal capacity; once it is valid."""
        chosen = self.cleaned_data["speaker"].organisation
        return self.writer.name, dict(self.writer.organisations).get(chosen, "")

    def sent(self, uploads: Sequence[UUID]) -> SubmittedText:
        """What was sent, once the form is valid; `uploads` are the ids of its files, kept meanwhile."""
        data = self.cleaned_data
        files = [SentFile(identifier) for identifier in (*data["keep"], *uploads)]
        return SubmittedText(
            body=data["body"],
            language=data["language"],
            speaker=data["speaker"],
            key=data["key"],
            files=tuple(files),
        )


_SEVERAL: Final = 2


class _TooManyFiles(Refusal):
    code = "too-many-files"
    message = _("There are too many files. Remove one to attach this one.")


def _files_hint() -> str:
    limit = settings.FILES_PER_POST
    return ngettext(
        "Up to %(number)d file of %(size)s: %(kinds)s.",
        "Up to %(number)d files, %(size)s each: %(kinds)s.",
        limit,
    ) % {
        "number": limit,
        "size": file_size_text(settings.FILE_SIZE_LIMIT),
        "kinds": ", ".join(kind.upper() for kind in MEDIA_TYPES),
    }
