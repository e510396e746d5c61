"""What a form of writing says so far, read without refusing anything: a draft need be neither complete nor right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.selectors.organisations import tidy_name
from discussions.enums import Capacity, NameWithheld
from discussions.forms.fields import KeyField
from discussions.forms.files import accepted_file, sent_files
from discussions.validators.drafts import DraftContent
from discussions.validators.sent import (
    PERSONAL,
    IncomingFile,
    NamedCoSignatory,
    SentFile,
    Speaker,
)
from hub.kit.editor import EditorField
from hub.kit.files import safe_file_name
from hub.kit.languages import is_language_code
from hub.kit.refusals import Refusal
from hub.kit.sanitise import body_from_form
from hub.kit.sanitise.characters import clean_characters
from hub.kit.text_size import TextTooLarge, is_too_large


class DraftTextForm(forms.Form):
    """A text alone, in the editor: without script a text area."""

    body = EditorField(
        label=_("Your text"),
        help_text=_("Plain text works too: leave an empty line between paragraphs."),
        required=False,
    )


@dataclass(frozen=True)
class RefusedFormFile:
    """A file of a form that was not taken, and why."""

    name: str
    refusal: Refusal


_LONGEST: Final = 300  # of the name and the address of a co-signatory
_MOST_DIGITS: Final = 9


def draft_content(
    data: Any, organisations: Sequence[int], uploads: Sequence[UUID] = ()
) -> DraftContent:
    """The text and all choices of a form's raw data (a QueryDict); what cannot be read takes its default.

    `organisations` are the ids of those that the author may speak for; `uploads` those of files that
    came with the form itself. Raises TextTooLarge.
    """
    if is_too_large(data.get("body", "")):
        raise TextTooLarge
    language, withheld = data.get("language", ""), data.get("name_withheld", "")
    return DraftContent(
        body=body_from_form(data.get("body", "")),
        language=language if is_language_code(language) else get_language() or "en",
        key=KeyField().to_python(data.get("key", "")) or uuid4(),
        speaker=_speaker(data, organisations),
        files=(*sent_files(data), *map(SentFile, uploads)),
        name_withheld=NameWithheld(withheld)
        if withheld in NameWithheld.values
        else NameWithheld.NO,
        co_signatories=_co_signatories(data),
        is_shared=bool(data.get("share")),
        page=KeyField().to_python(data.get("page", "")),
        is_last=bool(data.get("last")),
    )


def files_of_draft_form(files: Any) -> tuple[list[IncomingFile], list[RefusedFormFile]]:
    """The new files of a form that may be kept, and those that may not."""
    accepted, refused = [], []
    for file in files.getlist("files"):
        try:
            accepted.append(accepted_file(file))
        except Refusal as refusal:
            refused.append(RefusedFormFile(safe_file_name(file.name or ""), refusal))
    return accepted, refused


def draft_revision(data: Any) -> int:
    """The revision of the draft that the page was built on; 0 where there was none or it does not say."""
    return _number(data.get("revision", "")) or 0


def _speaker(data: Any, organisations: Sequence[int]) -> Speaker:
    if not organisations or data.get("capacity") == Capacity.PERSONAL:
        return PERSONAL
    if len(organisations) == 1:
        return Speaker(Capacity.ORGANISATION, organisations[0])
    chosen = _number(data.get("organisation", ""))
    return Speaker(Capacity.ORGANISATION, chosen if chosen in organisations else None)


def _co_signatories(data: Any) -> tuple[NamedCoSignatory, ...]:
    names, addresses = data.getlist("cosign_name"), data.getlist("cosign_email")
    addresses += [""] * (len(names) - len(addresses))
    rows = [(_line(name), _line(email)) for name, email in zip(names, addresses, strict=False)]
    return tuple(NamedCoSignatory(name=name, email=email) for name, email in rows if name or email)


def _line(text: str) -> str:
    return tidy_name(clean_characters(text))[:_LONGEST]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
