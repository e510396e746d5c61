"""What the forms of writing ask the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import Membership, Person
from discussions.models import Attachment, Post, Prompt, Space, Upload, Version, Window
from hub.kit.bilingual import text_in
from hub.kit.models import Record


def organisations_of(person_id: int, language: str) -> tuple[tuple[int, str], ...]:
    """(id, name) of the organisations that a person speaks for, the oldest membership first; one statement."""
    memberships = Membership.objects.filter(person_id=person_id, ended_at__isnull=True)
    return tuple(
        (row.organisation_id, text_in(row.organisation, "name", language).value)
        for row in memberships.select_related("organisation").order_by("since", "pk")
    )


def name_of(person_id: int) -> str:
    """The name of a person."""
    return Person.objects.values_list("name", flat=True).get(pk=person_id)


def uploads_of(person_id: int, wanted: Sequence[UUID]) -> list[Upload]:
    """Those of the uploads that are this person's and still kept, in the order asked for."""
    if not wanted:
        return []
    found = Upload.objects.filter(person_id=person_id).in_bulk(list(wanted))
    return [found[identifier] for identifier in wanted if identifier in found]


def sent_as(person_id: int, corrected: UUID | None, key: UUID) -> Post | None:
    """The post that a form (`key`) was sent as by this person, or as a version of which, where it corrects one."""
    if corrected is None:
        return Post.objects.filter(author=person_id, key=key).select_related("space").first()
    versions = Version.objects.filter(post=corrected, key=key).select_related("post__space")
    return next((version.post for version in versions), None)


def version_sent_as(person_id: int, corrected: UUID | None, key: UUID) -> Version | None:
    """The version that a form (`key`) was sent as, with its post and space; as above; one statement."""
    versions = Version.objects.filter(post=corrected, key=key)
    if corrected is None:
        versions = Version.objects.filter(post__author=person_id, post__key=key, number=1)
    return versions.select_related("post__space").first()


def attachments_of(post_id: UUID) -> list[UUID]:
    """The ids of the files of all versions of a post."""
    return list(Attachment.objects.filter(version__post=post_id).values_list("pk", flat=True))


def window_for(space: Space, prompt: Prompt | None) -> Window | None:
    """The window that decides here: the prompt's own, else the main one of the space; None: always open."""
    if prompt is not None and prompt.window_id is not None:
        return prompt.window
    return space.windows.filter(position=0).first()


def sent_again_at(version: Version) -> datetime | None:
    """When a returned text came again, UTC: its `received_at` is that of the first sending. None for every other.

    No statement for a first version, one for a later one, two for one that came again.
    """
    if version.number == 1:
        return None
    earlier = Version.objects.filter(post=version.post_id, number__lt=version.number)
    if not earlier.filter(received_at=version.received_at).exists():
        return None
    records = Record.objects.filter(subject_type="post", subject_id=str(version.post_id))
    sent = records.filter(act="correct", detail__version=str(version.pk))
    return sent.order_by("pk").values_list("at", flat=True).first()


def version_of(post_id: UUID, number: int) -> Version | None:
    """One version of a post with its files and redactions."""
    versions = Version.objects.filter(post_id=post_id, number=number)
    return versions.prefetch_related("attachments", "redactions").first()
