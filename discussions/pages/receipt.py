"""The receipt of a version, for its author and staff (PRODUCT, section 5)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.posts import (
    check_author,
    check_correct,
    check_withdraw,
    is_entered_by_staff,
)
from discussions.access.scans import scan_note
from discussions.access.signatures import co_signatories_for
from discussions.access.viewer import Viewer
from discussions.access.words import (
    ShownSpeaker,
    files_for,
    masked_for_readers,
    sees_organisations,
    speaker_for,
    text_for,
)
from discussions.enums import NameWithheld, PostState, Standing, VersionReview
from discussions.mailers.outside_words import entered_heading, source_words
from discussions.mailers.receipt_words import (
    heading_of,
    instant_in_zone,
    instant_text,
    next_steps,
    sent_again_words,
)
from discussions.models import Post, Version, Window
from discussions.pages.addresses import check_url, file_url, place_url, post_url, space_url
from discussions.pages.card_shapes import Signature
from discussions.pages.outside_letter import letter_words
from discussions.pages.same_files import earlier_names
from discussions.pages.signatures import joint_with
from discussions.pages.texts import masked_words
from discussions.pages.windows import Status
from discussions.validators.receipt_proof import proof_of
from hub.kit.bilingual import text_in
from hub.kit.files import file_size_text
from hub.kit.languages import language_name
from hub.kit.refusals import Refusal


@dataclass(frozen=True)
class ReceiptFile:
    """A file with what identifies it. `same_as`: the name of an earlier one with the same bytes, "" where none has."""

    name: str
    size: str
    sha256: str
    url: str
    same_as: str = ""
    scan: str = ""


@dataclass(frozen=True)
class Answered:
    """What the post answers."""

    reference: str
    url: str
    name: str


@dataclass(frozen=True)
class ReceiptPage:
    """All that receipt.html and the mail of the receipt show."""

    heading: str
    reference: str
    version: int
    received_at: datetime
    received: str
    received_in_zone: str
    space_title: str
    space_language: str
    space_url: str
    place_url: str
    question_number: int | None
    answers: Answered | None
    on_behalf_of: str
    language_name: str
    files: list[ReceiptFile]
    sha256: str
    text_url: str
    standing: Status
    state: Status
    next_steps: list[str]
    correct_url: str
    withdraw_url: str
    post_url: str
    pdf_url: str
    check_url: str
    joint_with: list[Signature] = field(default_factory=list)
    joint_waits: str = ""
    source: str = ""
    letter: str = ""
    name: str = ""
    name_url: str = ""
    masked: str = ""
    sent_again: str = ""


@dataclass(frozen=True)
class Filed:
    """A version of a post, with the window that decides on corrections, at an instant."""

    post: Post
    version: Version
    window: Window | None
    at: datetime


def receipt_page(filed: Filed, viewer: Viewer) -> ReceiptPage | None:
    """The receipt, in the active language; None for a viewer who may not see the version."""
    post, version = filed.post, filed.version
    text, speaker = text_for(version, post, viewer), speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return None
    language = get_language() or "en"
    title = text_in(post.space, "title", language)
    address = reverse("post-receipt", args=[post.reference])
    return ReceiptPage(
        heading=_heading(post, version),
        reference=post.reference,
        version=version.number,
        received_at=version.received_at,
        received=instant_text(version.received_at),
        received_in_zone=instant_in_zone(version.received_at, filed.window),
        space_title=title.value,
        space_language=title.language,
        space_url=space_url(post.space),
        place_url=place_url(post.space, post.prompt),
        question_number=post.prompt.number if post.prompt else None,
        answers=_answers(post, viewer),
        on_behalf_of=_on_behalf_of(speaker, post, viewer),
        language_name=language_name(text.language, language),
        files=_files(filed, viewer),
        sha256=text.sha256,
        text_url=f"{address}?text=1&version={version.number}",
        standing=_standing(version),
        state=_state(post, version),
        next_steps=next_steps(post, version, filed.window, filed.at),
        correct_url=reverse("post-correct", args=[post.reference])
        if _may(lambda: check_correct(viewer, post, filed.window, filed.at))
        else "",
        withdraw_url=reverse("post-withdraw", args=[post.reference])
        if _may(lambda: check_withdraw(viewer, post))
        else "",
        post_url=post_url(post),
        pdf_url=f"{reverse('receipt-pdf', args=[post.reference])}?version={version.number}",
        check_url=check_url(post, text.sha256, proof_of(version.pk)),
        name=str(NameWithheld(post.name_withheld).label),
        name_url=reverse("withhold-name", args=[post.reference])
        if _may(lambda: check_author(viewer, post))
        else "",
        masked=masked_words(masked_for_readers(version)),
        sent_again=sent_again_words(version),
        joint_with=joint_with(post, version, viewer, language),
        joint_waits=_joint_waits(post, viewer),
        source=source_words(post),
        letter=letter_words(post, version) if is_entered_by_staff(post) else "",
    )


def _joint_waits(post: Post, viewer: Viewer) -> str:
    """That letters wait for the publication, "" where none does."""
    if post.state not in {PostState.PENDING, PostState.PUBLISHED, PostState.RETURNED}:
        return ""
    rows = co_signatories_for(post, viewer)
    if not any(row.email and row.invited_at is None for row in rows):
        return ""
    return _("We write to the addresses that you gave as soon as the text is published.")


def _on_behalf_of(speaker: ShownSpeaker, post: Post, viewer: Viewer) -> str:
    if speaker.organisation or sees_organisations(post, viewer):
        return speaker.organisation or _("In a personal capacity")
    return _("Organisation withheld")


def _heading(post: Post, version: Version) -> str:
    is_withdrawn = post.state == PostState.WITHDRAWN
    if is_entered_by_staff(post):
        return entered_heading(version, is_withdrawal=is_withdrawn)
    return heading_of(post, version, is_withdrawal=is_withdrawn)


def _answers(post: Post, viewer: Viewer) -> Answered | None:
    parent = post.parent
    if parent is None:
        return None
    version = parent.public_version
    speaker = speaker_for(version, parent, viewer) if version is not None else None
    return Answered(parent.reference, post_url(parent), speaker.name if speaker else "")


def _files(filed: Filed, viewer: Viewer) -> list[ReceiptFile]:
    files = files_for(filed.version, filed.post, viewer)
    same = earlier_names((file.attachment.sha256, file.name) for file in files)
    return [
        ReceiptFile(
            name=file.name,
            size=file_size_text(file.attachment.size),
            sha256=file.attachment.sha256,
            url="" if file.is_masked else file_url(file.attachment.pk, file.name),
            same_as=earlier,
            scan=scan_note(file.scan),
        )
        for file, earlier in zip(files, same, strict=True)
    ]


def _standing(version: Version) -> Status:
    kind = {Standing.ON_TIME: "open", Standing.GRACE: "soon"}.get(Standing(version.standing), "")
    return Status(kind, version.get_standing_display())


def _state(post: Post, version: Version) -> Status:
    if post.state == PostState.PUBLISHED and version.review != VersionReview.APPROVED:
        kind = "soon" if version.review == VersionReview.WAITING else ""
        return Status(kind, version.get_review_display())
    kinds = {PostState.PUBLISHED: "open", PostState.PENDING: "soon", PostState.RETURNED: "urgent"}
    return Status(kinds.get(PostState(post.state), ""), post.get_state_display())


def _may(check: Callable[[], object]) -> bool:
    try:
        check()
    except Refusal:
        return False
    return True
