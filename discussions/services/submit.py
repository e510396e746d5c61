"""Sending a submission or a reply."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from discussions.access.posts import Admission, check_reply, check_submit
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import PostState
from discussions.errors import KeyReused, NotFound, WindowRefusal
from discussions.models import Attachment, Post, Prompt, Space, Version
from discussions.services.attempts import count_refused_attempt
from discussions.services.locks import lock_author, share_parent, share_window
from discussions.services.notify import notify_receipt, notify_reply
from discussions.services.rate import check_rate_of_posts
from discussions.services.reference import issue_number
from discussions.services.speakers import snapshot
from discussions.services.uploads import claim_files, identities
from discussions.services.versions import (
    appears_at_once,
    facts_of,
    make_public,
    new_version,
    save_version,
)
from discussions.validators.sent import SubmittedText
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


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


@dataclass(frozen=True)
class Receipt:
    """What an act of writing came to; the same again when the same form is sent again."""

    reference: str
    version: int


def submit(*, by: Viewer, to: SubmissionPlace, sent: SubmittedText) -> Receipt:
    """Take in a submission or a reply; its `received_at` is the instant at which the transaction began.

    The same form (`sent.key`) with the same content: the same receipt, and nothing new. Raises
    SignInFirst, NotFound, KeyReused, the WindowRefusals (each counted, without the text),
    NotPossibleNow, TooManyPosts, NotYourOrganisation, FileGone.
    """
    try:
        with transaction.atomic():
            return _submit(by, to, sent, transaction_now())
    except WindowRefusal as refusal:
        count_refused_attempt(to.space.pk, refusal.code)
        raise


def _submit(by: Viewer, to: SubmissionPlace, sent: SubmittedText, at: datetime) -> Receipt:
    check_signed_in(by)
    check_see_space(to.space, by, at)
    assert by.person_id is not None
    lock_author(by.person_id)
    files = claim_files(by.person_id, sent.files)
    digest = sent.digest(to.code, identities(files))
    repeated = _sent_before(by.person_id, sent, digest)
    if repeated is not None:
        return repeated
    prompt, parent, admission = _admitted(by, to, at)
    check_rate_of_posts(by.person_id, at)
    version = new_version(
        sent, digest, snapshot(by.person_id, sent.speaker), admission.standing, at
    )
    if appears_at_once(by, to.space, admission, is_reply=parent is not None):
        make_public(version, at)
    post = _new_post(by, to.space, prompt, parent, version)
    return _issue(by, post, version, files)


def _sent_before(person_id: int, sent: SubmittedText, digest: str) -> Receipt | None:
    earlier = (
        Post.objects.select_related("space").filter(author_id=person_id, key=sent.key).first()
    )
    if earlier is None:
        return None
    if earlier.key_digest != digest:
        raise KeyReused(earlier.reference)
    return Receipt(earlier.reference, 1)


def _admitted(
    by: Viewer, to: SubmissionPlace, at: datetime
) -> tuple[Prompt | None, Post | None, Admission]:
    """The place as it stands now, under its locks, and how it takes the text."""
    prompt_id = to.parent.prompt_id if to.parent else to.prompt and to.prompt.pk
    prompt = Prompt.objects.filter(space=to.space, pk=prompt_id).first() if prompt_id else None
    window = share_window(to.space.pk, prompt)
    if to.parent is None:
        return prompt, None, check_submit(by, to.space, prompt, window, at)
    parent = share_parent(to.parent.pk)
    if parent.space_id != to.space.pk:
        raise NotFound
    parent.prompt = prompt
    return prompt, parent, check_reply(by, parent, window, at)


def _new_post(
    by: Viewer, space: Space, prompt: Prompt | None, parent: Post | None, version: Version
) -> Post:
    is_public = version.published_at is not None
    return Post(
        id=uuid4(),
        space=space,
        prompt=prompt,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        author_id=by.person_id,
        key=version.key,
        key_digest=version.key_digest,
        received_at=version.received_at,
        standing=version.standing,
        state=PostState.PUBLISHED if is_public else PostState.PENDING,
        state_since=version.received_at,
        latest_version=version,
        public_version=version if is_public else None,
    )


def _issue(by: Viewer, post: Post, version: Version, files: list[Attachment]) -> Receipt:
    """Give the reference, last of all that may wait or be refused, and write everything down."""
    number = issue_number(post.space_id)
    parent = post.parent
    post.number = post.sequence = number
    post.root_sequence = parent.root_sequence if parent else number
    post.path = f"{parent.path if parent else ''}{Post.step(number)}"
    post.save(force_insert=True)
    save_version(version, post, 1, files)
    write_record(
        "reply" if post.is_reply else "submit",
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={**facts_of(version, files), "state": post.state, "post_number": number},
    )
    if by.user_id is not None:
        notify_receipt(version, by.user_id)
    if post.state == PostState.PUBLISHED:
        notify_reply(post)
    return Receipt(post.reference, 1)
