"""Drafts: those of a person, those that colleagues share, the one of a place."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from discussions.access.drafts import (
    is_confirmed_colleague,
    newest_first,
    shareable_organisations,
    shared_with_members,
)
from discussions.models import Draft, DraftFile, FileScan, Post, Version
from discussions.validators.drafts import DraftPlace
from hub.kit.bilingual import text_in

_PLACES = ("space", "prompt", "parent__space", "corrected__space")


def own_drafts(person_id: int) -> list[Draft]:
    """All drafts of a person, the last saved first, each with its place; one statement.

    `draft.files_count` is the number of its files. A page of the draft is `drafts/<id>/` (name
    "draft"), its discarding `draft-discard`, its download `draft-text`.
    """
    return list(newest_first(_with_places().filter(author_id=person_id)))


def shared_drafts(person_id: int) -> list[Draft]:
    """Drafts of colleagues that this person may edit, the last saved first, each with its place and author; one statement."""
    shared = _with_places().select_related("author", "shared_with", *_PLACES)
    return list(newest_first(shared.filter(shared_with_members(person_id))))


def draft_at(person_id: int, place: DraftPlace) -> Draft | None:
    """The draft of a person for a place, with who saved it last; one statement."""
    return of_place(person_id, place).select_related("saved_by").first()


def find_draft(identifier: UUID) -> Draft | None:
    """A draft with its place, author and last editor; one statement. Who may see it is for access to say."""
    drafts = Draft.objects.select_related(
        "author", "saved_by", "shared_with", "parent__prompt", "corrected__prompt", *_PLACES
    )
    return drafts.filter(pk=identifier).first()


def sent_by_colleague(person_id: int, key: UUID) -> Post | None:
    """What became of the form (`key`) of a colleague's draft, with its space: the post, or the one that it corrected; one statement.

    Only for those whom staff confirmed as members of an organisation of its author: they had the key from the draft.
    """
    posts = Post.objects.filter(
        Q(key=key) | Exists(Version.objects.filter(post=OuterRef("pk"), key=key))
    )
    return posts.filter(is_confirmed_colleague(person_id)).select_related("space").first()


def organisations_to_share_with(person_id: int, language: str) -> list[str]:
    """The names of the organisations whose colleagues a person may let in; one statement."""
    memberships = shareable_organisations(person_id).select_related("organisation")
    return [text_in(one.organisation, "name", language).value for one in memberships]


def files_of_draft(draft: Draft) -> list[DraftFile]:
    """Its files in their order, each with what it is and the state of its scan; one statement."""
    scans = FileScan.objects.filter(
        pk=Coalesce(OuterRef("upload__sha256"), OuterRef("attachment__sha256"))
    )
    files = draft.files.select_related("upload", "attachment")
    found: list[DraftFile] = []
    for file in files.annotate(scan_state=Subquery(scans.values("state"))):
        source = file.upload or file.attachment
        if source is not None:
            source.scan_state = file.scan_state
        found.append(file)
    return found


def of_place(person_id: int, place: DraftPlace) -> QuerySet[Draft]:
    """At most one; a reply and a correction keep theirs when the post has moved to another space."""
    columns = place.columns
    if place.parent is not None or place.corrected is not None:
        del columns["space_id"]
    return Draft.objects.filter(author_id=person_id, **columns)


def _with_places() -> QuerySet[Draft]:
    return Draft.objects.select_related(*_PLACES).annotate(files_count=Count("files"))
