"""The page for a text that stands in the space already: both texts, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import floor

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.posts import check_correct, refusal_of
from discussions.access.viewer import Viewer
from discussions.access.words import ShownText, text_for
from discussions.errors import LooksLikeDuplicate
from discussions.models import Post, Window
from discussions.pages.addresses import act_url, post_url
from discussions.pages.compose import ComposePage, KeptFile, kept_attachments
from discussions.pages.preview import draft_fields, sent_fields
from discussions.pages.texts import Prose, prose_of
from discussions.validators.sent import SubmittedText
from hub.kit.dates import moment_in
from hub.kit.refusals import Refusal


@dataclass(frozen=True)
class Earlier:
    """The post that stands there, as the sender may know it; `prose` None: its text is not theirs to read.

    `correct_refusal` says why an own one cannot be replaced now.
    """

    post: Post
    reference: str
    is_own: bool
    url: str
    sent: str
    state: str
    prose: Prose | None
    correct_refusal: Refusal | None


@dataclass(frozen=True)
class DuplicatePage:
    """All that `discussions/duplicate.html` shows. `share`: how many of 100 words are the same; 100: all of them."""

    compose: ComposePage
    earlier: Earlier
    is_exact: bool
    share: int
    prose: Prose
    correct_url: str
    correction: list[tuple[str, str]]
    keeps_files: bool
    different: list[tuple[str, str]]


def earlier_post(post: Post, window: Window | None, viewer: Viewer, at: datetime) -> Earlier:
    """The post for its author, or for a colleague who sees what readers see."""
    is_own = viewer.is_author(post.author_id)
    shown = post.latest_version if is_own else post.public_version
    text = text_for(shown, post, viewer) if shown is not None else None
    return Earlier(
        post=post,
        reference=post.reference,
        is_own=is_own,
        url=act_url("receipt", post) if is_own else post_url(post),
        sent=_("%(moment)s UTC") % {"moment": moment_in(post.received_at)},
        state=str(post.get_state_display()),
        prose=_folded(text) if text is not None and text.mask_reason is None else None,
        correct_refusal=refusal_of(check_correct, viewer, post, window, at) if is_own else None,
    )


def duplicate_page(
    compose: ComposePage,
    refusal: LooksLikeDuplicate,
    earlier: Earlier,
    sent: SubmittedText,
    files: Sequence[KeptFile],
) -> DuplicatePage:
    """The page for a text that was not sent. A correction without files of its own keeps those of the earlier one.

    Both ways on keep the key of the form: what is sent by either ends the draft of this text.
    """
    kept = [file for file in files if file.is_kept]
    author = Viewer(person_id=earlier.post.author_id) if earlier.is_own else Viewer()
    of_correction = kept or kept_attachments(earlier.post, author, None)
    differs = replace(sent, differs_from=(*sent.differs_from, *refusal.references))
    return DuplicatePage(
        compose=compose,
        earlier=earlier,
        is_exact=refusal.is_exact,
        share=100 if refusal.is_exact else min(floor(refusal.share * 100), 99),
        prose=_folded(ShownText(sent.body, sent.language, "")),
        correct_url=_correct_url(earlier),
        correction=sent_fields(sent, of_correction),
        keeps_files=bool(of_correction) and not kept,
        different=[*sent_fields(differs, kept), *draft_fields(compose.draft)],
    )


def _correct_url(earlier: Earlier) -> str:
    is_possible = earlier.is_own and earlier.correct_refusal is None
    return reverse("post-correct", args=[earlier.reference]) if is_possible else ""


def _folded(text: ShownText) -> Prose:
    return prose_of(text, get_language() or "en", "", folds=True)
