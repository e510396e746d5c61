"""What readers would see, before it is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from discussions.access.viewer import Viewer
from discussions.access.words import withheld_file_name, withheld_name
from discussions.enums import NameWithheld
from discussions.errors import LooksLikeDuplicate
from discussions.models import Draft, Version
from discussions.pages.addresses import post_url
from discussions.pages.card_shapes import Signature
from discussions.pages.compose import ComposePage, KeptFile, with_same_named
from discussions.pages.draft_bar import DraftBar
from discussions.pages.drafts import draft_beginning
from discussions.pages.texts import direction_of, initials_of
from discussions.selectors.drafts import files_of_draft
from discussions.validators.sent import SubmittedText
from hub.kit.languages import language_name
from hub.kit.personal_data import mask_html


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
    """The text as it would stand on the page, and all that sends it without asking again.

    `masked`: the addresses and numbers in it that readers will not see. `authors`: files whose properties
    name somebody, where the name is withheld.
    """

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
    similar: LooksLikeDuplicate | None = None
    masked: list[str] = field(default_factory=list)
    authors: list[KeptFile] = field(default_factory=list)
    joint_with: list[Signature] = field(default_factory=list)


@dataclass(frozen=True)
class SentPage:
    """What a form became that was sent already: its receipt, its page, and the page for another text."""

    compose: ComposePage
    reference: str
    receipt_url: str
    post_url: str
    is_correction: bool


def preview_page(
    compose: ComposePage,
    sent: SubmittedText,
    speaker: tuple[str, str],
    files: Sequence[KeptFile],
    similar: LooksLikeDuplicate | None = None,
) -> PreviewPage:
    """The preview of a text; `speaker` is the writer's name and that of the organisation, or "".

    `similar`: what sending it would be asked about.
    """
    name, organisation = speaker
    kept = [file for file in files if file.is_kept]
    is_withheld = sent.name_withheld != NameWithheld.NO
    masked = mask_html(sent.body, sent.language)
    return PreviewPage(
        compose=compose,
        name=withheld_name() if is_withheld else name,
        organisation=organisation
        if sent.name_withheld != NameWithheld.NAME_AND_ORGANISATION
        else "",
        initials="" if is_withheld else initials_of(name),
        html=mark_safe(masked.text),
        similar=similar,
        joint_with=[Signature(one.name, []) for one in sent.co_signatories],
        language=sent.language,
        direction=direction_of(sent.language),
        language_name=language_name(sent.language, get_language() or "en"),
        files=_as_readers_see(kept) if is_withheld else kept,
        fields=[*sent_fields(sent, kept), *draft_fields(compose.draft)],
        masked=list(masked.words),
        authors=[file for file in kept if file.authors] if is_withheld else [],
    )


def _as_readers_see(files: Sequence[KeptFile]) -> list[KeptFile]:
    named = [
        replace(file, name=withheld_file_name(file.name, place))
        for place, file in enumerate(files)
    ]
    return with_same_named(named)


def sent_page(compose: ComposePage, sent: Version) -> SentPage:
    """The page for a version, with its post and space at hand."""
    post = sent.post
    address = reverse("post-receipt", args=[post.reference])
    return SentPage(
        compose=compose,
        reference=post.reference,
        receipt_url=address if sent.number == 1 else f"{address}?version={sent.number}",
        post_url=post_url(post),
        is_correction=sent.number > 1,
    )


def sent_before_page(
    compose: ComposePage,
    sent: SubmittedText,
    reference: str,
    new_url: str,
    files: Sequence[KeptFile],
) -> SentBefore:
    """The page for KeyReused. `sent` has the key of what is sent next, either way; its draft is that of the place it was sent to."""
    kept = [file for file in files if file.is_kept]
    fields, of_draft = sent_fields(sent, kept), list(draft_fields(compose.draft))
    is_correction = compose.reference == reference
    return SentBefore(
        compose=compose,
        reference=reference,
        receipt_url=reverse("post-receipt", args=[reference]),
        correct_url=reverse("post-correct", args=[reference]),
        new_url=new_url,
        correction=[*fields, *of_draft] if is_correction else fields,
        new=fields if is_correction else [*fields, *of_draft],
    )


def sent_fields(sent: SubmittedText, kept: Sequence[KeptFile]) -> list[tuple[str, str]]:
    """Names and values of the hidden fields of a form that sends the same again, its key included."""
    organisation = sent.speaker.organisation
    return [
        ("body", sent.body),
        ("language", sent.language),
        ("capacity", sent.speaker.capacity.value),
        ("organisation", "" if organisation is None else str(organisation)),
        ("name_withheld", sent.name_withheld.value),
        ("key", str(sent.key)),
        *(("differs_from", reference) for reference in sent.differs_from),
        *joint_fields(sent),
        *files_fields(kept),
    ]


def fields_of_draft(
    draft: Draft, viewer: Viewer, *, with_names: bool
) -> Iterator[tuple[str, str]]:
    """Names and values of all fields of a form that says what a draft holds.

    `with_names`: whether the form has the part that names who signs too. Raises NotFound, SignInFirst.
    """
    begun = draft_beginning(draft, viewer)
    for name in ("body", "language", "capacity", "organisation", "name_withheld", "key"):
        yield name, "" if begun[name] is None else str(begun[name])
    for file in files_of_draft(draft):
        identifier = file.upload_id or file.attachment_id
        yield "keep", str(identifier)
        yield f"name_{identifier}", file.name
        yield f"language_{identifier}", file.language or ""
    if with_names:
        for one in [*draft.co_signatories, {"name": "", "email": ""}]:
            yield "cosign_name", one["name"]
            yield "cosign_email", one["email"]


def joint_fields(sent: SubmittedText) -> Iterator[tuple[str, str]]:
    """The two parallel lists that say who signs with the lead (forms/joint.py); cleared ones stay cleared by an empty row."""
    for one in sent.co_signatories:
        yield "cosign_name", one.name
        yield "cosign_email", one.email
    if sent.posted is not None and sent.posted.co_signatories and not sent.co_signatories:
        yield "cosign_name", ""
        yield "cosign_email", ""


def draft_fields(draft: DraftBar | None) -> Iterator[tuple[str, str]]:
    """The fields that say which revision of its draft a form at the same place was built on, and whether that is shared."""
    if draft is not None:
        yield "revision", str(draft.revision)
        if draft.is_shared:
            yield "share", "on"


def files_fields(kept: Sequence[KeptFile]) -> Iterator[tuple[str, str]]:
    """The fields that say which files, in which order, under which names and in which languages (forms/files.py)."""
    for file in kept:
        yield "keep", str(file.id)
        yield f"name_{file.id}", file.name
        yield f"language_{file.id}", file.language
