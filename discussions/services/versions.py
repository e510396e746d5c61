"""Writing one version, the same for a first text and for a correction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from discussions.access.posts import Admission
from discussions.access.viewer import Viewer
from discussions.enums import Review, VersionReview
from discussions.models import Attachment, Post, Space, Version
from discussions.services.file_texts import await_texts
from discussions.services.speakers import Snapshot
from discussions.validators.sent import SubmittedText
from hub.kit.sanitise import canonical_sha256


def new_version(
    sent: SubmittedText, digest: str, speaker: Snapshot, standing: str, received_at: datetime
) -> Version:
    """A version, not saved yet, without post and number."""
    return Version(
        id=uuid4(),
        key=sent.key,
        key_digest=digest,
        received_at=received_at,
        standing=standing,
        review=VersionReview.WAITING,
        language=sent.language,
        body=sent.body,
        sha256=canonical_sha256(sent.body),
        **speaker.columns(),
    )


def make_public(version: Version, at: datetime) -> None:
    """Readers see it from `at` on; not saved yet."""
    version.review = VersionReview.APPROVED
    version.published_at = at


def save_version(version: Version, post: Post, number: int, files: Sequence[Attachment]) -> None:
    """Save the version and its files."""
    version.post = post
    version.number = number
    version.save(force_insert=True)
    for attachment in files:
        attachment.version = version
    Attachment.objects.bulk_create(files)
    await_texts(files)


def appears_at_once(by: Viewer, space: Space, admission: Admission, *, is_reply: bool) -> bool:
    """Whether readers see a text without a moderator's decision (PRODUCT, section 4).

    Late texts under the policy "ask" wait; moderators' replies never do; else it is as the space
    says. First-time authors are those without a published post in the whole portal. What staff enter
    or mend for an entity has been read by them.
    """
    if admission.by_staff:
        return True
    if admission.waits:
        return False
    if is_reply and by.is_staff_of(space.pk):
        return True
    if space.review == Review.FIRST_TIME:
        return Post.objects.published().filter(author_id=by.person_id).exists()
    return space.review == Review.AFTER


def facts_of(version: Version, files: Sequence[Attachment]) -> dict[str, str | int | list[str]]:
    """What the record says of a version: ids, codes and hashes."""
    return {
        "version": str(version.pk),
        "number": version.number,
        "sha256": version.sha256,
        "files": [file.sha256 for file in files],
        "standing": version.standing,
    }


def entered_for(by: Viewer, post: Post) -> dict[str, int | None]:
    """What the record adds where staff act for a person who has no account: the id of that person."""
    return {} if by.is_author(post.author_id) else {"for_person": post.author_id}
