"""Sending a new version of a post under the same reference."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from discussions.access.posts import (
    Admission,
    check_author,
    check_correct,
    first_received_at,
)
from discussions.access.scans import check_no_virus
from discussions.access.viewer import Viewer
from discussions.enums import NameWithheld, PostState, VersionReview
from discussions.errors import KeyReused, NotFound, WindowRefusal
from discussions.models import Attachment, Post, Version
from discussions.services.attempts import count_refused_attempt
from discussions.services.drafts import end_draft
from discussions.services.joint import check_naming, renew_co_signatories
from discussions.services.locks import lock_author, lock_post_and_window
from discussions.services.notify import (
    notify_endorsers,
    notify_outside_receipt,
    notify_receipt,
)
from discussions.services.rate import check_rate_of_corrections
from discussions.services.redactions import carry_redactions, may_bring_back
from discussions.services.reference import raise_revision
from discussions.services.speakers import same_speaker, snapshot
from discussions.services.submit import Receipt
from discussions.services.uploads import claim_files, identities
from discussions.services.versions import (
    appears_at_once,
    entered_for,
    facts_of,
    make_public,
    new_version,
    save_version,
)
from discussions.services.withhold_name import change_withheld
from discussions.validators.drafts import DraftPlace
from discussions.validators.sent import SubmittedText
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


def correct(*, by: Viewer, post_id: UUID, sent: SubmittedText) -> Receipt:
    """Take in a new version of a post; only its author, while the window takes posts.

    Of what staff entered from outside the portal staff of the space mend errors of typing, at any time
    and in the name of the same speaker (`sent.speaker` is not asked).

    Of a published post it is public at once where the space reviews afterwards and nothing withheld may come back with
    it, else it waits and the approved one stays public: the state of a published post never changes. A returned text goes
    back to review, and so does a returned correction, within 7 days with its first `received_at` and
    standing. The same form with the
    same content: the same receipt. Raises SignInFirst, NotYours, NotFound, NotPossibleNow, KeyReused,
    the WindowRefusals (each counted), TooManyPosts, TooManyInvitations, NotYourOrganisation, FileGone, VirusFound.
    """
    space_id = Post.objects.filter(pk=post_id).values_list("space_id", flat=True).first()
    if space_id is None:
        raise NotFound
    try:
        with transaction.atomic():
            return _correct(by, post_id, sent, transaction_now())
    except WindowRefusal as refusal:
        count_refused_attempt(space_id, refusal.code)
        raise


def _correct(by: Viewer, post_id: UUID, sent: SubmittedText, at: datetime) -> Receipt:
    seen = Post.objects.select_related("prompt").get(pk=post_id)
    check_author(by, seen)
    assert by.person_id is not None
    lock_author(by.person_id)
    post, window = lock_post_and_window(seen)
    files = claim_files(by.person_id, sent.files, post)
    digest = sent.digest(f"correct:{post.pk}", identities(files))
    repeated = _sent_before(post, sent, digest)
    if repeated is not None:
        return repeated
    admission = check_correct(by, post, window, at)
    check_no_virus(files)
    if not admission.by_staff:
        check_rate_of_corrections(by.person_id, at)
    check_naming(by.person_id, sent.co_signatories, post)
    received_at = first_received_at(post) if admission.is_resent else at
    speaker = same_speaker(post) if admission.by_staff else snapshot(by.person_id, sent.speaker)
    version = new_version(sent, digest, speaker, admission.standing, received_at)
    if _appears_at_once(by, post, admission) and not may_bring_back(post, files):
        make_public(version, at)
    place = DraftPlace(post.space_id, corrected=post.pk) if sent.ends_draft else None
    end_draft(by.person_id, place, sent.key)
    earlier = post.latest_version
    receipt = _replace(by, post, version, files, at)
    # Shown again by an act of its own alone: a form or a draft may be older than the wish to be withheld.
    change_withheld(by, post, NameWithheld(post.name_withheld).or_stricter(sent.name_withheld))
    renew_co_signatories(
        by=by, post=post, earlier=earlier, version=version, named=sent.co_signatories
    )
    if version.published_at is not None:
        notify_endorsers(version)
    return receipt


def _sent_before(post: Post, sent: SubmittedText, digest: str) -> Receipt | None:
    earlier = post.versions.filter(key=sent.key).first()
    if earlier is None:
        return None
    if earlier.key_digest != digest:
        raise KeyReused(post.reference)
    return Receipt(post.reference, earlier.number)


def _appears_at_once(by: Viewer, post: Post, admission: Admission) -> bool:
    return post.state == PostState.PUBLISHED and appears_at_once(
        by, post.space, admission, is_reply=post.is_reply
    )


def _replace(
    by: Viewer, post: Post, version: Version, files: Sequence[Attachment], at: datetime
) -> Receipt:
    """The new version takes the place of the latest one, and of the public one if readers see it."""
    number = post.latest_version.number + 1
    save_version(version, post, number, files)
    carry_redactions(post, version)
    overtaken = post.versions.filter(number__lt=number)
    overtaken.filter(review=VersionReview.WAITING).update(review=VersionReview.SUPERSEDED)
    if version.published_at is not None:
        overtaken.filter(review=VersionReview.APPROVED).update(review=VersionReview.SUPERSEDED)
        post.public_version = version
    if post.state == PostState.RETURNED:
        post.state, post.state_since, post.reason = PostState.PENDING, at, None
    post.latest_version = version
    post.save(update_fields=["state", "state_since", "reason", "latest_version", "public_version"])
    raise_revision(post.space_id)
    write_record(
        "correct",
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={**facts_of(version, files), "state": post.state, **entered_for(by, post)},
    )
    if not by.is_author(post.author_id):
        notify_outside_receipt(version)
    elif by.user_id is not None:
        notify_receipt(version, by.user_id)
    return Receipt(post.reference, number)
