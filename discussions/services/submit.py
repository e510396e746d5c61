"""Sending a submission or a reply."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from discussions.access.posts import Admission, check_reply, check_submit
from discussions.access.scans import check_no_virus
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import PostState
from discussions.errors import (
    KeyReused,
    LooksLikeDuplicate,
    NotFound,
    NotYourOrganisation,
    WindowRefusal,
)
from discussions.models import Attachment, Post, Prompt, Space, Version
from discussions.services.attempts import count_refused_attempt
from discussions.services.drafts import end_draft
from discussions.services.duplicates import find_earlier, sketch_ahead
from discussions.services.follow import follow_by_posting
from discussions.services.joint import check_naming, name_co_signatories
from discussions.services.locks import (
    lock_author,
    lock_organisation,
    share_parent,
    share_prompt,
    share_window,
)
from discussions.services.new_post import insert_post, new_post
from discussions.services.notify import notify_receipt, notify_reply
from discussions.services.rate import check_rate_of_posts
from discussions.services.speakers import snapshot
from discussions.services.uploads import claim_files, identities
from discussions.services.versions import (
    appears_at_once,
    facts_of,
    make_public,
    new_version,
)
from discussions.validators.drafts import DraftPlace
from discussions.validators.sent import SubmittedText
from hub.kit.clock import transaction_now
from hub.kit.record import write_record
from hub.kit.similarity import Sketch


@dataclass(frozen=True)
class SubmissionPlace:
    """What is answered: a prompt, the space as a whole (neither), or a post (`parent`)."""

    space: Space
    prompt: Prompt | None = None
    parent: Post | None = None

    @property
    def code(self) -> str:
        """The place in a word, for the digest of what was sent there."""
        if self.parent is not None:
            return f"post:{self.parent.pk}"
        return f"prompt:{self.prompt.pk}" if self.prompt else f"space:{self.space.pk}"

    @property
    def of_draft(self) -> DraftPlace:
        """The same as the place of a draft, which ends when the text is sent."""
        if self.parent is not None:
            return DraftPlace(self.space.pk, parent=self.parent.pk)
        return DraftPlace(self.space.pk, prompt=self.prompt.pk if self.prompt else None)


@dataclass(frozen=True)
class Receipt:
    """What an act of writing came to; the same again when the same form is sent again."""

    reference: str
    version: int


def submit(*, by: Viewer, to: SubmissionPlace, sent: SubmittedText) -> Receipt:
    """Take in a submission or a reply; its `received_at` is the instant at which the transaction began.

    The same form (`sent.key`) with the same content: the same receipt, and nothing new. Raises
    SignInFirst, NotFound, KeyReused, the WindowRefusals (each counted, without the text),
    NotPossibleNow, TooManyPosts, TooManyInvitations, NotYourOrganisation, FileGone, VirusFound, LooksLikeDuplicate.
    """
    ahead = _sketch(by, to, sent)
    try:
        with transaction.atomic():
            return _submit(by, to, sent, transaction_now(), ahead)
    except WindowRefusal as refusal:
        count_refused_attempt(to.space.pk, refusal.code)
        raise


def similar_to(
    *, by: Viewer, to: SubmissionPlace, sent: SubmittedText
) -> LooksLikeDuplicate | None:
    """What sending the text would be asked about now, for a preview; nothing is sent and nothing held."""
    assert by.person_id is not None
    post = _unsaved(to)
    try:
        speaker = snapshot(by.person_id, sent.speaker)
        find_earlier(by, post, sent, speaker, sketch_ahead(by, post, sent, speaker))
    except LooksLikeDuplicate as refusal:
        return refusal
    except NotYourOrganisation:  # sending says so
        return None
    return None


def _unsaved(to: SubmissionPlace) -> Post:
    prompt = to.parent.prompt if to.parent is not None else to.prompt
    return Post(space=to.space, prompt=prompt, parent=to.parent)


def _sketch(by: Viewer, to: SubmissionPlace, sent: SubmittedText) -> Sketch | None:
    """What the text is compared by, made before anybody waits for a lock; None where it cannot be sent so now.

    Raises SignInFirst.
    """
    check_signed_in(by)
    assert by.person_id is not None
    try:
        return sketch_ahead(by, _unsaved(to), sent, snapshot(by.person_id, sent.speaker))
    except (
        NotYourOrganisation
    ):  # it may have been sent while it was: then its receipt is the answer
        return None


def _submit(
    by: Viewer, to: SubmissionPlace, sent: SubmittedText, at: datetime, ahead: Sketch | None
) -> Receipt:
    check_see_space(to.space, by, at)
    assert by.person_id is not None
    lock_author(by.person_id)
    files = claim_files(by.person_id, sent.files)
    digest = sent.digest(to.code, identities(files))
    repeated = _sent_before(by.person_id, sent, digest)
    if repeated is not None:
        return repeated
    to, admission = _admitted(by, to, at)
    check_no_virus(files)
    check_rate_of_posts(by.person_id, at)
    check_naming(by.person_id, sent.co_signatories)
    speaker = snapshot(by.person_id, sent.speaker)
    version = new_version(sent, digest, speaker, admission.standing, at)
    if appears_at_once(by, to.space, admission, is_reply=to.parent is not None):
        make_public(version, at)
    post = new_post(to.space, to.prompt, to.parent, version)
    post.author_id = by.person_id
    post.name_withheld = sent.name_withheld
    if sent.speaker.organisation is not None:
        lock_organisation(sent.speaker.organisation)
    sketch = ahead or sketch_ahead(by, post, sent, speaker)
    post.carried_from = find_earlier(by, post, sent, speaker, sketch)
    end_draft(by.person_id, to.of_draft if sent.ends_draft else None, sent.key)
    follow_by_posting(by=by, space_id=post.space_id)
    receipt = _issue(by, post, version, files)
    name_co_signatories(by=by, post=post, version=version, named=sent.co_signatories)
    return receipt


def _sent_before(person_id: int, sent: SubmittedText, digest: str) -> Receipt | None:
    earlier = (
        Post.objects.select_related("space").filter(author_id=person_id, key=sent.key).first()
    )
    if earlier is None:
        return None
    if earlier.key_digest != digest:
        raise KeyReused(earlier.reference)
    return Receipt(earlier.reference, 1)


def _admitted(by: Viewer, to: SubmissionPlace, at: datetime) -> tuple[SubmissionPlace, Admission]:
    """The place as it stands now, under its locks, and how it takes the text."""
    prompt_id = to.parent.prompt_id if to.parent else to.prompt and to.prompt.pk
    prompt = share_prompt(to.space.pk, prompt_id) if prompt_id else None
    if prompt_id and prompt is None and to.parent is None:
        raise NotFound
    window = share_window(to.space.pk, prompt)
    if to.parent is None:
        place = SubmissionPlace(to.space, prompt)
        return place, check_submit(by, to.space, prompt, window, at)
    parent = share_parent(to.parent.pk)
    if (parent.space_id, parent.prompt_id) != (to.space.pk, prompt_id):
        # A moderator moved it since the form was opened: the reply goes along. Whoever holds a window does not wait
        # for a post, so the order of locks may be left here.
        check_see_space(parent.space, by, at)
        prompt = parent.prompt
        window = share_window(parent.space_id, prompt)
    parent.prompt = prompt
    return SubmissionPlace(parent.space, prompt, parent), check_reply(by, parent, window, at)


def _issue(by: Viewer, post: Post, version: Version, files: list[Attachment]) -> Receipt:
    """Give the reference, last of all that may wait or be refused, and write everything down."""
    insert_post(post, version, files)
    write_record(
        "reply" if post.is_reply else "submit",
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={
            **facts_of(version, files),
            "state": post.state,
            "post_number": post.number,
            "name_withheld": str(post.name_withheld),
            **({"carried_from": str(post.carried_from_id)} if post.carried_from_id else {}),
        },
    )
    if by.user_id is not None:
        notify_receipt(version, by.user_id)
    if post.state == PostState.PUBLISHED:
        notify_reply(post)
    return Receipt(post.reference, 1)
