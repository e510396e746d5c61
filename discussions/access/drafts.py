"""Who may read and edit a draft, and the one door to its words.

Its author; and while it is shared, people whom staff have confirmed as members of that organisation,
as long as its author is one of them. Nobody else, not staff: nothing was sent yet. To all others a
draft does not exist.
"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import Membership
from discussions.access.viewer import Viewer, check_signed_in
from discussions.errors import NotFound
from discussions.models import Draft, DraftFile
from discussions.validators.drafts import STILL_WRITING, OtherWriter


def shared_with_members(person_id: int) -> Q:
    """Drafts of others that this person may edit, as a condition."""
    members = Membership.objects.filter(
        organisation=OuterRef("shared_with"), ended_at__isnull=True, confirmed_at__isnull=False
    )
    return (
        ~Q(author=person_id)
        & Exists(members.filter(person=person_id))
        & Exists(members.filter(person=OuterRef("author")))
    )


def is_confirmed_colleague(person_id: int) -> Q:
    """Rows with an author who, as this person, is a confirmed member of some organisation, as a condition."""
    own = shareable_organisations(person_id).values("organisation")
    return Exists(
        Membership.objects.filter(
            person=OuterRef("author"),
            organisation__in=own,
            ended_at__isnull=True,
            confirmed_at__isnull=False,
        )
    ) & ~Q(author=person_id)


def visible_drafts(drafts: QuerySet[Draft], viewer: Viewer) -> QuerySet[Draft]:
    """Those of the drafts that the viewer may read and edit."""
    if viewer.person_id is None:
        return drafts.none()
    return drafts.filter(Q(author=viewer.person_id) | shared_with_members(viewer.person_id))


def can_edit_draft(draft: Draft, viewer: Viewer) -> bool:
    """Whether the viewer may read and edit it; one statement for anybody but its author."""
    if viewer.is_author(draft.author_id):
        return True
    if draft.shared_with_id is None:
        return False
    return visible_drafts(Draft.objects.filter(pk=draft.pk), viewer).exists()


def check_edit_draft(draft: Draft, viewer: Viewer) -> None:
    """Raises NotFound for those to whom the draft does not exist, SignInFirst for a visitor."""
    check_signed_in(viewer)
    if not can_edit_draft(draft, viewer):
        raise NotFound


def check_own_draft(draft: Draft, viewer: Viewer) -> None:
    """Sending, sharing and discarding are its author's. Raises NotFound for everyone else, SignInFirst for a visitor."""
    check_signed_in(viewer)
    if not viewer.is_author(draft.author_id):
        raise NotFound


def shareable_organisations(person_id: int) -> QuerySet[Membership]:
    """The memberships by which a person may let colleagues in: those that staff have confirmed."""
    return Membership.objects.filter(
        person=person_id, ended_at__isnull=True, confirmed_at__isnull=False
    )


def words_of_draft(draft: Draft, viewer: Viewer) -> str:
    """Its text, canonical. Raises NotFound, SignInFirst."""
    check_edit_draft(draft, viewer)
    return draft.body


def name_of_draft_file(file: DraftFile) -> str:
    """The name of a file of a draft, for those who may edit the draft: the one given here, or its own."""
    source = file.upload or file.attachment
    return file.name or (source.name if source is not None else "")


def other_writer(draft: Draft, viewer: Viewer, at: datetime) -> OtherWriter | None:
    """Who else saved it within the minutes before an instant: two may be writing at once."""
    if draft.saved_by_id == viewer.person_id or draft.saved_at <= at - STILL_WRITING:
        return None
    return OtherWriter(draft.saved_by.name, draft.saved_at)


def newest_first(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """The order in which drafts are listed."""
    return drafts.order_by(F("saved_at").desc(), "pk")
