"""The form of submissions, replies and corrections (PRODUCT, section 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from discussions.enums import Capacity, NameWithheld
from discussions.errors import TooManyFiles
from discussions.forms.fields import (
    FilesField,
    KeptField,
    KeyField,
    LanguageField,
    ReferencesField,
)
from discussions.forms.files import accepted_file, sent_files
from discussions.forms.joint import JointForm
from discussions.forms.names import choices_from, withheld_field
from discussions.validators.sent import (
    PERSONAL,
    IncomingFile,
    NamedCoSignatory,
    Posted,
    SentFile,
    Speaker,
    SubmittedText,
)
from hub.kit import languages
from hub.kit.editor import EditorField
from hub.kit.files import MEDIA_TYPES, file_size_text, safe_file_name
from hub.kit.refusals import Refusal


@dataclass(frozen=True)
class Writer:
    """Who writes: their name, the organisations they may speak for (id and name), the files that wait for them.

    `uploads` and `attachments` are the ids of files that may be kept; attachments only when a post is
    being corrected. `name_withheld`: what that post withholds already. `co_signatories`: whom that post names; None: nobody can be named (a reply).
    `was_sent`: this very form was sent before, and comes again.
    """

    name: str = ""
    organisations: tuple[tuple[int, str], ...] = ()
    uploads: frozenset[UUID] = frozenset()
    attachments: frozenset[UUID] = frozenset()
    name_withheld: NameWithheld = NameWithheld.NO
    co_signatories: tuple[NamedCoSignatory, ...] | None = ()
    was_sent: bool = False


class SubmissionForm(JointForm):
    """Only `body` is required; what is left out takes its default.

    `accepted` are the files of this form that may be attached, also when the form is refused for
    something else; each refused file has its own error, and leaves the others alone. `kept` are those
    of earlier tries, in their order, with what the form says of them.
    """

    field_order = (
        "body",
        "language",
        "capacity",
        "organisation",
        "name_withheld",
        "co_signatories",
    )

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
    name_withheld = withheld_field(required=False)
    keep = KeptField(label=_("Attachments"), required=False)
    files = FilesField(label=_("Attachments"), required=False)  # type: ignore[assignment]  # its metaclass takes fields away
    key = KeyField(required=False)
    differs_from = ReferencesField(required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        writer: Writer,
        limit: int | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        defaults: dict[str, Any] = {
            "key": uuid4(),
            "language": get_language() or "en",
            "name_withheld": NameWithheld.NO,
        }
        super().__init__(data, files, initial={**defaults, **(initial or {})})
        self.writer = writer
        self.accepted: list[IncomingFile] = []
        self.kept: tuple[SentFile, ...] = ()
        self._limit_the_text(limit)
        self._name_the_choices()
        begun = NameWithheld(self.initial["name_withheld"])
        self.initial["name_withheld"] = begun.or_stricter(writer.name_withheld)
        self.fields["name_withheld"].widget.choices = choices_from(writer.name_withheld)
        self.was_sent = writer.was_sent
        self.prepare_joint(writer.co_signatories)

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

    def clean_name_withheld(self) -> NameWithheld:
        """A correction never shows a name again that is withheld: that is an act of its own."""
        given = self.cleaned_data["name_withheld"] or self.initial["name_withheld"]
        return NameWithheld(given).or_stricter(self.writer.name_withheld)

    def clean_key(self) -> UUID:
        """A key of its own for a form that brought none."""
        return self.cleaned_data["key"] or uuid4()

    def clean_keep(self) -> list[UUID]:
        """The ids of files that wait here. Raises ValidationError where one waits no longer, or they are too many."""
        known = self.writer.uploads | self.writer.attachments
        kept = [identifier for identifier in self.cleaned_data["keep"] if identifier in known]
        if len(kept) < len(self.cleaned_data["keep"]):
            raise ValidationError(
                _("A file of an earlier try is no longer kept here. Attach it again."),
                code="file-gone",
            )
        if len(kept) > settings.FILES_PER_POST:
            raise ValidationError(str(TooManyFiles()), code=TooManyFiles.code)
        self.kept = sent_files(self.data, kept)
        return kept

    def clean_files(self) -> list[IncomingFile]:
        """The files that may be attached. Raises ValidationError with one message per refused file."""
        refused = []
        for file in self.cleaned_data["files"]:
            try:
                self.accepted.append(self._accepted(file))
            except Refusal as refusal:
                refused.append(_refused_file(safe_file_name(file.name or ""), refusal))
        if refused:
            raise ValidationError(refused)
        return self.accepted

    def refuse_file(self, name: str, refusal: Refusal) -> None:
        """Show a file that was refused only when it was received, as the virus scanner does, beside the form's own."""
        self.add_error("files", _refused_file(name, refusal))

    def _accepted(self, file: UploadedFile) -> IncomingFile:
        kept = len(self.cleaned_data.get("keep", []))
        if kept + len(self.accepted) >= settings.FILES_PER_POST:
            raise TooManyFiles
        return accepted_file(file)

    def clean(self) -> dict[str, Any]:
        """For whom one speaks, as one value in `speaker`. Raises ValidationError."""
        cleaned = super().clean() or self.cleaned_data
        if not {"capacity", "organisation"} & self.errors.keys():
            cleaned["speaker"] = self._speaker()
            self.clean_joint(cleaned["speaker"].organisation)
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
        files = (*self.kept, *map(SentFile, uploads))
        return SubmittedText(
            body=data["body"],
            language=data["language"],
            speaker=data["speaker"],
            key=data["key"],
            files=files,
            name_withheld=data["name_withheld"],
            co_signatories=self.named_to_sign,
            differs_from=data["differs_from"],
            posted=Posted(self.data.get("name_withheld") or NameWithheld.NO, self.joint_posted),
        )


_SEVERAL: Final = 2


def _refused_file(name: str, refusal: Refusal) -> ValidationError:
    return ValidationError(
        _("%(name)s: %(reason)s"),
        code=refusal.code,
        params={"name": name, "reason": refusal},
    )


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
