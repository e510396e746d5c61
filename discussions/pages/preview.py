"""What readers would see, before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from discussions.pages.compose import ComposePage, KeptFile
from discussions.pages.texts import direction_of, initials_of
from discussions.validators.sent import SubmittedText
from hub.kit.languages import language_name


@dataclass(frozen=True)
class SentBefore:
    """The form was sent before with another content: what became of that, and two ways on."""

    compose: ComposePage
    reference: str
    receipt_url: str
    correct_url: str
    new_url: str
    correction: list[tuple[str, str]]
    new: list[tuple[str, str]]


@dataclass(frozen=True)
class PreviewPage:
    """The text as it would stand on the page, and all that sends it without asking again."""

    compose: ComposePage
    name: str
    organisation: str
    initials: str
    html: SafeString
    language: str
    direction: str
    language_name: str
    files: list[KeptFile]
    fields: list[tuple[str, str]]


def preview_page(
    compose: ComposePage,
    sent: SubmittedText,
    speaker: tuple[str, str],
    files: Sequence[KeptFile],
) -> PreviewPage:
    """The preview of a text; `speaker` is the writer's name and that of the organisation, or ""."""
    name, organisation = speaker
    kept = [file for file in files if file.is_kept]
    return PreviewPage(
        compose=compose,
        name=name,
        organisation=organisation,
        initials=initials_of(name),
        html=mark_safe(sent.body),
        language=sent.language,
        direction=direction_of(sent.language),
        language_name=language_name(sent.language, get_language() or "en"),
        files=kept,
        fields=sent_fields(sent, kept),
    )


def sent_before_page(
    compose: ComposePage,
    sent: SubmittedText,
    reference: str,
    new_url: str,
    files: Sequence[KeptFile],
) -> SentBefore:
    """The page for KeyReused; each way on has a key of its own."""
    kept = [file for file in files if file.is_kept]
    return SentBefore(
        compose=compose,
        reference=reference,
        receipt_url=reverse("post-receipt", args=[reference]),
        correct_url=reverse("post-correct", args=[reference]),
        new_url=new_url,
        correction=sent_fields(replace(sent, key=uuid4()), kept),
        new=sent_fields(replace(sent, key=uuid4()), kept),
    )


def sent_fields(sent: SubmittedText, kept: Sequence[KeptFile]) -> list[tuple[str, str]]:
    """Names and values of the hidden fields of a form that sends the same again, its key included."""
    organisation = sent.speaker.organisation
    return [
        ("body", sent.body),
        ("language", sent.language),
        ("capacity", sent.speaker.capacity.value),
        ("organisation", "" if organisation is None else str(organisation)),
        ("key", str(sent.key)),
        *(("keep", str(file.id)) for file in kept),
    ]
